import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface Protecting extends Violation {
  readonly rule: string;
  readonly ruleAt: string;
  readonly sender: string;
}

/** A rule that encrypts meets mail from outside, which cannot be encrypted and goes back. */
export const protectsOutsideMail = defineCheck<Protecting>({
  id: 'rule/protects-outside-mail',
  severity: 'error',
  covers: ['PMIS-28'],
  docs: {
    summary: 'A rule that encrypts messages meets mail from outside, which goes back to its sender.',
    why: 'What comes from outside cannot be protected with the keys of the organisation; the message is rejected instead of encrypted.',
    remedy: 'Restrict the rule to senders inside the organisation.',
    references: [rulePages.actions, rulePages.newRule],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { rule, name } = compiled;
      const protect = rule.actions.find((one) => one.kind === 'protect');
      if (protect === undefined || !acts(compiled)) continue;
      // Another action of the rule, or a later rule, may be what sends it back.
      if (rule.actions.some((one) => one.kind === 'reject' || one.kind === 'notifySender')) continue;
      const refused = [...outcomesOf(context.traces)].filter(
        ({ probed, outcome }) =>
          probed.legitimate &&
          !isQuestion(probed) &&
          outcome.status === 'bounced' &&
          outcome.authAs === 'Anonymous' &&
          outcome.rules.at(-1) === name,
      );
      const [first] = refused;
      if (first === undefined) continue;
      yield {
        subject: subject('rule', name),
        at: protect.at,
        evidence: [{ at: undefined, text: sessionLine(first.probed, first.outcome) }],
        semantics: ['ACT-18', 'PMIS-28'],
        confidence: first.outcome.confidence,
        assumptions: first.outcome.assumptions,
        explains: refused.map((one) => one.probed),
        rule: rule.name,
        ruleAt: rule.at,
        sender: first.probed.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} encrypts messages and meets mail from outside, such as that of ${sender}.`,
    consequence: text`It cannot be encrypted and goes back to its sender: nobody inside gets it.`,
    remedy: text`Restrict the rule to senders inside: Set-TransportRule -Identity ${quoted(rule)} -FromScope InOrganization.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let the rule ${rule} encrypt only what is sent from inside`,
      'review',
      context.change(ruleAt, { FromScope: 'InOrganization' }),
    ),
});
