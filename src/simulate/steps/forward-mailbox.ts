import { list, text } from '../../model/text.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry, ForwardingSetting } from '../directory.ts';
import { type Forward, forwardingLoopHeader, isOfMailbox } from '../forwards/forward.ts';
import { copyWith } from '../new-copy.ts';
import { peopleOf } from '../rules/people.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { Copy, Run, Transit } from '../run.ts';

/** What mailbox forwarding makes of a copy for a mailbox. */
export type ForwardedMailbox =
  | { readonly kind: 'copies'; readonly keeps: boolean; readonly forwarded: Copy | undefined }
  /** Mailboxes that only forward, to each other (section 2.9). */
  | { readonly kind: 'loop' }
  /** The reference names nobody who is declared. */
  | { readonly kind: 'unknown'; readonly to: string };

/**
 * Mailbox forwarding (FWD-1 to FWD-4), at recipient resolution and before mail flow rules (ORDER-10). A mailbox that comes up
 * again is not forwarded once more (RULE-55): where one of the circle keeps a copy nothing is lost, otherwise it is a loop.
 */
export function forwardMailbox(
  run: Run,
  at: { readonly owner: RuleOwner; readonly hop: number; readonly transit: Transit },
  copy: Copy,
  entry: DirectoryEntry,
  setting: ForwardingSetting,
): ForwardedMailbox {
  const { owner, hop, transit } = at;
  const first = copy.forwards.findIndex((one) => isOfMailbox(one) && sameAddress(one.by, entry.primary));
  const evidence = () => [run.setting(setting.at, text`${setting.attribute} of ${entry.primary}`)];
  if (first >= 0 || wasForwarded(transit, entry.primary)) {
    const circle = first < 0 ? [] : copy.forwards.slice(first);
    const harmless = setting.keepsCopy || circle.some((one) => one.keepsCopy);
    run.decide(hop, 'forward-mailbox', ['RULE-55'], () => ({
      verdict: harmless ? text`not forwarded again` : text`a forwarding loop`,
      because:
        first < 0
          ? text`the message says that ${entry.primary} forwarded it before`
          : text`${list([...circle.map((one) => one.by), entry.primary], 'and')} forward to each other`,
      evidence: evidence(),
    }));
    if (!harmless) return { kind: 'loop' };
    // In a circle the mailbox has had its own copy, if it keeps one.
    return { kind: 'copies', keeps: first < 0, forwarded: undefined };
  }
  const to = targetOf(run, owner, setting);
  if (to === undefined) return { kind: 'unknown', to: setting.to };
  const forward: Forward = {
    kind: setting.attribute,
    by: entry.primary,
    at: setting.at,
    owner: owner.key,
    side: owner.side,
    sender: transit.mailFrom,
    keepsCopy: setting.keepsCopy,
  };
  run.decide(hop, 'forward-mailbox', idsOf(setting), () => ({
    verdict: setting.keepsCopy ? text`${to} gets a copy` : text`${to} instead of ${entry.primary}`,
    because: text`${setting.attribute} of ${entry.primary} is ${setting.to}, DeliverToMailboxAndForward is ${String(setting.keepsCopy)}`,
    rejected:
      setting.ignored === undefined
        ? []
        : [{ candidate: setting.ignored, because: text`ForwardingAddress goes before ForwardingSmtpAddress` }],
    evidence: evidence(),
  }));
  return {
    kind: 'copies',
    keeps: setting.keepsCopy,
    forwarded: copyWith(copy, {
      order: [...copy.order, 1],
      address: to,
      final: to,
      groups: [],
      forwards: [...copy.forwards, forward],
    }),
  };
}

const idsOf = ({ attribute, ignored }: ForwardingSetting): readonly string[] => [
  attribute === 'ForwardingAddress' ? 'FWD-1' : 'FWD-2',
  ...(ignored === undefined ? [] : ['FWD-3']),
  'FWD-4',
];

/** The mailbox stands in the counter with which the message came. */
function wasForwarded(transit: Transit, mailbox: string): boolean {
  const value = transit.headers.get(forwardingLoopHeader);
  return value?.split(/[,;\s]+/u).some((one) => sameAddress(one, mailbox)) === true;
}

function targetOf(run: Run, owner: RuleOwner, setting: ForwardingSetting): string | undefined {
  if (setting.attribute === 'ForwardingSmtpAddress') return setting.to;
  const found = peopleOf(run.world, owner).find(setting.to);
  return found?.primary ?? (setting.to.includes('@') ? setting.to : undefined);
}
