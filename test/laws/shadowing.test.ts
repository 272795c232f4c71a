import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPatternEngine } from '../../src/protocols/rule-text/load-pattern-engine.ts';
import { rulesOfTenant } from '../../src/simulate/rules/rule-owner.ts';
import { shadowings } from '../../src/simulate/rules/shadowing.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';
import { withKept } from './kept-examples.ts';

/*
 * A rule that is said to be shadowed matches no message, whatever the rules and the message: few words, domains and
 * people, so that conditions overlap, and every action that changes what later rules see.
 */
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const people = ['anna@contoso.com', 'ben@contoso.com', 'carl@sales.contoso.com'] as const;
const everybody = [...people, 'dora@example.org', 'emil@eu.example.org'] as const;

const predicate = (prefix: string) =>
  fc.oneof(
    one(['InOrganization', 'NotInOrganization']).map((scope) => ({ [`${prefix}FromScope`]: scope })),
    one(['InOrganization', 'NotInOrganization']).map((scope) => ({ [`${prefix}SentToScope`]: scope })),
    some(['secret', 'secret plan', 'plan', 'EXT']).map((words) => ({ [`${prefix}SubjectContainsWords`]: words })),
    some(['^plan', 'EXT', 'secret$']).map((patterns) => ({ [`${prefix}SubjectMatchesPatterns`]: patterns })),
    some(['example.org', 'eu.example.org', 'contoso.com']).map((domains) => ({ [`${prefix}SenderDomainIs`]: domains })),
    some(['contoso.com', 'sales.contoso.com', 'example.org']).map((domains) => ({
      [`${prefix}RecipientDomainIs`]: domains,
    })),
    some(people).map((persons) => ({ [`${prefix}SentTo`]: persons })),
    some(['contoso.com', 'ben']).map((words) => ({ [`${prefix}AnyOfRecipientAddressContainsWords`]: words })),
    some(people).map((persons) => ({ [`${prefix}AnyOfToCcHeader`]: persons })),
    one(['1 KB', '10 KB']).map((size) => ({ [`${prefix}MessageSizeOver`]: size })),
    one([1, 6]).map((scl) => ({ [`${prefix}SCLOver`]: scl })),
    one(['1', '2']).map((mark) => ({
      [`${prefix}HeaderContainsMessageHeader`]: 'X-Mark',
      [`${prefix}HeaderContainsWords`]: [mark],
    })),
  );

const ending = one<Piece>([
  { StopRuleProcessing: true },
  { DeleteMessage: true },
  { RejectMessageReasonText: 'No' },
  { Quarantine: true },
  { StopRuleProcessing: true, SetHeaderName: 'X-Mark', SetHeaderValue: '2' },
]);
const changing = one<Piece>([
  { SetHeaderName: 'X-Mark', SetHeaderValue: '1' },
  { RemoveHeader: 'X-Mark' },
  { PrependSubject: 'EXT ' },
  { SetSCL: 6 },
  { BlindCopyTo: ['ben@contoso.com'] },
  { RedirectMessageTo: ['carl@sales.contoso.com'] },
]);
/** Rules that ask a few questions again and again, as exception or condition, so that one follows from another. */
const rules = fc
  .tuple(fc.array(predicate(''), { minLength: 2, maxLength: 3 }), fc.array(predicate('ExceptIf'), { maxLength: 1 }))
  .chain(([conditions, exceptions]) =>
    fc.array(
      fc
        .tuple(
          fc.subarray(conditions, { maxLength: 2 }),
          fc.subarray(exceptions),
          fc.oneof(ending, changing),
          one(['Header', 'Header', 'Envelope', 'HeaderOrEnvelope']),
        )
        .map(
          ([some, spared, action, location]): Piece =>
            Object.assign({ SenderAddressLocation: location }, ...some, ...spared, action),
        ),
      { minLength: 3, maxLength: 5 },
    ),
  )
  .map((list) => list.map((properties, index) => ({ Name: `R${index}`, ...properties })));

const message = fc.record({
  from: one(everybody),
  to: fc.subarray([...everybody], { minLength: 1, maxLength: 3 }),
  subject: one(['secret plan', 'plan', 'a secret', 'EXT plan', 'hello']),
  headers: one<Piece>([{}, { 'X-Mark': '1' }, { 'X-Mark': '2' }]),
  size: one(['500 B', '2 KB', '20 KB']),
});

async function worldOf(transportRules: readonly Piece[], messages: readonly Piece[]): Promise<World> {
  const document = {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com', 'sales.contoso.com'],
      transportRules,
    },
    recipients: people.map((address) => ({ address, mailbox: 'cloud' })),
    dns: {
      records: [
        'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
        'sales.contoso.com. MX 0 sales-contoso-com.mail.protection.outlook.com.',
      ].join('\n'),
    },
    messages: messages.map((one, index) => ({ name: `m${index}`, ...one })),
  };
  const read = await readable(JSON.stringify(document), undefined, 'topology.json');
  return compileWorld(read.topology, read.sources, {
    asOf: Date.UTC(2026, 10, 21),
    assumptions: new Map(),
    down: [],
    patterns: await loadPatternEngine(),
  });
}

function shadowedIn(world: World): ReadonlySet<string> {
  if (world.own === undefined) throw new Error('the topology has a tenant');
  return new Set(shadowings(world, rulesOfTenant(world, world.own)).map((found) => found.shadowed.name));
}

describe('a rule that is said to be shadowed', () => {
  test('matches no message', async () => {
    let claimed = 0;
    await fc.assert(
      fc.asyncProperty(rules, fc.array(message, { minLength: 4, maxLength: 8 }), async (written, messages) => {
        const world = await worldOf(written, messages);
        const shadowed = shadowedIn(world);
        claimed += shadowed.size;
        for (const sample of world.topology.messages) {
          const { outcomes } = traceMessage(world, sample, { explain: false, alternativesMax: 0 });
          for (const outcome of outcomes) expect(outcome.rules.filter((name) => shadowed.has(name))).toEqual([]);
        }
      }),
      withKept('shadowing', { seed: 20261122, numRuns: 600, endOnFailure: true }),
    );
    // The law says nothing where nothing is claimed.
    expect(claimed).toBeGreaterThan(50);
  }, 120_000);
});
