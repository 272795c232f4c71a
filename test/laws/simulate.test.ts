import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statuses } from '../../src/model/delivery-status.ts';
import { isSemanticsId } from '../../src/reference/semantics/semantics.ts';
import { fateOf } from '../../src/simulate/explore-answers.ts';
import { makeMessage } from '../../src/simulate/probes/make-message.ts';
import { probes } from '../../src/simulate/probes/probes.ts';
import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';
import { messages, topologies } from './generated-topology.ts';

const seeded = { seed: 20261121, numRuns: 150, endOnFailure: true } as const;

async function worldOf(
  topology: Piece,
  message?: Piece,
  assumptions: ReadonlyMap<string, string> = new Map(),
): Promise<World> {
  const document = { mxproof: 1, ...topology, messages: message === undefined ? [] : [{ name: 'm', ...message }] };
  const read = await readable(JSON.stringify(document), undefined, 'topology.json');
  return compileWorld(read.topology, read.sources, {
    asOf: Date.UTC(2026, 10, 21),
    assumptions,
    down: [],
  });
}

function traceOf(world: World, explain: boolean): Trace {
  const [message] = world.topology.messages;
  if (message === undefined) throw new Error('the topology has a message');
  return traceMessage(world, message, { explain, alternativesMax: 8 });
}

const run = async (topology: Piece, message: Piece, explain = false): Promise<Trace> =>
  traceOf(await worldOf(topology, message), explain);

const fates = (trace: Trace): readonly string[] => trace.outcomes.map(fateOf);

/** What must hold of any outcome, whatever the topology (spec/cli.md, "Outcomes"). */
function wellFormed(outcome: Outcome): void {
  expect(statuses).toContain(outcome.status);
  expect(outcome.route.length).toBeGreaterThan(0);
  if (['rejected', 'bounced', 'deferred', 'looped'].includes(outcome.status)) expect(outcome.reply).not.toBeNull();
  if (['delivered', 'sent'].includes(outcome.status)) expect(outcome.reply).toBeNull();
  if (outcome.status === 'deferred') {
    expect(outcome.reply?.code.startsWith('4')).toBe(true);
    expect(outcome.reply?.final?.code.startsWith('5')).toBe(true);
  }
  if (outcome.status === 'rejected' || outcome.status === 'bounced') expect(outcome.reply?.code).toMatch(/^5/u);
  if (outcome.status === 'looped') expect(outcome.route.indexOf(outcome.endsAt)).toBeLessThan(outcome.route.length);
  if (outcome.status === 'undetermined') expect(outcome.missing).not.toBeNull();
  expect(outcome.endsAt).toBe(outcome.route.at(-1));
  if (outcome.lastMailFrom === '<>') expect(outcome.status).not.toBe('bounced');
}

describe('for every topology and message', () => {
  test('every copy ends in one of the statuses, with what that status promises', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const trace = await run(topology, message);
        for (const recipient of trace.message.to)
          expect(trace.outcomes.some((one) => one.recipient === recipient)).toBe(true);
        for (const outcome of [...trace.outcomes, ...trace.alternatives.flatMap((one) => one.outcomes)])
          wellFormed(outcome);
      }),
      seeded,
    );
  }, 120_000);

  test('the hops of an outcome exist, and the message is nowhere that no hop leads to', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const trace = await run(topology, message);
        for (const outcome of trace.outcomes) {
          const reached = new Set(outcome.hops.flatMap((hop) => [trace.hops[hop]?.from, trace.hops[hop]?.to]));
          for (const node of outcome.route.slice(1)) expect(reached).toContain(node);
        }
      }),
      seeded,
    );
  }, 120_000);

  test('the same input gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const [once, again] = [await run(topology, message, true), await run(topology, message, true)];
        expect(JSON.stringify(again)).toBe(JSON.stringify(once));
      }),
      { ...seeded, numRuns: 40 },
    );
  }, 120_000);

  test('words change no verdict: with and without explanations the outcomes and alternatives are the same', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const world = await worldOf(topology, message);
        const [told, silent] = [traceOf(world, true), traceOf(world, false)];
        expect(silent.outcomes).toEqual(told.outcomes);
        expect(silent.alternatives.map((one) => [one.answer, one.outcomes])).toEqual(
          told.alternatives.map((one) => [one.answer, one.outcomes]),
        );
      }),
      seeded,
    );
  }, 120_000);

  test('every decision cites entries of the semantics that exist', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const trace = await run(topology, message, true);
        const cited = trace.hops.flatMap((hop) => hop.decisions.flatMap((decision) => decision.semantics));
        expect(cited.filter((id) => !isSemanticsId(id))).toEqual([]);
      }),
      seeded,
    );
  }, 120_000);

  test('an assumption stands at the copies that it changes, and settling it the other way gives the alternative', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const trace = await run(topology, message);
        for (const { assumption, answer, outcomes } of trace.alternatives) {
          if (assumption === null) continue;
          expect(trace.outcomes.some((one) => one.assumptions.includes(assumption))).toBe(true);
          const settled = traceOf(await worldOf(topology, message, new Map([[assumption, answer]])), false);
          expect(fates(settled)).toEqual(outcomes.map(fateOf));
          expect(settled.alternatives.map((one) => one.assumption)).not.toContain(assumption);
        }
      }),
      seeded,
    );
  }, 120_000);

  test('a disabled connector changes no fate', async () => {
    const disabled = {
      inbound: {
        Name: 'Off',
        ConnectorType: 'Partner',
        Enabled: false,
        SenderDomains: ['*'],
        RestrictDomainsToIPAddresses: true,
        SenderIPAddresses: ['192.0.2.200'],
      },
      outbound: {
        Name: 'Off',
        ConnectorType: 'OnPremises',
        Enabled: false,
        RecipientDomains: ['*'],
        UseMXRecord: false,
        SmartHosts: ['mx.filter.example'],
        RouteAllMessagesViaOnPremises: true,
        CloudServicesMailEnabled: false,
      },
    };
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const tenant = topology.tenant as { inboundConnectors: Piece[]; outboundConnectors: Piece[] };
        const more = {
          ...topology,
          tenant: {
            ...tenant,
            inboundConnectors: [disabled.inbound, ...tenant.inboundConnectors],
            outboundConnectors: [disabled.outbound, ...tenant.outboundConnectors],
          },
        };
        expect(fates(await run(more, message))).toEqual(fates(await run(topology, message)));
      }),
      seeded,
    );
  }, 120_000);

  test('lists that are sets have no order: accepted domains, connectors, servers, recipients, records', async () => {
    await fc.assert(
      fc.asyncProperty(topologies, messages, async (topology, message) => {
        const tenant = topology.tenant as Record<string, unknown>;
        const dns = topology.dns as { records: string };
        const turned = {
          ...topology,
          tenant: {
            ...tenant,
            acceptedDomains: [...(tenant.acceptedDomains as unknown[])].reverse(),
            inboundConnectors: [...(tenant.inboundConnectors as unknown[])].reverse(),
            outboundConnectors: [...(tenant.outboundConnectors as unknown[])].reverse(),
          },
          recipients: [...(topology.recipients as unknown[])].reverse(),
          services: [...(topology.services as unknown[])].reverse(),
          dns: { records: dns.records.split('\n').reverse().join('\n') },
        };
        const [straight, reversed] = [await run(topology, message), await run(turned, message)];
        // Which of several equally good ways is the default may follow the order; that it is open does not.
        const open = straight.alternatives.some((one) => one.assumption === null);
        fc.pre(!open && !straight.alternativesCut);
        expect(fates(reversed)).toEqual(fates(straight));
      }),
      seeded,
    );
  }, 120_000);
});

test('our own probes end in every generated topology as well', async () => {
  await fc.assert(
    fc.asyncProperty(topologies, async (topology) => {
      const world = await worldOf(topology);
      for (const probe of probes(world).probes) {
        const trace = traceMessage(world, probe.message, { explain: false, alternativesMax: 2 });
        for (const outcome of trace.outcomes) wellFormed(outcome);
      }
    }),
    { ...seeded, numRuns: 15 },
  );
}, 120_000);

test('nested groups stay linear: thirty levels of two groups that name each other give one copy', async () => {
  const levels = 30;
  const recipients: Piece[] = [{ address: 'anna@contoso.com', mailbox: 'cloud' }];
  for (let level = 0; level < levels; level++) {
    const members =
      level + 1 === levels ? ['anna@contoso.com'] : [`a${level + 1}@contoso.com`, `b${level + 1}@contoso.com`];
    recipients.push({ address: `a${level}@contoso.com`, members }, { address: `b${level}@contoso.com`, members });
  }
  const world = await worldOf({
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'] },
    recipients,
  });
  const message = makeMessage({ name: 'm', from: 'anna@contoso.com', to: ['a0@contoso.com'] });
  const trace = traceMessage(world, message, { explain: true, alternativesMax: 8 });
  expect(trace.outcomes.map((one) => one.status)).toEqual(['delivered']);
});
