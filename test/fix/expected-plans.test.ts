import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textOf } from '../../src/fix/apply/topology-files.ts';
import { plain } from '../../src/model/text.ts';
import { planFixes } from '../../src/plan-fixes.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';

/*
 * What a plan writes out, beside texts that were written by hand: a connector, records, a mail flow rule, a server,
 * recipients.
 */
const read = (path: string): string => readFileSync(path, 'utf8');

test.each([
  ['connector', 'filtering/enhanced-filtering-off', 'bad-off.yaml'],
  ['dns', 'spf/missing-microsoft', 'bad-no-include.yaml'],
  ['rule', 'rule/internal-bypass', 'bad-everybody-inside.yaml'],
  ['on-premises', 'routing/open-relay', 'bad-relay-for-the-internet.yaml'],
  ['recipient', 'rewriting/reply-address-missing', 'bad-nobody-has-it.yaml'],
  ['remote-mailbox', 'routing/hybrid-inconsistent', 'bad-remote-mailbox-without-routing-address.yaml'],
])('%s', async (name, rule, file) => {
  const expected = `test/fix/expected/${name}`;
  const input = await readFixture(`fixtures/rules/${rule}/${file}`);
  const asOf = input.topology.asOf ?? fixtureInstant;
  const planned = await planFixes(input, { asOf, selected: (one) => one.rule === rule, classesMax: 50 });
  if ('unreadable' in planned) throw new Error(plain(planned.unreadable));
  const { plan, scripts } = planned;
  expect(scripts.fix).toBe(read(`${expected}/fix.ps1`));
  expect(textOf(plan.end, plan.end.main)).toBe(read(`${expected}/topology.fixed.yaml`));
  const diff = `${expected}/dns.zone.diff`;
  expect(scripts.dnsDiff).toBe(existsSync(diff) ? read(diff) : '# No record changes.\n');
});
