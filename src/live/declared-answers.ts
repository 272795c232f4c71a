import { buildDnsView } from '../input/dns/build-dns-view.ts';
import type { ZoneSource } from '../input/dns/zone-source.ts';
import type { DnsAnswer, RecordValue } from '../model/dns.ts';
import { canonicalName, parentOf } from '../protocols/dns-names/domain-name.ts';
import { aliasesMax, type DirectLookup } from '../protocols/zone/follow-aliases.ts';
import { dataText } from '../protocols/zone/record-line.ts';
import type { RecordData, ZoneRecord } from '../protocols/zone/zone-record.ts';
import type { BundledNames } from '../reference/bundled-names.ts';

/** A record as it is handed out: under the name that was asked for, with a TTL. */
export interface ServedRecord {
  readonly owner: string;
  readonly ttl: number;
  readonly type: string;
  readonly data: RecordData;
}

export interface DeclaredReply {
  /** `REFUSED` where nothing is declared: that a name is unknown is not that it does not exist. */
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'REFUSED' | 'SERVFAIL';
  /** The name asked for lies in a zone that is given with its SOA. */
  readonly authoritative: boolean;
  readonly answers: readonly ServedRecord[];
  /** The SOA that makes "nothing" last (RFC 2308); empty outside complete zones. */
  readonly authority: readonly ServedRecord[];
  /** Why there is no answer, for whoever reads the reply. */
  readonly because: string | undefined;
}

export interface DeclaredAnswers {
  /** @param name canonical @param type mnemonic in upper case, or `TYPEn` */
  answer(name: string, type: string): DeclaredReply;
}

/** TTL of records that state none, and of the bundled names: short, because a planned state is changed often. */
const ttlUnstated = 300;

/**
 * Answers from the sources of a topology, exactly as its analysis is answered: one look-up serves both. Aliases are
 * followed as a resolver follows them, so that a stub that asks gets all there is; where one leads to an undeclared name
 * the reply is REFUSED with the aliases, because without an error a stub would take it for a name without records.
 */
export function declaredAnswers(
  sources: readonly ZoneSource[],
  unknownNames: 'unknown' | 'nxdomain',
  bundled: BundledNames,
): DeclaredAnswers {
  const { direct, completeZones } = buildDnsView({ sources, unknownNames, bundled });
  const zones: Zones = { direct, apexes: new Set(completeZones), sets: recordSets(sources) };
  return { answer: (name, type) => follow(zones, name, type) };
}

interface Zones {
  readonly direct: DirectLookup;
  readonly apexes: ReadonlySet<string>;
  /** By owner and type. */
  readonly sets: ReadonlyMap<string, readonly ZoneRecord[]>;
}

function recordSets(sources: readonly ZoneSource[]): ReadonlyMap<string, readonly ZoneRecord[]> {
  const sets = new Map<string, Map<string, ZoneRecord>>();
  for (const record of sources.flatMap((source) => source.records)) {
    const key = `${record.owner} ${record.type}`;
    const set = sets.get(key) ?? new Map<string, ZoneRecord>();
    sets.set(key, set);
    // RFC 2181 §5: identical records are one record.
    const data = dataText(record.data);
    if (!set.has(data)) set.set(data, record);
  }
  return new Map([...sets].map(([key, set]) => [key, [...set.values()]]));
}

function follow(zones: Zones, name: string, type: string): DeclaredReply {
  const answers: ServedRecord[] = [];
  const passed = new Set<string>();
  const authoritative = zoneOf(zones, name) !== undefined;
  const end = (
    code: DeclaredReply['code'],
    because?: string,
    authority: readonly ServedRecord[] = [],
  ): DeclaredReply => ({
    code,
    authoritative,
    answers,
    authority,
    because,
  });
  for (let owner = name; ; ) {
    if (passed.has(owner)) return end('SERVFAIL', `the aliases of ${name} go round in a circle`);
    if (passed.size > aliasesMax) return end('SERVFAIL', `more than ${aliasesMax} aliases follow one another`);
    passed.add(owner);
    const answer = zones.direct(owner, type);
    if (answer.status === 'records') {
      answers.push(...serve(zones, owner, type, answer));
      return end('NOERROR');
    }
    const alias = answer.status === 'failure' ? answer : zones.direct(owner, 'CNAME');
    const [target] = alias.status === 'records' ? alias.records : [];
    if (alias.status === 'records' && typeof target === 'string' && type !== 'CNAME') {
      answers.push(...serve(zones, owner, 'CNAME', alias));
      owner = canonicalName(target) ?? target;
      continue;
    }
    if (alias.status === 'failure') return end('SERVFAIL', alias.because);
    switch (answer.status) {
      case 'no-such-name':
        return end('NXDOMAIN', answer.because, soaFor(zones, owner));
      case 'no-such-type':
        return end('NOERROR', answer.because, soaFor(zones, owner));
      case 'not-supplied':
      case 'failure':
        return end('REFUSED', answer.because ?? `nothing is declared of ${owner} ${type}`);
    }
  }
}

type Records = Extract<DnsAnswer, { readonly status: 'records' }>;

function serve(zones: Zones, owner: string, type: string, answer: Records): readonly ServedRecord[] {
  const declaredAt = answer.owner ?? owner;
  const set = zones.sets.get(`${declaredAt} ${type}`);
  if (set !== undefined) return withOneTtl(set).map((record) => ({ ...record, owner }));
  // A DNAME above the name has made a CNAME of it (RFC 6672 section 3.1).
  const dname = zones.sets.get(`${declaredAt} DNAME`);
  const above = dname === undefined ? [] : withOneTtl(dname);
  const ttl = above[0]?.ttl ?? ttlUnstated;
  const made = answer.records.flatMap((value) => {
    const data = dataOf(type, value);
    return data === undefined ? [] : [{ owner, ttl, type, data }];
  });
  return [...above, ...made];
}

/** RFC 2181 §5.2: the records of a set have one TTL; the smallest is the one that is true of all. */
function withOneTtl(set: readonly ZoneRecord[]): readonly ServedRecord[] {
  const ttl = Math.min(...set.map((record) => record.ttl ?? ttlUnstated));
  return set.map(({ owner, type, data }) => ({ owner, ttl, type, data }));
}

/** The value of a bundled name as a record. */
function dataOf(type: string, value: RecordValue): RecordData | undefined {
  if (typeof value !== 'string') return type === 'MX' ? { type, preference: value[0], exchange: value[1] } : undefined;
  switch (type) {
    case 'A':
    case 'AAAA':
      return { type, address: value };
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { type, target: value };
    case 'TXT':
      return { type, strings: [value] };
    default:
      return undefined;
  }
}

function zoneOf(zones: Zones, name: string): string | undefined {
  for (let next: string | undefined = name; next !== undefined; next = parentOf(next)) {
    if (zones.apexes.has(next)) return next;
  }
  return undefined;
}

function soaFor(zones: Zones, name: string): readonly ServedRecord[] {
  const apex = zoneOf(zones, name);
  const [soa] = apex === undefined ? [] : withOneTtl(zones.sets.get(`${apex} SOA`) ?? []);
  // RFC 2308 §3: what a negative answer may be remembered for is in the TTL of this copy.
  return soa?.data.type === 'SOA' ? [{ ...soa, ttl: Math.min(soa.ttl, soa.data.minimum) }] : [];
}
