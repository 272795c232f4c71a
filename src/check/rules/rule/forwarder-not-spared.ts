import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { Topology } from '../../../model/topology.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import { acts, type CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { namesSenders } from '../../../simulate/rules/limits-of-rules.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { forwardingTopologies } from '../forwarding/hypothetical-forwards.ts';
import { askedOf, isEndedBy, withRules } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface NotSpared extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly parameter: string;
  readonly forwarder: string;
  readonly kind: string;
}

/** A rule against automatic forwards spares a mailbox by its address, and does not see that address (RULE-44, FWD-21). */
export const forwarderNotSpared = defineCheck<NotSpared>({
  id: 'rule/forwarder-not-spared',
  severity: 'warning',
  covers: ['PMIS-9'],
  docs: {
    summary: 'A rule that stops forwards spares mailboxes as senders, and stops their forwards all the same.',
    why: 'Of a message that an inbox rule forwards, mail flow rules see the original sender in From: an exception for the mailbox that forwards does not hold.',
    remedy: 'SenderAddressLocation HeaderOrEnvelope, or exceptions for the recipients of the forwards.',
    references: [
      {
        title: 'Automatic forwarding exclusions are not honored by a transport rule',
        url: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/autoforward-mail-exclusions-not-honored-transport-rule',
      },
      rulePages.newRule,
    ],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const exception = compiled.exceptions.find(({ predicate }) => predicate !== undefined && namesSenders(predicate));
      const asked = exception === undefined || !acts(compiled) ? [] : askedOf(context, compiled, 'spared');
      const found = asked.length === 0 ? undefined : stoppedForward(context, compiled, asked);
      if (exception === undefined || found === undefined) continue;
      const { probed, outcome } = found;
      const forward = outcome.forwards.at(-1);
      yield {
        subject: subject('rule', compiled.name),
        at: exception.at,
        evidence: [{ at: undefined, text: sessionLine(probed, outcome) }],
        semantics: ['RULE-44', 'FWD-21', 'PMIS-9'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        parameter: exception.label,
        forwarder: forward?.by ?? outcome.recipient,
        kind: forward?.kind ?? '',
      };
    }
  },

  explain: ({ rule, parameter, forwarder, kind }) => ({
    problem: text`${parameter} of the rule ${rule} is to spare ${forwarder}, and the rule stops what an inbox rule of ${forwarder} forwards (${kind}): it sees the original sender.`,
    consequence: text`The forwards that the exception is to allow do not leave.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -SenderAddressLocation HeaderOrEnvelope; for what inbox rules redirect, an exception for its recipient.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let ${rule} look at the envelope sender as well`,
      'review',
      context.change(ruleAt, { SenderAddressLocation: 'HeaderOrEnvelope' }),
    ),
});

interface Stopped {
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
}

/** A forward of a spared mailbox, declared or supposed, that the rule ends, and does not end once it looks at the envelope. */
function stoppedForward(
  context: CheckContext,
  compiled: CompiledRule,
  asked: readonly ProbedTrace[],
): Stopped | undefined {
  const mailboxes = asked.flatMap(({ message }) => message.recipients.map((one) => one.text));
  const outside = asked[0]?.message.from ?? '';
  for (const topology of [context.topology, ...forwardingTopologies(context.topology, mailboxes, outside)]) {
    const [before, after] = [context.supposing(topology), context.supposing(lookingAtBoth(topology, compiled))];
    for (const probed of asked)
      for (const { outcome } of outcomesOf([{ ...probed, trace: before(probed) }])) {
        if (outcome.forwards.length === 0 || !isEndedBy(outcome, compiled)) continue;
        const cured = after(probed).outcomes.find((one) => sameAddress(one.finalRecipient, outcome.finalRecipient));
        if (cured !== undefined && !cured.rules.includes(compiled.name)) return { probed, outcome };
      }
  }
  return undefined;
}

const lookingAtBoth = (topology: Topology, { rule: { at } }: CompiledRule): Topology =>
  withRules(topology, (rule) => (rule.at === at ? { ...rule, senderAddressLocation: 'HeaderOrEnvelope' } : rule));
