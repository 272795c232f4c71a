import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/model/text.ts';
import type { SampleMessage } from '../../src/model/topology.ts';
import { loadPatternEngine } from '../../src/protocols/rule-text/load-pattern-engine.ts';
import { classesOf } from '../../src/prove/classes/classes.ts';
import { contentsOf } from '../../src/prove/classes/contents.ts';
import { MergedClasses } from '../../src/prove/classes/merged-classes.ts';
import type { MessageClass, Origin, Sender } from '../../src/prove/classes/message-class.ts';
import { kindOfPerson } from '../../src/prove/classes/people-signatures.ts';
import { recipientClasses } from '../../src/prove/classes/recipients.ts';
import { toldApart } from '../../src/prove/classes/told-apart.ts';
import { makeMessage } from '../../src/simulate/probes/make-message.ts';
import { rulesStoodFor } from '../../src/simulate/probes/rules-stood-for.ts';
import type { Trace } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';
import { withKept } from './kept-examples.ts';

/*
 * Rules of which others do the same for everybody tell nobody apart. Topologies here have several rules of few effects, about
 * some people, about what a message says, or about both, with words that lie within each other. Whatever anybody writes to
 * anybody fares as some content of the class does that stands for the two.
 */
const options = { explain: false, alternativesMax: 16 };
const patterns = await loadPatternEngine();

const people = ['u1', 'u2', 'u3', 'u4'].map((name) => `${name}@contoso.com`);

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const perhaps = (arbitrary: fc.Arbitrary<Piece>) => fc.oneof(fc.constant<Piece>({}), arbitrary);

const aboutPeople = fc.oneof(
  some(people).map((list): Piece => ({ From: list })),
  some(people).map((list): Piece => ({ SentTo: list })),
  one(['u1', 'u4@']).map((word): Piece => ({ AnyOfRecipientAddressContainsWords: [word] })),
);

const aboutContent = (prefix: string) =>
  fc.oneof(
    some(['red', 'red wine', 'wine', 'blue']).map((words): Piece => ({ [`${prefix}SubjectContainsWords`]: words })),
    {
      weight: 4,
      arbitrary: some(['red', 'green', 'blue', 'alpha', 'beta', 'gamma']).map(
        (words): Piece => ({ [`${prefix}SubjectOrBodyContainsWords`]: words }),
      ),
    },
    one(['\\bgreen \\d', 'alpha', '^red', 'gam+a']).map(
      (pattern): Piece => ({ [`${prefix}SubjectOrBodyMatchesPatterns`]: [pattern] }),
    ),
    one(['exe', 'zip']).map((word): Piece => ({ [`${prefix}AttachmentExtensionMatchesWords`]: [word] })),
    one(['5 KB']).map((size): Piece => ({ [`${prefix}MessageSizeOver`]: size })),
    one(['1']).map(
      (mark): Piece => ({
        [`${prefix}HeaderContainsMessageHeader`]: 'X-Mark',
        [`${prefix}HeaderContainsWords`]: [mark],
      }),
    ),
  );

const action = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Piece>({ SetSCL: 6 }) },
  { weight: 2, arbitrary: fc.constant<Piece>({ PrependSubject: 'NB ' }) },
  { weight: 2, arbitrary: fc.constant<Piece>({ RejectMessageReasonText: 'No' }) },
  // Beside a rejection the order of rules makes a difference, and no rule stands for another.
  { weight: 1, arbitrary: fc.constant<Piece>({ Quarantine: true }) },
);

const rules = fc
  .array(
    fc
      .tuple(
        fc.oneof(fc.tuple(aboutPeople, perhaps(aboutContent(''))), fc.tuple(aboutContent(''), perhaps(aboutPeople))),
        perhaps(aboutContent('ExceptIf')),
        action,
      )
      .map(([[first, second], spared, does]): Piece => ({ ...first, ...second, ...spared, ...does })),
    { minLength: 3, maxLength: 7 },
  )
  .map((list) => list.map((properties, index) => ({ Name: `R${index}`, ...properties })));

const said = fc.record({
  subject: one(['', 'red', 'red wine', 'blue', 'wine', 'red and blue']),
  body: one(['', 'red', 'green', 'green 1', 'blue\nred', 'alpha', 'beta', 'gamma\nred', 'alpha beta']),
  mark: one([undefined, '1']),
  size: one([undefined, 20_480]),
  attachment: one([undefined, 'a.zip', 'a.exe']),
});

async function worldOf(transportRules: readonly Piece[]): Promise<World> {
  const topology = {
    mxproof: 1,
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'], transportRules },
    recipients: people.map((address) => ({ address, mailbox: 'cloud' })),
    dns: { records: 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.' },
  };
  const read = await readable(JSON.stringify(topology), undefined, 'topology.json');
  const given = { asOf: Date.UTC(2026, 10, 21), assumptions: new Map(), down: [], patterns };
  return compileWorld(read.topology, read.sources, given);
}

/** What becomes of the copy of the first recipient. */
const fate = ({ outcomes }: Pick<Trace, 'outcomes'>): string => {
  const [outcome] = outcomes;
  return JSON.stringify([outcome?.status, outcome?.folder, outcome?.reply?.enhanced]);
};

const origin: Origin = {
  kind: 'mailbox',
  party: 'cloud',
  label: text`a mailbox`,
  source: undefined,
  deliverTo: undefined,
  claimed: false,
  oddity: 0,
};
const senderOf = (from: string): Sender => ({
  from,
  mailFrom: from,
  own: true,
  type: 'normal',
  signed: false,
  plain: false,
  oddity: 0,
});

/** The class that stands for mail from one mailbox to another. */
function standing(world: World): (from: string, to: string) => MessageClass | undefined {
  const told = toldApart([world]);
  const merged = new MergedClasses([world], told);
  const everybody = recipientClasses([world], told);
  const classes = new Map<string, MessageClass>();
  for (const of of classesOf(world).each())
    if (of.origin.kind === 'mailbox' && of.content === undefined) {
      const key = merged.keyOf(origin, senderOf(of.sender.from), of.recipient);
      if (!classes.has(key)) classes.set(key, of);
    }
  const kind = (address: string) => {
    const person = told.people(world).get(address);
    return person === undefined ? undefined : kindOfPerson(person);
  };
  const ofKind = (address: string, but?: string) =>
    everybody.find((other) => other.address !== but && kind(other.address) === kind(address));
  return (from, to) => {
    const sender = ofKind(from);
    const recipient = sender && ofKind(to, sender.address);
    return sender && recipient && classes.get(merged.keyOf(origin, senderOf(sender.address), recipient));
  };
}

function written(from: string, to: string, content: typeof said extends fc.Arbitrary<infer Said> ? Said : never) {
  const { attachment, mark, ...rest } = content;
  const known = {
    text: '',
    passwordProtected: false,
    unsupported: false,
    scanIncomplete: false,
    properties: new Map(),
  };
  const message: SampleMessage = {
    ...makeMessage({ name: 'any', from, to: [to] }),
    ...rest,
    headers: new Map(mark === undefined ? [] : [['x-mark', mark]]),
  };
  return attachment === undefined
    ? message
    : { ...message, attachments: [{ ...known, name: attachment, size: 1, executable: attachment === 'a.exe' }] };
}

describe('whoever writes whatever to whomever', () => {
  test('fares as some content of the class does that stands for the two', async () => {
    let spared = 0;
    let compared = 0;
    let bounded = 0;
    await fc.assert(
      fc.asyncProperty(rules, fc.array(said, { minLength: 8, maxLength: 8 }), async (transportRules, contents) => {
        const world = await worldOf(transportRules);
        spared += rulesStoodFor(world).size;
        const classOf = standing(world);
        const divide = contentsOf(
          [{ world, trace: (message, given) => traceMessage(world, message, { ...options, ...given }) }],
          classesOf(world).kindOf,
        );
        const known = new Map<MessageClass, ReadonlySet<string> | undefined>();
        const fatesOf = (of: MessageClass) => {
          if (known.has(of)) return known.get(of);
          const parts = [...divide(of)];
          const open = parts.some((part) => part.open !== undefined);
          const fates = parts.flatMap((part) => part.traces.flatMap((one) => [one, ...one.alternatives].map(fate)));
          known.set(of, open ? undefined : new Set(fates));
          return known.get(of);
        };
        for (const from of people)
          for (const to of people) {
            if (from === to) continue;
            const of = classOf(from, to);
            if (of === undefined) expect(`${from} to ${to}`).toBe('in a class');
            const fates = of && fatesOf(of);
            if (fates === undefined) {
              bounded += 1;
              continue;
            }
            for (const content of contents) {
              compared += 1;
              const message = written(from, to, content);
              expect([...fates], JSON.stringify([from, to, content])).toContain(
                fate(traceMessage(world, message, options)),
              );
            }
          }
      }),
      withKept('rules-stood-for', { numRuns: 120, seed: 20261122, endOnFailure: true }),
    );
    expect(spared).toBeGreaterThan(40);
    expect(compared).toBeGreaterThan(4000);
    expect(bounded).toBeLessThan(compared / 20);
  }, 120_000);
});
