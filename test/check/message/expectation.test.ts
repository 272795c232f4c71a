import { expect, test } from 'vitest';
import { factOf } from '../../../src/model/source.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const evidenceOf = async (file: string) => {
  const { findings } = await analyzeFixture(`fixtures/rules/message/expectation/${file}`);
  const [found] = findings.filter((finding) => finding.rule === 'message/expectation');
  return (found?.evidence ?? []).map((one) => `${one.at?.line ?? '-'} ${factOf(one)}`);
};

test('each expectation that fails is evidence, at its own line', async () => {
  const evidence = await evidenceOf('bad-two-keys.yaml');
  expect(evidence.slice(0, 2)).toEqual(['19 expected: status rejected', '21 expected: endsAt internet']);
});

test('the decisions of the hop that decided are evidence', async () => {
  const evidence = await evidenceOf('bad-code.yaml');
  // nobody@contoso.com is refused at the front door, on the leg from the filter to the tenant.
  expect(evidence.some((line) => line.includes('block-unknown-recipient: '))).toBe(true);
  expect(evidence.some((line) => line.includes('accept-at-relay'))).toBe(false);
});
