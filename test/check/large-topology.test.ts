import { expect, test } from 'vitest';
import { analyze, traceMessages } from '../../src/analyze.ts';
import { plain } from '../../src/model/text.ts';
import { largeTopology } from '../support/large-topology.ts';
import { readable } from '../support/topology-reading.ts';

test('500 domains, 60 connectors and 20,000 recipients in good order are checked in time, and nothing is found', async () => {
  const read = await readable(
    largeTopology({ domains: 500, connectors: 30, recipients: 20_000 }),
    undefined,
    'large.json',
  );
  const report = analyze({ ...read, file: 'large.json' });
  expect(report.findings.map((one) => `${one.rule} ${one.subject}`)).toEqual([]);
  expect(report.undetermined.map((one) => plain(one.what))).toEqual([]);
}, 60_000);

test('two thousand domains on one connector are checked in time', async () => {
  const domains = Array.from({ length: 2_000 }, (_, index) => `r${index}.example`);
  const content = JSON.stringify({
    mxproof: 1,
    asOf: '2026-11-21',
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      outboundConnectors: [{ Name: 'Out', ConnectorType: 'Partner', RecipientDomains: domains, UseMXRecord: true }],
    },
  });
  const report = analyze({ ...(await readable(content, undefined, 'many.json')), file: 'many.json' });
  expect(report.findings.map((one) => one.rule)).not.toContain('connector/never-used');
}, 30_000);

test('a message to more systems than are followed says so of the copies that it leaves open', async () => {
  const domains = Array.from({ length: 2_100 }, (_, index) => `d${index}.contoso.com`);
  const content = JSON.stringify({
    mxproof: 1,
    asOf: '2026-11-21',
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: domains },
    dns: { records: `${domains.map((name) => `${name}. MX 10 mx.${name}.`).join('\n')}\n` },
    services: domains.map((name) => ({
      name,
      receivesAt: [`mx.${name}`],
      delivers: [{ domains: [name], to: 'tenant' }],
    })),
    messages: [{ name: 'All', from: 'a@example.org', to: domains.map((name) => `u@${name}`) }],
  });
  const read = await readable(content, undefined, 'many.json');
  const [trace] = traceMessages({ ...read, file: 'many.json' });
  expect(trace?.outcomes).toHaveLength(2_100);
  const open = trace?.outcomes.filter((one) => one.missing !== null && plain(one.missing).includes('2000 sessions'));
  expect(open?.length).toBeGreaterThan(0);
  expect(new Set(open?.map((one) => one.status))).toEqual(new Set(['undetermined']));
}, 30_000);
