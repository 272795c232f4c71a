import { type AnalysisInput, type AnalysisOptions, alternativesMax, worldOf } from './analysis-input.ts';
import type { ZoneSource } from './input/dns/zone-source.ts';
import type { SourceIndex } from './model/source.ts';
import type { Topology } from './model/topology.ts';
import type { Tracer } from './prove/classes/contents.ts';
import { exploreTransition, type Transition, type TransitionOptions } from './prove/transition/transition.ts';
import { traceMessage } from './simulate/trace-message.ts';

/** A topology with the records that it declares; what the reader gives is one. */
export type TransitionInput = AnalysisInput & { readonly zones: readonly ZoneSource[] };

/** As many classes as are judged in a hundred states in the time that one waits for; what is beyond is said. */
const transitionClassesMax = 20_000;

/** Says what happens while a change is half made, and in which order to make it. */
export function transitionBetween(
  before: TransitionInput,
  after: TransitionInput,
  options: AnalysisOptions & Partial<TransitionOptions> = {},
): Transition {
  const asOf = options.asOf ?? after.topology.asOf;
  const patterns = after.patterns ?? before.patterns;
  const sideOf = (topology: Topology) => {
    // Objects of two documents stand side by side: a place in one of them would be no place in the other.
    const sources: SourceIndex = { locate: () => undefined, line: () => undefined };
    const world = worldOf(
      { ...after, topology, sources, patterns },
      asOf === undefined ? options : { ...options, asOf },
    );
    const trace: Tracer = (message, given) => traceMessage(world, message, { ...given, alternativesMax });
    return { world, trace };
  };
  return exploreTransition(before, after, sideOf, { classesMax: transitionClassesMax, ...options });
}
