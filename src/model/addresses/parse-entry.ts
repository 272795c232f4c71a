import { Address4, Address6 } from 'ip-address';
import { type Text, text } from '../text.ts';
import { type AddressSet, fromPrefix, fromRange } from './address-set.ts';

/** One written entry of an address list, understood. */
export type ParsedEntry =
  | {
      readonly ok: true;
      readonly set: AddressSet;
      readonly family: 4 | 6;
      /** The written length; 32 or 128 for a single address; undefined for a range. */
      readonly prefixLength: number | undefined;
      /** Something odd that does not hinder: host bits behind the prefix length, an IPv4-mapped form. */
      readonly notice: Text | undefined;
    }
  | {
      readonly ok: false;
      /** What is wrong, as a sentence. */
      readonly problem: Text;
      /** What would be valid, as a sentence. */
      readonly remedy: Text;
    };

/** The longest entry: two IPv6 addresses with an embedded dotted quad, and a dash between blanks. */
const longest = 100;
const remedy = text`Write a single address (192.0.2.1), a prefix (192.0.2.0/24, 2001:db8::/32) or a range of addresses (192.0.2.1-192.0.2.9).`;

/**
 * Reads one entry: an address, a CIDR prefix (RFC 4632 3.1, host bits allowed) or a range `first-last`, both included.
 * Blanks are allowed around the whole and around the dash, nowhere else.
 */
export function parseEntry(written: string): ParsedEntry {
  const entry = written.trim();
  if (entry === '') return wrong(text`The entry is empty.`);
  if (entry.length > longest) return wrong(text`${quote(entry)} is longer than any address, prefix or range can be.`);
  // Said of the whole entry, because a dash or a slash in a host name or a URL makes no range or prefix of it.
  if (/[^\da-f:./%\s-]/iu.test(entry) && !entry.includes('%'))
    return wrong(text`${quote(entry)} is no IP address, prefix or range.`);
  const dash = entry.indexOf('-');
  if (dash >= 0) return readRange(entry, entry.slice(0, dash).trim(), entry.slice(dash + 1).trim());
  const slash = entry.indexOf('/');
  if (slash >= 0) return readPrefix(entry, entry.slice(0, slash), entry.slice(slash + 1));
  const read = readAddress(entry);
  if (!read.ok) return read;
  const set = fromRange(read.address, read.address);
  const { family } = read.address;
  return { ok: true, set, family, prefixLength: bits(family), notice: mappedNotice(read) };
}

function readRange(entry: string, from: string, to: string): ParsedEntry {
  if (from === '' || to === '') return wrong(text`The range ${quote(entry)} lacks its first or its last address.`);
  const first = readAddress(from);
  if (!first.ok) return first;
  const last = readAddress(to);
  if (!last.ok) return last;
  const [low, high] = [first.address, last.address];
  if (low.family !== high.family)
    return wrong(text`The range ${quote(entry)} begins in one address family and ends in the other.`);
  if (low.value > high.value) return wrong(text`The range ${quote(entry)} ends before it begins.`);
  const notice = mappedNotice(first) ?? mappedNotice(last);
  return { ok: true, set: fromRange(low, high), family: low.family, prefixLength: undefined, notice };
}

function readPrefix(entry: string, base: string, digits: string): ParsedEntry {
  const read = readAddress(base);
  if (!read.ok) return read;
  const width = read.mapped ? 128 : bits(read.address.family);
  // ip-address takes /032; a leading zero is refused here as it is in an octet.
  const length = /^(?:0|[1-9]\d{0,2})$/u.test(digits) ? Number(digits) : Number.NaN;
  if (!(length <= width)) {
    const netmask = readAddress(digits).ok;
    const problem = netmask
      ? text`${quote(entry)} gives a network mask where a prefix length belongs.`
      : text`The prefix length of ${quote(entry)} is no number from 0 to ${width}.`;
    return wrong(
      problem,
      text`Write the prefix length as a number from 0 to ${width} without leading zeros, as in ${base}/${width}.`,
    );
  }
  if (read.mapped && length < 96)
    return wrong(text`${quote(entry)} is wider than the IPv4-mapped addresses (::ffff:0:0/96) it begins in.`);
  const prefixLength = read.mapped ? length - 96 : length;
  const { address } = read;
  const set = fromPrefix(address, prefixLength);
  const first = address.family === 4 ? set.v4[0] : set.v6[0];
  const notice = first === address.value ? mappedNotice(read) : hostBitsNotice(entry, read.printed, prefixLength);
  return { ok: true, set, family: address.family, prefixLength, notice };
}

const hostBitsNotice = (entry: string, printed: string, length: number): Text =>
  text`${quote(entry)} has bits set behind its prefix length and stands for ${startOf(printed, length)}.`;

function startOf(printed: string, length: number): string {
  const parsed = printed.includes(':') ? new Address6(`${printed}/${length}`) : new Address4(`${printed}/${length}`);
  return `${parsed.startAddress().correctForm()}/${length}`;
}

interface ReadAddress {
  readonly ok: true;
  readonly address: { readonly family: 4; readonly value: number } | { readonly family: 6; readonly value: bigint };
  /** Canonical text, unwrapped. */
  readonly printed: string;
  /** Whether it was written as an IPv4-mapped IPv6 address. */
  readonly mapped: boolean;
}

function readAddress(written: string): ReadAddress | (ParsedEntry & { readonly ok: false }) {
  if (written.includes('%'))
    return wrong(
      text`${quote(written)} has a zone id, which means something on one machine only (RFC 4007 section 6).`,
    );
  if (/[^\da-f:.]/iu.test(written)) return wrong(text`${quote(written)} is no IP address.`);
  if (!written.includes(':')) {
    if (Address4.isValid(written)) return four(new Address4(written), false);
    return wrong(whyNotIpv4(written));
  }
  if (!Address6.isValid(written)) return wrong(text`${quote(written)} is no IPv6 address.`);
  const parsed = new Address6(written);
  // ip-address keeps ::ffff:192.0.2.1 an IPv6 address, which no IPv4 list would then contain.
  if (parsed.isMapped4()) return four(parsed.to4(), true);
  return { ok: true, address: { family: 6, value: parsed.bigInt() }, printed: parsed.correctForm(), mapped: false };
}

const four = (parsed: Address4, mapped: boolean): ReadAddress => ({
  ok: true,
  address: { family: 4, value: Number(parsed.bigInt()) },
  printed: parsed.correctForm(),
  mapped,
});

function whyNotIpv4(written: string): Text {
  const octets = written.split('.');
  const large = octets.find((octet) => /^\d+$/u.test(octet) && Number(octet) > 255);
  if (large !== undefined) return text`${quote(written)} is no IPv4 address: ${quote(large)} is more than 255.`;
  const leading = octets.find((octet) => /^0\d/u.test(octet));
  // RFC 6943 3.1.1: some readers take a leading zero for octal.
  if (leading !== undefined)
    return text`${quote(written)} is no IPv4 address: ${leading} has a leading zero, which readers understand differently.`;
  return octets.length === 4
    ? text`${quote(written)} is no IPv4 address.`
    : text`${quote(written)} is no IPv4 address: that is four numbers from 0 to 255 with dots between them.`;
}

const mappedNotice = ({ mapped, printed }: ReadAddress): Text | undefined =>
  mapped
    ? text`The address is written in IPv4-mapped form (RFC 4291 section 2.5.5.2) and is read as ${printed}.`
    : undefined;

const quote = (written: string): string => (written.length > 60 ? `${written.slice(0, 60)}…` : written);
const bits = (family: 4 | 6): 32 | 128 => (family === 4 ? 32 : 128);
const wrong = (problem: Text, better: Text = remedy): ParsedEntry & { readonly ok: false } => ({
  ok: false,
  problem,
  remedy: better,
});
