import { text } from '../../model/text.ts';
import { shown } from '../../protocols/zone/zone-report.ts';
import type { ExportItem } from './export-item.ts';
import { literally, type RecordCollector, type Word } from './record-collector.ts';

/**
 * Reads the DNS cache of the mailauth program: names to types to what the resolver of Node.js answers. It holds no TTLs,
 * and says nothing of names that it does not hold.
 */
export function readMailauthCache(root: ExportItem, records: RecordCollector): void {
  for (const [owner, types] of root.entries()) {
    for (const [type, values] of types.entries()) {
      for (const value of values.list()) {
        const words = wordsOf(type.toUpperCase(), value);
        const at = value.at;
        if (words !== undefined) records.add({ owner, ttl: undefined, type, words, at });
        else records.unread(owner, at, text`The ${shown(type)} record of ${shown(owner)} is not read.`);
      }
    }
  }
}

function wordsOf(type: string, value: ExportItem): readonly Word[] | undefined {
  const whole = value.text();
  const exchange = value.get('exchange')?.text();
  switch (type) {
    case 'A':
    case 'AAAA':
      return whole === undefined ? undefined : [whole];
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return whole === undefined ? undefined : [`${whole}.`];
    case 'TXT':
      return value.list().map((part) => literally(part.text() ?? ''));
    case 'MX':
      return exchange === undefined ? undefined : [value.get('priority')?.text() ?? '0', `${exchange}.`];
    default:
      return undefined;
  }
}
