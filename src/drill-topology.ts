import { type AnalysisInput, type AnalysisOptions, alternativesMax, worldOf } from './analysis-input.ts';
import { asString } from './model/text.ts';
import { type Drill, type DrillSide, drill } from './prove/drills/drill.ts';
import { failedTopology } from './prove/drills/failed-topology.ts';
import type { Failure } from './prove/drills/failure.ts';
import type { ProofOptions, Proofs } from './prove/prove.ts';
import { classesMax, proveTopology } from './prove-topologies.ts';
import { originOf } from './simulate/nodes/origin.ts';
import type { Trace } from './simulate/trace.ts';
import { traceMessage } from './simulate/trace-message.ts';
import type { World } from './simulate/world.ts';

export interface DrillOptions {
  /** Other answers followed for one message; 0: only the way with default answers. */
  readonly alternativesMax?: number;
  /** Told before each drill which one it is, from 0. */
  readonly started?: (index: number) => void;
}

/**
 * What breaks when something fails, and what still works: one result for each list of failures, which fail at once.
 */
export function drillTopology(
  input: AnalysisInput,
  drills: readonly (readonly Failure[])[],
  options: AnalysisOptions & Partial<ProofOptions> & DrillOptions = {},
): readonly Drill[] {
  const limits = { alternativesMax: options.alternativesMax ?? alternativesMax };
  const side = (world: World): DrillSide => ({
    world,
    trace: (message, given) => traceMessage(world, message, { ...given, ...limits }),
    originOf: (message) => originOf(world, message).node,
  });
  const sound = remembering(side(worldOf(input, options)));
  return drills.map((failures, index) => {
    options.started?.(index);
    const { topology, ...failed } = failedTopology(sound.world, failures);
    const broken = worldOf({ ...input, topology }, { ...options, ...failed });
    return drill(failures, sound, side(broken), { classesMax, ...options });
  });
}

/** Proves or refutes the declared intents for all messages while something has failed. */
export function proveIntentsDespite(
  input: AnalysisInput,
  failures: readonly Failure[],
  options: AnalysisOptions & Partial<ProofOptions> = {},
): Proofs {
  const { topology, ...failed } = failedTopology(worldOf(input, options), failures);
  return proveTopology({ ...input, topology }, { ...options, ...failed, intentsOnly: true });
}

/** Traces that are kept for the next drill; more would not fit the memory of a small machine. */
const rememberedMax = 20_000;

/** Witnesses of one topology are the same messages in every drill; their names say all about them but their kind. */
function remembering(side: DrillSide): DrillSide {
  const known = new Map<string, Trace>();
  return {
    ...side,
    trace(message, options) {
      // Whoever watches what is asked on the way wants to see it asked.
      if (options.watch !== undefined || options.reads !== undefined) return side.trace(message, options);
      const key = `${message.type} ${asString(message.name)}`;
      const trace = known.get(key) ?? side.trace(message, options);
      if (known.size < rememberedMax) known.set(key, trace);
      return trace;
    },
  };
}
