import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../directory.ts';
import { someStranger } from '../nodes/stranger.ts';
import { peopleOf } from '../rules/people.ts';
import { type RuleOwner, ruleOwners } from '../rules/rule-owner.ts';
import type { World } from '../world.ts';
import { makeMessage } from './make-message.ts';
import type { Probe } from './probe.ts';
import { somebodyInside } from './recipient-kinds.ts';

/**
 * A message of an outsider and one of a colleague to everybody whose mail goes on to somebody else: mailboxes that forward,
 * groups with members outside, contacts. They show what of a declared forward arrives.
 */
export function* forwardProbes(world: World, outside: string): Generator<Probe> {
  const colleague = somebodyInside(world);
  const stranger = `stranger@${outside}`;
  for (const to of forwarders(world)) {
    const rest = { purpose: 'forward', legitimate: false, entry: to } as const;
    yield {
      ...rest,
      message: makeMessage({
        name: text`${stranger} to ${to}, who sends it on`,
        from: stranger,
        to: [to],
        source: { node: 'internet', address: someStranger(world) },
      }),
    };
    if (colleague !== to)
      yield {
        ...rest,
        message: makeMessage({ name: text`${colleague} to ${to}, who sends it on`, from: colleague, to: [to] }),
      };
  }
}

/** Addresses of the own organisation behind which somebody else gets the mail. */
function forwarders(world: World): ReadonlySet<string> {
  const found = new Set<string>();
  for (const owner of ruleOwners(world)) {
    if (owner.side === 'cloud' && owner.key !== world.own?.tenant.node) continue;
    for (const entry of owner.directory.entries.values())
      if (owner.accepted(domainOf(entry.primary)) !== undefined && sendsOn(world, owner, entry))
        found.add(entry.primary);
  }
  return found;
}

function sendsOn(world: World, owner: RuleOwner, entry: DirectoryEntry): boolean {
  if (entry.kind === 'contact') return true;
  if (entry.kind === 'mailbox') return entry.forwarding !== undefined || (entry.recipient?.inboxRules.length ?? 0) > 0;
  if (entry.kind !== 'group') return false;
  const people = peopleOf(world, owner);
  return entry.members.some(({ text }) => {
    const member = people.find(text);
    return member === undefined ? owner.accepted(domainOf(text)) === undefined : member.kind === 'contact';
  });
}
