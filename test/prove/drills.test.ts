import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { drillTopology, proveIntentsDespite } from '../../src/drill-topology.ts';
import { plain } from '../../src/model/text.ts';
import type { Drill } from '../../src/prove/drills/drill.ts';
import { type Failure, failureText, singleFailures } from '../../src/prove/drills/failure.ts';
import { drillVerdictText, verdictOf } from '../../src/report/drill-text.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { readable } from '../support/topology-reading.ts';

// Every class of messages is traced in each topology; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const asOf = fixtureInstant;
const hybrid = 'fixtures/worlds/hybrid-mx-cloud/topology.yaml';

/** Flows by name: `works`, `waits`, `fails`. */
const flowsOf = ({ flows }: Drill): Readonly<Record<string, string>> =>
  Object.fromEntries(
    flows.map(({ from, to, deferred, lost }) => [
      `${from} to ${to}`,
      lost > 0 ? 'fails' : deferred > 0 ? 'waits' : 'works',
    ]),
  );

async function drilled(path: string, ...failures: readonly Failure[]): Promise<Drill> {
  const [drill] = drillTopology(await readFixture(path), [failures], { asOf, alternativesMax: 0 });
  if (drill === undefined) throw new Error('no drill');
  return drill;
}

describe('a hybrid with the MX at Exchange Online, no centralised transport (HYB 6.2, first row)', () => {
  test('without its server: I→E→P→O and C→E→P→O wait, I→E→C and C→E→I do not meet it', async () => {
    const drill = await drilled(hybrid, { kind: 'node', node: 'server:EX01' });
    expect(flowsOf(drill)).toEqual({
      'cloud to onPremises': 'waits',
      'cloud to outside': 'works',
      'internet to cloud': 'works',
      'internet to onPremises': 'waits',
    });
    // What bob's server would send itself is no mail that arrives or fails: it is not sent.
    expect(drill.silent).toBeGreaterThan(0);
    // The queue of Exchange Online tries for a day (OUT-20, OUT-25).
    const waiting = drill.comparison.fates.find(({ gravity }) => gravity === 'lost');
    expect(waiting?.changes).toContainEqual({ what: 'status', before: 'delivered', after: 'deferred' });
  });

  test('without the certificate: cloud to on-premises waits for TLS (OUT-24), the other way is Direct Send and rejected (ATTR-18, DS-1)', async () => {
    const drill = await drilled(hybrid, { kind: 'certificate', key: 'hybrid' });
    const flows = flowsOf(drill);
    expect(flows['cloud to onPremises']).toBe('waits');
    expect(flows['internet to onPremises']).toBe('waits');
    expect(flows['onPremises to cloud']).toBe('fails');
    expect(flows['internet to cloud']).toBe('works');
    expect(flows['cloud to outside']).toBe('works');
  });

  test('without its outbound connector: on-premises mail goes by MX to Exchange Online itself, and round (ACC-11, CMIS-14)', async () => {
    const drill = await drilled(hybrid, { kind: 'connector', subject: 'outbound:Outbound to on-premises' });
    const { lost, deferred } = drill;
    expect(lost).toBeGreaterThan(0);
    expect(deferred).toBe(0);
    expect(flowsOf(drill)['internet to cloud']).toBe('works');
    const ends = drill.comparison.fates
      .filter(({ gravity }) => gravity === 'lost')
      .map(({ changes }) => changes.find(({ what }) => what === 'status')?.after);
    // Own senders come back to the front door without a connector: Direct Send, which this tenant rejects (DS-1).
    expect(new Set(ends)).toEqual(new Set(['looped', 'bounced']));
    const replies = drill.comparison.fates.flatMap(({ changes }) => changes.filter(({ what }) => what === 'reply'));
    expect(replies.some(({ after }) => after.includes('5.7.68'))).toBe(true);
    expect(replies.some(({ after }) => after.includes('5.4.14'))).toBe(true);
  });

  test('without a lock nothing is lost and the door beside the filter is open (INB-4, CMIS-09)', async () => {
    const secured = 'fixtures/worlds/third-party-filter-secured/topology.yaml';
    const drill = await drilled(secured, { kind: 'connector', subject: 'inbound:Only from the filter' });
    expect(drill).toMatchObject({ deferred: 0, lost: 0 });
    expect(verdictOf(drill)).toBe('opens');
  });

  test('when the tenant no longer accepts the domain, mail to it belongs to no tenant (ATTR-12)', async () => {
    const drill = await drilled(hybrid, { kind: 'domain', domain: 'contoso.com' });
    expect(flowsOf(drill)['internet to cloud']).toBe('fails');
    const refused = drill.comparison.fates.flatMap(({ changes }) => changes).filter(({ what }) => what === 'reply');
    expect(refused.some(({ after }) => after.startsWith('550 5.7.64'))).toBe(true);
  });
});

describe('a drill through every single failure', () => {
  const document = {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      inboundConnectors: [
        { Name: 'Asleep', ConnectorType: 'Partner', SenderDomains: ['fabrikam.com'], Enabled: false },
      ],
    },
    services: [
      ...['one', 'two'].map((name, index) => ({
        name,
        receivesAt: [`mx.${name}.example`],
        addresses: [`198.51.100.${24 + index}`],
        delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
      })),
      // Nothing leads to it, and it sends nothing.
      { name: 'idle', addresses: ['198.51.100.26'] },
    ],
    recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
    intents: [{ name: 'Mail arrives', when: { from: 'internet', to: 'accepted' }, must: { status: 'delivered' } }],
    dns: { records: 'contoso.com. MX 10 mx.one.example.\ncontoso.com. MX 20 mx.two.example.' },
  };

  test('of two filters behind two MX records neither is a single point of failure (RFC 5321 5.1), both together are', async () => {
    const input = { ...(await readable(JSON.stringify(document))), file: 'topology.yaml' };
    const node = (name: string): Failure => ({ kind: 'node', node: `service:${name}` });
    const [one, two, idle, both] = drillTopology(
      input,
      [[node('one')], [node('two')], [node('idle')], [node('one'), node('two')]],
      { asOf, alternativesMax: 0 },
    ).map(flowsOf);
    expect([one, two, idle].map((flows) => flows?.['internet to cloud'])).toEqual(['works', 'works', 'works']);
    expect(both?.['internet to cloud']).toBe('waits');
  });

  test('names nodes, certificates that are still valid, and connectors that are enabled', async () => {
    const { topology } = await readable(JSON.stringify(document));
    expect(singleFailures(topology, asOf).map((one) => plain(failureText(one)))).toEqual([
      'service:one does not answer',
      'service:two does not answer',
      'service:idle does not answer',
    ]);
    const whole = singleFailures((await readFixture(hybrid)).topology, asOf).map((one) => plain(failureText(one)));
    expect(whole).toEqual([
      'server:EX01 does not answer',
      'the certificate hybrid has expired',
      'inbound:Inbound from on-premises is disabled',
      'outbound:Outbound to on-premises is disabled',
      'send:To Exchange Online is disabled',
      'send:Internet is disabled',
      'receive:EX01/Default Frontend EX01 is disabled',
    ]);
  });

  test('says of each failure what it says of it alone: what one drill remembers serves the next', async () => {
    const input = await readFixture('fixtures/worlds/third-party-filter-secured/topology.yaml');
    const failures: readonly Failure[] = [
      { kind: 'certificate', key: 'filter' },
      { kind: 'connector', subject: 'inbound:Only from the filter' },
    ];
    const options = { asOf, alternativesMax: 0 };
    const together = drillTopology(
      input,
      failures.map((one) => [one]),
      options,
    );
    const alone = failures.map((one) => drillTopology(input, [[one]], options)[0]);
    const said = (drill: Drill | undefined) => drill && [drill.flows, drill.comparison.fates];
    expect(together.map(said)).toEqual(alone.map(said));
  });

  test('a failure that nothing depends on changes nothing', async () => {
    const input = { ...(await readable(JSON.stringify(document))), file: 'topology.yaml' };
    const [drill] = drillTopology(input, [[{ kind: 'node', node: 'service:idle' }]], { asOf });
    expect(drill?.comparison.fates).toEqual([]);
    expect(drill && plain(drillVerdictText(drill))).toBe('nothing fares otherwise.');
  });

  test('intents are proved despite the failure', async () => {
    const input = { ...(await readable(JSON.stringify(document))), file: 'topology.yaml' };
    const failures: readonly Failure[] = ['one', 'two'].map((name) => ({ kind: 'node', node: `service:${name}` }));
    const { intents, invariants } = proveIntentsDespite(input, failures, { asOf });
    expect(invariants).toEqual([]);
    expect(intents.map(({ holds }) => holds)).toEqual([false]);
    expect(intents[0]?.counterexample?.trace.outcomes[0]?.status).toBe('deferred');
  });
});

describe('the program', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object,
  );
  const answered = async (...args: readonly string[]) => {
    const machine = fakeMachine(args);
    const code = await run(machine);
    return { code, out: machine.out.text, err: machine.err.text };
  };

  test('prove --down prints what breaks and what works, as JSON that fits the schema', async () => {
    const shown = await answered('prove', hybrid, '--down', 'server:EX01', '--format', 'json');
    const report = JSON.parse(shown.out);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(report.drill).toMatchObject({
      verdict: 'delays',
      failures: [{ kind: 'node', what: 'server:EX01' }],
      lost: 0,
    });
    expect(shown.code).toBe(0);
  });

  test('check --drills adds a table to the report and a key to its JSON, and no finding', async () => {
    const without = JSON.parse((await answered('check', hybrid, '--format', 'json')).out);
    const shown = await answered('check', hybrid, '--drills', '--format', 'json');
    const report = JSON.parse(shown.out);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    const { drills, ...rest } = report.topologies[0];
    expect(rest).toEqual(without.topologies[0]);
    expect(drills).toHaveLength(7);
    expect(drills[0]).toMatchObject({ title: 'server:EX01 does not answer', verdict: 'delays' });
  });

  test('a quiet report still tells of the failure that opens a door', async () => {
    const secured = 'fixtures/worlds/third-party-filter-secured/topology.yaml';
    const { out } = await answered('check', secured, '--drills', '--quiet');
    expect(out).toMatch(/opens +inbound:Only from the filter is disabled/u);
    expect(out).toContain('Single points of failure: server:EX01 and service:filter.');
  });

  test('what nothing is called is unusable, and all of it is named at once', async () => {
    const { code, err } = await answered(
      ...['prove', hybrid, '--down', 'server:EX02', '--expired', 'hybird', '--without-domain', 'contoso.org'],
    );
    expect(code).toBe(2);
    expect(err).toContain('--down server:EX02 is no declared node');
    expect(err).toContain('--expired hybird is no declared certificate');
    expect(err).toContain('Did you mean hybrid?');
    expect(err).toContain('--without-domain contoso.org is no accepted domain');
  });

  // Its certificate is valid until 2027-06-30, and the topology is judged as of 2026-11-21.
  const expiring = 'fixtures/worlds/hybrid-mx-on-premises/topology.yaml';

  test('prove --as-of behind the day of the topology says what expires in between', async () => {
    const shown = await answered('prove', expiring, '--as-of', '2028-01-01', '--format', 'json');
    const report = JSON.parse(shown.out);
    expect(report.drill).toMatchObject({ failures: [{ kind: 'day', what: '2028-01-01T00:00:00Z' }] });
    expect(report.invariants.length).toBeGreaterThan(0);
    const now = JSON.parse((await answered('prove', expiring, '--as-of', '2026-11-22', '--format', 'json')).out);
    expect(now.drill).toBeNull();
  });
});
