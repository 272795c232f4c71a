import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { isSetAfterRules } from '../../../simulate/rules/limits-of-rules.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { rulePages } from './rule-pages.ts';

interface SetLater extends Violation {
  readonly rule: string;
  readonly header: string;
  readonly spares: boolean;
}

/** A rule asks for a header field that the spam filter of the tenant adds only after rules ran. */
export const headerSetLater = defineCheck<SetLater>({
  id: 'rule/header-set-later',
  severity: 'warning',
  covers: ['PMIS-30'],
  docs: {
    summary: 'A mail flow rule asks for a header field that the spam filter adds only after the rules.',
    why: 'When rules run the field is not there yet, so that the rule never acts on what the filter of the tenant finds.',
    remedy: 'Say in the anti-spam policy what is to be done with such messages.',
    references: [
      {
        title: 'Advanced Spam Filter (ASF) settings',
        url: 'https://learn.microsoft.com/defender-office-365/anti-spam-policies-asf-settings-about',
      },
      rulePages.predicates,
    ],
  },

  *run(context) {
    for (const { owner, compiled } of everyRule(context)) {
      if (owner.side !== 'cloud' || !acts(compiled)) continue;
      const { rule, name } = compiled;
      for (const [spares, predicates] of [
        [false, rule.conditions],
        [true, rule.exceptions],
      ] as const)
        for (const one of predicates) {
          if (one.kind !== 'headerWords' && one.kind !== 'headerPatterns') continue;
          if (!isSetAfterRules(one.header.text)) continue;
          yield {
            subject: subject('rule', name),
            at: one.header.at,
            detail: spares ? 'exception' : 'condition',
            evidence: [],
            semantics: ['ORDER-19', one.semantics, 'PMIS-30'],
            rule: rule.name,
            header: one.header.text,
            spares,
          };
        }
    }
  },

  explain: ({ rule, header, spares }) => ({
    problem: text`The rule ${rule} asks for the header field ${header}, which the spam filter adds only after the rules.`,
    consequence: spares
      ? text`The exception spares nothing that the filter of the tenant finds.`
      : text`The rule does not match what the filter of the tenant finds; it can match only a field that somebody else wrote before.`,
    remedy: text`Say in the anti-spam policy what is to be done with such messages, and remove the test from the rule.`,
  }),

  fix: ({ rule, header }) => [
    byPerson(
      text`Act on ${header} in the anti-spam policy`,
      text`Set the action for such messages in the anti-spam policy, and take the test of ${header} out of the rule ${rule}.`,
    ),
  ],
});
