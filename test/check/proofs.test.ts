import { describe, expect, test } from 'vitest';
import { invariantIds } from '../../src/model/invariant-ids.ts';
import { analyzeWithProofs as analyze } from '../../src/prove-topologies.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { analyzeFixture, fixtureInstant } from '../support/analyze-fixture.ts';
import { readable } from '../support/topology-reading.ts';

/* What is proved and what the checks of routing say are one opinion. */

const lines = (report: Awaited<ReturnType<typeof analyzeFixture>>) =>
  report.findings.map((one) => `${one.rule} ${one.subject} ${one.fingerprint}`);

const refuted = (report: Awaited<ReturnType<typeof analyzeFixture>>) =>
  report.invariants?.filter(({ holds }) => holds === false).map(({ id }) => id);

describe('a refuted invariant is the finding that the probes make, and no second one', () => {
  test.each([
    ['routing/filter-bypass', 'bad-no-connector', 'filter-not-bypassed'],
    ['routing/open-relay', 'bad-relay-for-the-internet', 'no-open-relay'],
    ['routing/loop', 'bad-internal-relay-mx-here', 'no-loop'],
    ['routing/dead-end', 'bad-firewall-shuts-tenant-out', 'recipients-reachable'],
    ['routing/trust-lost', 'bad-outbound-connector-strips', 'internal-stays-internal'],
    ['routing/unencrypted', 'bad-hybrid-outbound-without-tls', 'internal-stays-internal'],
    ['spf/missing-sender', 'bad-service', 'senders-authenticated'],
  ])('%s %s: %s', async (rule, file, id) => {
    const path = `fixtures/rules/${rule}/${file}.yaml`;
    const [asked, proved] = [await analyzeFixture(path), await analyzeFixture(path, { prove: true })];
    expect(asked.invariants).toBeUndefined();
    expect(refuted(proved)).toContain(id);
    expect(proved.findings.map((one) => one.rule)).toContain(rule);
    expect(lines(proved)).toEqual(lines(asked));
  });
});

test('what no probe is sent from is found by its proof', async () => {
  // Another customer of the service sends from an address by which the tenant takes him for the organisation (ATTR-7).
  const document = {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      inboundConnectors: [
        {
          Name: 'Own servers',
          ConnectorType: 'OnPremises',
          SenderDomains: ['*'],
          SenderIPAddresses: ['198.51.100.25'],
        },
      ],
    },
    recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
    services: [
      {
        name: 'bulk',
        addresses: ['198.51.100.25'],
        shared: true,
        sendsAs: [{ from: 'news@contoso.com' }],
        delivers: [{ domains: ['*'], to: 'tenant' }],
      },
    ],
    dns: { records: 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.' },
  };
  const input = { ...(await readable(JSON.stringify(document))), file: 'topology.yaml' };
  const of = (prove: boolean) => analyze(input, { asOf: fixtureInstant, prove });
  const rules = (prove: boolean) => of(prove).findings.map((one) => `${one.rule} ${one.subject}`);
  expect(rules(false)).not.toContain('routing/open-relay topology:tenant');
  expect(rules(true)).toContain('routing/open-relay topology:tenant');
});

test('a report says of each invariant whether it was judged', async () => {
  const path = 'fixtures/scenarios/cloud-only.yaml';
  for (const prove of [false, true]) {
    const report = await analyzeFixture(path, { prove });
    const printed = renderReport({ version: '0.1.0', asOf: fixtureInstant, topologies: [report] }, 'json');
    const [{ invariants }] = (JSON.parse(printed) as { topologies: [{ invariants: { id: string; holds: unknown }[] }] })
      .topologies;
    expect(invariants.map(({ id, holds }) => [id, holds])).toEqual(invariantIds.map((id) => [id, prove ? true : null]));
  }
});
