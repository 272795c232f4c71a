import { formatIpv4, formatIpv6, ipv4Value } from '../../model/addresses/address.ts';

/** A 128-bit address as four unsigned 32-bit words, most significant first. */
export type Words = readonly [number, number, number, number];

/** The address of an SMTP client. An IPv4-mapped IPv6 address is an IPv4 address (RFC 7208 section 5). */
export interface ClientAddress {
  readonly family: 4 | 6;
  /** IPv4 stands in the first word. */
  readonly words: Words;
  /** The text of an IPv6 address as it was given: `%{i}` keeps the case of its digits. */
  readonly written: string | undefined;
}

/** A prefix with its masks, ready for comparison word by word. */
export interface Network {
  readonly family: 4 | 6;
  readonly base: Words;
  readonly masks: Words;
  readonly prefix: number;
}

/** Reads an IPv6 address (RFC 4291 section 2.2, all three forms, no zone); undefined for anything else. */
export function parseIpv6(text: string): Words | undefined {
  const end = text.length;
  if (end < 2 || end > 45) return undefined;
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  let count = 0;
  let gap = -1;
  let index = 0;
  if (text.charCodeAt(0) === 0x3a) {
    if (text.charCodeAt(1) !== 0x3a) return undefined;
    gap = 0;
    index = 2;
  }
  while (index < end) {
    const start = index;
    let group = 0;
    let digit = hexDigit(text.charCodeAt(index));
    while (digit >= 0 && index - start < 4) {
      group = group * 16 + digit;
      index++;
      digit = index < end ? hexDigit(text.charCodeAt(index)) : -1;
    }
    if (index < end && text.charCodeAt(index) === 0x2e) {
      const quad = count <= 6 ? ipv4Value(text.slice(start)) : -1;
      if (quad < 0) return undefined;
      groups[count] = Math.floor(quad / 65536);
      groups[count + 1] = quad % 65536;
      count += 2;
      break;
    }
    if (index === start || count === 8) return undefined;
    groups[count] = group;
    count++;
    if (index === end) break;
    if (text.charCodeAt(index) !== 0x3a || index + 1 === end) return undefined;
    index++;
    if (text.charCodeAt(index) === 0x3a) {
      if (gap >= 0) return undefined;
      gap = count;
      index++;
    }
  }
  // `::` stands for one or more groups.
  if (gap < 0 ? count !== 8 : count > 7) return undefined;
  const shift = 8 - count;
  const word = (first: number): number =>
    groupAt(groups, first, gap, shift) * 65536 + groupAt(groups, first + 1, gap, shift);
  return [word(0), word(2), word(4), word(6)];
}

/** The group at a place of the full form, when `shift` zero groups stand at `gap`. */
function groupAt(groups: readonly number[], place: number, gap: number, shift: number): number {
  if (gap < 0 || place < gap) return groups[place] ?? 0;
  return place < gap + shift ? 0 : (groups[place - shift] ?? 0);
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Reads the address of a client; undefined when the text is no IP address. */
export function parseClientAddress(text: string): ClientAddress | undefined {
  const quad = ipv4Value(text);
  if (quad >= 0) return ipv4Client(quad);
  const words = parseIpv6(text);
  if (words === undefined) return undefined;
  if (words[0] === 0 && words[1] === 0 && words[2] === 0xffff) return ipv4Client(words[3]);
  return { family: 6, words, written: text };
}

const ipv4Client = (quad: number): ClientAddress => ({
  family: 4,
  words: [quad, 0, 0, 0],
  written: undefined,
});

/** Dotted quad, or the canonical text of RFC 5952. */
export const addressText = (client: ClientAddress): string =>
  client.family === 4 ? formatIpv4(client.words[0]) : formatIpv6(toBigint(client.words));

/** Four words as one number. */
export const toBigint = (words: Words): bigint => words.reduce((value, word) => (value << 32n) | BigInt(word), 0n);

/** The network of a base address and a prefix length; bits below the prefix are dropped. */
export function toNetwork(family: 4 | 6, address: Words, prefix: number): Network {
  const mask = (index: number): number => {
    const bits = Math.min(32, Math.max(0, prefix - index * 32));
    return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  };
  const masks: Words = family === 4 ? [mask(0), 0, 0, 0] : [mask(0), mask(1), mask(2), mask(3)];
  const word = (index: 0 | 1 | 2 | 3): number => (address[index] & masks[index]) >>> 0;
  return { family, base: [word(0), word(1), word(2), word(3)], masks, prefix };
}

export function inNetwork(client: ClientAddress, network: Network): boolean {
  if (client.family !== network.family) return false;
  const { words } = client;
  const { base, masks } = network;
  if ((words[0] ^ base[0]) & masks[0]) return false;
  if (client.family === 4) return true;
  return (
    ((words[1] ^ base[1]) & masks[1]) === 0 &&
    ((words[2] ^ base[2]) & masks[2]) === 0 &&
    ((words[3] ^ base[3]) & masks[3]) === 0
  );
}

/**
 * Whether the client is in the prefix around an address given as text, as for A and AAAA records.
 * Text that is no address of the client's family is in no prefix.
 */
export function inPrefixAround(client: ClientAddress, address: string, prefix: number): boolean {
  if (client.family === 4) {
    const quad = ipv4Value(address);
    if (quad < 0) return false;
    return prefix === 0 || (client.words[0] ^ quad) >>> (32 - prefix) === 0;
  }
  const words = parseIpv6(address);
  return words !== undefined && inNetwork(client, toNetwork(6, words, prefix));
}

/** The name under which the PTR records of an address stand (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function reverseName(client: ClientAddress): string {
  if (client.family === 4) {
    const quad = client.words[0];
    return `${quad & 255}.${(quad >>> 8) & 255}.${(quad >>> 16) & 255}.${quad >>> 24}.in-addr.arpa`;
  }
  return `${nibbles(client).reverse().join('.')}.ip6.arpa`;
}

/** The 32 hexadecimal digits of an IPv6 address, in lower case. */
export const nibbles = (client: ClientAddress): string[] =>
  client.words.flatMap((word) => [...word.toString(16).padStart(8, '0')]);
