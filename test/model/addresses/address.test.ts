import fc from 'fast-check';
import { Address4, Address6 } from 'ip-address';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  formatAddress,
  formatIpv6,
  ipv4Value,
  parseAddress,
} from '../../../src/model/addresses/address.ts';
import { parseEntry } from '../../../src/model/addresses/parse-entry.ts';

const v4 = (value: number): Address => ({ family: 4, value });
const v6 = (value: bigint): Address => ({ family: 6, value });

describe('one address', () => {
  test.each([
    ['0.0.0.0', v4(0)],
    ['192.0.2.1', v4(0xc0000201)],
    ['255.255.255.255', v4(0xffffffff)],
    ['::', v6(0n)],
    ['::1', v6(1n)],
    ['1::', v6(1n << 112n)],
    ['2001:DB8::0a', v6((0x20010db8n << 96n) + 10n)],
    ['1:2:3:4:5:6:7::', v6(0x0001_0002_0003_0004_0005_0006_0007_0000n)],
    ['::2:3:4:5:6:7:8', v6(0x0000_0002_0003_0004_0005_0006_0007_0008n)],
    ['64:ff9b::192.0.2.1', v6((0x64ff9bn << 96n) + 0xc0000201n)],
    ['1:2:3:4:5:6:192.0.2.1', v6(0x0001_0002_0003_0004_0005_0006_c000_0201n)],
  ])('%s is read', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });
  test.each(['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1'])(
    '%s is the IPv4 address it carries',
    (text) => {
      expect(parseAddress(text)).toEqual(v4(0xc0000201));
    },
  );
  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.',
    '.1.2.3',
    '1..2.3',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3.00',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4/24',
    '+1.2.3.4',
    '0x1.2.3.4',
    '1.2.3.٤',
    ':',
    ':::',
    '1:',
    ':1',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1:2:3:4::5:6:7:8',
    '12345::',
    '00001::',
    'g::',
    '::1.2.3',
    '::1.2.3.04',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    'fe80::1%eth0',
    '[::1]',
    '2001:db8::/32',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
  test('a bare number is no address', () => {
    expect(ipv4Value('3221225985')).toBe(-1);
  });
});

describe('printing', () => {
  // RFC 5952 sections 4.2.2, 4.2.3, 4.3 and 5.
  test.each([
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::AAAA', '2001:db8::aaaa'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:0:0:0:0:0', '1::'],
  ])('%s is written %s', (text, canonical) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(canonical);
  });
  test('a bound inside the IPv4-mapped block keeps the mixed form', () => {
    expect(formatIpv6((0xffffn << 32n) + 0xc0000201n)).toBe('::ffff:192.0.2.1');
  });
});

describe('the fast reader agrees with ip-address', () => {
  test('on every IPv4 address, both ways', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseAddress(text)).toEqual(v4(Number(new Address4(text).bigInt())));
        expect(formatAddress(v4(Number(new Address4(text).bigInt())))).toBe(text);
      }),
    );
  });
  test('on every IPv6 address, both ways', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const theirs = new Address6(text);
        const ours = parseAddress(text);
        if (theirs.isMapped4()) expect(ours).toEqual(v4(Number(theirs.to4().bigInt())));
        else {
          expect(ours).toEqual(v6(theirs.bigInt()));
          expect(ours && formatAddress(ours)).toBe(theirs.correctForm());
        }
      }),
    );
  });
  test('on what is an address at all, for text that looks like one', () => {
    const looksLikeOne = fc
      .array(fc.constantFrom('0', '1', '9', '25', '255', '256', 'a', 'ffff', '.', ':', '::', '.1', ':1'), {
        maxLength: 16,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(looksLikeOne, (text) => {
        // ip-address takes an embedded dotted quad in the last place only, as we do; both refuse leading zeros.
        expect(parseAddress(text) !== undefined).toBe(Address4.isValid(text) || Address6.isValid(text));
      }),
      { numRuns: 3000 },
    );
  });
  test('through parseEntry, which reads with ip-address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const entry = parseEntry(text);
        const address = parseAddress(text);
        expect(entry.ok && entry.family).toBe(address?.family);
        const [first] = entry.ok ? (entry.family === 4 ? entry.set.v4 : entry.set.v6) : [];
        expect(first).toBe(address?.value);
      }),
    );
  });
});
