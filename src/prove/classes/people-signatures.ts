import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../../simulate/directory.ts';
import { peopleOf } from '../../simulate/rules/people.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import { largeGroups } from '../../simulate/steps/check-limits.ts';
import type { World } from '../../simulate/world.ts';
import { fits } from '../intents.ts';
import { isOwnName } from './domains.ts';
import { type MentionedPeople, mentionedPeople } from './mentioned-people.ts';
import type { RelevantRules } from './relevant-rules.ts';
import type { Answers, RuleAnswers } from './rule-answers.ts';

/** A declared recipient as both sides of the organisation know it. */
export interface Person {
  readonly cloud: DirectoryEntry | undefined;
  readonly premises: DirectoryEntry | undefined;
  /** Everything about it that the simulation reads: the same for those that nothing tells apart. */
  readonly signature: string;
  /** What rules answer about it, as sender and as recipient. */
  readonly answers: { readonly sends: Answers; readonly gets: Answers };
}

/** Declared recipients by their primary addresses, in lower case. Somebody whom a setting names is a kind of their own. */
export function declaredPeople(world: World, relevant: RelevantRules, rules: RuleAnswers): ReadonlyMap<string, Person> {
  const found = new Map<string, Person>();
  const cloud = world.own?.directory.entries ?? new Map<string, DirectoryEntry>();
  const premises = world.premises?.directory.entries ?? new Map<string, DirectoryEntry>();
  const mentioned = mentionedPeople(world, relevant);
  const named = namedPeople(world, mentioned);
  const groups = membershipReader(world, mentioned);
  const patterns = partyPatterns(world);
  const isGroup = (address: string) => cloud.get(address)?.kind === 'group' || premises.get(address)?.kind === 'group';
  const all = [...cloud.keys(), ...premises.keys()];
  // A group is what its members are, who come first.
  for (const address of [...all.filter((one) => !isGroup(one)), ...all.filter(isGroup)]) {
    if (found.has(address)) continue;
    const sides = { cloud: cloud.get(address), premises: premises.get(address) };
    // Other addresses of one object are its aliases: they resolve to it, and add nobody.
    const primary = (sides.cloud ?? sides.premises)?.primary.toLowerCase();
    if (primary !== address || !isOwnName(world, domainOf(address))) continue;
    const entries = [sides.cloud, sides.premises].map((entry) =>
      entry === undefined
        ? null
        : [
            ...traitsOf(entry, address, named.has(entry), mentioned.attributes),
            mentioned.attributes || entry.kind !== 'group' ? null : membersOf(entry, found),
            patterns.filter((one) => fits(one, address)),
          ],
    );
    const signature = JSON.stringify([domainOf(address), entries, groups(address)]);
    const under = addressesUnder(world, sides);
    const gets = under === undefined ? rules.ofAnybody(address) : rules.ofRecipient(under);
    found.set(address, { ...sides, signature, answers: { sends: rules.ofSender(address, address), gets } });
  }
  return found;
}

/** What tells people apart who are declared. */
export const kindOfPerson = ({ signature, answers }: Person): string => `${signature} ${answers.sends} ${answers.gets}`;

/** Which kinds of people are in a group, and whether it is large; the group itself where that is not known of all of them. */
function membersOf({ members, primary, limits }: DirectoryEntry, people: ReadonlyMap<string, Person>): unknown {
  const kinds = members.map(({ text }) => people.get(text.toLowerCase()));
  // A group of one may be its only sender.
  if (members.length < 2 || kinds.includes(undefined)) return primary;
  const count = Math.max(limits.members?.value ?? 0, members.length);
  const large = largeGroups.filter((one) => count >= one.members).length;
  return [large, ...new Set(kinds.flatMap((one) => (one === undefined ? [] : kindOfPerson(one))))].sort();
}

/** Patterns of intents for the local parts of addresses. */
const partyPatterns = ({ topology }: World): readonly string[] =>
  topology.intents.flatMap(({ when }) =>
    [when.from, when.to].flat().filter((one): one is string => typeof one === 'string' && /\*.*@/u.test(one)),
  );

/** Groups within groups that are opened; deeper ones go on to anybody. */
const depthMax = 8;

/** Addresses under which rules may look at copies for somebody, members of a group included; undefined: they go on to others. */
function addressesUnder(
  world: World,
  { cloud, premises }: Pick<Person, 'cloud' | 'premises'>,
  depth = 0,
): readonly string[] | undefined {
  const entries = [cloud, premises].filter((one) => one !== undefined);
  const goesOn = ({ kind, forwarding, recipient, target }: DirectoryEntry) =>
    kind === 'contact' ||
    forwarding !== undefined ||
    (recipient?.inboxRules.length ?? 0) > 0 ||
    (target !== undefined && !isOwnName(world, domainOf(target)));
  if (entries.some(goesOn) || depth > depthMax) return undefined;
  const owners = ruleOwners(world);
  const found = new Set(entries.flatMap(({ primary, target }) => [primary, target ?? primary]));
  for (const owner of owners) {
    const people = peopleOf(world, owner);
    for (const entry of entries) for (const one of people.proxies(entry)) found.add(one);
  }
  for (const entry of entries) {
    if (entry.kind !== 'group') continue;
    if (entry.members.length === 0) return undefined;
    for (const { text } of entry.members) {
      const address = text.toLowerCase();
      const member = {
        cloud: world.own?.directory.entries.get(address),
        premises: world.premises?.directory.entries.get(address),
      };
      const under = (member.cloud ?? member.premises) ? addressesUnder(world, member, depth + 1) : undefined;
      if (under === undefined) return undefined;
      for (const one of under) found.add(one);
    }
  }
  return [...found];
}

const traitsOf = (
  entry: DirectoryEntry,
  address: string,
  isNamed: boolean,
  withAttributes: boolean,
): readonly unknown[] => [
  entry.kind,
  entry.node,
  entry.internalOnly,
  entry.limits,
  entry.target === undefined ? null : entry.target.toLowerCase() === address ? 'itself' : domainOf(entry.target),
  entry.forwarding && [entry.forwarding.attribute, entry.forwarding.to, entry.forwarding.keepsCopy],
  (entry.kind === 'group' && withAttributes) || entry.kind === 'contact' ? address : null,
  entry.recipient && [
    entry.recipient.inboxRules.map((rule) => [rule.kind, rule.to.map((one) => one.text), rule.deletes]),
    entry.recipient.safeSenders.map((one) => one.text),
    entry.recipient.blockedSenders.map((one) => one.text),
    entry.recipient.smtpAuth,
    withAttributes ? [...entry.recipient.attributes] : [],
  ],
  isNamed ? address : null,
];

/** Entries that settings refer to: by any address, alias, Name, display name or distinguished name. */
function namedPeople(world: World, { addresses, names }: MentionedPeople): ReadonlySet<DirectoryEntry> {
  const found = new Set<DirectoryEntry>();
  for (const owner of ruleOwners(world)) {
    const people = peopleOf(world, owner);
    for (const reference of [...addresses, ...names]) {
      const entry = people.find(reference);
      if (entry !== undefined) found.add(entry);
    }
  }
  return found;
}

/** Of which of the groups that somebody asks for an address is a member, or may be one. */
function membershipReader(world: World, { groups }: MentionedPeople): (address: string) => readonly string[] {
  const owners = ruleOwners(world).map((owner) => ({ key: owner.key, people: peopleOf(world, owner) }));
  return (address) =>
    owners.flatMap(({ key, people }) =>
      groups.filter((group) => people.isMember(group, address) !== false).map((group) => `${key} ${group}`),
    );
}
