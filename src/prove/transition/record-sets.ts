import type { ZoneSource } from '../../input/dns/zone-source.ts';
import type { DnsView } from '../../model/dns.ts';
import { dataText } from '../../protocols/zone/record-line.ts';
import { recordValue } from '../../protocols/zone/record-value.ts';
import type { ZoneRecord } from '../../protocols/zone/zone-record.ts';
import { besidesWritten } from './join-exchangers.ts';
import { isSpf, joinedTexts } from './join-texts.ts';

/**
 * What a record set is asked for: where mail goes, from where a domain sends, what becomes of what fails, keys and further
 * policies, where a host is. Each is cached for itself.
 */
export type RecordKind = 'mx' | 'spf' | 'dmarc' | 'policy' | 'hosts';

/** All records of one name and type that are otherwise after the change. */
export interface ChangedSet {
  readonly owner: string;
  readonly type: string;
  readonly kind: RecordKind;
  /** The name that it is about: of `_dmarc.contoso.com` the domain contoso.com. */
  readonly name: string;
  /** As a master file would write them, sorted. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The SPF or DMARC record that lets pass what either of the two does; undefined: it is none, or there is only one. */
  readonly together: string | undefined;
  /** What to publish while both are there: the old first (`added`) or the new first (`kept`); text without quotes. */
  readonly publish: { readonly added: readonly string[]; readonly kept: readonly string[] };
  /** How long caches may hold the old answer, in seconds; undefined: no TTL is declared. */
  readonly ttl: number | undefined;
}

interface DnsSide {
  readonly view: DnsView;
  readonly zones: readonly ZoneSource[];
}

/** Types that mail asks for; of others (NS, SOA, CAA) no message depends. */
const asked: ReadonlySet<string> = new Set(['MX', 'TXT', 'A', 'AAAA', 'CNAME', 'DNAME', 'PTR', 'TLSA', 'SRV']);

/**
 * The record sets that differ. What one side does not supply is no change of DNS but of what is told of it: there the
 * records of the other side hold all along.
 */
export function changedSets(before: DnsSide, after: DnsSide): readonly ChangedSet[] {
  const [old, now] = [setsOf(before.zones), setsOf(after.zones)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key): readonly ChangedSet[] => {
    const [was, is] = [old.get(key) ?? [], now.get(key) ?? []];
    const [one] = [...was, ...is];
    if (one === undefined) return [];
    const { owner, type } = one;
    const [first, second] = [textsOf(was), textsOf(is)];
    if (first.join('\n') === second.join('\n')) return [];
    if (was.length === 0 && before.view.lookup(owner, type).status === 'not-supplied') return [];
    if (is.length === 0 && after.view.lookup(owner, type).status === 'not-supplied') return [];
    const together = type === 'TXT' ? joinedTexts(valuesOf(was), valuesOf(is))?.[0] : undefined;
    return [
      {
        owner,
        type,
        ...about(owner, type, [...was, ...is]),
        before: first,
        after: second,
        together,
        publish: {
          added: type === 'MX' ? besidesWritten(first, second) : together === undefined ? [] : [together],
          kept: type === 'MX' ? besidesWritten(second, first) : [],
        },
        ttl: was.length === 0 ? negativeTtl(before.zones, owner) : longest(was),
      },
    ];
  });
}

function setsOf(zones: readonly ZoneSource[]): ReadonlyMap<string, readonly ZoneRecord[]> {
  const sets = new Map<string, ZoneRecord[]>();
  for (const record of zones.flatMap((zone) => zone.records)) {
    if (record.class !== 'IN' || !asked.has(record.type)) continue;
    const key = `${record.owner} ${record.type}`;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, [record]);
    else known.push(record);
  }
  return sets;
}

const valuesOf = (records: readonly ZoneRecord[]): readonly string[] =>
  records.map(({ data }) => String(recordValue(data)));

const textsOf = (records: readonly ZoneRecord[]): readonly string[] =>
  [...new Set(records.map(({ data }) => dataText(data)))].sort();

/** Names below an underscore (RFC 8552) hold policies and keys of the domain above them. */
function about(
  owner: string,
  type: string,
  records: readonly ZoneRecord[],
): { readonly kind: RecordKind; readonly name: string } {
  if (type === 'MX') return { kind: 'mx', name: owner };
  const labels = owner.split('.');
  const last = labels.findLastIndex((label) => label.startsWith('_'));
  const name = labels.slice(last + 1).join('.');
  if (last >= 0) return { kind: labels[last] === '_dmarc' ? 'dmarc' : 'policy', name };
  if (type !== 'TXT') return { kind: 'hosts', name };
  return { kind: valuesOf(records).some(isSpf) ? 'spf' : 'policy', name };
}

function longest(records: readonly ZoneRecord[]): number | undefined {
  const known = records.flatMap(({ ttl }) => ttl ?? []);
  return known.length < records.length ? undefined : Math.max(...known);
}

/** RFC 2308 section 5: that there is nothing is cached as long as the SOA says, by its TTL and its minimum. */
function negativeTtl(zones: readonly ZoneSource[], owner: string): number | undefined {
  const above = zones
    .flatMap((zone) => zone.records)
    .filter((one) => one.type === 'SOA' && (owner === one.owner || owner.endsWith(`.${one.owner}`)))
    .sort((left, right) => right.owner.length - left.owner.length)[0];
  if (above?.data.type !== 'SOA') return undefined;
  return Math.min(above.ttl ?? above.data.minimum, above.data.minimum);
}
