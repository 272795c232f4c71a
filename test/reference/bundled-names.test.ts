import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import bundle from '../../src/reference/bundled-names.json' with { type: 'json' };
import { bundledNames } from '../../src/reference/bundled-names.ts';

describe('the bundled names', () => {
  test('hold the newest dated record of spf.protection.outlook.com, with its date', () => {
    const answer = bundledNames.lookup('spf.protection.outlook.com', 'TXT');
    expect(answer).toMatchObject({
      status: 'records',
      records: [expect.stringMatching(/^v=spf1 ip4:40\.92\.0\.0\/15 .*ip4:104\.47\.0\.0\/17 .* -all$/u)],
      origins: [{ kind: 'bundled', date: '2025/2026' }],
    });
  });

  test('do not make up what the data set does not hold', () => {
    const china = bundledNames.lookup('spf.protection.partner.outlook.cn', 'TXT');
    expect(china).toMatchObject({ status: 'not-supplied', because: expect.stringContaining('no dated copy') });
    expect(bundledNames.lookup('spf.protection.outlook.com', 'A')?.status).toBe('not-supplied');
    expect(bundledNames.lookup('contoso.com', 'TXT')).toBeUndefined();
  });

  test('say of a record that was written from addresses that it is no copy', () => {
    const answer = bundledNames.lookup('sendgrid.net', 'TXT');
    expect(answer).toMatchObject({
      records: [expect.stringMatching(/^v=spf1 ip4:50\.31\.32\.0\/19 .*\?all$/u)],
      origins: [{ source: expect.stringContaining('not a copy of the record') }],
    });
  });

  test('are canonical and unique, and every record is made of terms of RFC 7208', () => {
    const names = [...bundle.expansions, ...bundle.known].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z\d_-]+(?:\.[a-z\d_-]+)+$/u);
    for (const { record } of bundle.expansions)
      expect(record).toMatch(/^v=spf1(?: (?:ip4|ip6|include):\S+)+ [-?]all$/u);
  });
});

const converter: { convertBundledNames(microsoft: unknown, providers: unknown): unknown } = await import(
  new URL('../tooling/refresh-bundled-names.mjs', import.meta.url).href
);
const lists = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(lists);

describe('the converter of the bundled names', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, lists), 'utf8'));

  test.skipIf(!present)(
    'gives the bundled file from the compiled lists (skipped where ../shared/data is not there)',
    () => {
      expect(converter.convertBundledNames(read('microsoft-ranges.json'), read('providers.json'))).toEqual(bundle);
    },
  );

  test('takes the newest copy, and does not give one include the addresses of another', () => {
    const microsoft = {
      meta: { compiled: '2026-01-01' },
      spfExpansions: [
        { name: 'a.example', record: 'v=spf1 ip4:192.0.2.0/24 -all', source: 'old', date: '2020-05-05', cloud: 'x' },
        { name: 'a.example', record: 'v=spf1 ip4:198.51.100.0/24 -all', source: 'new', date: '2025/2026', cloud: 'x' },
      ],
    };
    const rangeSets = [
      { kind: 'spf-expansion', region: 'all', prefixes: ['203.0.113.7/32'], source: 's', date: '2025' },
    ];
    const providers = [
      { id: 'one', name: 'One', spfIncludes: ['one.example'], rangeSets },
      { id: 'two', name: 'Two', spfIncludes: ['b.two.example', 'c.two.example'], rangeSets },
    ];
    expect(converter.convertBundledNames(microsoft, { providers })).toMatchObject({
      expansions: [
        { name: 'a.example', source: 'new' },
        { name: 'one.example', record: 'v=spf1 ip4:203.0.113.7 ?all', date: '2025' },
      ],
      known: [{ name: 'b.two.example' }, { name: 'c.two.example' }],
    });
  });
});
