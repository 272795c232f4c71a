import { readGroups } from '../dns-names/address-text.ts';
import { labelsOf } from '../dns-names/domain-name.ts';
import { characterStringMax } from './record-data.ts';
import type { RecordData } from './zone-record.ts';

/**
 * A record's value as its octets on the wire, names uncompressed, one UTF-16 unit an octet: the inverse of `decodeWire`.
 * A character-string over 255 octets is cut into several, as panels of hosters cut it.
 * @returns undefined for a type that is only carried and not written in the form of RFC 3597.
 */
export function encodeWire(data: RecordData): string | undefined {
  switch (data.type) {
    case 'A':
      return data.address
        .split('.')
        .map((part) => octet(Number(part)))
        .join('');
    case 'AAAA':
      return readGroups(data.address)?.map(sixteen).join('');
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'DNAME':
      return wireName(data.target);
    case 'MX':
      return prefixed(sixteen(data.preference), data.exchange);
    case 'TXT':
    case 'SPF':
      return data.strings.flatMap(cut).map(counted).join('');
    case 'SOA': {
      const [primary, mailbox] = [wireName(data.primary), wireName(data.mailbox)];
      if (primary === undefined || mailbox === undefined) return undefined;
      const numbers = [data.serial, data.refresh, data.retry, data.expire, data.minimum];
      return primary + mailbox + numbers.map(thirtyTwo).join('');
    }
    case 'SRV':
      return prefixed([data.priority, data.weight, data.port].map(sixteen).join(''), data.target);
    case 'TLSA':
      return [data.usage, data.selector, data.matching].map(octet).join('') + fromHex(data.association);
    case 'CAA':
      return octet(data.flags) + counted(data.tag) + data.value;
    case 'other': {
      const generic = /^\\# \d+(?: ([\da-f]*))?$/u.exec(data.text);
      return generic === null ? undefined : fromHex(generic[1] ?? '');
    }
  }
}

/** A canonical name on the wire (RFC 1035 §3.1); undefined for a text that is none. */
function wireName(name: string): string | undefined {
  const labels = labelsOf(name);
  return labels && `${labels.map(counted).join('')}\0`;
}

function prefixed(prefix: string, name: string): string | undefined {
  const written = wireName(name);
  return written && prefix + written;
}

function cut(content: string): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < content.length; from += characterStringMax) {
    parts.push(content.slice(from, from + characterStringMax));
  }
  return parts;
}

const octet = (value: number): string => String.fromCharCode(value & 255);
const sixteen = (value: number): string => octet(value >>> 8) + octet(value);
const thirtyTwo = (value: number): string => sixteen(value >>> 16) + sixteen(value & 0xffff);
const counted = (octets: string): string => octet(octets.length) + octets;
const fromHex = (hex: string): string =>
  (hex.match(/../gu) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
