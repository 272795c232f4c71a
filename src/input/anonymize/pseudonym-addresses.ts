import { type Address, formatAddress } from '../../model/addresses/address.ts';
import { type AddressSet, unionAll } from '../../model/addresses/address-set.ts';
import { microsoftRanges } from '../../reference/microsoft-ranges.ts';
import { allProviders } from '../../reference/providers.ts';
import { specialPurposeBlocks } from '../../reference/special-purpose.ts';
import type { Keyed } from './pseudonym-words.ts';

/** A range written with its first and last address; it stays one piece. */
export interface WrittenRange {
  readonly first: Address;
  readonly last: Address;
}

/**
 * Pseudonyms for addresses that keep prefixes (the scheme of Crypto-PAn): two addresses share as many leading bits after
 * it as before. The ranges of Microsoft's services and of the bundled providers stay as they are, because what a check
 * says of an address rests on them; so do loopback, multicast and the unspecified address, which name nobody. Addresses of
 * the other special-purpose ranges, and of Microsoft's clouds for customers, stay within their range.
 */
export interface PseudonymAddresses {
  address(address: Address): string;
  /** The network of the first `length` bits; bits behind them, which mean nothing, stay. */
  prefix(address: Address, length: number): string;
}

export function pseudonymAddresses(keyed: Keyed, ranges: readonly WrittenRange[]): PseudonymAddresses {
  const tries = { 4: prefixTree(4, keyed, ranges), 6: prefixTree(6, keyed, ranges) };
  const mapped = (address: Address, length: number): string => {
    const value = tries[address.family](BigInt(address.value), length);
    return formatAddress(address.family === 4 ? { family: 4, value: Number(value) } : { family: 6, value });
  };
  return {
    address: (address) => mapped(address, address.family === 4 ? 32 : 128),
    prefix: (address, length) => `${mapped(address, length)}/${length}`,
  };
}

/** Categories whose addresses identify nobody. */
const anonymous: ReadonlySet<string> = new Set(['loopback', 'multicast', 'unspecified', 'broadcast', 'this-network']);

function keptSets(): { readonly same: AddressSet; readonly within: readonly AddressSet[] } {
  const blocks = specialPurposeBlocks();
  const microsoft = microsoftRanges();
  const same = unionAll([
    ...microsoft.filter((range) => range.ownership === 'microsoft-service').map((range) => range.set),
    ...allProviders().flatMap((provider) => provider.ranges.map((range) => range.set)),
    ...blocks.filter((block) => anonymous.has(block.category)).map((block) => block.set),
    { v4: [0, 1, 2 ** 32 - 1, 2 ** 32], v6: [0n, 2n] },
  ]);
  const within = [...blocks.map((block) => block.set), ...microsoft.map((range) => range.set)];
  return { same, within };
}

/** Bounds of what stays the same, and of everything that stays where it is; made once for a family. */
const bounds = new Map<4 | 6, { readonly same: readonly bigint[]; readonly fixed: readonly bigint[] }>();

function boundsOf(family: 4 | 6): { readonly same: readonly bigint[]; readonly fixed: readonly bigint[] } {
  const known = bounds.get(family);
  if (known !== undefined) return known;
  const { same, within } = keptSets();
  const edges = (set: AddressSet): readonly bigint[] => (family === 4 ? set.v4.map(BigInt) : set.v6);
  const fixed = [...new Set([same, ...within].flatMap(edges))];
  fixed.sort((left, right) => Number(left > right) - Number(left < right));
  const made = { same: edges(same), fixed };
  bounds.set(family, made);
  return made;
}

function prefixTree(family: 4 | 6, keyed: Keyed, ranges: readonly WrittenRange[]) {
  const width = family === 4 ? 32 : 128;
  const { same, fixed } = boundsOf(family);
  const ends = ranges
    .filter((range) => range.first.family === family)
    .flatMap(({ first, last }) => rangeEnds(BigInt(first.value), BigInt(last.value), width));
  const flips = new Map<string, bigint>();

  /** Whether the bit behind a prefix is turned over; never where that would move what has to stay. */
  const flip = (prefix: bigint, depth: number): bigint => {
    const name = `${family} ${depth} ${prefix}`;
    const known = flips.get(name);
    if (known !== undefined) return known;
    const size = 1n << BigInt(width - depth);
    const low = prefix * size;
    const cut = (edge: bigint): boolean => edge > low && edge < low + size;
    const next = fixed[countUpTo(fixed, low)];
    const held =
      (next !== undefined && cut(next)) ||
      countUpTo(same, low) % 2 === 1 ||
      ends.some(({ end, from }) => depth >= from && end >= low && end < low + size);
    const bit = held ? 0n : BigInt((keyed(`address ${name}`)[0] ?? 0) & 1);
    flips.set(name, bit);
    return bit;
  };

  return (value: bigint, length: number): bigint => {
    let result = value;
    for (let depth = 0; depth < length; depth++) {
      const place = BigInt(width - depth - 1);
      result ^= flip(value >> (place + 1n), depth) << place;
    }
    return result;
  };
}

/** Both ends of a range, and the depth from which on no bit of either may turn: what lies between stays between. */
function rangeEnds(first: bigint, last: bigint, width: number) {
  let from = width;
  for (let difference = first ^ last; difference > 0n; difference >>= 1n) from--;
  return [
    { end: first, from },
    { end: last, from },
  ];
}

/** How many of a sorted list are at or below a value. */
function countUpTo(sorted: readonly bigint[], value: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
