import type { Action, Predicate, TransportRule } from '../../model/transport-rule.ts';
import { memo, memoAbout, type World } from '../world.ts';
import { type CompiledRule, type CompiledTest, rulesOf } from './compile-rules.ts';
import { clausesOf, implies } from './implied-predicate.ts';
import { additions, endsMessage } from './order-of-rules.ts';
import { peopleOf } from './people.ts';
import { changedBy, seenBy } from './rule-facets.ts';
import { type RuleOwner, ruleOwners } from './rule-owner.ts';
import { shadowings } from './shadowing.ts';

/** A rule that can decide about the fate of a message, with what it asks that whoever writes the message is free to choose. */
export interface FatefulRule {
  readonly rule: CompiledRule;
  readonly owner: RuleOwner;
  /** What it asks about subject, body, header fields, attachments, size, kind and further recipients. */
  readonly free: Tests;
  /** What else it asks. */
  readonly fixed: Tests;
  /** The same for rules that, reached in the same state, do the same to a message: which of them matches makes no difference. */
  readonly effect: string;
  /** After it no later rule sees the message, and nothing that rules did to it before makes a difference. */
  readonly ends: boolean;
}

interface Tests {
  readonly conditions: readonly CompiledTest[];
  readonly exceptions: readonly CompiledTest[];
}

/** Rules by which free content decides about the fate of messages; others change nothing that anybody reads. */
export const fatefulRules = (world: World): ReadonlyMap<CompiledRule, FatefulRule> =>
  memo(world, 'fateful rules', () => {
    const found = new Map<CompiledRule, FatefulRule>();
    for (const { rule, owner, effect } of decidingRules(world)) {
      const free = testsOf(rule, isFree);
      if (free.conditions.length + free.exceptions.length === 0) continue;
      found.set(rule, {
        rule,
        owner,
        free,
        fixed: testsOf(rule, (one) => !isFree(one)),
        effect,
        ends: endsMessage(rule),
      });
    }
    return found;
  });

/** By the place of a rule among all of its organisation; undefined: free content decides no fate by it. */
export type FatefulPlaces = readonly (FatefulRule | undefined)[];

export const fatefulPlaces = (world: World, owner: RuleOwner): FatefulPlaces =>
  memoAbout(world, owner, 'fateful rules', () => rulesOf(world, owner).map((rule) => fatefulRules(world).get(rule)));

/** It is spared by what it asks for, or ended before it by rules that match whatever it does. */
function neverMatches(world: World, owner: RuleOwner, rule: CompiledRule): boolean {
  const people = peopleOf(world, owner);
  const spared = clausesOf(rule, rule.exceptions);
  return (
    clausesOf(rule, rule.conditions).some((narrow) => spared.some((wide) => implies(narrow, wide, people))) ||
    shadowings(world, owner).some(({ shadowed }) => shadowed === rule)
  );
}

/** About any recipient: what holds for those that a message has holds whoever is added. */
export const isAboutAnyRecipient = ({ predicate }: CompiledTest): boolean =>
  predicate?.parameter.startsWith('AnyOf') === true;

const testsOf = ({ conditions, exceptions }: CompiledRule, isOne: (test: CompiledTest) => boolean): Tests => ({
  conditions: conditions.filter(isOne),
  exceptions: exceptions.filter(isOne),
});

/** What rules that decide about fates do, by their names; what the others did to a message, nobody reads. */
export const effectsByName = (world: World): ReadonlyMap<string, RuleEffect> =>
  memo(
    world,
    'effects of rules',
    () =>
      new Map(
        decidingRules(world).map(({ rule, effect }) => [
          rule.name,
          { effect, sets: new Set(rule.actions.flatMap(setBy)) },
        ]),
      ),
  );

export interface RuleEffect {
  readonly effect: string;
  /** What it sets: of two effects that share something the later one counts. */
  readonly sets: ReadonlySet<string>;
}

const setBy = (action: Action): readonly string[] =>
  [action.kind, ...changedBy(action)].filter((one) => !byHeader.has(one));

/** These set the field that they name, and nothing else. */
const byHeader: ReadonlySet<string> = new Set(['setHeader', 'removeHeader'] satisfies Action['kind'][]);

/** Actions that nobody reads. */
const unread: ReadonlySet<Action['kind']> = new Set([
  'incidentReport',
  'notifyRecipients',
  'auditSeverity',
  'logEvent',
]);

/** Actions after which a message fares as before, as far as no rule looks at what they write. */
const writing: ReadonlySet<Action['kind']> = new Set(['setHeader', 'removeHeader', 'classify']);

/** Fields that transport itself acts on. */
const transportField = /^(?:x-ms-|x-eop|x-ld-|arc-|authentication-results|received)/u;

export interface DecidingRule {
  readonly rule: CompiledRule;
  readonly owner: RuleOwner;
  readonly effect: string;
}

/** Rules that can act on the way of a message, or write what one of those reads, in whatever pass or organisation. */
export const decidingRules = (world: World): readonly DecidingRule[] =>
  memo(world, 'deciding rules', () => {
    const all = ruleOwners(world).flatMap((owner) => rulesOf(world, owner).map((rule) => ({ rule, owner })));
    const running = all.filter(
      ({ rule, owner }) =>
        rule.idle === undefined &&
        (rule.rule.mode === 'Enforce' || rule.actions.some(isStop)) &&
        !neverMatches(world, owner, rule),
    );
    const found = new Set(running.filter(({ rule }) => rule.actions.some(isFateful) || isPartlyUnknown(rule.rule)));
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      const read = new Set([...found].flatMap(({ rule }) => facetsOf(rule.rule)));
      for (const one of running)
        if (one.rule.actions.some((action) => changedBy(action).some((it) => read.has(it)))) found.add(one);
    }
    const deciding = running.filter((one) => found.has(one));
    return deciding.map(({ rule, owner }, index) => ({ rule, owner, effect: effectOf(rule, deciding, index) }));
  });

const facetsOf = ({ conditions, exceptions }: TransportRule): readonly string[] =>
  [...conditions, ...exceptions].flatMap(seenBy);

const isStop = ({ kind }: Action): boolean => kind === 'stop';

const isPartlyUnknown = ({ notUnderstood }: TransportRule): boolean =>
  notUnderstood.some(({ part }) => part === 'actions');

const isFateful = (action: Action): boolean =>
  !(unread.has(action.kind) || writing.has(action.kind)) ||
  ((action.kind === 'setHeader' || action.kind === 'removeHeader') &&
    transportField.test(action.header.text.trim().toLowerCase()));

/** Fields that say what the addresses and the systems on the way make of a message: nobody else can write them. */
const ownField =
  /^(?:to|cc|return-path|received|received-spf|authentication-results|x-forefront-antispam-report|arc-.*|x-ms-exchange-(?:organization|crosspremises|crosstenant|forest)-.*)$/u;

/** Whether whoever writes a message can choose the answer, whoever he is and whomever he writes to. */
const isFree = ({ predicate }: CompiledTest): boolean => predicate !== undefined && isFreePredicate(predicate);

function isFreePredicate(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'words':
    case 'patterns':
      return !/^(?:From|Recipient)/u.test(predicate.parameter);
    case 'recipients':
    case 'groups':
      return predicate.parameter.startsWith('AnyOf');
    case 'headerWords':
    case 'headerPatterns':
      return !ownField.test(predicate.header.text.trim().toLowerCase());
    case 'size':
    case 'flag':
    case 'classification':
    case 'messageType':
    case 'importance':
    case 'attachmentProperties':
      return true;
    default:
      return false;
  }
}

/**
 * What the rule does, and how many of the rules before it would have looked at what it changes. A text that no rule may
 * read is any text.
 */
function effectOf(rule: CompiledRule, all: readonly { readonly rule: CompiledRule }[], index: number): string {
  const taken = rule.actions.filter(({ kind }) => !unread.has(kind));
  if (endsMessage(rule)) return written(taken, () => true);
  const changed = new Set(taken.flatMap(changedBy));
  // What a rule has added keeps at most itself from adding it again.
  const adds = taken.every(({ kind }) => additions.has(kind));
  const readers = adds ? all.filter((_, at) => at !== index) : all;
  const isRead = (text: string) => readers.some((one) => reads(one.rule, changed, text));
  const texts = taken.flatMap((action) => textOf(action) ?? []);
  const before = all
    .slice(0, index)
    .filter(({ rule }) =>
      texts.length === 0 ? reads(rule, changed, undefined) : texts.some((one) => reads(rule, changed, one)),
    );
  return `${before.length} ${written(taken, isRead)}`;
}

const textOf = (action: Action): string | undefined =>
  action.kind === 'prependSubject' ? action.prefix : action.kind === 'disclaimer' ? action.html.text : undefined;

const written = (actions: readonly Action[], isRead: (text: string) => boolean): string =>
  JSON.stringify(
    actions.map((action) => {
      const text = textOf(action);
      return text === undefined || isRead(text)
        ? action
        : { kind: action.kind, fallback: 'fallback' in action && action.fallback };
    }),
    (key, value: unknown) => (key === 'at' ? undefined : value),
  );

/** Whether a rule looks at something of these; of a text that is written it is asked whether it may hold what the rule looks for. */
function reads(rule: CompiledRule, changed: ReadonlySet<string>, text: string | undefined): boolean {
  const concerned = (one: CompiledTest) =>
    one.predicate !== undefined && seenBy(one.predicate).some((facet) => changed.has(facet));
  const inVain = ({ need }: CompiledTest) =>
    (need?.of === 'subject' || need?.of === 'content') &&
    text !== undefined &&
    !rule.texts.answersOf(text).held().includes(need.list);
  return [...rule.exceptions, ...rule.conditions].some((one) => concerned(one) && !inVain(one));
}
