import { type Text, type TextValue, text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { sessionLine } from '../../trace-evidence.ts';

interface InvariantRefuted extends Violation {
  readonly statement: Text;
  readonly message: TextValue;
  readonly why: Text;
}

/** Findings that say of a message against an invariant what is wrong; without one of them this check says it. */
const covering: Readonly<Record<string, readonly string[]>> = {
  'no-loop': ['routing/loop', 'rule/loop'],
  'no-open-relay': ['routing/open-relay'],
  'filter-not-bypassed': ['routing/filter-bypass'],
  'internal-stays-internal': ['routing/trust-lost', 'routing/unencrypted', 'routing/hybrid-inconsistent'],
  'tls-demands-met': ['routing/unencrypted', 'connector/ignored-parameter'],
  'senders-authenticated': ['spf/missing', 'spf/missing-sender', 'spf/missing-microsoft', 'dmarc/unaligned-sender'],
  'no-false-attribution': ['connector/shared-ip', 'connector/wildcard-captures', 'connector/microsoft-ip'],
  'forwards-obey-controls': ['forwarding/allowed-outside', 'forwarding/blocked'],
};

/** What routing/dead-end leaves of it, it leaves on purpose: a rule refuses the message, or the domain takes no mail. */
const judgedElsewhere: ReadonlySet<string> = new Set(['recipients-reachable']);

/** A statement that holds for every sound topology does not hold for some message, and no other check says why. */
export const invariantRefuted = defineCheck<InvariantRefuted>({
  id: 'routing/invariant-refuted',
  severity: 'warning',
  stage: 3,
  docs: {
    summary:
      'A statement that holds for every sound topology does not hold for some message, and no other check says why.',
    why: 'Probes are samples; a proof asks every class of messages, and found one that is lost, forged, relayed or in clear. It runs with --prove.',
    remedy: 'Read the way of the message that is named, and correct the setting that decides.',
    whenNotToApply: 'The message is one that the organisation means to treat so.',
    references: [
      {
        title: 'Mail flow in Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/mail-flow-best-practices',
      },
    ],
  },

  *run(context) {
    for (const { id, title, counterexample } of context.invariants) {
      const probed = context.refutations.get(id);
      if (counterexample === undefined || probed === undefined || context.accounted.has(probed)) continue;
      if (judgedElsewhere.has(id)) continue;
      if (context.found.some(({ rule }) => covering[id]?.includes(rule) === true)) continue;
      yield {
        subject: subject('topology', id),
        at: undefined,
        evidence: probed.trace.outcomes.map((outcome) => ({ at: undefined, text: sessionLine(probed, outcome) })),
        semantics: [],
        assumptions: counterexample.assumptions,
        confidence: counterexample.confidence,
        detail: id,
        statement: title,
        message: counterexample.message.name,
        why: counterexample.why,
      };
    }
  },

  explain: ({ statement, message, why }) => ({
    problem: text`This does not hold: ${statement} Against it is ${message}: ${why}.`,
    consequence: text`Mail of this kind is lost, forged, relayed or in clear, as the statement says.`,
    remedy: text`Trace the message with mxproof prove, which prints it to be pasted under messages, and correct the setting that decides.`,
  }),
});
