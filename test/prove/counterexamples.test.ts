import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { traceMessages } from '../../src/analyze.ts';
import { asString } from '../../src/model/text.ts';
import { proveTopology } from '../../src/prove-topologies.ts';
import { messageSnippet } from '../../src/report/message-snippet.ts';
import type { Outcome } from '../../src/simulate/trace.ts';
import { fixtureInstant, readFixture, readText } from '../support/analyze-fixture.ts';
import { filesOf, readable } from '../support/topology-reading.ts';

const root = 'fixtures/worlds';
const worlds = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Every file of a world by its path in it. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.pfx'))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(names.map((path) => [path.slice(folder.length + 1), readText(path)]));
}

const fates = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ recipient, status, route, connectors, reply, spf, dmarc, tls, authAs }) => ({
    recipient,
    status,
    route,
    connectors,
    code: reply?.enhanced ?? null,
    spf,
    dmarc,
    tls,
    authAs,
  }));

describe.each(worlds)('%s', (world) => {
  test('each message against a statement, pasted into the topology, fares as it was printed', async () => {
    const input = await readFixture(`${root}/${world}/topology.yaml`);
    const asOf = input.topology.asOf ?? fixtureInstant;
    const { invariants, intents } = proveTopology(input, { asOf });
    const found = [...invariants, ...intents].flatMap((one) => one.counterexample ?? []);
    expect([...invariants, ...intents].filter((one) => one.holds === false)).toHaveLength(found.length);
    const seen = new Set<string>();
    const unlike = found.filter(({ message }) => !seen.has(asString(message.name)) && seen.add(asString(message.name)));
    if (unlike.length === 0) return;
    const snippet = unlike.flatMap(({ message }) => messageSnippet(message).map((line) => `  ${line}`)).join('\n');
    const text = readText(`${root}/${world}/topology.yaml`).replace(/^messages:[\s\S]*$/mu, '');
    const pasted = await readable(`${text}\nmessages:\n${snippet}\n`, filesOf(filesIn(`${root}/${world}`)));
    const traces = traceMessages({ ...pasted, file: 'topology.yaml' }, { asOf });
    expect(traces.map((trace) => fates(trace.outcomes))).toEqual(unlike.map(({ trace }) => fates(trace.outcomes)));
  });
});
