import { list, text } from '../../../model/text.ts';
import type { Written } from '../../../model/topology.ts';
import type { Predicate } from '../../../model/transport-rule.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, metBy, sameMembers, withPredicate } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface GroupAsRecipient extends Violation {
  readonly rule: string;
  readonly groups: readonly string[];
  readonly parameter: string;
  readonly memberParameter: string;
  /** Nothing else is named, so that it never holds. */
  readonly alone: boolean;
}

/** SentTo names a group, and the members who get a message to it are not met by the name of the group. */
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
    for (const { compiled, predicate, parameter } of everyPredicate(context)) {
      if (!isSentTo(predicate)) continue;
      const asked = askedOf(context, compiled, 'group');
      const groups = predicate.recipients.filter((one) => asked.some(({ value }) => value === one.at));
      const [first] = groups;
      if (first === undefined) continue;
      const missed = missedMembers(context, compiled, predicate, groups, asked);
      const [outcome] = missed?.trace.outcomes ?? [];
      if (missed === undefined || outcome === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: first.at,
        detail: parameter,
        evidence: [{ at: undefined, text: sessionLine(missed, outcome) }],
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

/** A message to one of the groups whose members the rule would treat otherwise if SentToMemberOf named the group. */
function missedMembers(
  context: CheckContext,
  compiled: CompiledRule,
  sentTo: SentTo,
  groups: readonly Written[],
  asked: readonly ProbedTrace[],
): ProbedTrace | undefined {
  const { at } = sentTo;
  const members: Predicate = {
    kind: 'groups',
    parameter: 'SentToMemberOf',
    groups,
    at,
    semantics: 'PRED-14',
    unit: 'recipient',
  };
  const traced = context.supposing(withPredicate(context.topology, compiled.rule.at, sentTo, members));
  return asked.find(
    (one) =>
      groups.some((group) => group.at === one.value) &&
      !sameMembers(metBy(one.trace, compiled), metBy(traced(one), compiled)),
  );
}
