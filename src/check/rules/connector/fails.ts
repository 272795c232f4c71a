import type { Outcome } from '../../../simulate/trace.ts';
import type { ProbedTrace } from '../../check.ts';

const lost: ReadonlySet<Outcome['status']> = new Set(['rejected', 'bounced', 'deferred', 'dropped', 'looped']);

/** Whether the copy does not get where it should. */
export const isLost = (outcome: Outcome): boolean => lost.has(outcome.status);

/** Whether some copy does not arrive, or arrives as a stranger's although it is between own mailboxes (HDR-7). */
export const fails = (probed: ProbedTrace): boolean =>
  probed.trace.outcomes.some(
    (outcome) => isLost(outcome) || (probed.purpose === 'internal' && outcome.finalAuthAs === 'Anonymous'),
  );
