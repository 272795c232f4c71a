import { type Text, text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import { type ObjectChange, objectChanges } from '../compare/object-changes.ts';
import { joinOutbound } from './join-outbound.ts';
import { changedInboundOf, joinTenants } from './join-tenants.ts';
import type { ChangedSet, RecordKind } from './record-sets.ts';

/** What changes at a time of its own. */
export type PartId = RecordKind | 'tenant' | 'onPremises' | 'recipients' | 'others';

/**
 * How far a part has come: `added` is the old with the new beside it, `kept` the new with the old still beside it; `both`:
 * the tenant as it will be, but its outbound connectors still use the old hosts beside the new ones.
 */
export type Value = 'old' | 'added' | 'both' | 'kept' | 'new';

/** A part of the change that differs, with the values through which it may go. */
export interface Part {
  readonly id: PartId;
  readonly title: Text;
  /** Services and partners change when their owners want. */
  readonly ours: boolean;
  /** What is seen old or new by itself: each name of DNS, and every other part as a whole. */
  readonly members: readonly { readonly id: string; readonly title: Text }[];
  /** From `old` to `new`. */
  readonly chain: readonly Value[];
  /** With what helps only where every order does harm otherwise. */
  readonly longChain: readonly Value[];
  /** Objects and record sets that differ, as findings print them. */
  readonly subjects: readonly string[];
  /** Seconds that caches may hold the old answer; undefined: not declared, null: nothing is cached. */
  readonly ttl: number | undefined | null;
}

/** Names of one kind of record that are told apart; beyond, all of one kind are seen alike. */
export const namesMax = 3;

const kinds: readonly (readonly [RecordKind, (names: Text) => Text])[] = [
  ['spf', (names) => text`the SPF records of ${names}`],
  ['policy', (names) => text`the DKIM keys and further policies of ${names}`],
  ['dmarc', (names) => text`the DMARC records of ${names}`],
  ['hosts', (names) => text`the addresses of ${names}`],
  ['mx', (names) => text`the MX records of ${names}`],
];

/** The parts of a change that differ, those of DNS first. */
export function partsOf(before: Topology, after: Topology, sets: readonly ChangedSet[]): readonly Part[] {
  const changes = objectChanges(before, after);
  return [...kinds.flatMap(([kind, title]) => dnsPart(kind, title, sets)), ...sideParts(before, after, changes)];
}

function dnsPart(kind: RecordKind, title: (names: Text) => Text, all: readonly ChangedSet[]): readonly Part[] {
  const sets = all.filter((one) => one.kind === kind);
  if (sets.length === 0) return [];
  const names = [...new Set(sets.map((one) => one.name))];
  const ttls = sets.map((one) => one.ttl);
  const known = ttls.filter((one) => one !== undefined);
  const chain: readonly Value[] = kind !== 'mx' && sets.some(canStandBeside) ? ['old', 'added', 'new'] : ['old', 'new'];
  return [
    {
      id: kind,
      title: title(namesText(names)),
      ours: true,
      members:
        names.length > namesMax
          ? [{ id: kind, title: title(namesText(names)) }]
          : names.map((name) => ({ id: memberOf(kind, name), title: title(text`${name}`) })),
      chain,
      longChain: kind === 'mx' ? ['old', 'added', 'kept', 'new'] : chain,
      subjects: sets.map((one) => `dns:${one.owner}/${one.type}`),
      ttl: known.length < ttls.length ? undefined : Math.max(...known),
    },
  ];
}

/** A record set that can be there before its use begins, or authorise both at once. */
const canStandBeside = ({ before, after, together }: ChangedSet): boolean =>
  before.length === 0 || after.length === 0 || together !== undefined;

export const memberOf = (kind: RecordKind, name: string): string => `${kind} ${name}`;

/** The same record set as own hosts and services see it, whose caches are others. */
export const insideOf = (member: string): string => `${member} inside`;

/** MX records of these names are told apart by who asks: hosts inside ask for them, too. */
export const seenInside = (parts: readonly Part[], names: ReadonlySet<string>): readonly Part[] =>
  parts.map((part) =>
    part.id !== 'mx'
      ? part
      : {
          ...part,
          members: part.members.flatMap((one) =>
            names.has(one.id.slice('mx '.length))
              ? [one, { id: insideOf(one.id), title: text`${one.title} as own hosts and services see them` }]
              : [one],
          ),
        },
  );

const namesText = (names: readonly string[]): Text =>
  names.length === 1 ? text`${names[0] ?? ''}` : text`${names[0] ?? ''} and ${names.length - 1} more`;

/** The part that an object changes with. */
export const sideOf = ({ subject }: ObjectChange): PartId => {
  const [kind = '', name = ''] = [subject.slice(0, subject.indexOf(':')), subject.slice(subject.indexOf(':') + 1)];
  if (kind === 'recipient') {
    if (name.endsWith(' in the tenant')) return 'tenant';
    return name.endsWith(' on-premises') ? 'onPremises' : 'recipients';
  }
  if (kind === 'service' || kind === 'partner') return 'others';
  if (kind === 'send' || kind === 'receive' || kind === 'server') return 'onPremises';
  if (name.startsWith('onpremises/')) return 'onPremises';
  return 'tenant';
};

/** Two directories hold the recipients, and neither hears of a change when the other does. */
export const cloudRecipients = 'recipients cloud';
export const premisesRecipients = 'recipients onPremises';
const directories: Part['members'] = [
  { id: cloudRecipients, title: text`the recipients in the directory of the tenant` },
  { id: premisesRecipients, title: text`the recipients in the on-premises directory` },
];

function sideParts(before: Topology, after: Topology, changes: readonly ObjectChange[]): readonly Part[] {
  const partners = [...before.partners, ...after.partners].map((one) => `${one.name.toLowerCase()}/`);
  const ofPartner = ({ subject }: ObjectChange) =>
    partners.some((prefix) => subject.slice(subject.indexOf(':') + 1).startsWith(prefix));
  const of = (id: PartId): readonly ObjectChange[] =>
    changes.filter(
      (one) =>
        (ofPartner(one) ? 'others' : sideOf(one)) === id &&
        !one.subject.startsWith('certificate:') &&
        // A service that only one of the topologies tells of is there all along.
        (id !== 'others' || ofPartner(one) || one.change === 'changed'),
    );
  const part = (
    id: PartId,
    title: Text,
    chain: readonly Value[] = ['old', 'new'],
    longChain: readonly Value[] = chain,
  ): readonly Part[] => {
    const subjects = of(id).map((one) => one.subject);
    if (subjects.length === 0) return [];
    return [{ id, title, ours: id !== 'others', members: [{ id, title }], chain, longChain, subjects, ttl: null }];
  };
  const tenantValues = tenantChain(before, after, changes);
  return [
    ...part('tenant', text`the tenant`, tenantValues, longTenantChain(before, after, tenantValues)),
    ...part('onPremises', text`the on-premises organisation`),
    ...part('recipients', text`the recipients`).map((one) =>
      after.tenant === undefined || after.onPremises === undefined ? one : { ...one, members: directories },
    ),
    ...part('others', text`the services and partners`),
  ];
}

/** Where nothing but what admits mail changes, the new tenant beside the old one is one state and not two. */
function tenantChain({ tenant: old }: Topology, { tenant: now }: Topology, changes: readonly ObjectChange[]) {
  const plain: readonly Value[] = ['old', 'new'];
  if (old === undefined || now === undefined) return plain;
  const joined = joinTenants(old, now, changedInboundOf(changes));
  if (joined === undefined) return plain;
  const others = changes.some(
    (one) => sideOf(one) === 'tenant' && !/^(?:inbound|domain|certificate):/u.test(one.subject),
  );
  return others ? (['old', 'added', 'kept', 'new'] as const) : (['old', 'added', 'new'] as const);
}

/** Where mail leaves by other hosts, also a time in which it may leave by both. */
function longTenantChain(before: Topology, after: Topology, chain: readonly Value[]): readonly Value[] {
  const both = before.tenant && after.tenant && joinOutbound(before.tenant, after.tenant);
  return both === undefined ? chain : [...chain.slice(0, -1), 'both', 'new'];
}
