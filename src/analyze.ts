import { invariant } from './base/invariant.ts';
import type { Instant } from './base/time.ts';
import { catalogue } from './check/catalogue.ts';
import { type CheckContext, isQuestion, type ProbedTrace } from './check/check.ts';
import { refutations } from './check/refutations.ts';
import { runChecks, type SeverityPolicy, severityOf } from './check/run-checks.ts';
import { undeterminedPoints } from './check/undetermined-points.ts';
import type { InputNotice } from './input/problem.ts';
import { changeOfObject } from './input/topology/object-in-document.ts';
import type { SourceIndex } from './model/source.ts';
import type { SampleMessage, Topology } from './model/topology.ts';
import type { PatternEngine } from './protocols/rule-text/pattern-engine.ts';
import type { Tracer } from './prove/classes/contents.ts';
import { type Comparison, compare } from './prove/compare/compare.ts';
import { type ProofOptions, type Proofs, prove } from './prove/prove.ts';
import type { FlowTrace } from './report/graph/legs.ts';
import type { TopologyReport } from './report/report.ts';
import { originOf } from './simulate/nodes/origin.ts';
import { probes } from './simulate/probes/probes.ts';
import type { Trace } from './simulate/trace.ts';
import { traceMessage } from './simulate/trace-message.ts';
import { compileWorld, type World } from './simulate/world.ts';

/** A topology as the reader gives it. */
export interface AnalysisInput {
  /** Path as the user knows it. */
  readonly file: string;
  readonly topology: Topology;
  readonly sources: SourceIndex;
  readonly notices: readonly InputNotice[];
  readonly oddities: CheckContext['oddities'];
  /** Runs the patterns of mail flow rules; the reader loads it where a rule has one. Without it they stay undecided. */
  readonly patterns?: PatternEngine | undefined;
  /** What was read, as plain data: fixes start from what is written. Without it no fix changes an object. */
  readonly document?: { readonly data: unknown } | undefined;
}

export interface AnalysisOptions {
  /** The instant at which certificates and dates are judged; by default the topology's `asOf`. One of the two is needed. */
  readonly asOf?: Instant;
  /** Answers to open points of the documents, over those of the topology. */
  readonly assume?: ReadonlyMap<string, string>;
  /** Nodes that do not answer. */
  readonly down?: readonly string[];
  /** Severities that the caller sets, over those of the topology. */
  readonly rules?: SeverityPolicy;
  /** For `analyze`: judge the built-in invariants, too; a message against one is judged as a probe is. They cost more than all else. */
  readonly prove?: boolean;
}

/** Other answers followed for one message; enough for every open point of one that people write by hand. */
export const alternativesMax = 64;

/**
 * Other answers followed for all of our own probes together, fewer where each takes longer: a thousand connectors that are
 * equally good for everything leave a thousand ways open for each message. What is left out is said.
 */
function probedAlternativesMax({ tenant }: Topology): number {
  const connectors = (tenant?.inboundConnectors.length ?? 0) + (tenant?.outboundConnectors.length ?? 0);
  return Math.ceil(200_000 / (1 + Math.floor(connectors / 50)));
}

/**
 * The whole analysis as one pure function: traces of the samples and of our own probes, and what is wrong.
 *
 * @param input what `loadTopology` of `mxproof/node` reads.
 * @throws Error where neither the options nor the topology say as of when it is judged.
 */
export function analyze(input: AnalysisInput, options: AnalysisOptions = {}): TopologyReport {
  const world = worldOf(input, options);
  const declared = input.topology.messages.map(
    (message): ProbedTrace => ({
      purpose: 'declared',
      legitimate: false,
      entry: originOf(world, message).node,
      message,
      trace: traceMessage(world, message, { explain: true, alternativesMax, reports: true }),
    }),
  );
  const own = probes(world);
  let left = probedAlternativesMax(input.topology);
  const probed = own.probes.map((probe): ProbedTrace => {
    const trace = traceMessage(world, probe.message, {
      explain: false,
      alternativesMax: Math.min(alternativesMax, left),
    });
    left -= trace.followed ?? 0;
    return { ...probe, trace };
  });
  const all = options.prove === true;
  const nothing = { intents: [], invariants: undefined };
  const wanted = all || input.topology.intents.length > 0;
  const proofs = wanted ? proofsIn(world, { classesMax, intentsOnly: !all }) : nothing;
  const { intents } = proofs;
  const invariants = all ? proofs.invariants : undefined;
  const refuted = refutations(invariants ?? []);
  const explanations = new Map<ProbedTrace, Trace>();
  const context: CheckContext = {
    topology: input.topology,
    world,
    sources: input.sources,
    asOf: world.asOf,
    traces: [...declared, ...probed, ...refuted.values()],
    intents,
    invariants: invariants ?? [],
    refutations: refuted,
    notices: input.notices,
    oddities: input.oddities,
    found: [],
    accounted: new Set(),
    explained(trace) {
      const known =
        explanations.get(trace) ??
        (trace.purpose === 'declared'
          ? trace.trace
          : traceMessage(world, trace.message, { explain: true, alternativesMax }));
      explanations.set(trace, known);
      return known;
    },
    supposing(topology) {
      const supposed = worldOf({ ...input, topology }, options);
      return ({ message }, { explain } = { explain: false }) =>
        traceMessage(supposed, message, { explain, alternativesMax: 0 });
    },
    change: (at, after) => (input.document === undefined ? undefined : changeOfObject(input.document.data, at, after)),
  };
  const policy = new Map([
    ...[...input.topology.settings.rules].map(([id, { severity }]) => [id, severity] as const),
    ...(options.rules ?? []),
  ]);
  return {
    file: input.file,
    name: input.topology.name ?? input.file,
    rules: catalogue.map((check) => ({
      id: check.id,
      byDefault: check.severity,
      severity: severityOf(check, policy),
      docs: check.docs,
      semantics: check.covers,
    })),
    topology: input.topology,
    findings: runChecks(catalogue, context, policy),
    traces: declared.map((one) => one.trace),
    intents,
    invariants,
    undetermined: undeterminedPoints(context, own.cut || left <= 0),
    sources: input.sources,
  };
}

/**
 * Traces messages without checking anything: those of the topology, or the given ones; one trace each, in their order.
 *
 * @throws Error where neither the options nor the topology say as of when it is judged.
 */
export function traceMessages(
  input: AnalysisInput,
  options: AnalysisOptions = {},
  messages: readonly SampleMessage[] = input.topology.messages,
): readonly Trace[] {
  const world = worldOf(input, options);
  return messages.map((message) => traceMessage(world, message, { explain: true, alternativesMax, reports: true }));
}

/** What a picture of the flow is drawn from: the declared samples, and our own probes as far as somebody would send them. */
export function flowTraces(input: AnalysisInput, options: AnalysisOptions = {}): readonly FlowTrace[] {
  const world = worldOf(input, options);
  const traced = (message: SampleMessage, legitimate: boolean): FlowTrace => ({
    message,
    legitimate,
    trace: traceMessage(world, message, { explain: false, alternativesMax: 0 }),
  });
  const own = probes(world).probes.filter((probe) => !isQuestion(probe));
  return [
    ...input.topology.messages.map((message) => traced(message, false)),
    ...own.map(({ message, legitimate }) => traced(message, legitimate)),
  ];
}

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

const proofsIn = (world: World, options: ProofOptions): Proofs =>
  prove(world, (message, given) => traceMessage(world, message, { ...given, alternativesMax }), options);

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
  const side = (input: AnalysisInput) => {
    const world = worldOf(input, options);
    const trace: Tracer = (message, given) => traceMessage(world, message, { ...given, alternativesMax });
    return { world, trace };
  };
  return compare(side(before), side(after), { classesMax, ...options });
}

/** The topology made ready for simulating, as the options have it. */
export function worldOf(input: AnalysisInput, options: AnalysisOptions): World {
  const asOf = options.asOf ?? input.topology.asOf;
  invariant(asOf !== undefined, 'the caller or the topology says as of when it is judged');
  return compileWorld(input.topology, input.sources, {
    asOf,
    assumptions: options.assume ?? new Map(),
    down: options.down ?? [],
    patterns: input.patterns,
  });
}
