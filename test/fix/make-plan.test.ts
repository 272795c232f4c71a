import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/fix/apply/topology-files.ts';
import type { Plan } from '../../src/fix/plan.ts';
import type { Fix } from '../../src/model/change.ts';
import { plain } from '../../src/model/text.ts';
import type { ChangedFate, Comparison } from '../../src/prove/compare/compare.ts';
import { planned, type Switches, source } from '../support/planned-switches.ts';

/*
 * The choice and the order of fixes, over switches: a world in which findings are a function of switches.
 */
const stepsOf = ({ steps }: Plan): readonly string[] => steps.map(({ title }) => plain(title));
const droppedOf = ({ dropped }: Plan): readonly string[] => dropped.map(({ because }) => plain(because));

describe('the choice', () => {
  test('a fix counts when its finding is gone, and one change that ends two findings is made once', async () => {
    const { plan } = await planned({
      one: { when: ({ A }) => !A, ways: [{ A: true }] },
      two: { when: ({ A }) => !A, ways: [{ A: true }] },
    });
    expect(stepsOf(plan)).toEqual(['set A']);
    expect(plan.steps[0]?.closes.map(({ fingerprint }) => fingerprint)).toEqual(['one', 'two']);
    expect(textOf(plan.end, plan.end.main)).toBe(source.replace('A: false', 'A: true'));
  });

  test('the next way is taken where the first opens something as grave, or does not help', async () => {
    const { plan } = await planned({
      fault: { when: ({ B }) => !B, ways: [{ A: true }, { C: true }, { B: true }] },
      graver: { when: ({ A }) => A === true },
    });
    expect(stepsOf(plan)).toEqual(['set B']);
  });

  test('less grave findings that begin are said, and do not speak against it', async () => {
    const { plan } = await planned({
      fault: { when: ({ A }) => !A, ways: [{ A: true }] },
      milder: { when: ({ A }) => A === true, severity: 'info' },
    });
    expect(plan.steps[0]?.opens.map(({ fingerprint }) => fingerprint)).toEqual(['milder']);
    expect(plan.opened.map(({ fingerprint }) => fingerprint)).toEqual(['milder']);
  });

  test('what is not offered says why', async () => {
    const { plan } = await planned({
      fault: { when: () => true, ways: [{ A: true }, { B: true }] },
      graver: { when: ({ B }) => B === true },
    });
    expect(plan.steps).toEqual([]);
    expect(droppedOf(plan)).toEqual([
      'The finding is still there afterwards.',
      'It would open test/graver of policy:x.',
    ]);
    expect(plan.left.map(({ fingerprint }) => fingerprint)).toEqual(['fault']);
  });

  test('what a fix would open is cured before it, where the fix of that can be made first', async () => {
    const { plan, states } = await planned({
      fault: { when: ({ A }) => !A, ways: [{ A: true }] },
      opened: { when: ({ A, B }) => A === true && B !== true, ways: [{ B: true }] },
    });
    expect(stepsOf(plan)).toEqual(['set A. Before that: set B']);
    expect(plan.steps[0]?.changes.map((change) => (change.target === 'object' ? change.after : null))).toEqual([
      { B: true },
      { A: true },
    ]);
    expect(states).toEqual(['-', 'A', 'B', 'AB']);
    // What has no fix of its own stands against it as before.
    const alone = await planned({
      fault: { when: ({ A }) => !A, ways: [{ A: true }] },
      opened: { when: ({ A, B }) => A === true && B !== true },
    });
    expect(stepsOf(alone.plan)).toEqual([]);
  });

  test('what is there for another cause afterwards is neither cured nor new', async () => {
    const { plan } = await planned({
      unmeant: { when: ({ A }) => !A, ways: [{ A: true }] },
      // One forward that does not arrive, stopped by the one setting or by the other.
      before: { when: ({ A }) => !A, rule: 'test/blocked', about: ['anna'] },
      after: { when: ({ A }) => A === true, rule: 'test/blocked', about: ['anna'] },
    });
    expect(stepsOf(plan)).toEqual(['set A']);
    const [step] = plan.steps;
    expect(step?.closes.map(({ fingerprint }) => fingerprint)).toEqual(['unmeant']);
    expect([step?.opens, plan.opened]).toEqual([[], []]);
    const itself = await planned({
      before: { when: ({ A }) => !A, rule: 'test/blocked', about: ['anna'], ways: [{ A: true }] },
      after: { when: ({ A }) => A === true, rule: 'test/blocked', about: ['anna'] },
    });
    expect(droppedOf(itself.plan)).toEqual(['The finding is still there afterwards.']);
  });

  test('a finding about more than the one before is new', async () => {
    const { plan } = await planned({
      unmeant: { when: ({ A }) => !A, ways: [{ A: true }] },
      before: { when: ({ A }) => !A, rule: 'test/blocked', about: ['anna'] },
      after: { when: ({ A }) => A === true, rule: 'test/blocked', about: ['anna', 'ben'] },
    });
    expect(droppedOf(plan)).toEqual(['It would open test/blocked of policy:x.']);
  });

  test('two halves that agree only together are made where no message fares worse between them, and only there', async () => {
    const halves = {
      fault: { when: ({ A, B }: Switches) => !(A && B), ways: [{ A: true, B: true }] },
      half: { when: ({ A, B }: Switches) => A !== B },
    };
    const { plan } = await planned(halves, {}, undefined, {}, { bound: null });
    expect(stepsOf(plan)).toEqual(['set A,B']);
    expect(plan.steps[0]?.meanwhile.map(({ fingerprint }) => fingerprint)).toEqual(['half']);
    expect(plan.steps[0]?.opens).toEqual([]);
    const lost = { gravity: 'lost', changes: [], classes: 1, answer: null } as unknown as ChangedFate;
    for (const between of [{ bound: null, fates: [lost] }, { bound: 5 }]) {
      const refused = await planned(halves, {}, undefined, {}, between);
      expect(stepsOf(refused.plan)).toEqual([]);
      expect(droppedOf(refused.plan)).toEqual(['It would open test/half of policy:x.']);
    }
  });

  test('a state between is let pass for what ends with the last change alone', async () => {
    const { plan } = await planned(
      {
        fault: { when: ({ A, B }) => !(A && B), ways: [{ A: true, B: true }] },
        stays: { when: ({ A, B }) => A === true || B === true },
      },
      {},
      undefined,
      {},
      { bound: null },
    );
    expect(stepsOf(plan)).toEqual([]);
  });

  test('two fixes that undo each other are a contradiction that names both', async () => {
    const { plan } = await planned({
      on: { when: ({ A }) => !A, ways: [{ A: true }] },
      off: { when: ({ A, B }) => A === true && B !== true, severity: 'warning', ways: [{ A: false }] },
    });
    expect(stepsOf(plan)).toEqual(['set A']);
    expect(droppedOf(plan)).toEqual([
      'It contradicts step 1, which cures test/on of policy:x: it would open test/on of policy:x again.',
    ]);
  });
});

describe('the order', () => {
  test('nothing is locked down before what it would lock out is let in', async () => {
    const { plan } = await planned({
      // Found first, and sound only once B is on.
      a: { when: ({ A }) => !A, ways: [{ A: true }] },
      b: { when: ({ B }) => !B, ways: [{ B: true }] },
      lockedOut: { when: ({ A, B }) => A === true && B !== true },
    });
    expect(stepsOf(plan)).toEqual(['set B', 'set A']);
  });

  test('the changes of one fix are made in an order in which no state between is as bad', async () => {
    const { plan, states } = await planned({
      fault: { when: ({ A, B }) => !(A && B), ways: [{ A: true, B: true }] },
      between: { when: ({ A, B }) => A === true && B !== true },
    });
    expect(plan.steps[0]?.changes.map((change) => (change.target === 'object' ? change.after : null))).toEqual([
      { B: true },
      { A: true },
    ]);
    expect(states).toEqual(['-', 'A', 'B', 'AB']);
  });

  test('a bound on analyses is said', async () => {
    const { plan } = await planned(
      { a: { when: ({ A }) => !A, ways: [{ A: true }] }, b: { when: ({ B }) => !B, ways: [{ B: true }] } },
      {},
      1,
    );
    expect(stepsOf(plan)).toEqual(['set A']);
    expect(plan.bound).toBe(1);
  });
});

describe('the grade', () => {
  const fate = (gravity: ChangedFate['gravity'], answer: string | null = null): ChangedFate => ({
    ...{ gravity, changes: [{ what: 'route', before: 'x', after: 'y' }], classes: 1, answer },
    example: { name: 'M' } as ChangedFate['example'],
  });
  const graded = async (safety: Fix['safety'], compared: Partial<Comparison>) => {
    const { plan } = await planned({ fault: { when: ({ A }) => !A, ways: [{ A: true }], safety } }, compared);
    const [step] = plan.steps;
    return [step?.claimed, step?.proved, step?.safety];
  };

  test.each<[string, Fix['safety'], Partial<Comparison>, readonly string[]]>([
    ['no message fares worse', 'safe', { fates: [fate('way'), fate('closed')] }, ['safe', 'safe', 'safe']],
    ['one is lost', 'safe', { fates: [fate('way'), fate('lost')] }, ['safe', 'disruptive', 'disruptive']],
    ['one is less protected', 'review', { fates: [fate('weaker')] }, ['review', 'disruptive', 'disruptive']],
    ['one may be lost, by an open question', 'safe', { fates: [fate('lost', 'yes')] }, ['safe', 'review', 'review']],
    ['somebody gains', 'safe', { fates: [fate('opened')] }, ['safe', 'review', 'review']],
    ['not every class was compared', 'safe', { bound: 5 }, ['safe', 'review', 'review']],
    ['not every answer was followed', 'safe', { cut: 1 }, ['safe', 'review', 'review']],
    ['the check knows more than the classes', 'disruptive', {}, ['disruptive', 'safe', 'disruptive']],
  ])('%s', async (_, claimed, compared, expected) => {
    expect(await graded(claimed, compared)).toEqual(expected);
  });
});
