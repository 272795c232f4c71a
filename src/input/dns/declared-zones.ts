import type { DnsAnswer, RecordOrigin, RecordValue } from '../../model/dns.ts';
import { plain } from '../../model/text.ts';
import { canonicalName, isWithin, parentOf } from '../../protocols/dns-names/domain-name.ts';
import { characterStringMax } from '../../protocols/zone/record-data.ts';
import { dataText } from '../../protocols/zone/record-line.ts';
import { recordValue } from '../../protocols/zone/record-value.ts';
import type { ZoneRecord } from '../../protocols/zone/zone-record.ts';
import type { Unsettled } from './zone-source.ts';

/** What the declared records say of a name and type, aliases not followed. */
export interface DeclaredZones {
  lookup(name: string, type: string): DnsAnswer;
  /** Whether the name, or one below it, is declared anywhere. */
  exists(name: string): boolean;
  /** What an answer of `lookup` stands for, where its source does not fix it. */
  unsettledBy(answer: DnsAnswer): Unsettled | undefined;
  /** Names with a SOA, in the order in which they were declared. */
  readonly apexes: readonly string[];
}

/**
 * Indexes records of class IN by owner and type, once, so that a look-up is a few look-ups in maps. A name without a
 * fixed answer exists, and is not supplied; a record of the same name and type, wherever it stands, is its answer.
 */
export function indexZones(records: readonly ZoneRecord[], unsettled: readonly Unsettled[] = []): DeclaredZones {
  const nodes = collect(records.filter((record) => record.class === 'IN'));
  const open = addUnsettled(nodes, unsettled);
  const apexes = [...nodes].filter(([, types]) => types.has('SOA')).map(([name]) => name);
  const existing = withAncestors(nodes.keys());
  const zones: Zones = { nodes, existing, apexes: new Set(apexes) };
  return {
    lookup: (name, type) => answerAt(nodes.get(name), type) ?? lookupAbsent(zones, name, type),
    exists: (name) => existing.has(name),
    unsettledBy: (answer) => open.get(answer),
    apexes,
  };
}

type Node = ReadonlyMap<string, DnsAnswer>;

/** Key of the answer to every type that a node does not hold itself. */
const anyType = '*';

const answerAt = (node: Node | undefined, type: string): DnsAnswer | undefined => node?.get(type) ?? node?.get(anyType);

interface Zones {
  readonly nodes: ReadonlyMap<string, Node>;
  /** Owners and every name above them: empty non-terminals exist (RFC 4592 §2.2.2, RFC 8020). */
  readonly existing: ReadonlySet<string>;
  readonly apexes: ReadonlySet<string>;
}

const noSuchName: DnsAnswer = { status: 'no-such-name' };
const noSuchType: DnsAnswer = { status: 'no-such-type' };
const notSupplied: DnsAnswer = { status: 'not-supplied' };

interface Collected {
  readonly values: RecordValue[];
  readonly origins: RecordOrigin[];
  readonly seen: Set<string>;
}

function addUnsettled(
  nodes: Map<string, Map<string, DnsAnswer>>,
  unsettled: readonly Unsettled[],
): ReadonlyMap<DnsAnswer, Unsettled> {
  const open = new Map<DnsAnswer, Unsettled>();
  for (const one of unsettled) {
    const { owner, types, because } = one;
    const node = nodes.get(owner) ?? new Map<string, DnsAnswer>();
    nodes.set(owner, node);
    const answer: DnsAnswer = { status: 'not-supplied', because: plain(because) };
    open.set(answer, one);
    for (const type of types ?? [anyType]) if (!node.has(type)) node.set(type, answer);
  }
  return open;
}

function collect(records: readonly ZoneRecord[]): Map<string, Map<string, DnsAnswer>> {
  const owners = new Map<string, Map<string, Collected>>();
  for (const record of records) {
    let types = owners.get(record.owner);
    if (types === undefined) {
      types = new Map();
      owners.set(record.owner, types);
    }
    let found = types.get(record.type);
    if (found === undefined) {
      found = { values: [], origins: [], seen: new Set() };
      types.set(record.type, found);
    }
    // RFC 2181 §5: identical records are one record, whatever their TTLs.
    const written = dataText(record.data);
    if (found.seen.has(written)) continue;
    found.seen.add(written);
    found.values.push(recordValue(record.data));
    found.origins.push({ kind: 'declared', at: record.at, ...longString(record) });
  }
  return new Map([...owners].map(([owner, types]) => [owner, answersOf(owner, types)]));
}

function longString({ data }: ZoneRecord): { readonly longString?: number } {
  if (data.type !== 'TXT') return {};
  const longest = data.strings.reduce((most, part) => Math.max(most, part.length), 0);
  return longest > characterStringMax ? { longString: longest } : {};
}

const answersOf = (owner: string, types: ReadonlyMap<string, Collected>): Map<string, DnsAnswer> =>
  new Map(
    [...types].map(([type, { values, origins }]): [string, DnsAnswer] => [
      type,
      { status: 'records', records: values, origins, owner },
    ]),
  );

function withAncestors(names: Iterable<string>): ReadonlySet<string> {
  const existing = new Set<string>();
  for (const name of names) {
    let next: string | undefined = name;
    while (next !== undefined && !existing.has(next)) {
      existing.add(next);
      next = parentOf(next);
    }
  }
  return existing;
}

/** A name and type that no record holds: what that proves depends on the zone around the name. */
function lookupAbsent(zones: Zones, name: string, type: string): DnsAnswer {
  const zone = zoneAround(zones, name);
  if (zone === undefined) return notSupplied;
  if (zone.cut !== undefined) {
    return {
      status: 'not-supplied',
      because: `${zone.apex} delegates ${zone.cut} to other name servers, whose zone was not given`,
    };
  }
  if (zone.alias !== undefined) return type === 'CNAME' ? substitute(zones, name, zone.alias) : noSuchType;
  if (zones.existing.has(name)) return noSuchType;
  return synthesise(zones, name, type, zone.apex);
}

interface ZoneAround {
  readonly apex: string;
  /** The delegation nearest to the apex at or above the name (RFC 1034 §4.2). */
  readonly cut: string | undefined;
  /** The name above that carries a DNAME (RFC 6672). */
  readonly alias: string | undefined;
}

/** The complete zone that holds a name: that of the closest SOA above it. */
function zoneAround(zones: Zones, name: string): ZoneAround | undefined {
  let cut: string | undefined;
  let alias: string | undefined;
  for (let next: string | undefined = name; next !== undefined; next = parentOf(next)) {
    if (!zones.existing.has(next)) continue;
    const node = zones.nodes.get(next);
    // The DNAME of the apex, too, covers the names below it, and a name's own DNAME does not cover the name.
    if (next !== name && node?.has('DNAME')) alias = next;
    if (zones.apexes.has(next)) return { apex: next, cut, alias };
    if (node?.has('NS')) {
      cut = next;
      alias = undefined;
    }
  }
  return undefined;
}

function substitute(zones: Zones, name: string, above: string): DnsAnswer {
  const dname = zones.nodes.get(above)?.get('DNAME');
  const target = dname?.status === 'records' ? dname.records[0] : undefined;
  if (dname?.status !== 'records' || typeof target !== 'string') return noSuchType;
  const prefix = name.slice(0, name.length - above.length - (above === '' ? 0 : 1));
  const substituted = canonicalName(target === '' ? prefix : `${prefix}.${target}`);
  if (substituted === undefined) {
    return {
      status: 'failure',
      because: `the DNAME of ${above} makes a name of ${name} that is too long (RFC 6672 section 2.3)`,
    };
  }
  return { ...dname, records: [substituted] };
}

/** RFC 4592 §3.3: the wildcard below the closest name that exists answers, and no other. */
function synthesise(zones: Zones, name: string, type: string, apex: string): DnsAnswer {
  let encloser = parentOf(name);
  while (encloser !== undefined && !zones.existing.has(encloser)) encloser = parentOf(encloser);
  if (encloser === undefined || !isWithin(encloser, apex)) return noSuchName;
  const wildcard = zones.nodes.get(encloser === '' ? '*' : `*.${encloser}`);
  if (wildcard === undefined) return noSuchName;
  return answerAt(wildcard, type) ?? noSuchType;
}
