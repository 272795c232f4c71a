import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/model/addresses/address.ts';
import { formatSet, isEmpty, overlaps, toPrefixes, unionAll } from '../../src/model/addresses/address-set.ts';
import { bundledPrefixes } from '../../src/reference/bundled-prefixes.ts';
import { neverConnects, specialPurpose, specialPurposeBlocks } from '../../src/reference/special-purpose.ts';

function blockOf(text: string) {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return specialPurpose(address)[0]?.block;
}
function never(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && !isEmpty(neverConnects(address).set);
}

describe('the block of an address', () => {
  test.each([
    ['10.1.2.3', 'private', 1918],
    ['172.31.255.255', 'private', 1918],
    ['192.168.0.1', 'private', 1918],
    ['100.64.0.1', 'cgnat', 6598],
    ['127.0.0.1', 'loopback', 1122],
    ['169.254.1.1', 'link-local', 3927],
    ['224.0.0.1', 'multicast', 5771],
    ['240.0.0.1', 'reserved', 1112],
    ['255.255.255.255', 'broadcast', 919],
    ['192.0.2.1', 'documentation', 5737],
    ['2001:db8::1', 'documentation', 3849],
    ['fd00::1', 'private', 4193],
    ['fe80::1', 'link-local', 4291],
    ['ff02::1', 'multicast', 4291],
  ])('%s is %s (RFC %i)', (text, category, rfc) => {
    const block = blockOf(text);
    expect(block?.category).toBe(category);
    expect(block?.rfcs).toContain(rfc);
    expect(block).toMatchObject({ publisher: 'IANA', date: '2026-07-18' });
  });
  test('is the longest: a reachable address inside a block that is not', () => {
    expect(blockOf('192.0.0.9')).toMatchObject({ prefix: '192.0.0.9/32', globallyReachable: true });
    expect(blockOf('192.0.0.77')).toMatchObject({ prefix: '192.0.0.0/24', globallyReachable: false });
  });
  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.0', '2606:4700::1'])('%s is in none', (text) => {
    expect(blockOf(text)).toBeUndefined();
  });
  test('an IPv4-mapped address is judged as IPv4', () => {
    expect(blockOf('::ffff:10.0.0.1')?.prefix).toBe('10.0.0.0/8');
  });
  test('of a set are disjoint parts', () => {
    const parts = specialPurpose(bundledPrefixes('192.0.0.0/23'));
    for (const [at, { part }] of parts.entries())
      for (const other of parts.slice(at + 1)) expect(overlaps(part, other.part)).toBe(false);
    expect(formatSet(unionAll(parts.map(({ part }) => part)))).toBe('192.0.0.0/24');
  });
});

describe('what can never connect from the Internet', () => {
  test.each([
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '0.0.0.0',
    '198.18.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
  ])('%s', (text) => {
    expect(never(text)).toBe(true);
  });
  test.each(['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'])(
    'documentation address %s passes for public',
    (text) => {
      expect(never(text)).toBe(false);
    },
  );
  test.each(['8.8.8.8', '192.0.0.9', '192.175.48.1', '2002:c000:201::1', '2001::1'])('%s may connect', (text) => {
    expect(never(text)).toBe(false);
  });
  test('is the part of a wider prefix, with the blocks that say so', () => {
    const found = neverConnects(bundledPrefixes('192.168.255.0/24 192.169.0.0/24 203.0.113.0/24'));
    expect(formatSet(found.set)).toBe('192.168.255.0/24');
    expect(found.because.map(({ block }) => block.name)).toEqual(['Private-Use']);
  });
  test('of a public set is nothing', () => {
    expect(neverConnects(bundledPrefixes('198.51.100.0/24'))).toEqual({ set: { v4: [], v6: [] }, because: [] });
  });
});

describe('the bundled file', () => {
  test('has each registered block once, with a defining RFC', () => {
    const blocks = specialPurposeBlocks();
    expect(blocks).toHaveLength(53);
    expect(new Set(blocks.map((block) => block.prefix)).size).toBe(53);
    for (const block of blocks) {
      expect(toPrefixes(block.set)).toHaveLength(1);
      expect(block.rfcs.length).toBeGreaterThan(0);
    }
  });
  test('holds the IPv4-mapped block as IPv6', () => {
    expect(specialPurposeBlocks().find((block) => block.prefix === '::ffff:0:0/96')?.set.v4).toEqual([]);
  });
});
