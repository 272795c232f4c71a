import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface WildcardInWords extends Violation {
  readonly rule: string;
  readonly value: string;
  readonly parameter: string;
  readonly patternParameter: string;
}

/** A words condition about addresses or file extensions has an asterisk, which is a character like any other there. */
export const wildcardInWords = defineCheck<WildcardInWords>({
  id: 'rule/wildcard-in-words',
  severity: 'warning',
  covers: ['PMIS-12'],
  docs: {
    summary: 'A words condition about addresses or file extensions has an asterisk, and words know no wildcards.',
    why: 'The value holds only where the text has an asterisk itself, which no ordinary address or extension does: the condition never holds.',
    remedy: 'The whole word without the asterisk, or the condition that takes patterns.',
    whenNotToApply:
      'Words about subjects and bodies are left alone: ***SPAM*** is a text that messages carry. Whether a word is meant as a part of another one, no topology tells.',
    references: [rulePages.predicates],
  },

  *run(context) {
    for (const { compiled, predicate, prefix, parameter } of everyPredicate(context)) {
      const pattern = predicate.kind === 'words' ? patternParameters.get(predicate.parameter) : undefined;
      if (predicate.kind !== 'words' || pattern === undefined) continue;
      for (const value of predicate.words.filter((one) => one.text.includes('*')))
        yield {
          subject: subject('rule', compiled.name),
          at: value.at,
          detail: `${parameter} ${value.text}`,
          evidence: [],
          semantics: ['RULE-29', 'PMIS-12'],
          rule: compiled.rule.name,
          value: value.text,
          parameter,
          patternParameter: `${prefix}${pattern}`,
        };
    }
  },

  explain: ({ rule, value, parameter, patternParameter }) => ({
    problem: text`${parameter} of the rule ${rule} has ${value}, and an asterisk is no wildcard in words.`,
    consequence: text`The value holds only where the text has an asterisk in it, which ordinary mail does not.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -${patternParameter} with a regular expression, or the whole word without the asterisk.`,
  }),
});

/** Texts in which no asterisk stands in practice, and the condition that takes patterns for them. */
const patternParameters: ReadonlyMap<string, string> = new Map([
  ['FromAddressContainsWords', 'FromAddressMatchesPatterns'],
  ['RecipientAddressContainsWords', 'RecipientAddressMatchesPatterns'],
  ['AnyOfRecipientAddressContainsWords', 'AnyOfRecipientAddressMatchesPatterns'],
  ['AttachmentExtensionMatchesWords', 'AttachmentNameMatchesPatterns'],
]);
