import type { Written } from '../../model/topology.ts';
import { domainOf, localPartOf } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../directory.ts';
import { memoAbout, type World } from '../world.ts';
import type { RuleOwner } from './rule-owner.ts';
import type { Truth } from './truth.ts';

/** Who is who to the rules of an organisation: references, memberships, attributes. */
export interface People {
  /** By address, alias, Name, display name, distinguished name, in this order. */
  readonly find: (reference: string) => DirectoryEntry | undefined;
  /** `none`: the address is no object's; `open`: nobody declared the recipients of its domain. */
  readonly objectOf: (address: string) => DirectoryEntry | 'none' | 'open';
  /** Whether the reference means this address; unknown for a name that nobody declares. */
  readonly isPerson: (reference: string, address: string) => Truth;
  readonly isMember: (group: string, address: string) => Truth;
  /** null: declared empty; undefined: not declared. */
  readonly attribute: (entry: DirectoryEntry, name: string) => string | null | undefined;
  readonly proxies: (entry: DirectoryEntry) => readonly string[];
  /** The domain of an address and its parents, the longest first. */
  readonly domainsOf: (address: string) => readonly string[];
}

/** A name as it is compared, and the object that it means. */
interface Reference {
  readonly key: string;
  readonly entry: DirectoryEntry | undefined;
}

/** Names of rules and managers, and addresses of senders; more than that only a hostile document has. */
const referredMax = 20_000;

export const peopleOf = (world: World, owner: RuleOwner): People =>
  memoAbout(world, owner, 'people', () => compilePeople(owner));

function compilePeople(owner: RuleOwner): People {
  const { entries, completeDomains } = owner.directory;
  const names = nameTables(owner);
  const properties = new Map(
    owner.recipients.flatMap(({ at, entry }) => (entry === null ? [] : [[at, entry.properties] as const])),
  );
  const proxies = new Map<DirectoryEntry, string[]>();
  for (const [address, entry] of entries) {
    const known = proxies.get(entry);
    if (known === undefined) proxies.set(entry, [address]);
    else known.push(address);
  }
  const referred = new Map<string, Reference>();
  const refer = (reference: string): Reference => {
    const before = referred.get(reference);
    if (before !== undefined) return before;
    const key = bare(reference);
    const entry = entries.get(key) ?? names.find((table) => table.has(key))?.get(key);
    if (referred.size >= referredMax) referred.clear();
    referred.set(reference, { key, entry });
    return { key, entry };
  };
  const find = (reference: string): DirectoryEntry | undefined => refer(reference).entry;
  const memberSets = new Map<DirectoryEntry, ReadonlySet<string> | undefined>();
  const membersOf = (group: DirectoryEntry): ReadonlySet<string> | undefined => {
    if (!memberSets.has(group)) memberSets.set(group, expandMembers(group, find));
    return memberSets.get(group);
  };
  const domains = new Map<string, readonly string[]>();
  return {
    find,
    domainsOf(address) {
      const before = domains.get(address);
      if (before !== undefined) return before;
      const labels = domainOf(address).split('.');
      const found = labels.map((_, index) => labels.slice(index).join('.'));
      if (domains.size >= referredMax) domains.clear();
      domains.set(address, found);
      return found;
    },
    proxies: (entry) => proxies.get(entry) ?? [entry.primary],
    objectOf(address) {
      const entry = entries.get(address.toLowerCase());
      if (entry !== undefined) return entry;
      const domain = domainOf(address);
      const accepted = owner.accepted(domain);
      if (accepted === undefined || completeDomains.has(domain) || completeDomains.has(accepted.name)) return 'none';
      return 'open';
    },
    isPerson(reference, address) {
      const { key, entry } = refer(reference);
      const wanted = address.toLowerCase();
      if (entry !== undefined) return isSame(entry, entries.get(wanted), wanted);
      return reference.includes('@') ? key === wanted : undefined;
    },
    isMember(reference, address) {
      const { key, entry: group } = refer(reference);
      const wanted = address.toLowerCase();
      const entry = entries.get(wanted);
      const declared = entry?.recipient?.memberOf.some((one) => {
        const other = refer(one.text);
        return other.key === key || (group !== undefined && other.entry === group);
      });
      if (declared === true) return true;
      const members = group === undefined ? undefined : membersOf(group);
      if (members === undefined) return undefined;
      return members.has(wanted) || (entry !== undefined && members.has(entry.primary.toLowerCase()));
    },
    attribute: (entry, name) => attributeOf(entry, name, properties.get(entry.at)),
  };
}

const bare = (reference: string): string =>
  reference
    .trim()
    .toLowerCase()
    .replace(/^smtp:/u, '');

/** `address` in lower case */
const isSame = (wanted: DirectoryEntry, entry: DirectoryEntry | undefined, address: string): boolean =>
  entry === wanted ||
  address === wanted.primary.toLowerCase() ||
  (wanted.kind === 'contact' && address === wanted.target?.toLowerCase());

/** Alias, Name, display name and distinguished name, each to the object that has it. */
function nameTables(owner: RuleOwner): readonly ReadonlyMap<string, DirectoryEntry>[] {
  const [alias, name, display, distinguished] = [1, 2, 3, 4].map(() => new Map<string, DirectoryEntry>());
  const put = (table: Map<string, DirectoryEntry> | undefined, key: unknown, entry: DirectoryEntry) => {
    if (typeof key === 'string' && key !== '' && table?.has(key.toLowerCase()) === false)
      table.set(key.toLowerCase(), entry);
  };
  for (const entry of new Set(owner.directory.entries.values())) {
    put(alias, localPartOf(entry.primary), entry);
    put(name, attributeOf(entry, 'Name', undefined), entry);
    put(display, attributeOf(entry, 'DisplayName', undefined), entry);
  }
  for (const { address, entry: pasted } of owner.recipients) {
    const entry = owner.directory.entries.get(address.toLowerCase());
    if (pasted === null || entry === undefined) continue;
    const { properties } = pasted;
    put(alias, properties.Alias, entry);
    for (const key of [properties.Name, properties.Identity]) put(name, key, entry);
    put(display, properties.DisplayName, entry);
    put(distinguished, properties.DistinguishedName, entry);
  }
  return [alias, name, display, distinguished].filter((table) => table !== undefined);
}

/** Addresses of all members, groups within groups opened; undefined where a group's members are not declared. */
function expandMembers(
  group: DirectoryEntry,
  find: (reference: string) => DirectoryEntry | undefined,
): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const seen = new Set([group]);
  const queue = [group];
  for (const one of queue) {
    const members = declaredMembers(one);
    if (members === undefined) return undefined;
    for (const { text } of members) {
      found.add(bare(text));
      const entry = find(text);
      if (entry === undefined) continue;
      found.add(entry.primary.toLowerCase());
      if (declaredMembers(entry) !== undefined && !seen.has(entry)) {
        seen.add(entry);
        queue.push(entry);
      }
    }
  }
  return found;
}

function declaredMembers(entry: DirectoryEntry): readonly Written[] | undefined {
  if (entry.recipient?.kind === 'group') return entry.recipient.members;
  return entry.kind === 'group' && entry.members.length > 0 ? entry.members : undefined;
}

function attributeOf(
  entry: DirectoryEntry,
  name: string,
  properties: Readonly<Record<string, unknown>> | undefined,
): string | null | undefined {
  const wanted = name.toLowerCase();
  for (const [key, content] of entry.recipient?.attributes ?? []) if (key.toLowerCase() === wanted) return content;
  for (const [key, content] of Object.entries(properties ?? {}))
    if (key.toLowerCase() === wanted) return content === null || content === '' ? null : String(content);
  return wanted === 'email' ? entry.primary : undefined;
}
