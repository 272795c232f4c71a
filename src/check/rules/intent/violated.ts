import type { Evidence } from '../../../model/source.ts';
import { type Text, type TextValue, text } from '../../../model/text.ts';
import type { Counterexample } from '../../../prove/prove.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';

interface Violated extends Violation {
  readonly intent: string;
  readonly why: Text;
  readonly message: TextValue;
}

/** A declared statement about all messages does not hold for some. */
export const violated = defineCheck<Violated>({
  id: 'intent/violated',
  severity: 'error',
  docs: {
    summary: 'A declared intent does not hold for every message.',
    why: 'The statement is what the topology was meant to guarantee; some message goes against it.',
    remedy: 'Follow the decisions of the message that is named, and correct the setting behind them or the intent.',
    references: [
      {
        title: 'Mail flow in Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/mail-flow-best-practices',
      },
    ],
  },
  *run({ intents, topology }) {
    for (const { id, counterexample } of intents) {
      if (counterexample === undefined) continue;
      const { why, message, assumptions } = counterexample;
      yield {
        subject: subject('intent', id),
        at: topology.intents.find((one) => one.name === id)?.at,
        evidence: evidenceOf(counterexample),
        semantics: [],
        assumptions,
        confidence: counterexample.confidence,
        intent: id,
        why,
        message: message.name,
      };
    }
  },
  explain: ({ intent, why, message }) => ({
    problem: text`The intent ${intent} does not hold for ${message}: ${why}.`,
    consequence: text`Mail of this kind goes against what the topology is meant to guarantee.`,
    remedy: text`Read the decisions listed with this finding, or the message with mxproof prove; then correct the setting that decides, or the intent if it is the one that is wrong.`,
  }),
});

/** What was decided on the last leg of the message. */
function evidenceOf({ trace }: Counterexample): readonly Evidence[] {
  const last = trace.outcomes[0]?.hops.at(-1);
  const decisions = last === undefined ? [] : (trace.hops[last]?.decisions ?? []);
  return decisions.flatMap((decision): readonly Evidence[] => [
    { at: decision.evidence[0]?.at, text: text`${decision.step}: ${decision.verdict}; ${decision.because}` },
    ...decision.evidence.slice(1),
  ]);
}
