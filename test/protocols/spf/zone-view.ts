import type { DnsAnswer, DnsView, RecordValue } from '../../../src/model/dns.ts';

/** Records by name and type; `TIMEOUT` is a server that fails, `UNKNOWN` a question nobody answered for us. */
export type ZoneRecords = Readonly<
  Record<string, Readonly<Record<string, readonly RecordValue[] | 'TIMEOUT' | 'UNKNOWN'>> | 'UNKNOWN' | 'TIMEOUT'>
>;

/** A complete DNS: what it does not list does not exist. CNAMEs are followed, a loop is a failure. */
export function zoneView(records: ZoneRecords): DnsView & { readonly asked: string[] } {
  const names = new Map(
    Object.entries(records).map(([name, types]) => [name.toLowerCase().replace(/\.$/u, ''), types]),
  );
  const asked: string[] = [];
  const answer = (asking: string, type: string, hops: number): DnsAnswer => {
    const types = names.get(asking.toLowerCase().replace(/\.$/u, ''));
    if (types === undefined) return { status: 'no-such-name' };
    if (types === 'UNKNOWN') return { status: 'not-supplied' };
    if (types === 'TIMEOUT') return { status: 'failure' };
    const found = types[type];
    if (found === 'TIMEOUT') return { status: 'failure' };
    if (found === 'UNKNOWN') return { status: 'not-supplied' };
    if (found !== undefined && found.length > 0) return { status: 'records', records: found };
    const alias = types.CNAME;
    if (Array.isArray(alias) && typeof alias[0] === 'string') {
      return hops === 8 ? { status: 'failure' } : answer(alias[0], type, hops + 1);
    }
    return { status: 'no-such-type' };
  };
  return {
    asked,
    lookup: (name, type) => {
      asked.push(`${type} ${name}`);
      return answer(name, type, 0);
    },
  };
}
