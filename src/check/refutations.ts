import type { Proof } from '../prove/prove.ts';
import type { ProbePurpose } from '../simulate/probes/probe.ts';
import type { ProbedTrace } from './check.ts';

/**
 * As what the checks of routing judge the message against an invariant, so that they find by it what they find by a probe:
 * one opinion, whichever message showed it first. Those without a purpose are judged by `routing/invariant-refuted` alone.
 */
const purposes: Readonly<Record<string, { readonly purpose: ProbePurpose; readonly legitimate: boolean }>> = {
  'no-loop': { purpose: 'inbound', legitimate: false },
  'no-open-relay': { purpose: 'relay', legitimate: false },
  'recipients-reachable': { purpose: 'inbound', legitimate: true },
  'filter-not-bypassed': { purpose: 'inbound-direct', legitimate: false },
  'internal-stays-internal': { purpose: 'internal', legitimate: true },
  'senders-authenticated': { purpose: 'sending', legitimate: true },
};

/** The messages against refuted invariants, as probes whose traces the checks read beside the others. */
export function refutations(invariants: readonly Proof[]): ReadonlyMap<string, ProbedTrace> {
  return new Map(
    invariants.flatMap(({ id, counterexample }) => {
      if (counterexample === undefined) return [];
      const { message, trace } = counterexample;
      const judged = purposes[id] ?? { purpose: 'inbound', legitimate: false };
      const [, door = trace.message.source] = trace.outcomes[0]?.route ?? [];
      return [[id, { ...judged, entry: door, message, trace }] as const];
    }),
  );
}
