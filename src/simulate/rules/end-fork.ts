import type { Action } from '../../model/transport-rule.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { Run } from '../run.ts';
import { returnToSender } from '../steps/return-to-sender.ts';
import type { Fork } from './fork.ts';

/** Ends the copies of a fork where they are. */
export function end(run: Run, fork: Fork, status: 'quarantined' | 'dropped' | 'held' | 'bounced'): 'ended' {
  for (const { copy } of fork.recipients) run.end(copy, fork.message.transit, { status });
  return 'ended';
}

/** Returns the copies of a fork to the sender. */
export function bounce(run: Run, { message, recipients }: Fork, said: SpokenReply): 'ended' {
  for (const { copy } of recipients) returnToSender(run, copy, message.transit, message.node, said);
  return 'ended';
}

const defaultStatus = '5.7.1';

/** ACT-6, ACT-7; whether both can be set together is not settled (ACT-6a). */
export function rejection(
  run: Run,
  { reason, status }: Pick<Extract<Action, { kind: 'reject' }>, 'reason' | 'status'>,
): SpokenReply {
  const withReason = (code: string) => reply('ruleRejectedWithStatus', { status: code, reason: reason?.text ?? '' });
  const byDefault = (code: string) => reply('ruleRejectedByDefault', { status: code });
  if (reason === undefined || reason.text === '')
    return status === undefined ? reply('ruleRejected') : byDefault(status.text);
  if (status === undefined) return withReason(defaultStatus);
  switch (run.assume('rules.rejectStatusAndReason', ['as-configured', 'status-reset', 'reason-reset'])) {
    case 'as-configured':
      return withReason(status.text);
    case 'status-reset':
      return withReason(defaultStatus);
    case 'reason-reset':
      return byDefault(status.text);
  }
}
