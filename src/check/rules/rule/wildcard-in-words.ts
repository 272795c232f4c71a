import { text } from '../../../model/text.ts';
import type { Predicate } from '../../../model/transport-rule.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, metBy, sameMembers, withPredicate } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface WildcardInWords extends Violation {
  readonly rule: string;
  readonly value: string;
  readonly parameter: string;
  readonly patternParameter: string;
}

/** A message that a word with an asterisk seems to mean is treated otherwise than one that a pattern would find. */
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
      const pattern = patternParameters.get(predicate.parameter);
      if (predicate.kind !== 'words' || pattern === undefined) continue;
      const asked = askedOf(context, compiled, 'wildcard');
      for (const value of predicate.words) {
        const missed = missedBy(
          context,
          compiled,
          predicate,
          asked.filter((one) => one.value === value.at),
        );
        const [outcome] = missed?.trace.outcomes ?? [];
        if (missed === undefined || outcome === undefined) continue;
        yield {
          subject: subject('rule', compiled.name),
          at: value.at,
          detail: `${parameter} ${value.text}`,
          evidence: [{ at: undefined, text: sessionLine(missed, outcome) }],
          semantics: ['RULE-29', 'PMIS-12'],
          rule: compiled.rule.name,
          value: value.text,
          parameter,
          patternParameter: `${prefix}${pattern}`,
        };
      }
    }
  },

  explain: ({ rule, value, parameter, patternParameter }) => ({
    problem: text`${parameter} of the rule ${rule} has ${value}, and an asterisk is no wildcard in words.`,
    consequence: text`The value holds only where the text has an asterisk in it, which ordinary mail does not.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -${patternParameter} with a regular expression, or the whole word without the asterisk.`,
  }),
});

type Words = Extract<Predicate, { kind: 'words' }>;

/** A message that the rule would treat otherwise if the value were what the message has in its place. */
function missedBy(
  context: CheckContext,
  compiled: CompiledRule,
  words: Words,
  asked: readonly ProbedTrace[],
): ProbedTrace | undefined {
  return asked.find((one) => {
    const meant = words.words.map((word) => (word.at === one.value ? { ...word, text: held(words, one) } : word));
    const holding = withPredicate(context.topology, compiled.rule.at, words, { ...words, words: meant });
    return !sameMembers(metBy(one.trace, compiled), metBy(context.supposing(holding)(one), compiled));
  });
}

/** What the condition looks at in the message. */
function held({ parameter }: Words, { message }: ProbedTrace): string {
  if (parameter === 'AttachmentExtensionMatchesWords') return message.attachments.at(-1)?.name.split('.').at(-1) ?? '';
  return parameter.startsWith('From') ? message.from : (message.recipients[0]?.text ?? '');
}

/** The condition that takes patterns for the same text. */
const patternParameters: ReadonlyMap<string, string> = new Map([
  ['FromAddressContainsWords', 'FromAddressMatchesPatterns'],
  ['RecipientAddressContainsWords', 'RecipientAddressMatchesPatterns'],
  ['AnyOfRecipientAddressContainsWords', 'AnyOfRecipientAddressMatchesPatterns'],
  ['AttachmentExtensionMatchesWords', 'AttachmentNameMatchesPatterns'],
]);
