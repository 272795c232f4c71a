import { text } from '../../model/text.ts';
import { readType } from '../../protocols/zone/record-types.ts';
import { shown } from '../../protocols/zone/zone-report.ts';
import type { ExportItem } from './export-item.ts';
import { inStrings, literally, type RecordCollector, type Word } from './record-collector.ts';

/**
 * Reads what `dnscontrol print-ir` prints: JSON with `domains`, each with its `records`. Later versions keep the parts
 * of some types under `Fields`. The JavaScript that it comes from is not run.
 */
export function readDnscontrol(root: ExportItem, records: RecordCollector): void {
  for (const domain of root.get('domains')?.list() ?? []) {
    // `contoso.com!inside` is one of several views of a zone; which of them the Internet sees is not said.
    const [zone, tag] = (domain.get('name')?.text() ?? '').split('!');
    if (!zone) {
      records.problem(domain.at, text`This domain has no name.`, text`Print it again with ${'dnscontrol print-ir'}.`);
    } else if (tag) {
      records.unread(zone, domain.at, text`The view ${shown(tag)} of ${shown(zone)} is not read.`);
    } else for (const record of domain.get('records')?.list() ?? []) readRecord(record, zone, records);
  }
}

function readRecord(record: ExportItem, zone: string, records: RecordCollector): void {
  const type = record.get('type')?.text() ?? '';
  const name = record.get('name')?.text() ?? '@';
  const owner = name === '@' || name === '' ? zone : `${name}.${zone}`;
  const at = (record.get('target') ?? record).at;
  const proxied = /^(?:on|full)$/iu.test(record.get('meta')?.get('cloudflare_proxy')?.text() ?? '');
  if (proxied) {
    const because = text`Cloudflare answers with its own addresses`;
    records.unsettled(owner, type === 'CNAME' ? undefined : [type], because, at);
    return;
  }
  const computed = /^(?:ALIAS|ANAME|\w+_ALIAS)$/u.exec(type);
  if (computed !== null) {
    const stated = (record.get('r53_alias') ?? record.get('azure_alias'))?.get('type')?.text();
    const types = stated === undefined ? ['A', 'AAAA'] : [stated.toUpperCase()];
    records.unsettled(owner, types, text`the hoster answers with what its ${type} record leads to`, at);
    return;
  }
  if (readType(type) === undefined) {
    records.unread(owner, record.at, text`The record of type ${shown(type)} of ${shown(owner)} is not read.`);
    return;
  }
  const words = wordsOf(type, record);
  if (words === undefined) records.unread(owner, record.at, text`The ${type} record of ${shown(owner)} is not read.`);
  else records.add({ owner, ttl: record.get('ttl')?.value, type, words, at });
}

/** The words of a record; undefined for types whose form dnscontrol keeps to itself, the SOA among them (no serial). */
function wordsOf(type: string, record: ExportItem): readonly Word[] | undefined {
  const number = (old: string, field: string): string =>
    record.get(old)?.text() ?? record.get('Fields')?.get(field)?.text() ?? '0';
  const target = record.get('target')?.text() ?? '';
  const name = target.endsWith('.') ? target : `${target}.`;
  switch (type) {
    case 'A':
    case 'AAAA':
      return [target];
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return [name];
    case 'TXT':
    case 'SPF': {
      const strings = record.get('txtstrings')?.list() ?? [];
      return strings.length > 0 ? strings.map((part) => literally(part.text() ?? '')) : inStrings(target);
    }
    case 'MX':
      return [number('mxpreference', 'Preference'), name];
    case 'SRV':
      return [number('srvpriority', 'Priority'), number('srvweight', 'Weight'), number('srvport', 'Port'), name];
    case 'CAA':
      return [
        number('caaflag', 'Flag'),
        record.get('caatag')?.text() ?? record.get('Fields')?.get('Tag')?.text() ?? '',
        literally(target),
      ];
    case 'TLSA':
      return [
        number('tlsausage', 'Usage'),
        number('tlsaselector', 'Selector'),
        number('tlsamatchingtype', 'MatchingType'),
        target,
      ];
    default:
      return undefined;
  }
}
