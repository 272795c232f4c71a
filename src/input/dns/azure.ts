import { text } from '../../model/text.ts';
import { shown } from '../../protocols/zone/zone-report.ts';
import type { ExportItem } from './export-item.ts';
import { absolute, allOf, literally, type RecordCollector, type Word } from './record-collector.ts';

/**
 * Reads record sets of Azure DNS as its REST API, `az network dns record-set list` and templates write them
 * (Microsoft.Network/dnsZones, API versions 2015 to 2023). The spelling of keys differs between them in case, and
 * properties stand beside the name or under `properties`.
 */
export function readAzure(root: ExportItem, records: RecordCollector): void {
  for (const set of (root.get('value') ?? root.get('resources') ?? root).list()) {
    const type = typeOf(set);
    if (type !== undefined) readSet(set, type, records);
  }
}

const setType = /^Microsoft\.Network\/dnszones\/([A-Za-z]+)$/iu;

/** The record type of a record set; undefined for the other resources of a template, the zone itself among them. */
export const typeOf = (set: ExportItem): string | undefined =>
  setType.exec(set.get('type')?.text() ?? '')?.[1]?.toUpperCase();

interface Shape {
  readonly key: string;
  readonly words: (record: ExportItem) => readonly (Word | undefined)[];
}

const shapes: Readonly<Record<string, Shape>> = {
  A: { key: 'ARecords', words: (one) => [one.get('ipv4Address')?.text()] },
  AAAA: { key: 'AAAARecords', words: (one) => [one.get('ipv6Address')?.text()] },
  CNAME: { key: 'CNAMERecord', words: (one) => [absolute(one.get('cname')?.text())] },
  NS: { key: 'NSRecords', words: (one) => [absolute(one.get('nsdname')?.text())] },
  PTR: { key: 'PTRRecords', words: (one) => [absolute(one.get('ptrdname')?.text())] },
  MX: { key: 'MXRecords', words: (one) => [one.get('preference')?.text(), absolute(one.get('exchange')?.text())] },
  TXT: {
    key: 'TXTRecords',
    words: (one) =>
      (one.get('value')?.list() ?? []).map((part) => {
        const content = part.text();
        return content === undefined ? undefined : literally(content);
      }),
  },
  SRV: {
    key: 'SRVRecords',
    words: (one) => [
      one.get('priority')?.text(),
      one.get('weight')?.text(),
      one.get('port')?.text(),
      absolute(one.get('target')?.text()),
    ],
  },
  CAA: {
    key: 'caaRecords',
    words: (one) => {
      const value = one.get('value')?.text();
      return [one.get('flags')?.text(), one.get('tag')?.text(), value === undefined ? undefined : literally(value)];
    },
  },
  SOA: {
    key: 'SOARecord',
    words: (one) => [
      absolute(one.get('host')?.text()),
      absolute(one.get('email')?.text()),
      one.get('serialNumber')?.text(),
      one.get('refreshTime')?.text(),
      one.get('retryTime')?.text(),
      one.get('expireTime')?.text(),
      one.get('minimumTTL')?.text(),
    ],
  },
  TLSA: {
    key: 'TLSARecords',
    words: (one) => [
      one.get('usage')?.text(),
      one.get('selector')?.text(),
      one.get('matchingType')?.text(),
      one.get('certAssociationData')?.text(),
    ],
  },
};

function readSet(set: ExportItem, type: string, records: RecordCollector): void {
  const owner = ownerOf(set);
  if (owner === undefined) {
    const remedy = text`Export the zone with ${'az network dns record-set list'}, which states ${'fqdn'} with each set.`;
    records.problem(set.at, text`The whole name of this record set is not in the file.`, remedy);
    return;
  }
  const property = (key: string): ExportItem | undefined => set.get(key) ?? set.get('properties')?.get(key);
  const target = property('targetResource')?.get('id');
  if (target !== undefined) {
    records.unsettled(owner, [type], text`Azure answers with the address of a resource`, target.at);
    return;
  }
  const shape = shapes[type];
  const found = shape === undefined ? undefined : property(shape.key);
  if (shape === undefined || found === undefined) {
    records.unread(owner, set.at, text`The ${type} records of ${shown(owner)} are not read.`);
    return;
  }
  for (const record of found.list()) {
    const words = allOf(shape.words(record));
    const at = record.at;
    if (words !== undefined) records.add({ owner, ttl: property('TTL')?.value, type, words, at });
    else records.problem(at, text`A part of this ${type} record is missing.`, text`Export the zone again.`);
  }
}

/** `fqdn`; else the zone of the `id` (`…/dnszones/contoso.com/MX/@`), or of a template's name `contoso.com/@`. */
function ownerOf(set: ExportItem): string | undefined {
  const whole = set.get('fqdn')?.text() ?? set.get('properties')?.get('fqdn')?.text();
  if (whole !== undefined) return whole;
  const id = /\/dnszones\/([^/]+)\/[A-Z]+\/([^/]+)$/iu.exec(set.get('id')?.text() ?? '');
  const name = /^([^/[\]()]+)\/([^/[\]()]+)$/u.exec(set.get('name')?.text() ?? '');
  const [, zone, own] = id ?? name ?? [];
  if (zone === undefined || own === undefined) return undefined;
  return own === '@' ? zone : `${own}.${zone}`;
}
