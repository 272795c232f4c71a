import { expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { fixtureInstant, readFixture } from '../../support/analyze-fixture.ts';

test.each(['dns:contoso.com/MX', 'dns:CONTOSO.com/mx'])('a suppression may name a record as %s', async (subject) => {
  const input = await readFixture('fixtures/rules/dns/mx-missing/bad-no-mx.yaml');
  const suppress = [{ at: '', rule: 'dns/mx-missing', subject, reason: 'parked', until: undefined }];
  const topology = { ...input.topology, settings: { ...input.topology.settings, suppress } };
  const report = analyze(
    { ...input, topology },
    { asOf: fixtureInstant, assume: new Map(), down: [], rules: new Map() },
  );
  expect(report.findings.filter(({ rule }) => rule === 'dns/mx-missing').map(({ suppressed }) => suppressed)).toEqual([
    'parked',
  ]);
});
