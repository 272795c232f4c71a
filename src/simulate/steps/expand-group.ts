import { text } from '../../model/text.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Forward } from '../forwards/forward.ts';
import { copyWith } from '../new-copy.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { Copy, Run, Transit } from '../run.ts';

/** A group that is expanded where the message is. */
export interface Expansion {
  /** The hop on which the message came; one message is resolved once on each. */
  readonly hop: number;
  readonly transit: Transit;
  readonly copy: Copy;
  readonly group: DirectoryEntry;
  /** The organisation whose group it is. */
  readonly owner: Pick<RuleOwner, 'key' | 'side'>;
  /** How many groups and targets lead here on this side. */
  readonly depth: number;
}

/**
 * Makes a copy for each member (ORDER-17). Whoever is met again on the way of one recipient gets no second copy, so that
 * groups within groups stay linear and circles end; a group that leads to nobody discards the message.
 */
export function expandGroup<Way>(
  run: Run,
  { hop, transit, copy, group, owner, depth }: Expansion,
  resolveMember: (member: Copy) => readonly Way[],
): readonly Way[] {
  const keyOf = (address: string) => `${hop} ${copy.order[0]} ${address.toLowerCase()}`;
  if (copy.groups.some((one) => sameAddress(one, group.primary))) {
    if (depth === 0) run.end(copy, transit, { status: 'dropped' });
    return [];
  }
  run.expanded.add(keyOf(group.primary));
  run.decide(hop, 'resolve-recipient', ['ORDER-17'], () => ({
    verdict: text`${group.members.length} members`,
    because: text`the group ${group.primary} is expanded here`,
    evidence: group.members.map((member) => run.setting(member.at, text`member ${member.text}`)),
  }));
  const ended = run.ended.length;
  const ways = group.members.flatMap((member, index) => {
    const key = keyOf(member.text);
    if (run.expanded.has(key)) return [];
    run.expanded.add(key);
    return resolveMember(
      copyWith(copy, {
        order: [...copy.order, index],
        address: member.text,
        final: member.text,
        groups: [...copy.groups, group.primary],
        forwards: [...copy.forwards, expansionOf(group, owner, transit)],
      }),
    );
  });
  const leadsNowhere = ways.length === 0 && run.ended.length === ended;
  if (leadsNowhere && (depth === 0 || group.members.length === 0)) run.end(copy, transit, { status: 'dropped' });
  return ways;
}

/**
 * The copy that a contact or mail user hands on to the address outside that it stands for. Somebody who sends the message on to
 * the contact forwards it there himself.
 */
export function handedOn(copy: Copy, contact: DirectoryEntry, owner: Expansion['owner'], transit: Transit): Copy {
  const last = copy.forwards.at(-1);
  if (last !== undefined && last.kind !== 'expansion') return copy;
  return copyWith(copy, { forwards: [...copy.forwards, expansionOf(contact, owner, transit)] });
}

/** FWD-9 */
const expansionOf = (object: DirectoryEntry, owner: Expansion['owner'], transit: Transit): Forward => ({
  kind: 'expansion',
  by: object.primary,
  at: object.at,
  owner: owner.key,
  side: owner.side,
  sender: transit.mailFrom,
  keepsCopy: false,
});
