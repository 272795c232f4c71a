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
