import { describe, expect, test } from 'vitest';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const areas = ['dns/', 'spf/', 'dmarc/'];

/** Findings of the areas of DNS and sender authentication, without the DMARC record that most fixtures leave out. */
async function rulesOf(path: string): Promise<readonly string[]> {
  const { findings } = await analyzeFixture(path);
  return findings
    .map(({ rule }) => rule)
    .filter((rule) => areas.some((area) => rule.startsWith(area)) && rule !== 'dmarc/missing');
}

describe('one fault is one finding about the record', () => {
  test.each([
    ['spf/missing-sender/bad-server', 'spf/missing-sender'],
    ['spf/missing-sender/bad-smart-host', 'spf/missing-sender'],
    ['spf/missing-sender/bad-centralised-transport', 'spf/missing-sender'],
    ['spf/missing-microsoft/bad-nobody', 'spf/missing-microsoft'],
    ['spf/missing-microsoft/bad-qualifier', 'spf/missing-microsoft'],
    ['spf/wrong-cloud/bad-gcc-high-include', 'spf/wrong-cloud'],
    ['spf/wrong-cloud/bad-worldwide-include', 'spf/wrong-cloud'],
    ['spf/missing/bad-no-record', 'spf/missing'],
    ['spf/multiple/bad-in-an-include', 'spf/multiple'],
    ['spf/syntax/bad-term', 'spf/syntax'],
    ['spf/syntax/bad-circle', 'spf/syntax'],
    ['spf/private-address/bad-rfc-1918', 'spf/private-address'],
    ['spf/allows-everyone/bad-half-of-the-internet', 'spf/allows-everyone'],
    ['spf/weak-all/bad-no-all', 'spf/weak-all'],
    ['spf/deprecated-ptr/bad-ptr', 'spf/deprecated-ptr'],
    ['spf/unneeded-sender/bad-several-terms', 'spf/unneeded-sender'],
    ['spf/too-many-void-lookups/bad-three', 'spf/too-many-void-lookups'],
    ['dmarc/unaligned-sender/bad-foreign-envelope', 'dmarc/unaligned-sender'],
    ['dmarc/unaligned-sender/bad-relay-pool', 'dmarc/unaligned-sender'],
    ['dmarc/unaligned-sender/good-spf-is-the-cause', 'spf/missing-sender'],
    ['dns/mx-missing/bad-no-mx', 'dns/mx-missing'],
  ])('%s has only %s', async (fixture, rule) => {
    expect(await rulesOf(`fixtures/rules/${fixture}.yaml`)).toEqual([rule]);
  });

  test('a record that names everybody has none', async () => {
    expect(await rulesOf('fixtures/rules/spf/missing-sender/good-server.yaml')).toEqual([]);
    expect(await rulesOf('fixtures/rules/spf/missing-sender/good-smart-host.yaml')).toEqual([]);
    expect(await rulesOf('fixtures/rules/spf/missing/good-record.yaml')).toEqual([]);
  });
});

test("the page's own example has a private address in its record and lacks no sender", async () => {
  expect(await rulesOf('fixtures/worlds/third-party-filter/topology.yaml')).toEqual(['spf/private-address']);
});
