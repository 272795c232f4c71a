import { decimalEscape } from '../dns-names/octets.ts';
import type { RecordData, ZoneRecord } from './zone-record.ts';

/**
 * A record as one line of a master file, without the line's end, every name absolute: `contoso.com. 3600 IN MX 10
 * mail.contoso.com.`. Reading the line back gives the same record; a TTL that nothing stated is left out.
 */
export function recordLine(record: Pick<ZoneRecord, 'owner' | 'ttl' | 'class' | 'type' | 'data'>): string {
  const ttl = record.ttl === undefined ? '' : `${record.ttl} `;
  return `${absolute(record.owner)} ${ttl}${record.class} ${record.type} ${dataText(record.data)}`;
}

/** The value of a record as it stands in a master file. */
export function dataText(data: RecordData): string {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return data.address;
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'DNAME':
      return absolute(data.target);
    case 'MX':
      return `${data.preference} ${absolute(data.exchange)}`;
    case 'TXT':
    case 'SPF':
      return data.strings.map(quoteString).join(' ');
    case 'SOA': {
      const times = `${data.serial} ${data.refresh} ${data.retry} ${data.expire} ${data.minimum}`;
      return `${absolute(data.primary)} ${absolute(data.mailbox)} ${times}`;
    }
    case 'SRV':
      return `${data.priority} ${data.weight} ${data.port} ${absolute(data.target)}`;
    case 'TLSA':
      return `${data.usage} ${data.selector} ${data.matching} ${data.association}`;
    case 'CAA':
      return `${data.flags} ${data.tag} ${quoteString(data.value)}`;
    case 'other':
      return data.text;
  }
}

/** A character-string in quotes; octets that cannot be printed as `\DDD`. */
export function quoteString(octets: string): string {
  const body = octets.replace(/["\\]|[^\x20-\x7e]/gu, (char) =>
    char === '"' || char === '\\' ? `\\${char}` : decimalEscape(char.charCodeAt(0)),
  );
  return `"${body}"`;
}

const absolute = (name: string): string => `${name}.`;
