import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Topology } from '../../../src/model/topology.ts';
import type { TransportRule } from '../../../src/model/transport-rule.ts';
import { traceMessage } from '../../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../../src/simulate/world.ts';
import { manyRulesTopology } from '../../support/many-rules.ts';
import { type Readable, readable } from '../../support/topology-reading.ts';

// Seeds of failures are kept as examples.
const generated = { seed: 20261122, numRuns: 4, examples: [[1], [2]] as [number][] };
const seeds = fc.integer({ min: 3, max: 2 ** 31 - 1 });

/** All kinds of rules twice, and messages that each say something else. */
const many = (seed: number): Promise<Readable> =>
  readable(manyRulesTopology({ rules: 60, messages: 20, seed }), undefined, 'topology.json');

function worldOf(read: Readable, rules: (declared: readonly TransportRule[]) => readonly TransportRule[]): World {
  const { topology } = read;
  const { tenant } = topology;
  if (tenant === undefined) throw new Error('the tenant is declared');
  const changed: Topology = { ...topology, tenant: { ...tenant, transportRules: rules(tenant.transportRules) } };
  return compileWorld(changed, read.sources, {
    asOf: Date.UTC(2026, 10, 21),
    assumptions: new Map(),
    down: [],
    patterns: read.patterns,
  });
}

/** Rules that are tested only do not change what the others see. */
const tested = (rules: readonly TransportRule[]) => rules.map((rule) => ({ ...rule, mode: 'Audit' as const }));

test('a rule among many matches the messages that it matches alone', async () => {
  let matches = 0;
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const read = await many(seed);
      const { messages, tenant } = read.topology;
      const options = { explain: false, alternativesMax: 0 };
      const rulesOf = (world: World) =>
        messages.map((message) => traceMessage(world, message, options).outcomes.map((one) => one.rules));
      const together = rulesOf(worldOf(read, tested));
      for (const [index, { name }] of (tenant?.transportRules ?? []).entries()) {
        const alone = rulesOf(worldOf(read, (rules) => tested(rules).slice(index, index + 1)));
        const among = together.map((copies) => copies.map((names) => names.filter((one) => one === name)));
        expect([seed, name, among]).toEqual([seed, name, alone]);
        matches += alone.flat(2).length;
      }
    }),
    generated,
  );
  expect(matches).toBeGreaterThan(50);
});

test('with and without explanations rules decide the same, the other answers included', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const read = await many(seed);
      const world = worldOf(read, (rules) => rules);
      for (const message of read.topology.messages) {
        const [quiet, explained] = [false, true].map((explain) =>
          traceMessage(world, message, { explain, alternativesMax: 8 }),
        );
        expect([seed, quiet?.outcomes]).toEqual([seed, explained?.outcomes]);
        expect([seed, quiet?.followed, quiet?.alternatives.map((one) => one.outcomes)]).toEqual([
          seed,
          explained?.followed,
          explained?.alternatives.map((one) => one.outcomes),
        ]);
      }
    }),
    generated,
  );
});
