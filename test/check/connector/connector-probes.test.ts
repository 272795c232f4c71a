import { expect, test } from 'vitest';
import { connectorProbes } from '../../../src/simulate/probes/connector-probes.ts';
import { traceMessage } from '../../../src/simulate/trace-message.ts';
import { compileWorld } from '../../../src/simulate/world.ts';
import { fixtureInstant, readFixture } from '../../support/analyze-fixture.ts';

const options = { asOf: fixtureInstant, assumptions: new Map<string, string>(), down: [] };

async function worldOf(path: string) {
  const { topology, sources } = await readFixture(path);
  return compileWorld(topology, sources, options);
}

test('every enabled connector that no rule scopes has a probe, and nobody expects it to arrive', async () => {
  const probes = [...connectorProbes(await worldOf('fixtures/rules/connector/never-used/good-all-reachable.yaml'))];
  expect([...new Set(probes.map((probe) => probe.entry))].sort()).toEqual([
    'inbound:From partner',
    'inbound:Own servers',
    'outbound:To partner',
  ]);
  expect(probes.every((probe) => probe.purpose === 'connector' && !probe.legitimate)).toBe(true);
});

test('what leaves for the sake of a connector has the initial domain as sender', async () => {
  const world = await worldOf('fixtures/rules/connector/never-used/good-all-reachable.yaml');
  const leaving = [...connectorProbes(world)].filter((probe) => probe.entry.startsWith('outbound:'));
  expect(leaving.length).toBeGreaterThan(0);
  expect(leaving.map((probe) => probe.message.mailFrom)).toEqual(leaving.map(() => 'somebody@contoso.onmicrosoft.com'));
});

test('the front door says whose mail a session was, by which connector and by which key', async () => {
  const world = await worldOf('fixtures/rules/connector/never-used/good-all-reachable.yaml');
  const probe = [...connectorProbes(world)].find((one) => one.entry === 'inbound:Own servers');
  expect(probe).toBeDefined();
  if (probe === undefined) return;
  const trace = traceMessage(world, probe.message, { explain: false, alternativesMax: 0 });
  expect(trace.hops.map((hop) => hop.attribution)).toEqual([
    { directionality: 'Originating', connector: 'inbound:Own servers', by: 'address' },
  ]);
});

test('a session that no connector identifies and that is for nobody known has neither connector nor direction', async () => {
  const world = await worldOf('fixtures/rules/connector/missing-ip/bad-address-changed.yaml');
  const message = [...connectorProbes(world)][0]?.message;
  expect(message).toBeDefined();
  if (message === undefined) return;
  const stranger = {
    ...message,
    source: undefined,
    from: 'a@outside.example',
    mailFrom: 'a@outside.example',
    recipients: [{ text: 'b@elsewhere.example', at: '', box: 'to' as const }],
  };
  const trace = traceMessage(world, stranger, { explain: false, alternativesMax: 0 });
  expect(trace.hops.map((hop) => hop.attribution)).toEqual([{ directionality: null, connector: null, by: null }]);
});
