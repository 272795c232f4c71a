import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { acts, type CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { ruleState } from '../../rule-state.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface InternalBypass extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly sender: string;
}

/** A rule exempts all mail of own senders from filtering. */
export const internalBypass = defineCheck<InternalBypass>({
  id: 'rule/internal-bypass',
  severity: 'warning',
  covers: ['PMIS-5'],
  docs: {
    summary: 'A rule sets the SCL of everything that own senders send to -1.',
    why: 'Once somebody has taken over an account, spam and phishing sent from it skip filtering.',
    remedy: 'Remove the rule, or confine it to the addresses of the devices that need it by SenderIpRanges.',
    references: [rulePages.setScl, rulePages.predicates],
  },

  *run(context) {
    for (const { owner, compiled } of everyRule(context)) {
      const bypass = compiled.actions.find((one) => one.kind === 'setScl' && one.scl === -1);
      if (owner.side !== 'cloud' || bypass === undefined || !acts(compiled) || !isForAllInside(compiled)) continue;
      const witness = [...outcomesOf(context.traces)].find(
        ({ outcome }) => outcome.rules.includes(compiled.name) && outcome.authAs === 'Internal',
      );
      if (witness === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: bypass.at,
        evidence: sessionEvidence(context, witness.probed, witness.outcome, ['evaluate-rule']),
        semantics: ['ACT-17a', 'PMIS-5'],
        assumptions: witness.outcome.assumptions,
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        sender: witness.probed.trace.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} sets the SCL of all mail of own senders to -1, as for ${sender}.`,
    consequence: text`What is sent from an account that somebody has taken over skips spam filtering.`,
    remedy: text`Disable-TransportRule -Identity ${quoted(rule)}, or Set-TransportRule -Identity ${quoted(rule)} -SenderIpRanges with the addresses of the devices that need it.`,
  }),

  fix({ rule, ruleAt }, context) {
    const found = [...everyRule(context)].find(({ compiled }) => compiled.rule.at === ruleAt)?.compiled.rule;
    return proposed(text`Disable the rule ${rule}`, 'review', found && context.change(ruleAt, ruleState(found, false)));
  },
});

/** FromScope InOrganization, and nothing narrower than the direction. */
const isForAllInside = ({ conditions, exceptions }: CompiledRule): boolean =>
  exceptions.length === 0 &&
  conditions.every(({ predicate }) => predicate?.kind === 'scope') &&
  conditions.some(
    ({ predicate }) =>
      predicate?.kind === 'scope' && predicate.parameter === 'FromScope' && predicate.scope === 'InOrganization',
  );
