import { containsText } from '../../model/addresses/address-set.ts';
import { organizationalDomain } from '../../protocols/dmarc/organizational-domain.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { someStranger } from '../../simulate/nodes/stranger.ts';
import type { World } from '../../simulate/world.ts';
import { isOwnName, outsideDomains, ownDomainNames, senderDomains, subDomains } from './domains.ts';
import { mentionedAddresses } from './mentioned-addresses.ts';
import type { Worlds } from './message-class.ts';
import { domainName, NameFinder, parentsOf } from './name-finder.ts';
import type { Person } from './people-signatures.ts';
import { type Piece, peoplePieces, piecesOf } from './pieces.ts';
import type { RelevantRules } from './relevant-rules.ts';
import type { RuleAnswers } from './rule-answers.ts';

interface Circumstances {
  readonly rules: RelevantRules;
  readonly people: (world: World) => ReadonlyMap<string, Person>;
  readonly answers: RuleAnswers;
  readonly between: boolean;
}

/** Which domains are alike, as far as it is no matter of rules, and which of them nothing tells apart. */
export interface AlikeDomains {
  /** The same for domains that are alike. */
  readonly kindOf: (domain: string) => string;
  /** The place of a domain among those that nothing tells apart; 0: it is the first, or like no other. */
  readonly rankOf: (domain: string) => number;
  /** A text without the name of a domain. */
  readonly without: (text: string, domain: string) => string;
  /** The domain below which a domain was made up; otherwise the domain itself. */
  readonly baseOf: (domain: string) => string;
}

/**
 * Which domains are alike: exchanging two of them wherever they stand leaves every topology as it is, but for the order of
 * lists of which the order means nothing, and for how many people of one kind there are. Whatever happens to a message that
 * names the one then happens to the same message that names the other, so that two of them stand for all: one for messages
 * that name one, both for messages that name two.
 * Rules may tell alike domains apart nevertheless: that is asked of the rules, by message (`rule-answers.ts`).
 */
export function alikeDomains(worlds: Worlds, circumstances: Circumstances): AlikeDomains {
  const { rules, answers, between } = circumstances;
  const named = new Set(worlds.flatMap((world) => domainsIn(world, rules)));
  const texts = new Set(
    worlds.flatMap((world) => textsIn(world, circumstances)).flatMap((one) => [one, ...parentsOf(one)]),
  );
  // What only rules name, or nobody, below a domain is exchanged with it.
  const derived = [...named].filter((domain) => !texts.has(domain) && parentsOf(domain).some((one) => named.has(one)));
  for (const domain of derived) named.delete(domain);
  const baseOf = (domain: string) => [domain, ...parentsOf(domain)].find((one) => named.has(one)) ?? domain;
  const families = new Map<string, string[]>();
  for (const domain of derived) families.set(baseOf(domain), [...(families.get(baseOf(domain)) ?? []), domain]);
  const found = worlds.map((world) => kindsIn(world, named, circumstances));
  const kinds = new Map<string, string>();
  const ranks = new Map<string, number>();
  const [ids, counts] = [new Map<string, string>(), new Map<string, number>()];
  for (const domain of named) {
    const every = found.map((one) => one.get(domain) ?? domain);
    // What is one way before and another after a change is told apart while parts of it have been made.
    const words = between && every.some((one) => one !== every[0]) ? domain : every.join('\n\n');
    const kind = ids.get(words) ?? domain;
    ids.set(words, kind);
    kinds.set(domain, kind);
    const family = [domain, `host.${domain}`, ...(families.get(domain) ?? [])];
    const ruled = family.flatMap((one) => [
      one.slice(0, -domain.length),
      answers.ofSender(`somebody@${one}`, `somebody@${one}`),
      answers.ofRecipient([`somebody@${one}`]),
    ]);
    const told = `${kind} ${ruled.join(' ')}`;
    const rank = counts.get(told) ?? 0;
    counts.set(told, rank + 1);
    ranks.set(domain, rank);
  }
  const finder = new NameFinder(named);
  return {
    kindOf(domain) {
      const base = baseOf(domain);
      return `${domain.slice(0, -base.length)}${kinds.get(base) ?? base}`;
    },
    rankOf: (domain) => ranks.get(baseOf(domain)) ?? 0,
    without: (text, domain) => finder.without(text, domain),
    baseOf,
  };
}

/** Names of domains that stand anywhere but in what rules are asked about somebody. */
function textsIn(world: World, { rules, people }: Circumstances): readonly string[] {
  const pieces = [...piecesOf(world, rules), ...peoplePieces(people(world))];
  const texts = pieces.flatMap(({ leaves }) =>
    leaves.flatMap(({ text }) => text.toLowerCase().match(domainName) ?? []),
  );
  const { names = [], completeZones } = world.topology.dns;
  return [...new Set([...texts, ...names, ...completeZones])];
}

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
  { rules, people, answers, between }: Circumstances,
): ReadonlyMap<string, string> {
  const finder = new NameFinder(domains);
  const said = new Map<string, (readonly [kind: string, words: string])[]>([...domains].map((domain) => [domain, []]));
  const texts = new Set(textsIn(world, { rules, people, answers, between }));
  for (const piece of [...piecesOf(world, rules), ...peoplePieces(people(world))]) {
    for (const [domain, words] of wordsOf(piece, finder)) said.get(domain)?.push([piece.kind, words]);
  }
  const addresses = ownAddresses(world, rules, finder);
  const aliases = aliasesIn(world, people(world), finder);
  const { names } = world.topology.dns;
  const withOthersBelow = new Set([...domains].flatMap((domain) => parentsOf(domain)));
  return new Map(
    [...domains].map((domain) => {
      if (names === undefined || withOthersBelow.has(domain)) return [domain, domain];
      const all = [
        ...(said.get(domain) ?? []).map(([kind, words]) => (kind === 'dns' ? addresses(words, domain) : words)),
        ...(aliases.get(domain) ?? []),
        ...answersAbout(world, domain, finder).map((words) => addresses(words, domain)),
        `own ${isOwnName(world, domain)}`,
        `organisation ${organizationalDomain(domain) === domain ? 'itself' : organizationalDomain(domain)}`,
        ...parentsOf(domain).filter((parent) => texts.has(parent) || domains.has(parent)),
      ];
      return [domain, numbered(all)];
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

const single = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d./])/gu;

/** Around what stands for an address until all of a domain are numbered. */
const mark = '\u0000';

/**
 * Words for the addresses that nothing but records of one domain name, in those records: which of the sets of addresses that
 * something asks for hold them. They are exchanged together with the domain.
 */
function ownAddresses(
  world: World,
  rules: RelevantRules,
  finder: NameFinder,
): (words: string, domain: string) => string {
  const { dns } = world.topology;
  const owners = new Map<string, Set<string>>();
  for (const owner of dns.names ?? []) {
    const [domain = owner] = finder.in(owner);
    for (const type of ['A', 'TXT'] as const) {
      const answer = dns.view.lookup(owner, type);
      if (answer.status !== 'records') continue;
      for (const [address] of JSON.stringify(answer.records).matchAll(single)) {
        const known = owners.get(address) ?? new Set();
        owners.set(address, known);
        known.add(domain);
      }
    }
  }
  const sets = mentionedAddresses(world, rules);
  const stranger = someStranger(world);
  const isOwn = (address: string, domain: string) => {
    const all = owners.get(address);
    return address !== stranger && all?.size === 1 && all.has(domain);
  };
  return (words, domain) =>
    words.replaceAll(single, (address) =>
      isOwn(address, domain)
        ? `${mark}${address}${mark} in ${sets.map((set) => (containsText(set, address) ? 1 : 0)).join('')}`
        : address,
    );
}

/** All words about a domain in an order that does not depend on its addresses, and these by number. */
function numbered(words: readonly string[]): string {
  const marked = new RegExp(`${mark}([^${mark}]*)${mark}`, 'gu');
  const sorted = [...words]
    .map((text) => ({ text, plain: text.replaceAll(marked, '') }))
    .sort((left, right) => (left.plain < right.plain ? -1 : left.plain > right.plain ? 1 : 0));
  const numbers = new Map<string, number>();
  return sorted
    .map(({ text }) =>
      text.replaceAll(marked, (_, address: string) => {
        const known = numbers.get(address) ?? numbers.size;
        numbers.set(address, known);
        return `<${known}>`;
      }),
    )
    .join('\n');
}
