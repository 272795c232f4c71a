import { asString, list, text } from '../../../model/text.ts';
import type { Predicate } from '../../../model/transport-rule.ts';
import { acts, type CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { isAboutAnyRecipient } from '../../../simulate/rules/fateful-rules.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, isEndedBy } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface Uninvolved extends Violation {
  readonly rule: string;
  readonly ruleAt: string;
  readonly parameters: readonly string[];
  readonly bystander: string;
  readonly others: readonly string[];
  /** The conditions in the form that is asked for each recipient; undefined where there is none. */
  readonly perRecipient: Readonly<Record<string, unknown>> | undefined;
}

/** A rule about any of the recipients ends the message for all of them (RULE-46). */
export const uninvolvedRecipients = defineCheck<Uninvolved>({
  id: 'rule/uninvolved-recipients',
  severity: 'warning',
  covers: ['PMIS-19'],
  docs: {
    summary: 'A rule that asks for any of the recipients rejects or deletes the message for all of them.',
    why: 'AnyOf conditions hold for the message as a whole: who is addressed beside the one that is meant loses it, too.',
    remedy:
      'Conditions that are asked for each recipient: SentTo, SentToMemberOf, RecipientAddressContainsWords or RecipientAddressMatchesPatterns.',
    whenNotToApply:
      'Where nobody is to get a message that goes to the recipient who is named, as a rule against leaks may want.',
    references: [rulePages.predicates],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const asking = compiled.conditions.filter(isAboutAnyRecipient);
      if (asking.length === 0 || !acts(compiled)) continue;
      const found = lostBeside(context, compiled);
      if (found === undefined) continue;
      const { probed, outcome } = found;
      yield {
        subject: subject('rule', compiled.name),
        at: asking[0]?.at,
        evidence: [{ at: undefined, text: sessionLine(probed, outcome) }],
        semantics: ['RULE-46', 'PMIS-19'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        parameters: asking.map(({ label }) => label),
        bystander: outcome.recipient,
        others: probed.message.recipients.map((one) => one.text).filter((one) => one !== outcome.recipient),
        perRecipient: perRecipientOf(asking.flatMap(({ predicate }) => predicate ?? [])),
      };
    }
  },

  explain: ({ rule, parameters, bystander, others }) => ({
    problem:
      parameters.length === 1
        ? text`${list(parameters, 'and')} of the rule ${rule} holds for the whole message: what goes to ${list(others, 'and')} and to ${bystander} is kept from ${bystander}, whom the rule would let have it alone.`
        : text`${list(parameters, 'and')} of the rule ${rule} hold for the whole message: what goes to ${list(others, 'and')} and to ${bystander} is kept from ${bystander}, whom the rule would let have it alone.`,
    consequence: text`Recipients with whom the rule has nothing to do lose the message.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} with conditions that are asked for each recipient (SentTo, SentToMemberOf, RecipientAddressContainsWords, RecipientAddressMatchesPatterns) in place of ${list(parameters, 'and')}.`,
  }),

  fix: ({ rule, ruleAt, perRecipient }, context) =>
    perRecipient === undefined
      ? []
      : proposed(text`Let ${rule} ask for each recipient`, 'review', context.change(ruleAt, perRecipient)),
});

/** Somebody who loses a message by the rule that he would get alone. */
function lostBeside(context: CheckContext, compiled: CompiledRule) {
  const alone = askedOf(context, compiled, 'alone');
  return [...outcomesOf(askedOf(context, compiled, 'bystander'))].find(({ probed, outcome }) => {
    const single = alone.find((one) => asString(one.message.name) === probed.besides);
    return (
      single?.message.recipients.some((one) => one.text === outcome.recipient) === true &&
      isEndedBy(outcome, compiled) &&
      single.trace.outcomes.every((one) => one.status !== 'undetermined' && !one.rules.includes(compiled.name))
    );
  });
}

/** The same values under the parameter that is asked for each recipient; people in To or Cc have no such one for sure. */
function perRecipientOf(predicates: readonly Predicate[]): Readonly<Record<string, unknown>> | undefined {
  const changes: Record<string, unknown> = {};
  for (const one of predicates) {
    if (one.kind !== 'words' && one.kind !== 'patterns') return undefined;
    const values = one.kind === 'words' ? one.words : one.patterns;
    changes[one.parameter] = undefined;
    changes[one.parameter.replace('AnyOfRecipient', 'Recipient')] = values.map((value) => value.text);
  }
  return changes;
}
