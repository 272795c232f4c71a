import { expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

/** The SPF records that the best fix of the only finding of a rule leaves at the name, with what it is called. */
async function fixOf(
  rule: string,
  fixture: string,
): Promise<{ readonly title: string; readonly after: readonly string[] }> {
  const { findings } = await analyzeFixture(`fixtures/rules/${rule}/${fixture}.yaml`);
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  const fix = found[0]?.fixes[0];
  const change = fix?.changes[0];
  return {
    title: fix === undefined ? '' : plain(fix.title),
    after: change?.target === 'dns' ? change.after.filter((one) => one.includes('v=spf1')) : [],
  };
}

test('28 single addresses in a row are three prefixes: 100 to 103, 104 to 111, 112 to 127', async () => {
  expect((await fixOf('spf/record-too-long', 'bad-long-record')).after).toEqual([
    '"v=spf1 ip4:198.51.100.100/30 ip4:198.51.100.104/29 ip4:198.51.100.112/28 include:spf.protection.outlook.com -all"',
  ]);
});

test('a look-up is saved by the address that stands behind a name, and includes of others are left alone', async () => {
  const { after } = await fixOf('spf/too-many-lookups', 'bad-nested');
  expect(after).toEqual([
    '"v=spf1 include:spf.protection.outlook.com include:_spf.contoso.com ip4:192.0.2.80 mx -all"',
  ]);
});

test('eleven includes that all pass somebody cannot be saved by an edit: a person decides', async () => {
  const { title, after } = await fixOf('spf/too-many-lookups', 'bad-eleven-includes');
  expect([title, after]).toEqual(['Save look-ups in the SPF record of contoso.com', []]);
});

test('two halves of a network are named by one prefix that passes nobody else', async () => {
  expect((await fixOf('spf/missing-sender', 'bad-part-of-a-range')).after).toEqual([
    '"v=spf1 ip4:192.0.2.24/30 include:spf.protection.outlook.com -all"',
  ]);
});

test('of two records one is left, with the terms of both', async () => {
  expect((await fixOf('spf/multiple', 'bad-two-records')).after).toEqual([
    '"v=spf1 include:spf.protection.outlook.com ip4:192.0.2.25 -all"',
  ]);
});

test('names without records for one family are kept as the addresses of the other', async () => {
  expect((await fixOf('spf/too-many-void-lookups', 'bad-ipv6-only')).after).toEqual([
    '"v=spf1 ip6:2001:db8::1 ip6:2001:db8::2 ip6:2001:db8::3 include:spf.protection.outlook.com -all"',
  ]);
});

test('an include of another cloud becomes that of the own one', async () => {
  expect((await fixOf('spf/wrong-cloud', 'bad-gcc-high-include')).after).toEqual([
    '"v=spf1 include:spf.protection.outlook.com -all"',
  ]);
});
