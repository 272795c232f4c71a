import { plain, text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { decisionsOf, outcomesOf, sessionLine, twin } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface WrapsOutsideMail extends Violation {
  readonly rule: string;
  readonly ruleAt: string;
  readonly sender: string;
}

/** A disclaimer meets mail from outside that cannot be changed, and wraps it (ACT-13). */
export const wrapsOutsideMail = defineCheck<WrapsOutsideMail>({
  id: 'rule/wraps-outside-mail',
  severity: 'warning',
  covers: ['PMIS-20'],
  docs: {
    summary: 'A rule puts its disclaimer around signed or encrypted mail from outside (fallback Wrap).',
    why: 'The original becomes an attachment of a new message: its signature is no longer that of what the recipient sees, and Safe Attachments may hold it. Microsoft advises against Wrap for mail from outside.',
    remedy: 'Another ApplyHtmlDisclaimerFallbackAction for mail from outside: Ignore, or Reject as Microsoft advises.',
    references: [rulePages.newRule, rulePages.actions],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { rule, name } = compiled;
      const disclaimer = compiled.actions.find((one) => one.kind === 'disclaimer');
      if (disclaimer === undefined || !acts(compiled)) continue;
      const wrapped = [...outcomesOf(askedOf(context, compiled, 'sealed'))].find(({ probed, outcome }) => {
        if (outcome.authAs !== 'Anonymous' || !outcome.rules.includes(name)) return false;
        const trace = context.explained(probed);
        const explained = twin(trace, outcome);
        return (
          explained !== undefined &&
          decisionsOf(trace, explained).some(({ verdict }) => plain(verdict) === `${name} wraps it`)
        );
      });
      if (wrapped === undefined) continue;
      yield {
        subject: subject('rule', name),
        at: disclaimer.at,
        evidence: [{ at: undefined, text: sessionLine(wrapped.probed, wrapped.outcome) }],
        semantics: ['ACT-13', 'PMIS-20'],
        confidence: wrapped.outcome.confidence,
        assumptions: wrapped.outcome.assumptions,
        rule: rule.name,
        ruleAt: rule.at,
        sender: wrapped.probed.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} meets signed mail of ${sender}, which comes from outside, and wraps it: ApplyHtmlDisclaimerFallbackAction is Wrap.`,
    consequence: text`The recipient gets the original as an attachment of another message, which Safe Attachments may hold.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -ApplyHtmlDisclaimerFallbackAction Ignore, by which the rule leaves such mail alone, or Reject.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let ${rule} leave mail alone that cannot be changed`,
      'review',
      context.change(ruleAt, { ApplyHtmlDisclaimerFallbackAction: 'Ignore' }),
    ),
});
