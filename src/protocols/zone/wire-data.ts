import { formatIPv6 } from '../dns-names/address-text.ts';
import { writeLabel } from '../dns-names/domain-name.ts';
import type { RecordData } from './zone-record.ts';

/** Hexadecimal digits in lower case; undefined for an odd number of them, for none and for anything else. */
export const readHex = (digits: string): string | undefined =>
  digits.length % 2 === 0 && /^[\da-f]+$/iu.test(digits) ? digits.toLowerCase() : undefined;

/**
 * Reads a record's value from its octets on the wire, names uncompressed (RFC 3597 §4), for the types that are understood.
 * @param hex an even number of hexadecimal digits
 * @returns undefined when the octets are no value of this type, to the last one.
 */
export function decodeWire(type: string, hex: string): RecordData | undefined {
  const pairs = hex.match(/../gu) ?? [];
  const octets = pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
  const wire: Wire = { octets, index: 0, sound: true };
  const data = decoders[type]?.(wire);
  return wire.sound && wire.index === octets.length ? data : undefined;
}

interface Wire {
  readonly octets: string;
  index: number;
  sound: boolean;
}

const decoders: Readonly<Record<string, (wire: Wire) => RecordData>> = {
  A: (wire) => ({ type: 'A', address: [0, 1, 2, 3].map(() => number(wire, 1)).join('.') }),
  AAAA: (wire) => ({ type: 'AAAA', address: formatIPv6(Array.from({ length: 8 }, () => number(wire, 2))) }),
  CNAME: (wire) => ({ type: 'CNAME', target: name(wire) }),
  NS: (wire) => ({ type: 'NS', target: name(wire) }),
  PTR: (wire) => ({ type: 'PTR', target: name(wire) }),
  DNAME: (wire) => ({ type: 'DNAME', target: name(wire) }),
  TXT: (wire) => ({ type: 'TXT', strings: strings(wire) }),
  SPF: (wire) => ({ type: 'SPF', strings: strings(wire) }),
  MX: (wire) => ({ type: 'MX', preference: number(wire, 2), exchange: name(wire) }),
  SOA: (wire) => ({
    type: 'SOA',
    primary: name(wire),
    mailbox: name(wire),
    serial: number(wire, 4),
    refresh: number(wire, 4),
    retry: number(wire, 4),
    expire: number(wire, 4),
    minimum: number(wire, 4),
  }),
  SRV: (wire) => ({
    type: 'SRV',
    priority: number(wire, 2),
    weight: number(wire, 2),
    port: number(wire, 2),
    target: name(wire),
  }),
  TLSA: (wire) => ({
    type: 'TLSA',
    usage: number(wire, 1),
    selector: number(wire, 1),
    matching: number(wire, 1),
    association: [...rest(wire)].map((octet) => octet.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
  }),
  CAA: (wire) => ({ type: 'CAA', flags: number(wire, 1), tag: take(wire, number(wire, 1)), value: rest(wire) }),
};

function take(wire: Wire, count: number): string {
  const part = wire.octets.slice(wire.index, wire.index + count);
  wire.index += count;
  if (part.length < count) wire.sound = false;
  return part;
}

const rest = (wire: Wire): string => take(wire, Math.max(0, wire.octets.length - wire.index));

function number(wire: Wire, count: number): number {
  let value = 0;
  for (const octet of take(wire, count)) value = value * 256 + octet.charCodeAt(0);
  return value;
}

function strings(wire: Wire): readonly string[] {
  const found: string[] = [];
  do found.push(take(wire, number(wire, 1)));
  while (wire.index < wire.octets.length);
  return found;
}

function name(wire: Wire): string {
  const labels: string[] = [];
  const start = wire.index;
  while (wire.sound) {
    const length = number(wire, 1);
    if (length === 0) break;
    // RFC 3597 §4: no compression, so the two top bits of a length are never set.
    if (length > 63 || wire.index - start > 255) wire.sound = false;
    else labels.push(writeLabel(take(wire, length)));
  }
  return labels.join('.');
}
