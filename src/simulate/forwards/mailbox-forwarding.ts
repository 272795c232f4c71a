import { text } from '../../model/text.ts';
import { reply } from '../../reference/replies/replies.ts';
import type { DirectoryEntry } from '../directory.ts';
import { type Resolved, resolvedWith } from '../rules/fork.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { forwardMailbox } from '../steps/forward-mailbox.ts';
import { returnToSender } from '../steps/return-to-sender.ts';
import { transitWith } from '../transit.ts';
import { counted, forwardingLoopHeader } from './forward.ts';
import type { AtMailbox } from './inbox-rules.ts';

/** The mailbox that an address resolves to, and whom its forwarding sends the message to, resolved in their turn. */
export function resolveMailbox(
  run: Run,
  at: Pick<AtMailbox, 'owner' | 'node' | 'hop' | 'transit'>,
  copy: Copy,
  entry: DirectoryEntry,
  resolveTarget: (forwarded: Copy) => readonly Resolved[],
): readonly Resolved[] {
  const own: Resolved = { copy, entry, destination: { kind: 'mailbox', entry } };
  const { forwarding } = entry;
  if (forwarding === undefined) return [own];
  const forwarded = forwardMailbox(run, at, copy, entry, forwarding);
  switch (forwarded.kind) {
    case 'loop':
      returnToSender(run, copy, at.transit, at.node, reply('forwardingLoop'));
      return [];
    case 'unknown':
      run.end(copy, at.transit, {
        status: 'undetermined',
        missing: text`who ${forwarded.to} is, to whom ${entry.primary} forwards`,
      });
      return [];
    case 'copies': {
      if (!forwarded.keeps && forwarded.forwarded !== undefined) noteIdleRules(run, at.hop, entry);
      const further = forwarded.forwarded === undefined ? [] : resolveTarget(forwarded.forwarded);
      return [
        ...(forwarded.keeps ? [own] : []),
        ...further.map((one) => resolvedWith(one, { forwardedBy: [...(one.forwardedBy ?? []), entry.primary] })),
      ];
    }
  }
}

/** ORDER-15: inbox rules belong to delivery, which there is none of where all mail is forwarded and nothing kept (FWD-4). */
function noteIdleRules(run: Run, hop: number, entry: DirectoryEntry): void {
  const rules = entry.recipient?.inboxRules ?? [];
  if (rules.length === 0) return;
  run.decide(hop, 'run-inbox-rules', ['FWD-4', 'ORDER-15'], () => ({
    verdict: text`not applied`,
    because: text`${entry.primary} forwards by ${entry.forwarding?.attribute ?? ''} and keeps no copy, so that nothing reaches the mailbox`,
    evidence: rules.map((rule) => run.setting(rule.at, text`inbox rule of ${entry.primary}`)),
  }));
}

/** The recipients of one message, apart by the mailboxes that forward it: their copies name these in the loop counter (RULE-55). */
export function splitByForwarding(
  transit: Transit,
  resolved: readonly Resolved[],
): readonly { readonly transit: Transit; readonly recipients: readonly Resolved[] }[] {
  if (resolved.every((one) => one.forwardedBy === undefined)) return [{ transit, recipients: resolved }];
  const parts = new Map<string, { readonly transit: Transit; readonly recipients: Resolved[] }>();
  for (const one of resolved) {
    const mailboxes = [...(one.forwardedBy ?? [])].reverse();
    const key = mailboxes.join(' ').toLowerCase();
    const known = parts.get(key);
    if (known !== undefined) known.recipients.push(one);
    else {
      const headers = mailboxes.reduce(
        (fields, mailbox) => counted(fields, forwardingLoopHeader, mailbox),
        transit.headers,
      );
      parts.set(key, { transit: transitWith(transit, { headers }), recipients: [one] });
    }
  }
  return [...parts.values()];
}
