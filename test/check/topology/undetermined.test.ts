import { expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { plain } from '../../../src/model/text.ts';
import { fixtureInstant } from '../../support/analyze-fixture.ts';
import { readable } from '../../support/topology-reading.ts';

const domains = Array.from({ length: 300 }, (_, index) => `d${index}.example`);

test('a service without a table is one finding, whatever the number of domains that meet it', async () => {
  const read = await readable(`mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [${domains.join(', ')}]
services: [{ name: filter, receivesAt: [mx.filter.example], addresses: [198.51.100.10] }]
dns:
  records: |
${domains.map((domain) => `    ${domain}. MX 10 mx.filter.example.`).join('\n')}
`);
  const { findings } = analyze(
    { ...read, file: 'topology.yaml' },
    { asOf: fixtureInstant, assume: new Map(), down: [], rules: new Map() },
  );
  const found = findings.filter((finding) => finding.rule === 'topology/undetermined');
  expect(found.map((finding) => finding.subject)).toEqual(['service:filter']);
  expect(found.map((finding) => plain(finding.problem))).toEqual([
    'The topology does not say where service:filter delivers mail for d0.example: it has no table under delivers; it is silent on 299 more points of this kind.',
  ]);
});
