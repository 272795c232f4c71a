import type { RecordValue } from '../../model/dns.ts';
import { dataText } from './record-line.ts';
import type { RecordData } from './zone-record.ts';

/** A record's value as a DnsView gives it: character-strings joined, names without the trailing dot. */
export function recordValue(data: RecordData): RecordValue {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return data.address;
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'DNAME':
      return data.target;
    case 'MX':
      return [data.preference, data.exchange];
    case 'TXT':
    case 'SPF':
      return data.strings.join('');
    case 'SRV':
      return `${data.priority} ${data.weight} ${data.port} ${data.target}`;
    case 'SOA': {
      const times = `${data.serial} ${data.refresh} ${data.retry} ${data.expire} ${data.minimum}`;
      return `${data.primary} ${data.mailbox} ${times}`;
    }
    case 'TLSA':
    case 'CAA':
    case 'other':
      return dataText(data);
  }
}
