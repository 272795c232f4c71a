import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/model/addresses/address.ts';
import { asString } from '../../src/model/text.ts';
import { domainOf } from '../../src/protocols/smtp/mail-address.ts';
import { classesOf } from '../../src/prove/classes/classes.ts';
import { KinTracer } from '../../src/prove/traced-kin.ts';
import { makeMessage } from '../../src/simulate/probes/make-message.ts';
import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, nodesOfAddress, type World } from '../../src/simulate/world.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';

/*
 * No concrete message fares in a way that the classes do not contain: strangers from any address, with any sender of a
 * domain that the topology or nobody knows, to anybody, at any door. Ways are compared by what a reader would act on, with
 * addresses left out.
 */

const worlds = [
  'third-party-filter',
  'third-party-filter-secured',
  'partner-security',
  'address-identification',
  'hybrid-mx-on-premises',
];

const options = { explain: false, alternativesMax: 64 };

const wayOf = (one: Outcome): string =>
  JSON.stringify([
    domainOf(one.recipient),
    one.status,
    one.route,
    one.connectors,
    one.reply?.enhanced ?? null,
    one.spf,
    one.directionality,
    one.finalAuthAs,
    one.tls,
    one.folder,
  ]);

function waysOfClasses(world: World): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { witness } of classesOf(world).each()) {
    const { outcomes, alternatives } = traceMessage(world, witness, options);
    for (const one of [...outcomes, ...alternatives.flatMap((other) => other.outcomes)]) found.add(wayOf(one));
  }
  return found;
}

/** Addresses at and beside every edge that the topology mentions, and any other. */
function addressesOf(world: World): fc.Arbitrary<string> {
  const edges = [
    ...world.addresses.map((one) => one.set),
    ...world.tenants.flatMap((one) => [...one.onPremisesConnectors, ...one.partnerConnectors].map(({ set }) => set)),
  ].flatMap(({ v4 }) => [...v4]);
  const near = edges.flatMap((edge) => [edge - 1, edge, edge + 1]).filter((at) => at > 0x01000000 && at < 0xdf000000);
  const any = fc.integer({ min: 0x01000000, max: 0xdf000000 });
  const value = near.length === 0 ? any : fc.oneof(fc.constantFrom(...near), any);
  return value
    .map((at) => formatAddress({ family: 4, value: at }))
    .filter((one) => !/^(10|127|192\.168|0)\./u.test(one));
}

const worldOf = async (name: string): Promise<World> => {
  const { topology, sources } = await readFixture(`fixtures/worlds/${name}/topology.yaml`);
  return compileWorld(topology, sources, {
    asOf: topology.asOf ?? fixtureInstant,
    assumptions: new Map(),
    down: [],
  });
};

describe.each(worlds)('%s', (name) => {
  test('a trace that serves for other addresses, too, is what tracing them gives', async () => {
    const world = await worldOf(name);
    const classes = classesOf(world);
    const traced = new KinTracer(
      [{ world, trace: (message, wanted) => traceMessage(world, message, { ...options, ...wanted }) }],
      classes,
    );
    const ways = ({ outcomes, alternatives }: Trace) =>
      [outcomes, ...alternatives.map((other) => other.outcomes)].map((some) => some.map(wayOf));
    let served = 0;
    for (const one of classes.each()) {
      for (const { of, traces, runs } of traced.trace(one)) {
        const [trace] = traces;
        if (trace === undefined || runs > 0) continue;
        served += 1;
        // Some of them, so that a busy machine is done in time.
        if (served % 7 !== 0) continue;
        expect(ways(trace), asString(of.witness.name)).toEqual(ways(traceMessage(world, of.witness, options)));
      }
    }
    expect(served).toBeGreaterThan(100);
  });

  test('a message of anybody fares as some class of messages does', async () => {
    const world = await worldOf(name);
    const known = waysOfClasses(world);
    const classes = [...classesOf(world).each()];
    const strangers = classes.filter(({ origin }) => origin.party === 'internet');
    const doors = [...new Map(strangers.map(({ origin }) => [origin.deliverTo?.text, origin.deliverTo])).values()];
    const to = [...new Set(classes.map(({ recipient }) => recipient.address))];
    const outside = new Set(
      classes.flatMap(({ recipient }) => (recipient.where === 'outside' ? [recipient.address] : [])),
    );
    const from = [...new Set(strangers.map(({ sender }) => domainOf(sender.from)))];
    const message = fc.record({
      address: addressesOf(world),
      tls: fc.constantFrom('opportunistic' as const, 'none' as const),
      deliverTo: fc.constantFrom(...doors),
      sender: fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/u), fc.constantFrom(...from, 'elsewhere.example')),
      to: fc.constantFrom(...to),
    });
    fc.assert(
      fc.property(message, ({ address, tls, deliverTo, sender: [local, domain], to: recipient }) => {
        // A declared node sends what it declares and what it relays, and is no stranger.
        fc.pre(nodesOfAddress(world, address).length === 0);
        // For a domain outside, an outsider asks the DNS and never meets the topology.
        fc.pre(deliverTo !== undefined || !outside.has(recipient));
        const one = makeMessage({
          name: 'any',
          from: `${local}@${domain}`,
          to: [recipient],
          source: { node: 'internet', address, tls },
          deliverTo,
        });
        const { outcomes } = traceMessage(world, one, options);
        expect(outcomes.filter((outcome) => !known.has(wayOf(outcome))).map(wayOf)).toEqual([]);
      }),
      { numRuns: 400, seed: 20261121 },
    );
  });
});
