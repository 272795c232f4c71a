import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { peopleOf } from '../../../simulate/rules/people.ts';
import { defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { rulePages } from './rule-pages.ts';

interface Unmoderated extends Violation {
  readonly rule: string;
  readonly sender: string;
}

/** A rule asks the manager of the sender, and the directory says that a sender has none. */
export const moderationWithoutManager = defineCheck<Unmoderated>({
  id: 'rule/moderation-without-manager',
  severity: 'warning',
  covers: ['PMIS-22'],
  docs: {
    summary: 'A rule has messages approved by the manager of the sender, and a sender has no manager.',
    why: 'Without a manager in the directory the message is delivered unmoderated, and nobody is told.',
    remedy: 'Fill in the manager of everybody whom the rule is about, or name a moderator in the rule.',
    references: [rulePages.actions],
  },

  *run(context) {
    for (const { owner, compiled } of everyRule(context)) {
      const { rule, name } = compiled;
      const action = rule.actions.find((one) => one.kind === 'moderateByManager');
      if (action === undefined || !acts(compiled)) continue;
      const people = peopleOf(context.world, owner);
      const hasNone = (address: string): boolean => {
        const entry = people.objectOf(address);
        return typeof entry !== 'string' && people.attribute(entry, 'Manager') === null;
      };
      const passed = [...outcomesOf(context.traces)].find(
        ({ probed, outcome }) =>
          !isQuestion(probed) &&
          (outcome.status === 'delivered' || outcome.status === 'sent') &&
          outcome.authAs === 'Internal' &&
          outcome.rules.includes(name) &&
          hasNone(probed.trace.message.from),
      );
      if (passed === undefined) continue;
      yield {
        subject: subject('rule', name),
        at: action.at,
        evidence: [{ at: undefined, text: sessionLine(passed.probed, passed.outcome) }],
        semantics: ['ACT-2', 'PMIS-22'],
        confidence: passed.outcome.confidence,
        assumptions: passed.outcome.assumptions,
        rule: rule.name,
        sender: passed.probed.trace.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} asks the manager of the sender, and ${sender} has none in the directory.`,
    consequence: text`What ${sender} sends passes unmoderated.`,
    remedy: text`Fill in the manager of ${sender}, or name somebody in the rule with ModerateMessageByUser.`,
  }),

  fix: ({ rule, sender }) => [
    byPerson(
      text`Give ${sender} a manager`,
      text`Fill in the manager of ${sender} in the directory, and of everybody else whom the rule ${rule} is about.`,
    ),
  ],
});
