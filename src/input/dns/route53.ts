import { text } from '../../model/text.ts';
import { decimalEscape } from '../../protocols/dns-names/octets.ts';
import { readEntries } from '../../protocols/zone/zone-lexer.ts';
import { shown } from '../../protocols/zone/zone-report.ts';
import type { ExportItem } from './export-item.ts';
import type { RecordCollector, Word } from './record-collector.ts';

/**
 * Reads what `aws route53 list-resource-record-sets` prints (API version 2013-04-01). Names are absolute; values are in
 * the syntax of master files, but for escapes, which are octal (Amazon Route 53 Developer Guide, "DNS domain name
 * format" and "TXT record type").
 */
export function readRoute53(root: ExportItem, records: RecordCollector): void {
  for (const set of (root.get('ResourceRecordSets') ?? root).list()) readSet(set, records);
}

/** A set of which Route 53 chooses one by weight, place, delay or health has an identifier. */
const choosing = ['Weight', 'Region', 'GeoLocation', 'GeoProximityLocation', 'CidrRoutingConfig', 'Failover'];

function readSet(set: ExportItem, records: RecordCollector): void {
  const name = set.get('Name')?.text();
  const type = set.get('Type')?.text();
  if (name === undefined || type === undefined) {
    const remedy = text`A record set has ${'Name'}, ${'Type'} and ${'ResourceRecords'} or ${'AliasTarget'}.`;
    records.problem(set.at, text`This record set has no name or no type.`, remedy);
    return;
  }
  const owner = decimalEscapes(name);
  const alias = set.get('AliasTarget');
  if (alias !== undefined) {
    const target = alias.get('DNSName')?.text();
    const because =
      target === undefined
        ? text`Route 53 answers with what the alias leads to`
        : text`Route 53 answers with what the alias leads to, ${shown(target).replace(/\.$/u, '')}`;
    records.unsettled(owner, [type.toUpperCase()], because, alias.at);
    return;
  }
  if (choosing.some((key) => set.get(key) !== undefined) || set.get('MultiValueAnswer')?.value === true) {
    records.unsettled(owner, [type.toUpperCase()], text`Route 53 chooses its answer by a routing policy`, set.at);
    return;
  }
  const ttl = set.get('TTL')?.value;
  for (const record of set.get('ResourceRecords')?.list() ?? []) {
    const value = record.get('Value') ?? record;
    const words = wordsOf(decimalEscapes(value.text() ?? ''));
    if (words !== undefined) records.add({ owner, ttl, type, words, at: value.at });
    else records.problem(value.at, text`This value cannot be read.`, text`Close every quote and every parenthesis.`);
  }
}

/** `\052` is the octet with the octal number 52 here, and the one with the decimal number 52 in a master file. */
const decimalEscapes = (written: string): string =>
  written.replace(/\\([0-3][0-7]{2})|\\./gsu, (found, octal?: string) =>
    octal === undefined ? found : decimalEscape(Number.parseInt(octal, 8)),
  );

function wordsOf(value: string): readonly Word[] | undefined {
  const [entry, another] = readEntries(value);
  if (entry === undefined || another !== undefined || entry.faults.length > 0) return undefined;
  return entry.tokens.map((token) => (token.quoted ? { quoted: token.text } : token.text));
}
