import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSet } from '../../../src/model/addresses/address-set.ts';
import { parseEntry } from '../../../src/model/addresses/parse-entry.ts';
import { plain } from '../../../src/model/text.ts';

function read(written: string) {
  const entry = parseEntry(written);
  if (!entry.ok) return `problem: ${plain(entry.problem)}`;
  return [formatSet(entry.set), entry.family, entry.prefixLength, entry.notice && plain(entry.notice)];
}

describe('an entry is read', () => {
  test.each([
    ['192.0.2.1', ['192.0.2.1', 4, 32, undefined]],
    [' 192.0.2.0/24 ', ['192.0.2.0/24', 4, 24, undefined]],
    ['0.0.0.0/0', ['0.0.0.0/0', 4, 0, undefined]],
    ['192.0.2.1-192.0.2.9', ['192.0.2.1-192.0.2.9', 4, undefined, undefined]],
    ['192.0.2.0 - 192.0.2.255', ['192.0.2.0/24', 4, undefined, undefined]],
    ['2001:DB8::/32', ['2001:db8::/32', 6, 32, undefined]],
    ['2001:db8::1', ['2001:db8::1', 6, 128, undefined]],
    ['2001:db8::1-2001:db8::5', ['2001:db8::1-2001:db8::5', 6, undefined, undefined]],
  ])('%j', (written, expected) => {
    expect(read(written)).toEqual(expected);
  });
  test('host bits behind the prefix length are allowed and noticed', () => {
    expect(read('192.0.2.7/24')).toEqual([
      '192.0.2.0/24',
      4,
      24,
      '192.0.2.7/24 has bits set behind its prefix length and stands for 192.0.2.0/24.',
    ]);
    expect(read('2001:db8::7/32')).toContain(
      '2001:db8::7/32 has bits set behind its prefix length and stands for 2001:db8::/32.',
    );
  });
  test('the IPv4-mapped form is read as IPv4 and noticed', () => {
    expect(read('::ffff:192.0.2.0/120')).toEqual([
      '192.0.2.0/24',
      4,
      24,
      'The address is written in IPv4-mapped form (RFC 4291 section 2.5.5.2) and is read as 192.0.2.0.',
    ]);
  });
});

describe('what is no entry is refused with the reason', () => {
  test.each([
    ['', 'The entry is empty.'],
    ['192.0.2.256', '192.0.2.256 is no IPv4 address: 256 is more than 255.'],
    ['192.0.02.1', '192.0.02.1 is no IPv4 address: 02 has a leading zero, which readers understand differently.'],
    ['192.0.2', '192.0.2 is no IPv4 address: that is four numbers from 0 to 255 with dots between them.'],
    ['mail.contoso.com', 'mail.contoso.com is no IP address, prefix or range.'],
    ['mail-1.contoso.com', 'mail-1.contoso.com is no IP address, prefix or range.'],
    ['192.0.2.1–192.0.2.9', '192.0.2.1–192.0.2.9 is no IP address, prefix or range.'],
    ['192.0.2.1 192.0.2.2', '192.0.2.1 192.0.2.2 is no IP address.'],
    ['192.0.2.0/33', 'The prefix length of 192.0.2.0/33 is no number from 0 to 32.'],
    ['192.0.2.0/024', 'The prefix length of 192.0.2.0/024 is no number from 0 to 32.'],
    ['192.0.2.0/', 'The prefix length of 192.0.2.0/ is no number from 0 to 32.'],
    ['2001:db8::/032', 'The prefix length of 2001:db8::/032 is no number from 0 to 128.'],
    ['192.0.2.0/255.255.255.0', '192.0.2.0/255.255.255.0 gives a network mask where a prefix length belongs.'],
    [
      '::ffff:192.0.2.0/64',
      '::ffff:192.0.2.0/64 is wider than the IPv4-mapped addresses (::ffff:0:0/96) it begins in.',
    ],
    ['fe80::1%eth0', 'fe80::1%eth0 has a zone id, which means something on one machine only (RFC 4007 section 6).'],
    ['192.0.2.9-192.0.2.1', 'The range 192.0.2.9-192.0.2.1 ends before it begins.'],
    ['192.0.2.9-', 'The range 192.0.2.9- lacks its first or its last address.'],
    ['192.0.2.1-2001:db8::1', 'The range 192.0.2.1-2001:db8::1 begins in one address family and ends in the other.'],
    ['192.0.2.1-9', '9 is no IPv4 address: that is four numbers from 0 to 255 with dots between them.'],
    ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7 is no IPv6 address.'],
  ])('%j', (written, problem) => {
    expect(read(written)).toBe(`problem: ${problem}`);
  });
  test('any text gives a set or a problem with a remedy, and a long one is not repeated whole', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', minLength: 90, maxLength: 300 })), (written) => {
        const entry = parseEntry(written);
        if (entry.ok) return;
        expect(plain(entry.problem).length).toBeLessThan(220);
        expect(plain(entry.remedy)).toMatch(/^Write /u);
      }),
    );
    expect(read('1'.repeat(100_000))).toMatch(/^problem: 1{60}… is longer than/u);
  });
});
