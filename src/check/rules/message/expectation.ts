import type { Evidence } from '../../../model/source.ts';
import { asString, list, type Text, type TextValue, text } from '../../../model/text.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { ExpectationFailure, Outcome, Trace } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';

interface Unmet extends Violation {
  readonly message: TextValue;
  readonly failures: readonly ExpectationFailure[];
}

/** A sample message that does not do what its `expect` says. */
export const expectation = defineCheck<Unmet>({
  id: 'message/expectation',
  severity: 'error',
  docs: {
    summary: 'A sample message does not do what is expected of it.',
    why: 'The expectation is how the topology was meant to work; the simulated mail goes another way or ends otherwise.',
    remedy: 'Follow the decisions of the hop that decided, and correct the setting behind them or the expectation.',
    references: [
      {
        title: 'Mail flow in Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/mail-flow-best-practices',
      },
    ],
  },
  *run(context) {
    for (const probed of context.traces) {
      const { expectation: judged } = probed.trace;
      const [first] = judged?.failures ?? [];
      if (probed.purpose !== 'declared' || judged === null || first === undefined) continue;
      yield {
        subject: subject('message', asString(probed.message.name)),
        at: first.at,
        evidence: evidenceOf(context, probed, judged.failures),
        semantics: [],
        confidence: confidenceOfFailures(probed.trace, judged.failures),
        message: probed.message.name,
        failures: judged.failures,
      };
    }
  },
  explain: ({ message, failures }) => ({
    problem: text`The message ${message} does not do what is expected of it: ${list(failures.slice(0, shown).map(worded), 'and')}${more(failures.length - shown)}.`,
    consequence: text`Mail of this kind goes as the trace shows, not as the topology was meant to work.`,
    remedy: text`Read the decisions listed with this finding, or the whole way with mxproof trace; then correct the setting that decides, or the expectation if it is the one that is wrong.`,
  }),
});

const shown = 6;

const more = (count: number): Text => (count > 0 ? text`, and ${count} more` : text``);

function worded({ recipient, key, expected, actual }: ExpectationFailure): Text {
  if (key === 'recipient') return text`no copy of it is for ${recipient}`;
  return text`for ${recipient}, ${key} is ${actual} instead of ${expected}`;
}

/** What the tenant decides when the message arrives there; everything else is decided where the copy ends. */
const decidedOnArrival = new Set(['spf', 'dkim', 'dmarc', 'directionality', 'authAs', 'scl', 'folder']);

/** The other expectations that fail, and the decisions of the hops that decided. */
function evidenceOf(
  context: CheckContext,
  probed: ProbedTrace,
  failures: readonly ExpectationFailure[],
): readonly Evidence[] {
  const trace = context.explained(probed);
  const expected = failures.map((failure) => ({
    at: context.sources.locate(failure.at),
    text: text`expected: ${failure.key} ${failure.expected}`,
  }));
  const hops = new Set<number>();
  for (const failure of failures) {
    const hop = decidingHop(context, trace, failure);
    if (hop !== undefined) hops.add(hop);
  }
  const decisions = [...hops].flatMap((index) =>
    (trace.hops[index]?.decisions ?? []).flatMap((decision): readonly Evidence[] => [
      {
        at: decision.evidence[0]?.at,
        text: text`${decision.step}: ${decision.verdict}; ${decision.because}`,
      },
      ...decision.evidence.slice(1),
    ]),
  );
  return [...new Map([...expected, ...decisions].map((one) => [JSON.stringify(one), one])).values()];
}

function decidingHop({ world }: CheckContext, trace: Trace, failure: ExpectationFailure): number | undefined {
  const outcome = trace.outcomes.find((one) => concerns(one, failure));
  if (outcome === undefined) return undefined;
  if (!decidedOnArrival.has(failure.key)) return outcome.hops.at(-1);
  const node = world.own?.tenant.node;
  return outcome.hops.findLast((index) => trace.hops[index]?.to === node) ?? outcome.hops.at(-1);
}

const concerns = (outcome: Outcome, { recipient }: ExpectationFailure): boolean =>
  sameAddress(outcome.recipient, recipient) || sameAddress(outcome.finalRecipient, recipient);

/** A verdict is as sure as the way that led to it. */
function confidenceOfFailures(trace: Trace, failures: readonly ExpectationFailure[]): Outcome['confidence'] {
  const grades = failures.flatMap((failure) =>
    trace.outcomes.filter((outcome) => concerns(outcome, failure)).map((outcome) => outcome.confidence),
  );
  return grades.includes('inferred') ? 'inferred' : grades.includes('observed') ? 'observed' : 'documented';
}
