import { expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const folder = 'fixtures/rules/filtering/enhanced-filtering-off';
const found = async (file: string) =>
  (await analyzeFixture(`${folder}/${file}`)).findings.filter((one) => one.rule === 'filtering/enhanced-filtering-off');

// EFC-10, INB-17: Enhanced Filtering is not supported beside centralised transport, so that it is no remedy there.
test('beside centralised transport nobody is told to switch Enhanced Filtering on', async () => {
  const [finding] = await found('bad-beside-centralised-transport.yaml');
  expect(finding?.fixes).toEqual([]);
  const remedy = plain(finding?.remedy ?? expect.unreachable());
  expect(remedy).toContain('not supported beside centralised mail transport (To EX01)');
  expect(remedy).not.toContain('Set-InboundConnector');
});
