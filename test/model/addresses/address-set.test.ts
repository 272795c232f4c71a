import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../../src/model/addresses/address.ts';
import {
  type AddressSet,
  allAddresses,
  complement,
  contains,
  containsText,
  emptySet,
  equals,
  firstAddress,
  formatSet,
  fromPrefix,
  fromRange,
  intersect,
  isEmpty,
  isSubset,
  overlaps,
  size,
  subtract,
  toPrefixes,
  toRanges,
  union,
  unionAll,
} from '../../../src/model/addresses/address-set.ts';
import { atoms } from '../../../src/model/addresses/atoms.ts';
import { parseEntry } from '../../../src/model/addresses/parse-entry.ts';

/*
 * The model that the sets are held against: 64 places, 16 at either end of each family's space, each in or out. The ends
 * are where off-by-one faults of half-open intervals live.
 */
const places: readonly Address[] = [
  ...Array.from({ length: 16 }, (_, at): Address => ({ family: 4, value: at })),
  ...Array.from({ length: 16 }, (_, at): Address => ({ family: 4, value: 2 ** 32 - 16 + at })),
  ...Array.from({ length: 16 }, (_, at): Address => ({ family: 6, value: BigInt(at) })),
  ...Array.from({ length: 16 }, (_, at): Address => ({ family: 6, value: (1n << 128n) - 16n + BigInt(at) })),
];

type Naive = readonly boolean[];
const naive = fc.array(fc.boolean(), { minLength: places.length, maxLength: places.length });
const built = (bits: Naive): AddressSet =>
  unionAll(places.filter((_, at) => bits[at]).map((place) => fromRange(place, place)));
const seen = (set: AddressSet): Naive => places.map((place) => contains(set, place));

const address = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((value): Address => ({ family: 4, value })),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value): Address => ({ family: 6, value })),
);
const prefix = fc
  .tuple(address, fc.integer({ min: 0, max: 128 }))
  .map(([base, length]) => fromPrefix(base, base.family === 4 ? length % 33 : length));
const anySet = fc.array(prefix, { maxLength: 8 }).map(unionAll);

describe('sets agree with a list of booleans', () => {
  test('on membership, union, intersection and difference', () => {
    fc.assert(
      fc.property(naive, naive, (a, b) => {
        const [left, right] = [built(a), built(b)];
        expect(seen(left)).toEqual(a);
        expect(seen(union(left, right))).toEqual(a.map((bit, at) => bit || b[at]));
        expect(seen(intersect(left, right))).toEqual(a.map((bit, at) => bit && b[at]));
        expect(seen(subtract(left, right))).toEqual(a.map((bit, at) => bit && !b[at]));
        expect(overlaps(left, right)).toBe(a.some((bit, at) => bit && b[at]));
        expect(isSubset(left, right)).toBe(a.every((bit, at) => !bit || b[at]));
        expect(equals(left, right)).toBe(a.every((bit, at) => bit === b[at]));
      }),
    );
  });
  test('on size, first address and complement', () => {
    fc.assert(
      fc.property(naive, (bits) => {
        const set = built(bits);
        expect(size(set)).toBe(BigInt(bits.filter(Boolean).length));
        expect(firstAddress(set)).toEqual(places.find((_, at) => bits[at]));
        expect(isEmpty(set)).toBe(!bits.includes(true));
        expect(seen(complement(set))).toEqual(bits.map((bit) => !bit));
      }),
    );
  });
});

describe('laws', () => {
  test('De Morgan, idempotence, absorption and difference', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        expect(complement(union(a, b))).toEqual(intersect(complement(a), complement(b)));
        expect(complement(complement(a))).toEqual(a);
        expect(union(a, a)).toEqual(a);
        expect(intersect(a, union(a, b))).toEqual(a);
        expect(subtract(a, b)).toEqual(intersect(a, complement(b)));
        expect(union(subtract(a, b), intersect(a, b))).toEqual(a);
        expect(size(a) + size(b)).toBe(size(union(a, b)) + size(intersect(a, b)));
      }),
    );
  });
  test('hold between a short set and one of hundreds of runs, which is searched instead of read', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const long = unionAll(Array.from({ length: 128 }, (_, at) => entrySet(`198.51.100.${at * 2}`)));
    fc.assert(
      fc.property(byte, byte, byte, (a, b, c) => {
        const short = union(
          entrySet(`198.51.100.${Math.min(a, b)}-198.51.100.${Math.max(a, b)}`),
          entrySet(`198.51.100.${c}`),
        );
        const even = Array.from({ length: 256 }, (_, at) => at).filter((at) => {
          return at % 2 === 0 && ((at >= Math.min(a, b) && at <= Math.max(a, b)) || at === c);
        });
        expect(intersect(short, long)).toEqual(unionAll(even.map((at) => entrySet(`198.51.100.${at}`))));
        expect(intersect(long, short)).toEqual(intersect(short, long));
        expect(size(subtract(short, long))).toBe(size(short) - BigInt(even.length));
        expect(size(subtract(long, short))).toBe(128n - BigInt(even.length));
      }),
    );
  });
  test('the prefixes of a set make up the set again, and none can be joined with another', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const parts = toPrefixes(set).map(entrySet);
        expect(unionAll(parts)).toEqual(set);
        expect(parts.reduce((sum, part) => sum + size(part), 0n)).toBe(size(set));
        // Two prefixes can be joined only if they are neighbours in the list and their union is one prefix.
        parts.slice(1).forEach((part, at) => {
          const pair = union(parts[at] ?? emptySet, part);
          expect(toPrefixes(pair)).toHaveLength(2);
        });
      }),
    );
  });
  test('the ranges of a set make up the set again', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        expect(unionAll(toRanges(set).map(entrySet))).toEqual(set);
      }),
    );
  });
});

describe('atoms', () => {
  const few = fc.array(anySet, { maxLength: 5 });
  test('are disjoint, cover the union, are split by no set and are the fewest possible', () => {
    fc.assert(
      fc.property(few, (sets) => {
        const parts = atoms(sets);
        expect(unionAll(parts.map((part) => part.set))).toEqual(unionAll(sets));
        expect(parts.reduce((sum, part) => sum + size(part.set), 0n)).toBe(size(unionAll(sets)));
        for (const part of parts) {
          expect(isEmpty(part.set)).toBe(false);
          sets.forEach((set, index) => {
            if (part.members.includes(index)) expect(isSubset(part.set, set)).toBe(true);
            else expect(overlaps(part.set, set)).toBe(false);
          });
        }
        expect(new Set(parts.map((part) => part.members.join())).size).toBe(parts.length);
      }),
    );
  });
  test('of two overlapping prefixes and a stranger are the inner, the rest of the outer, and the stranger', () => {
    const parts = atoms(['192.0.2.0/24', '192.0.2.64/26', '2001:db8::/32'].map(entrySet));
    expect(parts.map((part) => [formatSet(part.set), part.members])).toEqual([
      ['192.0.2.0/26, 192.0.2.128/25', [0]],
      ['192.0.2.64/26', [0, 1]],
      ['2001:db8::/32', [2]],
    ]);
  });
});

describe('text', () => {
  test('extremes have words of their own', () => {
    expect(formatSet(emptySet)).toBe('no address');
    expect(formatSet(allAddresses)).toBe('any address');
    expect(toPrefixes(allAddresses)).toEqual(['0.0.0.0/0', '::/0']);
  });
  test('a run that is no prefix is written as a range', () => {
    expect(formatSet(entrySet('192.0.2.1-192.0.2.6'))).toBe('192.0.2.1-192.0.2.6');
    expect(toPrefixes(entrySet('192.0.2.1-192.0.2.6'))).toEqual([
      '192.0.2.1/32',
      '192.0.2.2/31',
      '192.0.2.4/31',
      '192.0.2.6/32',
    ]);
    expect(formatSet(entrySet('192.0.2.1'))).toBe('192.0.2.1');
  });
  test('membership of a text is that of the address it stands for', () => {
    const set = unionAll(['192.0.2.0/24', '2001:db8::/32'].map(entrySet));
    expect(containsText(set, '192.0.2.255')).toBe(true);
    expect(containsText(set, '::ffff:192.0.2.255')).toBe(true);
    expect(containsText(set, '2001:DB8::1')).toBe(true);
    expect(containsText(set, '192.0.3.0')).toBe(false);
    expect(containsText(set, '192.0.2.01')).toBe(false);
    fc.assert(
      fc.property(address, anySet, (one, some) => {
        const read = parseAddress(formatAddress(one));
        expect(containsText(some, formatAddress(one))).toBe(read !== undefined && contains(some, read));
      }),
    );
  });
});

function entrySet(written: string): AddressSet {
  const entry = parseEntry(written);
  if (!entry.ok) throw new Error(`${written} is no entry`);
  return entry.set;
}
