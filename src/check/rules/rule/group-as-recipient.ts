import { list, text } from '../../../model/text.ts';
import type { Predicate } from '../../../model/transport-rule.ts';
import { peopleOf } from '../../../simulate/rules/people.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface GroupAsRecipient extends Violation {
  readonly rule: string;
  readonly groups: readonly string[];
  readonly parameter: string;
  readonly memberParameter: string;
  /** Nothing else is named, so that it never holds. */
  readonly alone: boolean;
}

/** SentTo names a group, and no recipient is one any more when rules run. */
export const groupAsRecipient = defineCheck<GroupAsRecipient>({
  id: 'rule/group-as-recipient',
  severity: 'warning',
  covers: ['PMIS-10'],
  docs: {
    summary: 'SentTo of a mail flow rule names a group, which it never meets.',
    why: 'Groups are expanded before rules run: the recipients are the members then, and the condition does not hold for them.',
    remedy: 'SentToMemberOf for the members, or AnyOfToHeader for what is addressed to the group.',
    references: [rulePages.predicates],
  },

  *run(context) {
    for (const { owner, compiled, predicate, parameter } of everyPredicate(context)) {
      if (!isSentTo(predicate)) continue;
      const people = peopleOf(context.world, owner);
      const groups = predicate.recipients.filter((one) => people.find(one.text)?.kind === 'group');
      const [first] = groups;
      if (first === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: first.at,
        detail: parameter,
        evidence: [],
        semantics: ['PRED-12', 'PMIS-10'],
        rule: compiled.rule.name,
        groups: groups.map((one) => one.text),
        parameter,
        memberParameter: `${parameter}MemberOf`,
        alone: groups.length === predicate.recipients.length,
      };
    }
  },

  explain: ({ rule, groups, parameter, memberParameter, alone }) => ({
    problem: text`${parameter} of the rule ${rule} names ${groups.length === 1 ? text`the group ${list(groups, 'and')}` : text`the groups ${list(groups, 'and')}`}, and groups are expanded before rules run.`,
    consequence: alone
      ? text`${parameter} holds for no recipient.`
      : text`${parameter} holds for the other recipients that it names only.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -${memberParameter} with the group, for every message to its members, or AnyOfToHeader for what is addressed to the group.`,
  }),
});

type SentTo = Extract<Predicate, { kind: 'recipients' }>;
const isSentTo = (one: Predicate): one is SentTo => one.kind === 'recipients' && one.parameter === 'SentTo';
