import { invariant } from '../../base/invariant.ts';
import { type Address, formatIpv4, formatIpv6, ipv4Value, parseAddress } from './address.ts';
import { combine, holdsBigint, holdsNumber, merge, near } from './boundaries.ts';

/**
 * An immutable set of IPv4 and IPv6 addresses, worked on by the free functions of this file.
 *
 * Each family is a strictly increasing list of boundaries of even length: the set begins at the first, ends before the
 * second, begins again at the third. A list therefore has one form per set, so that equal sets are deeply equal, and an
 * address is inside when an odd number of boundaries is at or below it.
 */
export interface AddressSet {
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
}

const v4End = 2 ** 32;
const v6End = 1n << 128n;

export const emptySet: AddressSet = { v4: [], v6: [] };
export const allIpv4: AddressSet = { v4: [0, v4End], v6: [] };
export const allIpv6: AddressSet = { v4: [], v6: [0n, v6End] };
/** Every address of both families. */
export const allAddresses: AddressSet = { v4: allIpv4.v4, v6: allIpv6.v6 };

export const fromAddress = (address: Address): AddressSet => fromRange(address, address);

/** The addresses that share the first `length` bits with `address`; bits of `address` behind them do not count. */
export function fromPrefix(address: Address, length: number): AddressSet {
  invariant(Number.isInteger(length) && length >= 0 && length <= bits(address.family), `prefix length ${length}`);
  if (address.family === 4) {
    const size = 2 ** (32 - length);
    const first = Math.floor(address.value / size) * size;
    return { v4: [first, first + size], v6: [] };
  }
  const shift = BigInt(128 - length);
  const first = (address.value >> shift) << shift;
  return { v4: [], v6: [first, first + (1n << shift)] };
}

/** The addresses from `first` to `last`, both included; both of one family, and not in falling order. */
export function fromRange(first: Address, last: Address): AddressSet {
  invariant(first.family === last.family && first.value <= last.value, 'a range from low to high in one family');
  if (first.family === 4) return { v4: [first.value, Number(last.value) + 1], v6: [] };
  return { v4: [], v6: [first.value, BigInt(last.value) + 1n] };
}

export function union(left: AddressSet, right: AddressSet): AddressSet {
  const keep = (inLeft: boolean, inRight: boolean) => inLeft || inRight;
  return { v4: combine(left.v4, right.v4, keep), v6: combine(left.v6, right.v6, keep) };
}

export function intersect(left: AddressSet, right: AddressSet): AddressSet {
  const keep = (inLeft: boolean, inRight: boolean) => inLeft && inRight;
  return {
    v4: combine(near(left.v4, right.v4), near(right.v4, left.v4), keep),
    v6: combine(near(left.v6, right.v6), near(right.v6, left.v6), keep),
  };
}

/** The addresses of `left` that are not in `right`. */
export function subtract(left: AddressSet, right: AddressSet): AddressSet {
  const keep = (inLeft: boolean, inRight: boolean) => inLeft && !inRight;
  return {
    v4: combine(left.v4, near(right.v4, left.v4), keep),
    v6: combine(left.v6, near(right.v6, left.v6), keep),
  };
}

export const complement = (set: AddressSet): AddressSet => subtract(allAddresses, set);

/** The union of any number of sets, in time n log n. */
export function unionAll(sets: readonly AddressSet[]): AddressSet {
  return { v4: merge(sets.map((set) => set.v4)), v6: merge(sets.map((set) => set.v6)) };
}

export function contains(set: AddressSet, address: Address): boolean {
  return address.family === 4 ? holdsNumber(set.v4, address.value) : holdsBigint(set.v6, address.value);
}

/** Whether the text is an address (see `parseAddress`) inside the set; makes no object for IPv4. */
export function containsText(set: AddressSet, text: string): boolean {
  const four = ipv4Value(text);
  if (four >= 0) return holdsNumber(set.v4, four);
  const address = parseAddress(text);
  return address !== undefined && contains(set, address);
}

export const isEmpty = (set: AddressSet): boolean => set.v4.length === 0 && set.v6.length === 0;
export const overlaps = (left: AddressSet, right: AddressSet): boolean => !isEmpty(intersect(left, right));
/** Whether every address of `inner` is in `outer`; true for the empty set. */
export const isSubset = (inner: AddressSet, outer: AddressSet): boolean => isEmpty(subtract(inner, outer));

export function equals(left: AddressSet, right: AddressSet): boolean {
  const same = <N>(a: readonly N[], b: readonly N[]) => a.length === b.length && a.every((at, i) => at === b[i]);
  return same(left.v4, right.v4) && same(left.v6, right.v6);
}

/** How many addresses are in the set. */
export function size(set: AddressSet): bigint {
  let total = 0n;
  for (const { first, end } of intervals(set)) total += end - first;
  return total;
}

/** The lowest address, IPv4 before IPv6; undefined for the empty set. */
export function firstAddress(set: AddressSet): Address | undefined {
  const [four] = set.v4;
  if (four !== undefined) return { family: 4, value: four };
  const [six] = set.v6;
  return six === undefined ? undefined : { family: 6, value: six };
}

/** The fewest CIDR prefixes that make up the set, IPv4 first, ascending; single addresses end in /32 or /128. */
export function toPrefixes(set: AddressSet): readonly string[] {
  const prefixes: string[] = [];
  for (const { family, first, end } of intervals(set)) {
    for (let at = first; at < end; ) {
      const length = shortestLength(family, at, end);
      prefixes.push(`${formatBound(family, at)}/${length}`);
      at += 1n << BigInt(bits(family) - length);
    }
  }
  return prefixes;
}

/** The shortest prefix that begins at `at` and does not reach past `end`. */
function shortestLength(family: 4 | 6, at: bigint, end: bigint): number {
  let size = 1n;
  let length = bits(family);
  while (length > 0 && at % (size * 2n) === 0n && at + size * 2n <= end) {
    size *= 2n;
    length--;
  }
  return length;
}

/** One text per run of addresses: a single address, a prefix, or `first-last` where a run is no prefix. */
export function toRanges(set: AddressSet): readonly string[] {
  return intervals(set).map(({ family, first, end }) => {
    const last = end - 1n;
    const length = shortestLength(family, first, end);
    if (first === last) return formatBound(family, first);
    if (first + (1n << BigInt(bits(family) - length)) === end) return `${formatBound(family, first)}/${length}`;
    return `${formatBound(family, first)}-${formatBound(family, last)}`;
  });
}

/** The ranges as one line; `no address` and `any address` for the two extremes. */
export function formatSet(set: AddressSet): string {
  if (isEmpty(set)) return 'no address';
  return equals(set, allAddresses) ? 'any address' : toRanges(set).join(', ');
}

interface Interval {
  readonly family: 4 | 6;
  readonly first: bigint;
  /** The first address behind it. */
  readonly end: bigint;
}

function intervals(set: AddressSet): readonly Interval[] {
  const found: Interval[] = [];
  for (let at = 0; at + 1 < set.v4.length; at += 2)
    found.push({ family: 4, first: BigInt(set.v4[at] ?? 0), end: BigInt(set.v4[at + 1] ?? 0) });
  for (let at = 0; at + 1 < set.v6.length; at += 2)
    found.push({ family: 6, first: set.v6[at] ?? 0n, end: set.v6[at + 1] ?? 0n });
  return found;
}

const bits = (family: 4 | 6): 32 | 128 => (family === 4 ? 32 : 128);
const formatBound = (family: 4 | 6, value: bigint): string =>
  family === 4 ? formatIpv4(Number(value)) : formatIpv6(value);
