import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { groupBy, sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, withRules } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface AliasAsRecipient extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly parameter: string;
  readonly alias: string;
  /** Whether the rule acts on mail to the alias as it is; it does otherwise where it looks at the address as written. */
  readonly acts: boolean;
}

/** A rule asks for an alias, which recipients do not have any more when rules run (ORDER-16, RULE-33). */
export const aliasAsRecipient = defineCheck<AliasAsRecipient>({
  id: 'rule/alias-as-recipient',
  severity: 'warning',
  covers: ['PMIS-14'],
  docs: {
    summary: 'A condition about the address of a recipient means an alias, and rules see the primary address.',
    why: 'Recipients are resolved before rules run: whoever is written to by an alias has the primary address then, and the condition does not hold.',
    remedy:
      'Name the primary address, or set RecipientAddressType to Original, by which rules look at the address as it was written.',
    references: [rulePages.newRule, rulePages.predicates],
  },

  *run(context) {
    const byRule = groupBy(everyPredicate(context), ({ compiled }) => compiled.name);
    for (const tests of byRule.values()) {
      const [{ compiled }] = tests;
      const asked = acts(compiled) ? askedOf(context, compiled, 'alias') : [];
      const about = tests.find(({ predicate }) => /Recipient(?:Address|Domain)/u.test(predicate.parameter));
      if (asked.length === 0 || about === undefined) continue;
      const found = otherAsWritten(context, compiled.rule.at, compiled.name, asked);
      if (found === undefined) continue;
      const [outcome] = found.trace.outcomes;
      if (outcome === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: about.predicate.at,
        evidence: [{ at: undefined, text: sessionLine(found, outcome) }],
        semantics: ['ORDER-16', 'RULE-33', 'PMIS-14'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        parameter: about.parameter,
        alias: outcome.recipient,
        acts: outcome.rules.includes(compiled.name),
      };
    }
  },

  explain: ({ rule, parameter, alias, acts: isActing }) => ({
    problem: text`${parameter} of the rule ${rule} means ${alias}, which is an alias: when rules run, the recipient has the primary address.`,
    consequence: isActing
      ? text`The exception does not spare what is written to ${alias}.`
      : text`The rule does not act on what is written to ${alias}.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} with the primary address in ${parameter}, or -RecipientAddressType Original.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let ${rule} look at addresses as they are written`,
      'review',
      context.change(ruleAt, { RecipientAddressType: 'Original' }),
    ),
});

/** A message to an alias that the rule would treat otherwise if it looked at addresses as they are written. */
function otherAsWritten(
  context: CheckContext,
  ruleAt: Pointer,
  name: string,
  asked: readonly ProbedTrace[],
): ProbedTrace | undefined {
  const asWritten = context.supposing(
    withRules(context.topology, (rule) => (rule.at === ruleAt ? { ...rule, recipientAddressType: 'Original' } : rule)),
  );
  const isMet = ({ outcomes }: Pick<ProbedTrace['trace'], 'outcomes'>) =>
    outcomes.some((one) => one.rules.includes(name));
  return asked.find((one) => isMet(one.trace) !== isMet(asWritten(one)));
}
