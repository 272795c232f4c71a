import { describe, expect, test } from 'vitest';
import { unionAll } from '../../src/model/addresses/address-set.ts';
import { bundledPrefix, bundledPrefixes, lazy } from '../../src/reference/bundled-prefixes.ts';
import microsoft from '../../src/reference/microsoft-ranges.json' with { type: 'json' };
import providers from '../../src/reference/providers.json' with { type: 'json' };

const lists = [
  ...microsoft.sets.map((set) => [set.id, set.prefixes] as const),
  ...providers.providers.flatMap((provider) =>
    provider.rangeSets.map((set) => [`${provider.id} ${set.region}`, set.prefixes] as const),
  ),
];

describe('the quick reader of bundled prefixes', () => {
  test.each(lists)('reads %s as the strict reader does', (_, joined) => {
    const strict = unionAll(joined.split(' ').map(bundledPrefix));
    expect(bundledPrefixes(joined)).toEqual(strict);
  });
  test('joins neighbours, whatever their order', () => {
    expect(bundledPrefixes('192.0.2.128/25 192.0.2.0/25 2001:db8::1/128 ::/128')).toEqual({
      v4: [0xc0000200, 0xc0000300],
      v6: [0n, 1n, (0x20010db8n << 96n) + 1n, (0x20010db8n << 96n) + 2n],
    });
  });
});

test('the strict reader takes no address without a length', () => {
  expect(() => bundledPrefix('192.0.2.0')).toThrow(/192\.0\.2\.0/u);
  expect(() => bundledPrefix('192.0.2.0/33')).toThrow(/33/u);
});

test('a lazy value is computed once, and not before it is wanted', () => {
  let runs = 0;
  const value = lazy(() => ++runs);
  expect(runs).toBe(0);
  expect([value(), value()]).toEqual([1, 1]);
});
