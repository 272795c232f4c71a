import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newCopy } from '../../../src/simulate/new-copy.ts';
import { transitOf } from '../../../src/simulate/nodes/origin.ts';
import { recordingOracle } from '../../../src/simulate/oracle.ts';
import { type CompiledRule, type CompiledTest, rulesOf } from '../../../src/simulate/rules/compile-rules.ts';
import type { Resolved } from '../../../src/simulate/rules/fork.ts';
import { ruleIndexOf } from '../../../src/simulate/rules/rule-index.ts';
import { surelyFails } from '../../../src/simulate/rules/rule-needs.ts';
import { type RuleOwner, ruleOwners } from '../../../src/simulate/rules/rule-owner.ts';
import { type Scene, sceneOf } from '../../../src/simulate/rules/scene.ts';
import { Run, type Transit } from '../../../src/simulate/run.ts';
import { compileWorld, type World } from '../../../src/simulate/world.ts';
import { manyRulesTopology } from '../../support/many-rules.ts';
import { type Readable, readable } from '../../support/topology-reading.ts';
import type { Piece } from '../follow.ts';
import { inbound, ruleWorld } from './rule-world.ts';

// Seeds of failures are kept as examples.
const generated = { seed: 20261124, numRuns: 6, examples: [[1], [2]] as [number][] };
const seeds = fc.integer({ min: 3, max: 2 ** 31 - 1 });

interface Ruled {
  readonly read: Readable;
  readonly world: World;
  readonly owner: RuleOwner;
  readonly rules: readonly CompiledRule[];
}

async function ruledBy(document: string): Promise<Ruled> {
  const read = await readable(document, undefined, 'topology.json');
  const options = { asOf: 0, assumptions: new Map(), down: [], patterns: read.patterns };
  const world = compileWorld(read.topology, read.sources, options);
  const [owner] = ruleOwners(world);
  if (owner === undefined) throw new Error('the tenant has rules');
  return { read, world, owner, rules: rulesOf(world, owner) };
}

/** A declared message as rules see it when it has just come, with what is changed of it. */
function sceneIn({ read, world, owner }: Ruled, index: number, changes: Partial<Transit> = {}): Scene {
  const sample = read.topology.messages[index];
  if (sample === undefined) throw new Error('the message is declared');
  const transit: Transit = { ...transitOf(sample), ...changes };
  const recipients = sample.recipients.map(
    ({ text }, at): Resolved => ({
      copy: newCopy([at], text, owner.key),
      entry: owner.directory.entries.get(text.toLowerCase()),
      destination: { kind: 'assumed' },
    }),
  );
  const message = {
    owner,
    node: owner.key,
    transit,
    authAs: sample.from.endsWith('@contoso.com') ? ('Internal' as const) : ('Anonymous' as const),
    directionality: 'Incoming' as const,
    folder: 'inbox' as const,
    scl: undefined,
    judged: undefined,
    hop: 0,
    headersBefore: undefined,
    session: undefined,
  };
  return sceneOf(new Run(world, sample, recordingOracle(), false), message, recipients);
}

describe('among many rules', () => {
  test('what the index leaves out surely fails, and what surely fails has a condition that holds for nobody', async () => {
    const counts = { open: 0, out: 0 };
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const ruled = await ruledBy(manyRulesTopology({ rules: 90, messages: 15, seed }));
        const wrong: string[] = [];
        for (const [index, { name }] of ruled.read.topology.messages.entries()) {
          const open = ruleIndexOf(ruled.world, ruled.owner)(sceneIn(ruled, index));
          for (const [place, rule] of ruled.rules.entries()) {
            const scene = sceneIn(ruled, index);
            const holdsForNobody = ({ test }: CompiledTest) =>
              scene.recipients.every((one) => test(scene, one) === false);
            const fails = surelyFails(rule, scene);
            if (open[place] === 0 && !fails) wrong.push(`${name} leaves out ${rule.name}`);
            if (fails && !rule.conditions.some(holdsForNobody))
              wrong.push(`${name} fails at no condition of ${rule.name}`);
            counts[open[place] === 0 ? 'out' : 'open'] += 1;
          }
        }
        expect([seed, wrong]).toEqual([seed, []]);
      }),
      generated,
    );
    // The index is there because a message opens a few rules of many.
    expect(counts.out).toBeGreaterThan(10 * counts.open);
  });
});

describe('a rule is left out where', () => {
  const openedBy = async (rule: Piece, changes: Partial<Transit> = {}, message: Piece = {}) => {
    const document = { mxproof: 1, ...ruleWorld([rule]), messages: [{ name: 'one', ...inbound, ...message }] };
    const ruled = await ruledBy(JSON.stringify(document));
    return ruleIndexOf(ruled.world, ruled.owner)(sceneIn(ruled, 0, changes))[0] === 1;
  };
  const header = (value: string): Partial<Transit> => ({ headers: new Map([['x-tag', value]]) });
  const tagged = { HeaderMatchesMessageHeader: 'X-Tag', HeaderMatchesPatterns: ['^blue'] };
  const body = (text: string, otherBody?: string): Partial<Transit> => ({
    content: { subject: 'Hello', body: text, otherBody, to: [], cc: [] },
  });

  test.each<[string, Piece, Partial<Transit>, boolean]>([
    ['a field is absent', tagged, {}, false],
    ['no instance of a field may match', tagged, header('green\nred'), false],
    ['(not where a later instance may)', tagged, header('green\nblue one'), true],
    ['(not where an encoded word may be anything)', tagged, header('=?x-nobodys?q?green?='), true],
    [
      '(not where a part of a field is known)',
      { HeaderContainsMessageHeader: 'X-MS-Exchange-ForwardingLoop', HeaderContainsWords: ['somebody'] },
      { headers: new Map([['x-ms-exchange-forwardingloop', 'anna@contoso.com']]) },
      true,
    ],
    [
      '(not where systems on the way write the field)',
      { HeaderContainsMessageHeader: 'Message-ID', HeaderContainsWords: ['somebody'] },
      {},
      true,
    ],
    ['the words are nowhere', { SubjectOrBodyContainsWords: ['urgent'] }, body('not that'), false],
    ['(not where they are in the body)', { SubjectOrBodyContainsWords: ['urgent'] }, body('it is Urgent.'), true],
    ['(not where two bodies differ)', { SubjectOrBodyContainsWords: ['urgent'] }, body('not that', 'nor that'), true],
    ['the sender is in another domain', { SenderDomainIs: ['fabrikam.com'] }, {}, false],
    ['(not where he is in a subdomain)', { SenderDomainIs: ['fabrikam.com'] }, { from: 'a@eu.fabrikam.com' }, true],
    [
      'the envelope has none of the words',
      { FromAddressContainsWords: ['bob'], SenderAddressLocation: 'Envelope' },
      {},
      false,
    ],
    [
      '(not where one of the two addresses has)',
      { FromAddressContainsWords: ['bob'], SenderAddressLocation: 'HeaderOrEnvelope' },
      { mailFrom: 'bob@example.org' },
      true,
    ],
    ['nothing is attached', { AttachmentExtensionMatchesWords: ['exe'] }, {}, false],
    ['it is disabled', { State: 'Disabled', FromScope: 'NotInOrganization' }, {}, false],
  ])('%s', async (_, rule, changes, opened) => {
    expect(await openedBy(rule, changes)).toBe(opened);
  });

  test.each<[string, Piece, boolean]>([
    ['the attachment has another name', { name: 'invoice.pdf', size: '1 KB' }, false],
    ['(not where its name may match)', { name: 'setup.exe', size: '1 KB' }, true],
  ])('%s', async (_, attachment, opened) => {
    const rule = { AttachmentNameMatchesPatterns: ['\\.exe$'] };
    expect(await openedBy(rule, {}, { attachments: [attachment] })).toBe(opened);
  });
});
