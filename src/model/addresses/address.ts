/**
 * One IP address. IPv4 as an unsigned 32-bit number, IPv6 as an unsigned 128-bit bigint. An IPv4-mapped IPv6 address
 * (RFC 4291 2.5.5.2) never occurs: it is read as the IPv4 address it carries, because a dual-stack server reports the
 * same client in either form.
 */
export type Address = { readonly family: 4; readonly value: number } | { readonly family: 6; readonly value: bigint };

const mappedPrefix = 0xffffn;
const zero = 0x30;
const nine = 0x39;
const dot = 0x2e;
const colon = 0x3a;

/**
 * The value of a dotted-quad address, or -1. Four decimal numbers without leading zeros, because readers disagree on
 * whether a leading zero means octal (RFC 6943 3.1.1); nothing before or after.
 */
export function ipv4Value(text: string): number {
  return dottedQuad(text, 0);
}

function dottedQuad(text: string, from: number): number {
  const end = text.length;
  if (end - from < 7 || end - from > 15) return -1;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === dot) {
      if (octet < 0) return -1;
      value = value * 256 + octet;
      octet = -1;
      dots++;
    } else if (code >= zero && code <= nine) {
      if (octet === 0) return -1;
      octet = octet < 0 ? code - zero : octet * 10 + code - zero;
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/**
 * Reads one address, strictly: no blanks, brackets, zone id (RFC 4007), prefix length or leading zeros in IPv4.
 * @returns undefined when the text is no address; the reason is for `parseEntry` to give.
 */
export function parseAddress(text: string): Address | undefined {
  const four = ipv4Value(text);
  if (four >= 0) return { family: 4, value: four };
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const [high, middleHigh, middleLow, low] = groups;
  if (high === 0 && middleHigh === 0 && middleLow === 0xffff) return { family: 4, value: low };
  const value = (BigInt(high) << 96n) | (BigInt(middleHigh) << 64n) | (BigInt(middleLow) << 32n) | BigInt(low);
  return { family: 6, value };
}

/** Four 32-bit quarters of an IPv6 address in the text forms of RFC 4291 2.2, or undefined. */
function ipv6Groups(text: string): readonly [number, number, number, number] | undefined {
  const length = text.length;
  if (length < 2 || length > 45) return undefined;
  const groups: number[] = [];
  let gap = -1;
  let at = 0;
  if (text.charCodeAt(0) === colon) {
    if (text.charCodeAt(1) !== colon) return undefined;
    gap = 0;
    at = 2;
  }
  while (at < length) {
    const start = at;
    let group = 0;
    let code = text.charCodeAt(at);
    for (let digit = hexDigit(code); digit >= 0 && at - start < 5; digit = hexDigit(code)) {
      group = group * 16 + digit;
      at++;
      code = at < length ? text.charCodeAt(at) : -1;
    }
    if (at === start || at - start > 4) return undefined;
    if (code === dot) {
      const four = dottedQuad(text, start);
      if (four < 0 || groups.length > 6) return undefined;
      groups.push(Math.floor(four / 65_536), four % 65_536);
      break;
    }
    if (groups.length === 8) return undefined;
    groups.push(group);
    if (at === length) break;
    if (code !== colon || ++at === length) return undefined;
    if (text.charCodeAt(at) === colon) {
      if (gap >= 0) return undefined;
      gap = groups.length;
      at++;
    }
  }
  // RFC 4291 2.2: "::" stands for one group of zeros or more, never for none.
  if (gap < 0 ? groups.length !== 8 : groups.length > 7) return undefined;
  if (gap >= 0) groups.splice(gap, 0, ...new Array<number>(8 - groups.length).fill(0));
  const quarter = (index: number) => (groups[index] ?? 0) * 65_536 + (groups[index + 1] ?? 0);
  return [quarter(0), quarter(2), quarter(4), quarter(6)];
}

function hexDigit(code: number): number {
  if (code >= zero && code <= nine) return code - zero;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Dotted quad, or the canonical text of RFC 5952 (lower case, longest run of zeros shortened, the first of equals). */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatIpv4(address.value) : formatIpv6(address.value);
}

export const formatIpv4 = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

export function formatIpv6(value: bigint): string {
  // The mapped form is only ever printed for a bound of a set that reaches into ::ffff:0:0/96 (RFC 5952 section 5).
  if (value >> 32n === mappedPrefix) return `::ffff:${formatIpv4(Number(value & 0xffff_ffffn))}`;
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((value >> shift) & 0xffffn).toString(16));
  let longest = 1;
  let from = -1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (groups[end] === '0') end++;
    if (end - at > longest) {
      longest = end - at;
      from = at;
    }
    at = end;
  }
  if (from < 0) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + longest).join(':')}`;
}
