import { text } from '../../model/text.ts';
import type { Action } from '../../model/transport-rule.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { Run } from '../run.ts';
import { connectionDropped } from '../steps/remote-replies.ts';
import { refuse } from '../steps/return-to-sender.ts';
import type { CompiledRule } from './compile-rules.ts';
import { bounce, end, rejection } from './end-fork.ts';
import type { Fork } from './fork.ts';

/** ACT-23: a policy tip of own servers, for internal senders; whether they overrode it nobody declares. */
export function notifySender(
  run: Run,
  rule: CompiledRule,
  fork: Fork,
  action: Extract<Action, { kind: 'notifySender' }>,
): Fork | 'ended' {
  const { message } = fork;
  const how = action.how.text.trim().toLowerCase();
  if (message.owner.side === 'cloud' || message.authAs !== 'Internal' || !how.startsWith('reject')) return fork;
  if (how !== 'rejectmessage') {
    const overrode = run.ask(
      `rule ${rule.name} overridden`,
      ['no', 'yes'],
      () => text`whether ${message.transit.from} has overridden the policy tip of the rule ${rule.name}`,
    );
    if (overrode === 'yes') return fork;
  }
  const { reason, status } = action;
  if (reason === undefined && status === undefined)
    return bounce(run, fork, reply('ruleRejectedByDefault', { status: '5.7.1' }));
  return bounce(run, fork, rejection(run, { reason, status }));
}

/**
 * The quarantine of an Edge server is a mailbox that its content filter names; without one the message goes back. In
 * Exchange Online it is the hosted quarantine (ACT-4).
 */
export function quarantine(run: Run, fork: Fork): 'ended' {
  const { owner, node } = fork.message;
  if (owner.side === 'cloud') return end(run, fork, 'quarantined');
  const has = run.ask(
    `quarantine mailbox of ${node}`,
    ['yes', 'no'],
    () => text`whether the content filter of ${node} has a quarantine mailbox`,
  );
  return has === 'yes' ? end(run, fork, 'quarantined') : bounce(run, fork, reply('ruleRejected'));
}

/** SmtpRejectMessage: the Edge server answers the session so; 550 and the words of a rejection are the defaults. */
export function smtpReject(run: Run, fork: Fork, { code, text }: Extract<Action, { kind: 'smtpReject' }>): 'ended' {
  const said = reply('ruleRejectedByDefault', { status: code !== undefined && code < 500 ? '4.7.1' : '5.7.1' });
  return answer(run, fork, { ...said, code: String(code ?? 550), text: text?.text ?? said.text });
}

/** Disconnect makes no NDR on the Edge server; what the client makes of a session that ends so is not documented. */
export function disconnect(run: Run, fork: Fork): 'ended' {
  if (run.assume('rules.edgeDisconnect', ['lost', 'retried']) === 'lost') return end(run, fork, 'dropped');
  return answer(run, fork, connectionDropped);
}

function answer(run: Run, fork: Fork, said: SpokenReply): 'ended' {
  const { session, transit } = fork.message;
  if (session === undefined) return bounce(run, fork, said);
  for (const { copy } of fork.recipients) refuse(run, { ...session, transit }, copy, said);
  return 'ended';
}
