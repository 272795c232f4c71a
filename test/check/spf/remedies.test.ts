import { describe, expect, test } from 'vitest';
import { txtLine } from '../../../src/check/rules/spf/sender-terms.ts';
import { plain } from '../../../src/model/text.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

/** The remedy of the only finding of a rule. */
async function remedyOf(rule: string, fixture: string): Promise<string> {
  const { findings } = await analyzeFixture(`fixtures/rules/${rule}/${fixture}.yaml`);
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  return found[0] === undefined ? '' : plain(found[0].remedy);
}

describe('the remedy is the whole record after the shortest edit', () => {
  test('an address is put in front of all', async () => {
    expect(await remedyOf('spf/missing-sender', 'bad-server')).toContain(
      'contoso.com. IN TXT "v=spf1 include:spf.protection.outlook.com ip4:192.0.2.25 -all"',
    );
  });

  test('a service is named by its include', async () => {
    expect(await remedyOf('spf/missing-sender', 'bad-smart-host')).toContain(
      '"v=spf1 ip4:192.0.2.25 include:spf.protection.outlook.com include:spf.relay.example -all"',
    );
  });

  test('a range is named by its part that is missing', async () => {
    expect(await remedyOf('spf/missing-sender', 'bad-part-of-a-range')).toContain(
      'Add ip4:192.0.2.26/31 to the record',
    );
  });

  test('that the record then costs too much is said', async () => {
    expect(await remedyOf('spf/missing-sender', 'bad-and-too-many-look-ups')).toContain(
      'It then costs 11 look-ups, more than the 10 that are allowed',
    );
  });

  test('the include of the cloud of the tenant is meant', async () => {
    expect(await remedyOf('spf/missing-microsoft', 'bad-gcc-high')).toContain(
      '"v=spf1 ip4:192.0.2.25 include:spf.protection.office365.us -all"',
    );
  });

  test('a domain without a record gets one with all its senders', async () => {
    expect(await remedyOf('spf/missing', 'bad-subdomain')).toContain(
      'news.contoso.com. IN TXT "v=spf1 ip4:203.0.113.9 -all"',
    );
  });

  test('two records are merged with the all of the first', async () => {
    expect(await remedyOf('spf/multiple', 'bad-two-records')).toContain(
      '"v=spf1 include:spf.protection.outlook.com ip4:192.0.2.25 -all"',
    );
  });
});

test('a long record is written in character-strings of at most 255 octets', () => {
  const record = `v=spf1 ${'ip4:192.0.2.1 '.repeat(30)}-all`;
  const strings = [...txtLine('contoso.com', record).matchAll(/"([^"]*)"/gu)].map(([, content = '']) => content);
  expect(strings.length).toBe(2);
  expect(strings.every((content) => content.length <= 255)).toBe(true);
  expect(strings.join('')).toBe(record);
});

test('quotes of a record are escaped in its line', () => {
  expect(txtLine('contoso.com', 'v=spf1 x="1" -all')).toBe(String.raw`contoso.com. IN TXT "v=spf1 x=\"1\" -all"`);
});
