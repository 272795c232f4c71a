import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { Topology } from '../../../model/topology.ts';
import type { TransportRule } from '../../../model/transport-rule.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface ReplyRefused extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly sender: string;
}

/** A rule against mail from outside also ends automatic replies of own mailboxes, whose envelope sender is empty. */
export const automaticReplyRefused = defineCheck<ReplyRefused>({
  id: 'rule/automatic-reply-refused',
  severity: 'error',
  covers: ['PMIS-6'],
  docs: {
    summary: 'A rule against mail from outside, by the envelope sender, refuses automatic replies of own mailboxes.',
    why: 'Automatic replies and reports have no envelope sender; where the rule looks at nothing else, they count as mail from outside.',
    remedy: 'SenderAddressLocation HeaderOrEnvelope, so that the From header tells that they come from inside.',
    references: [rulePages.newRule, rulePages.predicates],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { rule, name } = compiled;
      if (rule.senderAddressLocation !== 'Envelope' || !acts(compiled)) continue;
      const asked = context.traces.filter(
        (one) => one.purpose === 'rule' && one.entry === `rule:${name}` && one.message.type === 'oof',
      );
      const byEither = context.supposing(lookingAtBoth(context.topology, rule));
      const witness = [...outcomesOf(asked)].find(
        ({ probed, outcome }) =>
          outcome.rules.at(-1) === name &&
          !arrives.has(outcome.status) &&
          byEither(probed).outcomes.some((one) => arrives.has(one.status) && !one.rules.includes(name)),
      );
      if (witness === undefined) continue;
      yield {
        subject: subject('rule', name),
        at: `${rule.at}/SenderAddressLocation`,
        evidence: sessionEvidence(context, witness.probed, witness.outcome, ['evaluate-rule']),
        semantics: ['RULE-36', 'PMIS-6'],
        assumptions: witness.outcome.assumptions,
        rule: rule.name,
        ruleAt: rule.at,
        sender: witness.probed.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} ends automatic replies of ${sender}: it judges the envelope sender alone, and theirs is empty, so that they count as mail from outside.`,
    consequence: text`Automatic replies of own mailboxes do not reach those who wrote to them.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -SenderAddressLocation HeaderOrEnvelope.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let ${rule} look at the From header as well`,
      'review',
      context.change(ruleAt, { SenderAddressLocation: 'HeaderOrEnvelope' }),
    ),
});

const arrives: ReadonlySet<string> = new Set(['delivered', 'sent']);

/** The topology in which a rule of the tenant asks the From header and the envelope. */
function lookingAtBoth(topology: Topology, rule: TransportRule): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  const transportRules = tenant.transportRules.map((one) =>
    one === rule ? { ...one, senderAddressLocation: 'HeaderOrEnvelope' as const } : one,
  );
  return { ...topology, tenant: { ...tenant, transportRules } };
}
