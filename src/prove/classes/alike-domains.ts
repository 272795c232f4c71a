import { organizationalDomain } from '../../protocols/dmarc/organizational-domain.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';
import { isOwnName, outsideDomains, ownDomainNames, senderDomains, subDomains } from './domains.ts';
import type { Worlds } from './message-class.ts';
import { domainName, NameFinder, parentsOf } from './name-finder.ts';
import type { Person } from './people-signatures.ts';
import { type Piece, peoplePieces, piecesOf } from './pieces.ts';
import type { RelevantRules } from './relevant-rules.ts';

interface Circumstances {
  readonly rules: RelevantRules;
  readonly people: (world: World) => ReadonlyMap<string, Person>;
  readonly between: boolean;
}

/**
 * Which domains are alike: exchanging two of them wherever they stand leaves every topology as it is, but for the order of
 * lists of which the order means nothing, and for how many people of one kind there are. Whatever happens to a message that
 * names the one then happens to the same message that names the other, so that two of them stand for all: one for messages
 * that name one, both for messages that name two.
 *
 * @returns the place of a domain among those that it is like; 0: it is the first, or like no other.
 */
export function alikeDomains(worlds: Worlds, circumstances: Circumstances): (domain: string) => number {
  const named = new Set(worlds.flatMap((world) => domainsIn(world, circumstances.rules)));
  // A domain that was made up below a named one is what that one is.
  const derived = [...named].filter((domain) => domain.startsWith(below) && named.has(domain.slice(below.length)));
  for (const domain of derived) named.delete(domain);
  const kinds = worlds.map((world) => kindsIn(world, named, circumstances));
  const ranks = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const domain of named) {
    const every = kinds.map((one) => one.get(domain) ?? domain);
    // What is one way before and another after a change is told apart while parts of it have been made.
    const kind = circumstances.between && every.some((one) => one !== every[0]) ? domain : every.join('\n\n');
    const rank = counts.get(kind) ?? 0;
    counts.set(kind, rank + 1);
    ranks.set(domain, rank);
  }
  return (domain) =>
    ranks.get(domain) ?? ranks.get(domain.startsWith(below) ? domain.slice(below.length) : domain) ?? 0;
}

/** In front of a domain: some domain below it. */
const below = 'host.';

const domainsIn = (world: World, rules: RelevantRules): readonly string[] => [
  ...ownDomainNames(world),
  ...subDomains(world),
  ...senderDomains(world, rules),
  ...outsideDomains(world, rules),
];

/** Everything that a topology says of each domain, with other words for its name; the domain itself where it is like no other. */
function kindsIn(
  world: World,
  domains: ReadonlySet<string>,
  { rules, people }: Circumstances,
): ReadonlyMap<string, string> {
  const finder = new NameFinder(domains);
  const said = new Map<string, string[]>([...domains].map((domain) => [domain, []]));
  const texts = new Set<string>();
  for (const piece of [...piecesOf(world, rules), ...peoplePieces(people(world))]) {
    for (const { text } of piece.leaves) for (const [name] of text.toLowerCase().matchAll(domainName)) texts.add(name);
    for (const [domain, words] of wordsOf(piece, finder)) said.get(domain)?.push(words);
  }
  const aliases = aliasesIn(world, people(world), finder);
  const { names } = world.topology.dns;
  const parents = new Set([...texts, ...(names ?? []), ...world.topology.dns.completeZones]);
  const withOthersBelow = new Set([...domains].flatMap((domain) => parentsOf(domain)));
  return new Map(
    [...domains].map((domain) => {
      if (names === undefined || withOthersBelow.has(domain)) return [domain, domain];
      const all = [
        ...(said.get(domain) ?? []),
        ...(aliases.get(domain) ?? []),
        ...answersAbout(world, domain, finder),
        `own ${isOwnName(world, domain)}`,
        `organisation ${organizationalDomain(domain) === domain ? 'itself' : organizationalDomain(domain)}`,
        ...parentsOf(domain).filter((parent) => parents.has(parent) || domains.has(parent)),
      ];
      return [domain, all.sort().join('\n')];
    }),
  );
}

/** What a piece says of each domain that it names. */
function wordsOf({ kind, place, leaves }: Piece, finder: NameFinder): ReadonlyMap<string, string> {
  const naming = leaves.map((leaf) => ({ ...leaf, domains: finder.in(leaf.text) }));
  const all = new Set(naming.flatMap(({ domains }) => [...domains]));
  const found = new Map<string, string>();
  for (const domain of all) {
    const own = naming.filter(({ domains }) => domains.has(domain));
    const words = (some: typeof naming) =>
      JSON.stringify(some.map(({ path, text }) => `${path} ${finder.without(text, domain)}`).sort());
    if (all.size === 1) found.set(domain, `${kind} ${words(naming)}`);
    // Members of one list, each standing for itself, can be exchanged in it.
    else if (own.every(({ ofSet, domains }) => ofSet && domains.size === 1))
      found.set(domain, `${place} ${words(own)}`);
    else found.set(domain, `${place} names ${domain}`);
  }
  return found;
}

/** Addresses in a domain of people whose own address is in another: what kind they are, and there. */
function aliasesIn(
  world: World,
  people: ReadonlyMap<string, Person>,
  finder: NameFinder,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const directory of [world.own?.directory, world.premises?.directory])
    for (const [address, { primary }] of directory?.entries ?? []) {
      const [domain, own] = [domainOf(address), domainOf(primary)];
      if (domain === own) continue;
      const signature = people.get(primary.toLowerCase())?.signature ?? primary;
      const what = JSON.stringify([domain, own, signature]);
      if (seen.has(what)) continue;
      seen.add(what);
      for (const [one, words] of [
        [domain, `alias of ${signature}`],
        [own, `with an alias in ${domain} ${finder.without(signature, own)}`],
      ] as const) {
        const known = found.get(one) ?? new Set();
        found.set(one, known);
        known.add(words);
      }
    }
  return found;
}

/** Names that a simulation asks the DNS for, whether or not a record is declared there. */
const asked = ['', '_dmarc.', '_mta-sts.', 'mta-sts.', 'default._domainkey.', 'nothing-is-declared-here.'];

function answersAbout({ topology: { dns } }: World, domain: string, finder: NameFinder): readonly string[] {
  return asked.flatMap((prefix) =>
    (['MX', 'TXT', 'A'] as const).map((type) => {
      const answer = dns.view.lookup(`${prefix}${domain}`, type);
      const records = answer.status === 'records' ? JSON.stringify(answer.records) : '';
      return `${prefix} ${type} ${answer.status} ${finder.without(records, domain)}`;
    }),
  );
}
