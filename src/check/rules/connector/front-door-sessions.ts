import type { Hop, HopAttribution } from '../../../simulate/trace.ts';
import { type CheckContext, isQuestion, type ProbedTrace } from '../../check.ts';

/** A session with Exchange Online that a trace shows. */
export interface FrontDoorSession {
  readonly probed: ProbedTrace;
  readonly hop: Hop;
  readonly attribution: HopAttribution;
  /** False: only an alternative of the trace has it, such as another address of the sender. */
  readonly main: boolean;
}

/**
 * Every session at the front door, of what traces show first and of their alternatives. Probes of connectors and rules are left
 * out: they come as clients that nobody declared.
 */
export function* frontDoorSessions(context: CheckContext): Generator<FrontDoorSession> {
  for (const probed of context.traces) {
    if (isQuestion(probed)) continue;
    for (const hop of probed.trace.hops)
      if (hop.attribution !== undefined) yield { probed, hop, attribution: hop.attribution, main: true };
    for (const alternative of probed.trace.alternatives)
      for (const hop of alternative.hops)
        if (hop.attribution !== undefined) yield { probed, hop, attribution: hop.attribution, main: false };
  }
}
