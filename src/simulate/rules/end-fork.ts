import type { Action } from '../../model/transport-rule.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { Run } from '../run.ts';
import { returnToSender } from '../steps/return-to-sender.ts';
import type { Fork } from './fork.ts';

/** Ends the copies of a fork where they are. */
export function end(run: Run, fork: Fork, status: 'quarantined' | 'dropped' | 'held'): 'ended' {
  for (const { copy } of fork.recipients) run.end(copy, fork.message.transit, { status });
  return 'ended';
}

/** Returns the copies of a fork to the sender. */
export function bounce(run: Run, { message, recipients }: Fork, said: SpokenReply): 'ended' {
  for (const { copy } of recipients) returnToSender(run, copy, message.transit, message.node, said);
  return 'ended';
}

/** ACT-6, ACT-7; with both set they are said as configured (ACT-6a). */
export function rejection({
  reason,
  status,
}: Pick<Extract<Action, { kind: 'reject' }>, 'reason' | 'status'>): SpokenReply {
  if (reason !== undefined && reason.text !== '')
    return reply('ruleRejectedWithStatus', { status: status?.text ?? '5.7.1', reason: reason.text });
  return status === undefined ? reply('ruleRejected') : reply('ruleRejectedByDefault', { status: status.text });
}
