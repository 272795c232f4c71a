import { list, type Text, text } from '../../../model/text.ts';
import type { Written } from '../../../model/topology.ts';
import type { Predicate, TransportRule } from '../../../model/transport-rule.ts';
import { type RefusedPattern, refusedPatterns } from '../../../simulate/rules/refused-patterns.ts';
import { type CheckContext, defineCheck, type Message, subject, type Violation } from '../../check.ts';
import { everyPredicate, everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { type UnreadPart, unreadParts } from '../../unread-parts.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

/** Parts of a rule that Exchange Online knows and does not act on. */
interface WithoutFunction extends Violation {
  readonly rule: string;
  readonly names: readonly string[];
  readonly effects: readonly Text[];
}

interface Unread extends Violation {
  readonly unread: UnreadPart;
}

/** A regular expression that Exchange would not take, or that is not understood here. */
interface Unmatched extends Violation {
  readonly rule: string;
  readonly parameter: string;
  readonly pattern: string;
  readonly refusal: RefusedPattern['refusal'];
}

/** A predicate, a pattern or an action that has no function in Exchange Online, or that is not understood. */
export const unsupported = defineCheck<WithoutFunction | Unread | Unmatched>({
  id: 'rule/unsupported',
  severity: 'warning',
  covers: ['PMIS-29'],
  docs: {
    summary:
      'A mail flow rule has a condition or action that has no function in Exchange Online, or that is not understood, or a pattern that Exchange would refuse.',
    why: 'What has no function protects nobody; and where the meaning of a rule is open, every verdict that meets the rule is.',
    remedy: 'Move what belongs to data loss prevention to Purview, mend the patterns, and export the rules whole.',
    references: [rulePages.predicates, rulePages.actions, rulePages.newRule],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { rule, idle, name } = compiled;
      const [first] = rule.withoutFunction;
      if (idle !== undefined || first === undefined) continue;
      yield {
        subject: subject('rule', name),
        at: first.at,
        detail: 'without function',
        evidence: placesOf(context, rule.withoutFunction),
        semantics: [...new Set(rule.withoutFunction.flatMap((one) => semanticsOf(rule, one))), 'PMIS-29'],
        rule: rule.name,
        names: rule.withoutFunction.map((one) => one.text),
        effects: effectsOf(rule),
      };
    }
    for (const unread of unreadParts(context))
      yield {
        subject: subject('rule', unread.compiled.name),
        at: unread.gaps[0].at,
        detail: unread.part,
        evidence: placesOf(context, unread.gaps),
        semantics: [],
        unread,
      };
    for (const { compiled, predicate, parameter } of everyPredicate(context)) {
      const { rule, name } = compiled;
      for (const { pattern, refusal } of refusedPatterns(context.world, rule, predicate))
        yield {
          subject: subject('rule', name),
          at: pattern.at,
          detail: `${parameter} ${pattern.text}`,
          evidence: placesOf(context, [pattern]),
          semantics: [rule.useLegacyRegex ? 'RULE-31' : 'RULE-30'],
          rule: rule.name,
          parameter,
          pattern: pattern.text,
          refusal,
        };
    }
  },

  explain: (violation) =>
    'refusal' in violation
      ? explainUnmatched(violation)
      : 'unread' in violation
        ? {
            problem: violation.unread.problem,
            consequence: violation.unread.effect,
            remedy: text`Export the rule whole: ${'Get-TransportRule | ConvertTo-Json -Depth 6'}. If it is, judge the rule by hand.`,
          }
        : {
            problem:
              violation.names.length === 1
                ? text`${list(violation.names, 'and')} of the rule ${violation.rule} has no function in Exchange Online.`
                : text`${list(violation.names, 'and')} of the rule ${violation.rule} have no function in Exchange Online.`,
            consequence: violation.effects.reduce((all, one) => text`${all} ${one}`),
            remedy: text`Take it out of the rule: sensitive information and policy tips belong to a data loss prevention policy in Purview, partners are named by RecipientDomainIs.`,
          },

  fix: (violation) =>
    'unread' in violation || 'refusal' in violation
      ? []
      : [
          byPerson(
            text`Take what has no function out of the rule ${violation.rule}`,
            text`Take ${list(violation.names, 'and')} out of the rule ${violation.rule}, and write what it was to do in another way: sensitive information and policy tips belong to a data loss prevention policy in Purview, partners are named by RecipientDomainIs.`,
          ),
        ],
});

function explainUnmatched({ rule, parameter, pattern, refusal }: Unmatched): Message {
  const isRefused = refusal.kind === 'not-valid';
  return {
    problem: isRefused
      ? text`${parameter} of the rule ${rule} has ${pattern}, which Exchange does not take as a pattern.`
      : text`${parameter} of the rule ${rule} has the pattern ${pattern}, which was not understood.`,
    consequence: text`${refusal.because} Which messages the rule acts on is undetermined.`,
    remedy: isRefused
      ? text`Set-TransportRule -Identity ${quoted(rule)} -${parameter} with a regular expression; where the text itself is meant, that is ${quoted(literal(pattern))}.`
      : text`Set-TransportRule -Identity ${quoted(rule)} -${parameter} with a plainer regular expression, or judge the rule by hand.`,
  };
}

/** The regular expression that finds this text and no other. */
const literal = (content: string): string => content.replaceAll(/[\\^$.|?*+()[\]{}]/gu, '\\$&');

const placesOf = ({ sources }: CheckContext, items: readonly Written[]) =>
  items.map((one) => ({ at: sources.locate(one.at), text: one.text }));

type Idle = Extract<Predicate, { kind: 'withoutFunction' }>;

const idleAmong = (predicates: readonly Predicate[]): readonly Idle[] =>
  predicates.filter((one) => one.kind === 'withoutFunction');

/** PRED-6 and the like where it is a predicate or action that was read; those of Edge servers have no number. */
const semanticsOf = ({ conditions, exceptions, actions }: TransportRule, { at }: Written): readonly string[] =>
  [...conditions, ...exceptions, ...actions].filter((one) => one.at === at).map((one) => one.semantics);

function effectsOf(rule: TransportRule): readonly Text[] {
  const conditions = idleAmong(rule.conditions);
  const exceptions = idleAmong(rule.exceptions);
  const never = conditions.some((one) => one.outcome === 'never');
  const effects: Text[] = [];
  if (never) effects.push(text`The condition never holds, so that the rule matches no message.`);
  if (!never && [...conditions, ...exceptions].some((one) => one.outcome === 'unknown'))
    effects.push(text`Whether the rule matches is undetermined, and so is every verdict that meets it.`);
  if (exceptions.some((one) => one.outcome === 'never')) effects.push(text`The exception spares no message.`);
  if (rule.withoutFunction.length > conditions.length + exceptions.length)
    effects.push(text`The action is not taken; messages go on as if the rule did not have it.`);
  return effects;
}
