import type { Limit } from '../../../model/message-limits.ts';
import { type Text, text } from '../../../model/text.ts';
import type { Action, NamedTest, Predicate, TransportRule } from '../../../model/transport-rule.ts';
import type { RuleOwner } from '../../../simulate/rules/rule-owner.ts';
import { ruleOwners } from '../../../simulate/rules/rule-owner.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { rulePages } from './rule-pages.ts';

interface OverLimit extends Violation {
  /** What is too many or too long. */
  readonly what: Text;
  readonly found: number;
  readonly max: number;
  readonly remedy: Text;
}

/** LIM-1 to LIM-3, where the topology does not say otherwise. */
const rulesMax = 300;
const ruleSizeMax = 8 * 1024;
const patternsMax = 20 * 1024;
/** ACT-6, ACT-13, ACT-25, RULE-1, RULE-12 and the notes of 2.4. */
const reasonMax = { cloud: 1024, onPremises: 256 };
const disclaimerMax = 5000;
const notificationMax = 5120;
const nameMax = 64;
const commentsMax = 1024;
const wordsMax = 128;

/** More or longer than the service takes: such a rule cannot be saved. */
export const overLimit = defineCheck<OverLimit>({
  id: 'rule/over-limit',
  severity: 'warning',
  covers: ['PMIS-26'],
  docs: {
    summary: 'There are more mail flow rules, or longer ones, than the service takes.',
    why: 'What is beyond a limit cannot be saved, so that the rules in force are not those that are planned here.',
    remedy: 'Merge rules of one purpose, or shorten what is too long.',
    references: [
      {
        title: 'Exchange Online limits',
        url: 'https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits',
      },
      rulePages.newRule,
    ],
  },

  *run(context) {
    for (const owner of ruleOwners(context.world)) {
      if (owner.side === 'cloud') yield* overAll(context, owner);
      for (const rule of owner.rules) yield* overOne(context, owner, rule);
    }
  },

  explain: ({ what, found, max, remedy }) => ({
    problem: text`${what}: ${found}, and ${max} is the limit.`,
    consequence: text`It cannot be saved so, and the traces here show what is not in force.`,
    remedy,
  }),

  fix: ({ what, max, remedy }) => [byPerson(text`Bring down to ${max}: ${what}`, remedy)],
});

/** The limits of all rules of a tenant together. */
function* overAll(context: CheckContext, { rules, prefix, limits }: RuleOwner): Iterable<OverLimit> {
  const [first] = rules;
  if (first === undefined) return;
  const patterns = rules.flatMap((rule) => [...rule.conditions, ...rule.exceptions].flatMap(patternsOf));
  const of = { subject: subject('rule', `${prefix}${first.name}`), at: first.at };
  const shown = (declared: Limit | undefined) => evidenceOf(context, declared);
  const [count, characters] = [limits?.rules?.value ?? rulesMax, limits?.patterns?.value ?? patternsMax];
  if (rules.length > count)
    yield {
      ...of,
      detail: 'rules',
      evidence: shown(limits?.rules),
      semantics: ['LIM-1', 'PMIS-26'],
      what: text`The number of mail flow rules`,
      found: rules.length,
      max: count,
      remedy: text`Merge rules that do the same under several conditions: the values of one condition are alternatives.`,
    };
  const length = lengthOf(patterns);
  if (length > characters)
    yield {
      ...of,
      detail: 'patterns',
      evidence: shown(limits?.patterns),
      semantics: ['LIM-3', 'PMIS-26'],
      what: text`The number of characters of the patterns of all mail flow rules`,
      found: length,
      max: characters,
      remedy: text`Name words instead of patterns where a whole word is meant.`,
    };
}

const evidenceOf = ({ sources }: CheckContext, limit: Limit | undefined) =>
  limit === undefined ? [] : [{ at: sources.locate(limit.at), text: text`the limit` }];

/** What is too long of one rule. */
function* overOne(
  context: CheckContext,
  { side, prefix, limits }: RuleOwner,
  rule: TransportRule,
): Iterable<OverLimit> {
  const sizeMax = limits?.ruleSize?.value ?? ruleSizeMax;
  // Without the size that an export prints, the texts alone are a lower bound of it.
  const size = rule.size ?? lengthOf([...rule.conditions, ...rule.exceptions, ...rule.actions].flatMap(textsOf));
  const whole: readonly Measured[] =
    side === 'cloud' && size > sizeMax
      ? [
          {
            what: text`The size of the rule ${rule.name} in bytes`,
            length: size,
            max: sizeMax,
            at: rule.at,
            detail: 'size',
            semantics: ['LIM-2', 'PMIS-26'],
          },
        ]
      : [];
  for (const { what, length, max, at, detail, semantics } of [...whole, ...measured(rule, side)]) {
    if (length <= max) continue;
    yield {
      subject: subject('rule', `${prefix}${rule.name}`),
      at,
      detail,
      evidence: detail === 'size' ? evidenceOf(context, limits?.ruleSize) : [],
      semantics,
      what,
      found: length,
      max,
      remedy: detail === 'size' ? text`Divide it into rules with fewer values each.` : text`Shorten it.`,
    };
  }
}

interface Measured {
  readonly what: Text;
  readonly length: number;
  readonly max: number;
  readonly at: string;
  readonly detail: string;
  readonly semantics: readonly string[];
}

function measured(rule: TransportRule, side: RuleOwner['side']): readonly Measured[] {
  const { Comments: comments } = rule.properties;
  const of = (property: string, content: string, max: number, at: string, semantics: string): Measured => ({
    what: text`The length of ${property} of the rule ${rule.name}`,
    length: content.length,
    max,
    at,
    detail: property,
    semantics: [semantics],
  });
  return [
    of('Name', rule.name, nameMax, rule.at, 'RULE-1'),
    of('Comments', typeof comments === 'string' ? comments : '', commentsMax, `${rule.at}/Comments`, 'RULE-12'),
    ...[...rule.conditions, ...rule.exceptions].flatMap((one) => {
      if (one.kind !== 'words' || !one.parameter.startsWith('Subject')) return [];
      const [longest] = one.words.toSorted((left, right) => right.text.length - left.text.length);
      return longest === undefined ? [] : [of(one.parameter, longest.text, wordsMax, longest.at, one.semantics)];
    }),
    ...rule.actions.flatMap((one) => {
      const [content, max] = limited(one, side);
      return [of(one.parameter, content, max, one.at, one.semantics)];
    }),
  ];
}

function limited(action: Action, side: RuleOwner['side']): readonly [content: string, max: number] {
  switch (action.kind) {
    case 'reject':
      return [action.reason?.text ?? '', reasonMax[side]];
    case 'disclaimer':
      return [action.html.text, disclaimerMax];
    case 'notifyRecipients':
      return [action.html.text, notificationMax];
    default:
      return ['', 0];
  }
}

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, one) => sum + one.length, 0);

const patternsOf = (predicate: Predicate): readonly string[] => {
  if (predicate.kind === 'patterns' || predicate.kind === 'headerPatterns')
    return predicate.patterns.map((one) => one.text);
  return predicate.kind === 'attributes' && predicate.matching === 'patterns' ? valuesOf(predicate.tests) : [];
};

const valuesOf = (tests: readonly NamedTest[]): readonly string[] =>
  tests.flatMap((one) => one.values.map((value) => value.text));

/** What somebody wrote into a condition or an action. */
function textsOf(item: unknown): readonly string[] {
  if (typeof item !== 'object' || item === null) return [];
  if (Array.isArray(item)) return item.flatMap(textsOf);
  return Object.entries(item).flatMap(([key, content]) =>
    typeof content === 'string' ? (/^(text|value|prefix)$/u.test(key) ? [content] : []) : textsOf(content),
  );
}
