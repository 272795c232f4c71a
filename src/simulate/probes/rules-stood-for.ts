import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import type { CompiledRule, CompiledTest } from '../rules/compile-rules.ts';
import {
  type DecidingRule,
  decidingRules,
  type FatefulRule,
  fatefulRules,
  isAboutAnyRecipient,
} from '../rules/fateful-rules.ts';
import { clausesOf, implies } from '../rules/implied-predicate.ts';
import { isOrdered } from '../rules/order-of-rules.ts';
import { type People, peopleOf } from '../rules/people.ts';
import { type RuleOwner, ruleOwners } from '../rules/rule-owner.ts';
import type { Truth } from '../rules/truth.ts';
import { memo, type World } from '../world.ts';
import { makeMessage } from './make-message.ts';
import { missesPlain, type Place, placeOfMessage, somebody } from './whom-rules-mean.ts';
import { attemptsMax, type WitnessParts, witnessParts } from './witness-parts.ts';

/**
 * Rules that another one stands for, whoever sends a message and whoever gets it: it does the same wherever they could, and
 * its content can be written beside any other, so that what such a rule adds to the ways of messages is there without it.
 * None where the order of rules makes a difference. Which messages meet which rule is another matter, which this leaves out.
 */
export const rulesStoodFor = (world: World): ReadonlySet<TransportRule> =>
  memo(
    world,
    'rules stood for',
    () => new Set(ruleOwners(world).flatMap((owner) => stoodForAt(world, owner).map(({ rule }) => rule.rule))),
  );

/** A rule with the contents that turn its answer, each by the tests of all rules that answer otherwise than of no content. */
interface Member extends DecidingRule {
  readonly fateful: FatefulRule | undefined;
  readonly contents: readonly Content[];
  /** Content decides whether it matches: it spares the plain message, and whoever writes can meet it. */
  readonly optional: boolean;
}

interface Content {
  readonly turned: ReadonlySet<CompiledTest>;
  readonly parts: WitnessParts;
}

function stoodForAt(world: World, owner: RuleOwner): readonly Member[] {
  const deciding = decidingRules(world).filter((one) => one.owner === owner);
  const effects = new Map(deciding.map(({ rule, effect }) => [rule, effect] as const));
  if (
    isOrdered(
      deciding.map(({ rule }) => rule),
      (rule) => effects.get(rule),
    )
  )
    return [];
  const members = membersOf(world, owner, deciding);
  const free = members.filter(
    (one) => isAnybodys(one) && one.contents.some((content) => isApart(one, content, members)),
  );
  const people = peopleOf(world, owner);
  let found: readonly Member[] = [];
  for (const one of members)
    if (one.optional && free.some((by) => by !== one && !found.includes(by) && standsFor(by, one, people)))
      found = [...found, one];
  // What turns a rule that is kept must be possible without doing what one does that is not.
  for (let before: readonly Member[] = []; before.length !== found.length; ) {
    before = found;
    const kept = members.filter((one) => !before.includes(one) && one.contents.length > 0);
    found = before.filter((one) =>
      kept.every(
        (other) =>
          (other.optional && other.effect === one.effect) || other.contents.some(({ turned }) => !helps(turned, one)),
      ),
    );
  }
  return found;
}

function membersOf(world: World, owner: RuleOwner, deciding: readonly DecidingRule[]): readonly Member[] {
  const fateful = fatefulRules(world);
  const tests = deciding.flatMap(({ rule }) => freeTests(fateful.get(rule)));
  const plain = answers(tests, placeOfMessage(world, owner, makeMessage({ name: '', from: somebody, to: [somebody] })));
  return deciding.map((one): Member => {
    const of = fateful.get(one.rule);
    if (of === undefined) return { ...one, fateful: undefined, contents: [], optional: false };
    const misses = missesPlain(world, owner, of.free.conditions);
    return {
      ...one,
      fateful: of,
      optional: misses && isUnderstood(one.rule),
      contents: [...contentsOf(world, owner, of, misses, tests, plain)],
    };
  });
}

/** Whoever else is written to makes no difference to it. */
const isAnybodys = ({ optional, fateful }: Member): boolean =>
  optional && fateful?.free.conditions.some(isAboutAnyRecipient) === false;

const isUnderstood = ({ rule, conditions, exceptions }: CompiledRule): boolean =>
  rule.notUnderstood.length === 0 && [...conditions, ...exceptions].every(({ predicate }) => predicate !== undefined);

const freeTests = (fateful: FatefulRule | undefined): readonly CompiledTest[] =>
  fateful === undefined ? [] : [...fateful.free.conditions, ...fateful.free.exceptions];

const answers = (tests: readonly CompiledTest[], { scene, recipient }: Place): readonly Truth[] =>
  tests.map((one) => one.test(scene, recipient));

/** Contents that turn the answer of a rule: meet it, where the plain message does not, and otherwise an exception of it. */
function* contentsOf(
  world: World,
  owner: RuleOwner,
  { rule, free: { conditions, exceptions } }: FatefulRule,
  misses: boolean,
  tests: readonly CompiledTest[],
  plain: readonly Truth[],
): Generator<Content> {
  const wanted = misses ? [conditions] : exceptions.map((one) => [one]);
  for (const list of wanted)
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const predicates = list.map(({ predicate }) => predicate);
      const parts = witnessParts(world, owner, rule, predicates, attempt);
      const { subject, body, headers, attachments, size, type } = parts;
      const message = makeMessage({ name: '', from: somebody, to: [somebody], type });
      const place = placeOfMessage(world, owner, { ...message, subject, body, headers, attachments, size });
      if (!list.every((one) => one.test(place.scene, place.recipient) === true)) continue;
      const now = answers(tests, place);
      yield { parts, turned: new Set(tests.filter((_, index) => now[index] !== plain[index])) };
    }
}

/** Whether a content meets something that a rule asks for, or could together with others. */
const helps = (turned: ReadonlySet<CompiledTest>, { fateful }: Member): boolean =>
  fateful?.free.conditions.some((one) => turned.has(one)) === true;

/** Whether a content can be added to any other and turns nothing but its rule: a line of the body, or an attachment. */
function isApart(of: Member, { turned, parts }: Content, members: readonly Member[]): boolean {
  const { subject, body, headers, size, type } = parts;
  if (subject !== '' || headers.size > 0 || size !== undefined || type !== 'normal') return false;
  if (body !== '' && members.some(({ fateful }) => freeTests(fateful).some(readsWholeBody))) return false;
  const own = new Set(of.fateful?.free.conditions);
  return [...turned].every((one) => own.has(one));
}

/** A pattern that may ask where a text begins or ends, or what stands beside it. */
function readsWholeBody({ predicate }: CompiledTest): boolean {
  return (
    predicate?.kind === 'patterns' &&
    isAboutBody(predicate) &&
    predicate.patterns.some((one) => anchored.test(one.text))
  );
}

const isAboutBody = ({ parameter }: Predicate): boolean => parameter.startsWith('SubjectOrBody');

const anchored = /(?<!\[)\^|\$|\\[AZzG]|\(\?<?[=!]/u;

/** Whether the one does the same as the other, and wherever the other could, content decides alone whether it does. */
function standsFor(by: Member, other: Member, people: People): boolean {
  if (by.effect !== other.effect || by.fateful === undefined) return false;
  const given = clausesOf(other.rule, other.rule.conditions);
  const spared = clausesOf(other.rule, other.rule.exceptions);
  const { fixed } = by.fateful;
  return (
    clausesOf(by.rule, fixed.conditions).every((wide) => given.some((narrow) => implies(narrow, wide, people))) &&
    clausesOf(by.rule, fixed.exceptions).every((narrow) => spared.some((wide) => implies(narrow, wide, people)))
  );
}
