import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { buildDnsView } from '../../src/input/dns/build-dns-view.ts';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import { capture } from '../../src/live/capture.ts';
import { captureText } from '../../src/live/capture-file.ts';
import { declaredAnswers } from '../../src/live/declared-answers.ts';
import { serveDns } from '../../src/live/serve-dns.ts';
import type { DnsAnswer } from '../../src/model/dns.ts';
import { bundledNames } from '../../src/reference/bundled-names.ts';

const folder = fileURLToPath(new URL('../../fixtures/worlds/', import.meta.url));
const worlds = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const comparable = (answer: DnsAnswer): unknown =>
  answer.status === 'records' ? answer.records.map((record) => JSON.stringify(record)).sort() : answer.status;

test.each(worlds)('%s, served and captured, answers as it did; what it does not know stays unknown', async (name) => {
  const loaded = await loadTopology(join(folder, name, 'topology.yaml'));
  if (!loaded.ok) throw new Error(name);
  const { topology, zones } = loaded.value;
  const { view, unknownNames } = topology.dns;
  const served = await serveDns(declaredAnswers(zones, unknownNames, bundledNames), { port: 0 });
  if (!served.ok) throw new Error(served.because);
  const { service } = served;
  const domains = [
    ...(topology.tenant?.acceptedDomains ?? []).map((domain) => domain.name),
    ...topology.dns.completeZones,
  ];
  const questions = await capture(
    { domains: [...new Set(domains)], selectors: ['selector1'], addresses: [] },
    {
      servers: [{ address: '127.0.0.1', port: service.port }],
      timeout: 3000,
      retries: 0,
      queriesMax: 2000,
      now: () => 0,
    },
  );
  await service.close();
  const source = await readZoneSource(captureText(questions, 'test'), { file: 'captured.zone' });
  expect(source.problems).toEqual([]);
  const captured = buildDnsView({
    sources: [source],
    unknownNames: 'unknown',
    bundled: { lookup: () => undefined },
  }).view;
  const ask = ({ lookup }: typeof view) =>
    questions.map((one) => [one.name, one.type, comparable(lookup(one.name, one.type))]);
  expect(ask(captured)).toEqual(ask(view));
  expect(questions.length).toBeGreaterThan(10);
});
