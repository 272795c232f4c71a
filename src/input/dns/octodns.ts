import { type Text, text } from '../../model/text.ts';
import { readName } from '../../protocols/dns-names/domain-name.ts';
import { readType } from '../../protocols/zone/record-types.ts';
import { shown } from '../../protocols/zone/zone-report.ts';
import type { ExportItem } from './export-item.ts';
import { absolute, allOf, inStrings, type RecordCollector, type Word } from './record-collector.ts';

/**
 * Reads a zone of octoDNS (its YamlProvider): a map from names, relative to the zone, to one record set or several. The
 * zone is named by the file, `contoso.com.yaml`. Targets are absolute, with or without the dot; a semicolon of a TXT
 * value is written `\;`.
 */
export function readOctodns(root: ExportItem, file: string, records: RecordCollector): void {
  const zone = zoneOf(file);
  if (zone === undefined) {
    const remedy = text`octoDNS names the file after the zone: ${'contoso.com.yaml'}.`;
    records.problem(root.at, text`The name of the file does not say which zone this is.`, remedy);
    return;
  }
  for (const [name, sets] of root.entries()) {
    const owner = name === '' || name === '@' ? zone : `${name}.${zone}`;
    for (const set of sets.list()) readSet(set, owner, records);
  }
}

function zoneOf(file: string): string | undefined {
  const name = (file.split('/').at(-1) ?? '').replace(/\.ya?ml$/iu, '').replace(/\.$/u, '');
  return name.includes('.') && readName(name).ok ? name : undefined;
}

/** Types of which octoDNS or a hoster makes the answers; `Route53Provider/ALIAS` and the like belong to one hoster. */
const isComputed = (type: string): boolean => type === 'ALIAS' || type.includes('/') || type.startsWith('URLFWD');

function readSet(set: ExportItem, owner: string, records: RecordCollector): void {
  const type = set.get('type')?.text();
  if (type === undefined) {
    const remedy = text`A record set has ${'type'}, and ${'value'} or ${'values'}.`;
    records.problem(set.at, text`This record set of ${shown(owner)} has no type.`, remedy);
    return;
  }
  const open = whyOpen(set, type);
  if (open !== undefined) {
    records.unsettled(owner, open.types, open.because, set.at);
    return;
  }
  const ttl = set.get('ttl')?.value;
  for (const value of (set.get('values') ?? set.get('value'))?.list() ?? []) {
    const words = wordsOf(type.toUpperCase(), value);
    const at = value.at;
    if (words !== undefined) records.add({ owner, ttl, type, words, at });
    else if (readType(type) === undefined) records.unread(owner, at, text`The type ${shown(type)} is not read.`);
    else records.problem(at, text`A part of this ${shown(type)} record is missing.`, text`See octoDNS on this type.`);
  }
}

interface Open {
  readonly types: readonly string[];
  readonly because: Text;
}

function whyOpen(set: ExportItem, type: string): Open | undefined {
  if (isComputed(type)) {
    const stated = set.get('value')?.get('type')?.text();
    const types = stated === undefined ? ['A', 'AAAA'] : [stated.toUpperCase()];
    return { types, because: text`the hoster answers with what its ${shown(type)} record leads to` };
  }
  if (set.get('dynamic') === undefined && set.get('geo') === undefined) return undefined;
  return { types: [type.toUpperCase()], because: text`the hoster chooses among several answers` };
}

/** What octoDNS makes of a TXT value: pieces in quotes are put together, and it cuts the whole when it publishes it. */
function textOf(written: string): string {
  const whole = written.startsWith('"') ? written.slice(1, -1) : written;
  return whole.replaceAll('" "', '').replaceAll('\\;', ';');
}

/** The words of one value; undefined when a part is missing or the type has no shape here. */
function wordsOf(type: string, value: ExportItem): readonly Word[] | undefined {
  const field = (...names: readonly string[]): string | undefined =>
    names.map((name) => value.get(name)?.text()).find((found) => found !== undefined);
  const whole = value.text();
  switch (type) {
    case 'A':
    case 'AAAA':
      return allOf([whole]);
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return allOf([absolute(whole)]);
    case 'TXT':
    case 'SPF':
      return whole === undefined ? undefined : inStrings(textOf(whole));
    case 'MX':
      return allOf([field('preference', 'priority'), absolute(field('exchange', 'value'))]);
    case 'SRV':
      return allOf([field('priority'), field('weight'), field('port'), absolute(field('target'))]);
    case 'TLSA':
      return allOf([
        field('certificate_usage'),
        field('selector'),
        field('matching_type'),
        field('certificate_association_data'),
      ]);
    case 'CAA':
      return allOf([field('flags') ?? '0', field('tag'), inStrings(field('value') ?? '')[0]]);
    default:
      return undefined;
  }
}
