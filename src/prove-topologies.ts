import { type AnalysisInput, type AnalysisOptions, alternativesMax, type Prover, worldOf } from './analysis-input.ts';
import { analyze } from './analyze.ts';
import { type Comparison, compare } from './prove/compare/compare.ts';
import { type ProofOptions, type Proofs, prove } from './prove/prove.ts';
import type { Side } from './prove/traced-kin.ts';
import type { TopologyReport } from './report/report.ts';
import { traceMessage } from './simulate/trace-message.ts';
import type { World } from './simulate/world.ts';

/** As many classes as a large topology has; what is beyond is said. */
export const classesMax = 1_000_000;

/**
 * Proves or refutes the built-in invariants and the declared intents for all messages: each holds, is refuted by the
 * plainest message against it, or is open (`holds: null`) with the questions that decide.
 *
 * @param options `classesMax`: classes of messages that are traced at most (a million by default); the result's `bound`
 *   says when it was hit, and nothing holds then that was not refuted. `progress` is told how many are done.
 * @throws Error where neither the options nor the topology say as of when it is judged.
 */
export function proveTopology(input: AnalysisInput, options: AnalysisOptions & Partial<ProofOptions> = {}): Proofs {
  return proofsIn(worldOf(input, options), { classesMax, ...options });
}

/** The analysis of `analyze.ts` with what judges intents at hand. */
export const analyzeWithProofs = (input: AnalysisInput, options: AnalysisOptions = {}): TopologyReport =>
  analyze(input, { ...options, prover: proveIn });

/** What `analyze` judges statements with. */
export const proveIn: Prover = (world, wanted) => proofsIn(world, { classesMax, ...wanted });

const proofsIn = (world: World, options: ProofOptions): Proofs => prove(sideIn(world), options);

const sideIn = (world: World): Side => ({
  world,
  trace: (message, wanted) => traceMessage(world, message, { ...wanted, alternativesMax }),
});

/**
 * Says whose mail fares otherwise after a change, for all messages: one example of each kind of change, gravest first, and
 * the objects whose meaning is another. The same topology in another notation is no change.
 *
 * @param options as for `prove`. Both sides are judged at one instant: `asOf`, or each its own without it.
 * @throws Error where neither the options nor a topology say as of when it is judged.
 */
export function compareTopologies(
  before: AnalysisInput,
  after: AnalysisInput,
  options: AnalysisOptions & Partial<ProofOptions> = {},
): Comparison {
  const side = (input: AnalysisInput) => sideIn(worldOf(input, options));
  return compare(side(before), side(after), { classesMax, ...options });
}
