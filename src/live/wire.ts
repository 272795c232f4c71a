import dns2 from 'dns2';
import { labelsOf, writeLabel } from '../protocols/dns-names/domain-name.ts';
import { OctetWriter } from './octet-writer.ts';

/*
 * The one place where dns2 3.1.1 is put right. Its sockets, framing, headers, sections and EDNS are used as they are; its
 * codecs of names and values are replaced in its own tables, because they change what they carry:
 *
 * - names lose the difference between a dot and a label's end, and a chain of pointers costs time without end (each
 *   question of a 64 kB message may follow 16,000 of them); escapes and a bound of 127 pointers are ours;
 * - TXT and CAA lose octets that are no UTF-8, and a string over 255 octets makes a malformed message;
 * - AAAA writes `::ffff:192.0.2.1` wrongly, TLSA is not known, DNSKEY and RRSIG do not come back as they were;
 * - the writer takes quadratic time (octet-writer.ts).
 *
 * Values are octets here, names in them uncompressed; protocols/zone reads and writes them. The clients of dns2 are not
 * used at all, see ask-server.ts.
 */

export const { Packet } = dns2;
export type Packet = dns2.Packet;
export type Question = dns2.Packet.Question;
export type Resource = dns2.Packet.Resource;

interface Reader {
  readonly buffer: Buffer;
  /** In bits. */
  offset: number;
}

const pointersMax = 127;
const nameOctetsMax = 255;

interface NameRead {
  readonly labels: readonly string[];
  /** Octet offset behind the name. */
  readonly next: number;
}

/** A name at an octet offset (RFC 1035 §4.1.4). @throws Error for what is no name. */
function readName(buffer: Buffer, start: number): NameRead {
  const labels: string[] = [];
  let length = 1;
  let at = start;
  let next: number | undefined;
  for (let pointers = 0; ; ) {
    const count = buffer[at];
    if (count === undefined) throw new Error('a name runs over the end of the message');
    if (count === 0) return { labels, next: next ?? at + 1 };
    if (count >= 0xc0) {
      const low = buffer[at + 1];
      next ??= at + 2;
      // Each pointer leads backwards, to a prior occurrence, so a circle cannot be.
      const target = low === undefined ? at : ((count & 0x3f) << 8) | low;
      if (target >= at || ++pointers > pointersMax) throw new Error('a pointer of a name leads nowhere');
      at = target;
      continue;
    }
    if (count > 63) throw new Error('a label begins with bits that mean nothing');
    length += count + 1;
    const end = at + 1 + count;
    if (length > nameOctetsMax || end > buffer.length) throw new Error('a name is longer than a name can be');
    labels.push(buffer.toString('latin1', at + 1, end));
    at = end;
  }
}

function decodeName(reader: Reader): string {
  const { labels, next } = readName(reader.buffer, reader.offset / 8);
  reader.offset = next * 8;
  return labels.map((label) => writeLabel(label, true)).join('.');
}

/** dns2 gives EDNS no name, which is the root. */
function encodeName(name: string | undefined, writer: OctetWriter): void {
  const labels = labelsOf(name ?? '');
  if (labels === undefined) throw new Error(`${name} is no name`);
  for (const [index, label] of labels.entries()) {
    const rest = labels.slice(index).map(counted).join('').toLowerCase();
    const known = writer.names.get(rest);
    if (known !== undefined) {
      writer.write(0xc000 | known, 16);
      return;
    }
    if (writer.byteLength() < 0x4000) writer.names.set(rest, writer.byteLength());
    writer.write(label.length, 8);
    for (let at = 0; at < label.length; at++) writer.write(label.charCodeAt(at), 8);
  }
  writer.write(0, 8);
}

const counted = (label: string): string => String.fromCharCode(label.length) + label;

/** Parts of values that may hold compressed names (RFC 3597 §4): a count of octets, or a name. */
const layouts: Readonly<Record<number, readonly (number | 'name')[]>> = {
  2: ['name'],
  3: ['name'],
  4: ['name'],
  5: ['name'],
  6: ['name', 'name', 20],
  7: ['name'],
  8: ['name'],
  9: ['name'],
  12: ['name'],
  14: ['name', 'name'],
  15: [2, 'name'],
  33: [6, 'name'],
};

/** The octets of a value, its names uncompressed. @throws Error when they do not fill the value exactly. */
function expand(buffer: Buffer, start: number, length: number, type: number): Buffer {
  const layout = layouts[type];
  const end = start + length;
  if (layout === undefined) return Buffer.from(buffer.subarray(start, end));
  const parts: Buffer[] = [];
  let at = start;
  for (const part of layout) {
    if (part === 'name') {
      const { labels, next } = readName(buffer, at);
      parts.push(Buffer.from(`${labels.map(counted).join('')}\0`, 'latin1'));
      at = next;
    } else {
      parts.push(Buffer.from(buffer.subarray(at, at + part)));
      at += part;
    }
  }
  if (at !== end) throw new Error('a value does not end where its length says');
  return Buffer.concat(parts);
}

const octetsOfValue = (type: number) => ({
  decode(this: Resource, reader: Reader, length: number): Resource {
    this.data = expand(reader.buffer, reader.offset / 8, length, type);
    reader.offset += length * 8;
    return this;
  },
  encode(resource: Resource, writer: OctetWriter): void {
    if (!Buffer.isBuffer(resource.data)) throw new Error('a value is given as octets');
    for (const octet of resource.data) writer.write(octet, 8);
  },
});

Object.assign(Packet.Name, { decode: decodeName, encode: encodeName });
for (const [name, type] of Object.entries(Packet.TYPE)) {
  if (name !== 'EDNS') Object.assign(Packet.Resource, { [name]: octetsOfValue(type) });
}

/** The octets of a message. */
export const encodeMessage = (packet: Packet): Buffer =>
  (packet.toBuffer as (writer: OctetWriter) => Buffer).call(packet, new OctetWriter());

/** A message; undefined for octets that are none, or not to the last record. */
export function decodeMessage(octets: Buffer): Packet | undefined {
  try {
    const packet = Packet.parse(octets);
    return packet.errors.length === 0 ? packet : undefined;
  } catch {
    return undefined;
  }
}

/** What EDNS says in a message; undefined where it is silent. */
export function ednsOf(packet: Packet): Resource | undefined {
  return packet.additionals.find((record) => record.type === Packet.TYPE.EDNS);
}

/** Octets that a datagram of ours holds at most: what every path carries without fragments (RFC 9715 section 3). */
export const datagramMax = 1232;
