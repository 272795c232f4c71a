import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/fix/plan.ts';
import { plain, text } from '../../src/model/text.ts';
import { planFixes } from '../../src/plan-fixes.ts';
import type { Harm } from '../../src/prove/transition/harms.ts';
import type { PartId } from '../../src/prove/transition/parts.ts';
import type { StepOrder } from '../../src/prove/transition/safe-order.ts';
import type { Transition } from '../../src/prove/transition/transition.ts';
import { type Fault, planned } from '../support/planned-switches.ts';
import { noFiles, readable } from '../support/topology-reading.ts';

const stepsOf = ({ steps }: Plan): readonly string[] => steps.map(({ title }) => plain(title));

describe('what the proof of the transition says moves the steps', () => {
  const order = (...parts: readonly PartId[]): StepOrder => ({
    steps: parts.map((part) => ({ moves: [{ part, from: 'old', to: 'new' }], harms: [], wait: null })),
    clean: true,
    worst: null,
  });
  const harm = { kind: 'lost', classes: 1 } as Harm;
  const unsafe: Transition['unsafe'] = [{ when: [{ member: 'tenant', value: 'new' }], harm, states: 1 }];
  const parts: Transition['parts'] = (['tenant', 'onPremises'] as const).map((id) => ({
    ...{ id, title: text`${id}`, ours: true, members: [{ id, title: text`${id}` }], chain: ['old', 'new'] },
    ...{ longChain: ['old', 'new'], subjects: [], ttl: null },
  }));
  const premisesFirst: Partial<Transition> = { parts, unsafe, states: 2, plainOrder: order('onPremises', 'tenant') };
  const faults: Readonly<Record<string, Fault>> = {
    a: { when: ({ A }) => !A, ways: [{ A: true }] },
    p: { when: ({ P }) => !P, ways: [{ P: true }] },
    b: { when: ({ B }) => !B, ways: [{ B: true }] },
  };
  const ordered = async (transition: Partial<Transition>, more: Readonly<Record<string, Fault>> = {}) => {
    const { plan } = await planned({ ...faults, ...more }, {}, undefined, transition);
    return [plan.onTheWay?.steps, ...stepsOf(plan)];
  };

  test('a plan that changes one side is not asked about', async () => {
    const { plan } = await planned({ a: { when: ({ A }) => !A, ways: [{ A: true }] } }, {}, undefined, premisesFirst);
    expect(plan.onTheWay).toBeUndefined();
  });

  test('without unsafe moments the steps stay as they are', async () => {
    expect(await ordered({ ...premisesFirst, unsafe: [] })).toEqual(['free', 'set A', 'set P', 'set B']);
  });

  test('the part that goes first stands first, and each side keeps its order', async () => {
    expect(await ordered(premisesFirst)).toEqual(['moved', 'set P', 'set A', 'set B']);
  });

  test('a fix with changes on both sides stands with its last part, and makes them in the order', async () => {
    const both: Fault = { when: ({ C, Q }) => !(C && Q), ways: [{ C: true, Q: true }] };
    const { plan } = await planned({ both, ...faults }, {}, undefined, premisesFirst);
    expect(stepsOf(plan)).toEqual(['set P', 'set C,Q', 'set A', 'set B']);
    expect(plan.steps[1]?.changes.map((change) => (change.target === 'object' ? change.after : null))).toEqual([
      { Q: true },
      { C: true },
    ]);
  });

  test('an order in which a step would open something as grave is not taken, and the plan says so', async () => {
    const lockedOut: Fault = { when: ({ P, A }) => P === true && A !== true };
    const { plan } = await planned({ ...faults, lockedOut }, {}, undefined, premisesFirst);
    expect(stepsOf(plan)).toEqual(['set A', 'set P', 'set B']);
    expect(plan.onTheWay?.steps).toBe('stuck');
    expect(plain(plan.onTheWay?.because ?? text``)).toBe('set P: It would open test/lockedOut of policy:x.');
  });

  test('a step that cures what another begins does not move before it', async () => {
    // P is at fault only once A is on.
    const begins: Fault = { when: ({ A, P }) => A === true && P !== true, severity: 'warning', ways: [{ P: true }] };
    const { plan } = await planned({ a: faults.a as Fault, begins }, {}, undefined, premisesFirst);
    expect(stepsOf(plan)).toEqual(['set A', 'set P']);
    expect(plain(plan.onTheWay?.because ?? text``)).toBe(
      'test/begins of policy:x begins only with a step that would come later.',
    );
  });

  test('where no order was found within the bound the plan says that it does not know', async () => {
    expect(await ordered({ ...premisesFirst, plainOrder: undefined })).toEqual([
      'unknown',
      ...['set A', 'set P', 'set B'],
    ]);
  });
});

describe('the MX points past a filter that nothing locks', () => {
  const records = [
    '$ORIGIN contoso.com.',
    '$TTL 3600',
    '@ SOA ns1 hostmaster 1 7200 900 1209600 300',
    '@ MX 10 mx.filter.example.',
    '@ MX 10 contoso-com.mail.protection.outlook.com.',
  ].join('\n');
  const filter = {
    ...{ name: 'filter', receivesAt: ['mx.filter.example'], addresses: ['203.0.113.7'] },
    delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
  };
  const document = {
    ...{ mxproof: 1, asOf: '2026-11-21', dns: { records }, services: [filter] },
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'] },
    recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  };

  test('the MX goes first: a sender who still sees it would be refused by the lock (INB-4)', async () => {
    const read = await readable(JSON.stringify(document, null, 2));
    const chosen = new Set(['routing/filter-bypass', 'filtering/enhanced-filtering-off', 'dns/mx-inconsistent']);
    const planned = await planFixes(
      { ...read, file: 'topology.json', access: noFiles },
      { classesMax: 150, selected: ({ rule }) => chosen.has(rule) },
    );
    if ('unreadable' in planned) throw new Error(plain(planned.unreadable));
    const { steps, onTheWay } = planned.plan;
    expect(steps.map(({ changes: [first] }) => first.target)).toEqual(['dns', 'object']);
    expect(onTheWay?.steps).toBe('moved');
    expect(onTheWay?.transition.plainOrder).toMatchObject({ clean: true });
    expect(onTheWay?.transition.unsafe[0]).toMatchObject({
      when: [
        { member: 'mx contoso.com', value: 'old' },
        { member: 'tenant', value: 'new' },
      ],
      harm: { kind: 'lost', reply: '550 5.7.51', example: { recipients: [{ text: 'anna@contoso.com' }] } },
    });
  });
});
