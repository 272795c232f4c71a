import type { Pointer } from '../../model/source.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import type { Forward } from '../forwards/forward.ts';
import { copyWith } from '../new-copy.ts';
import type { Run } from '../run.ts';
import { returnToSender } from '../steps/return-to-sender.ts';
import { transitWith } from '../transit.ts';
import type { ResolveAdded } from './apply-rules.ts';
import { type Fork, forkWith, type Resolved, resolvedWith } from './fork.ts';
import { countOf, ruleLoopHeader } from './headers.ts';
import { addedRoom, redirectedMax } from './limits-of-rules.ts';
import { peopleOf } from './people.ts';
import { type RuledMessage, ruledWith } from './rule-owner.ts';

/** Further copies stand behind what groups made of the one they come from. */
const behind = 1_000_000;

/** Adds recipients of a rule to the message (ACT-9 to ACT-12); each is a further copy, but for those who get it anyway. */
export function addRecipients(
  run: Run,
  fork: Fork,
  references: readonly string[],
  at: Pointer,
  box: 'to' | 'cc' | 'bcc',
  resolveAdded: ResolveAdded,
): Fork | 'ended' {
  const stamped = stamp(run, fork);
  const [origin] = fork.recipients;
  if (stamped === 'loop' || origin === undefined) return 'ended';
  const addresses = addressesOf(run, stamped, references).filter(
    (address) => !fork.recipients.some((one) => sameAddress(one.entry?.primary ?? one.copy.address, address)),
  );
  const before = fork.recipients.filter((one) => one.copy.order.some((step) => step >= behind)).length;
  const room = addedRoom(fork.message.owner) - before;
  const added = addresses.slice(0, Math.max(0, room)).flatMap((address, index) =>
    resolveAdded(
      stamped,
      copyWith(origin.copy, {
        order: [...origin.copy.order, behind + before + index],
        recipient: address,
        address,
        final: address,
        groups: [],
        forwards: [...origin.copy.forwards, byRule(stamped, origin, at)],
      }),
    ),
  );
  const { content } = stamped.transit;
  const seen = box === 'bcc' ? content : { ...content, [box]: [...content[box], ...addresses] };
  return forkWith(fork, {
    message: ruledWith(stamped, { transit: transitWith(stamped.transit, { content: seen }) }),
    recipients: [...fork.recipients, ...seenLater(run, added)],
  });
}

/** Replaces the recipients of the fork (ACT-3); each outcome still names the original one. */
export function redirect(
  run: Run,
  fork: Fork,
  references: readonly string[],
  at: Pointer,
  resolveAdded: ResolveAdded,
): Fork | 'ended' {
  if (references.length > redirectedMax) return fork;
  const stamped = stamp(run, fork);
  if (stamped === 'loop') return 'ended';
  const addresses = addressesOf(run, stamped, references);
  const recipients = fork.recipients.flatMap((recipient) =>
    addresses.flatMap((address, index) =>
      resolveAdded(
        stamped,
        copyWith(recipient.copy, {
          order: index === 0 ? recipient.copy.order : [...recipient.copy.order, behind + index],
          address,
          final: address,
          groups: [],
          forwards: [...recipient.copy.forwards, byRule(stamped, recipient, at)],
        }),
      ),
    ),
  );
  return forkWith(fork, { message: stamped, recipients: seenLater(run, recipients) });
}

/** FWD-8 */
const byRule = ({ owner, transit }: RuledMessage, { entry, copy }: Resolved, at: Pointer): Forward => ({
  kind: 'rule',
  by: entry?.primary ?? copy.address,
  at,
  owner: owner.key,
  side: owner.side,
  sender: transit.mailFrom,
  keepsCopy: false,
});

/** References by name become addresses; one that nobody declares stays as written. */
function addressesOf(run: Run, { owner }: RuledMessage, references: readonly string[]): readonly string[] {
  const people = peopleOf(run.world, owner);
  return references.map((text) => people.find(text)?.primary ?? text.trim().replace(/^smtp:/iu, ''));
}

/** PUNC-9, RULE-23 */
function seenLater(run: Run, added: readonly Resolved[]): readonly Resolved[] {
  if (added.length === 0) return added;
  return run.assume('rules.addedRecipientsSeenByLaterRules', ['yes', 'no']) === 'yes'
    ? added
    : added.map((one) => resolvedWith(one, { unseen: true }));
}

/** RULE-53: once in Exchange Online; for own servers the limit is documented of inbox rules only (RULE-51). */
function isLoop(run: Run, { owner }: RuledMessage, brought: number): boolean {
  if (brought === 0 || owner.side === 'cloud') return brought > 0;
  return brought >= 3 || run.assume('rules.onPremisesLoopLimit', ['3', '1']) === '1';
}

/**
 * RULE-53: a message whose recipients rules have changed once may not be changed so again when it comes back. The rules of
 * one pass count once: the mark is held against what the message brought with it.
 */
function stamp(run: Run, { message, recipients }: Fork): RuledMessage | 'loop' {
  const { transit, node } = message;
  const brought = countOf(message.headersBefore ?? transit.headers, ruleLoopHeader);
  if (isLoop(run, message, brought)) {
    for (const { copy } of recipients) returnToSender(run, copy, transit, node, reply('ruleLoop'));
    return 'loop';
  }
  return ruledWith(message, {
    headersBefore: message.headersBefore ?? transit.headers,
    transit: transitWith(transit, { headers: new Map(transit.headers).set(ruleLoopHeader, String(brought + 1)) }),
  });
}
