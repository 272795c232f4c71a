import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnalysisInput } from '../../src/analyze.ts';
import { asString } from '../../src/model/text.ts';
import type { SampleMessage } from '../../src/model/topology.ts';
import { compareTopologies } from '../../src/prove-topologies.ts';
import { probes } from '../../src/simulate/probes/probes.ts';
import type { Outcome, Reply } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import { fixtureInstant as asOf } from '../support/analyze-fixture.ts';
import { documentOf, type Json, mutantsOf } from '../support/mutants.ts';
import { readable } from '../support/topology-reading.ts';

/*
 * Whether a change changes the fate of a message is decided without the classes of `diff`: by the sample messages of the
 * topology and by the probes of the simulator for either side, traced before and after and compared in all that the
 * contract prints of an outcome. `diff` sees every such change, and what it says itself can be traced.
 */

/** Small topologies, and which of their mutants are taken: the larger the costlier. */
const worlds: readonly (readonly [file: string, every: number])[] = [
  ['on-premises', 1],
  ['smart-host-outbound', 4],
  ['application-relay', 5],
  ['cloud-only', 4],
  ['bulk-sender', 10],
  ['partner-tls', 14],
  ['filter-in-front', 30],
  ['hybrid-mx-cloud', 45],
];

const said = (reply: Reply | null) =>
  reply && [reply.code, reply.enhanced, reply.text, reply.from, reply.final, reply.returnedTo];

/** All that spec/cli.md prints of an outcome, but for how sure it is. */
const fateOf = ({
  confidence,
  assumptions,
  hops,
  missing,
  judgedAddress,
  forwards,
  journalReport,
  reply,
  ...fate
}: Outcome) => ({ ...fate, reply: said(reply) });

const fatesOf = (world: World, message: SampleMessage): string =>
  JSON.stringify(traceMessage(world, message, { explain: false, alternativesMax: 0 }).outcomes.map(fateOf));

/** The same with every answer to what is open. */
const allFatesOf = (world: World, message: SampleMessage): string => {
  const { outcomes, alternatives } = traceMessage(world, message, { explain: false, alternativesMax: 64 });
  return JSON.stringify([outcomes.map(fateOf), ...alternatives.map((one) => [one.answer, one.outcomes.map(fateOf)])]);
};

const worldOf = ({ topology, sources }: AnalysisInput): World =>
  compileWorld(topology, sources, { asOf, assumptions: new Map(), down: [] });

const input = async (document: Json): Promise<AnalysisInput> => ({
  ...(await readable(JSON.stringify(document))),
  file: 'topology.json',
});

const nodesOf = ({ servers, services, partners }: World): ReadonlySet<string> =>
  new Set(['internet', 'tenant', ...servers.keys(), ...services.keys(), ...partners.keys()]);

function memo(read: (message: SampleMessage) => string): (message: SampleMessage) => string {
  const seen = new Map<SampleMessage, string>();
  return (message) => {
    const found = seen.get(message) ?? read(message);
    seen.set(message, found);
    return found;
  };
}

/** Samples and probes whose source both sides know. */
function messagesOf(before: World, after: World): readonly SampleMessage[] {
  const [old, now] = [nodesOf(before), nodesOf(after)];
  return [
    ...before.topology.messages,
    ...[before, after].flatMap((world) => probes(world).probes.map((probe) => probe.message)),
  ].filter(({ source }) => source === undefined || (old.has(source.node) && now.has(source.node)));
}

let judged = 0;
let changing = 0;

describe.each(worlds)('%s', async (name, every) => {
  const document = documentOf(readFileSync(`fixtures/scenarios/${name}.yaml`, 'utf8'));
  const before = await input(document);
  const world = worldOf(before);
  const known = memo((message: SampleMessage) => fatesOf(world, message));
  const mutants = mutantsOf(document).filter((_, index) => index % every === 0);

  test.each(mutants)('$name: what changes the fate of a message is reported', async (mutant) => {
    const after = await input(mutant.document).catch(() => undefined);
    // A mutant that no reader takes is no change of anybody's mail.
    if (after === undefined) return;
    judged += 1;
    const changed = worldOf(after);
    const witness = messagesOf(world, changed).find((one) => known(one) !== fatesOf(changed, one));
    const { fates, bound } = compareTopologies(before, after, { asOf });
    expect(bound).toBeNull();
    if (witness !== undefined) {
      changing += 1;
      expect(fates.length, `it changes what becomes of ${asString(witness.name)}`).toBeGreaterThan(0);
    }
    for (const { example, answer } of fates) {
      const traced = answer === null ? fatesOf : allFatesOf;
      expect(traced(changed, example), asString(example.name)).not.toBe(traced(world, example));
    }
  });
});

test('enough of them were judged, and enough of these change something', () => {
  expect(judged).toBeGreaterThanOrEqual(100);
  expect(changing).toBeGreaterThanOrEqual(50);
});
