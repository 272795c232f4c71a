import { statusText } from '../model/delivery-status.ts';
import type { Evidence, Span } from '../model/source.ts';
import { type Text, type TextValue, text } from '../model/text.ts';
import { quoted } from '../reference/replies/reply-words.ts';
import type { Decision, Outcome, Reply, Trace } from '../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from './check.ts';

/** The session of an outcome in one line: who sends what to whom, by which way, and how it ends. */
export function sessionLine(probed: ProbedTrace, outcome: Outcome): Text {
  const { from, mailFrom } = probed.trace.message;
  const sender = mailFrom === from ? from : text`${mailFrom} (From ${from})`;
  const address = probed.message.source?.address;
  const origin = address === undefined ? text`` : text` from ${address}`;
  const end =
    outcome.reply === null
      ? statusText[outcome.status]
      : text`${statusText[outcome.status]} ${outcome.reply.code} ${outcome.reply.enhanced}`;
  return text`${sender} to ${outcome.recipient}${origin}: ${outcome.route.join(' → ')}, ${end}`;
}

/** The session as evidence, followed by the facts behind its decisions of the named steps. */
export function sessionEvidence(
  context: CheckContext,
  probed: ProbedTrace,
  outcome: Outcome,
  steps: readonly string[] = [],
): readonly Evidence[] {
  const session: Evidence = {
    at: probed.message.at === '' ? undefined : context.sources.locate(probed.message.at),
    text: sessionLine(probed, outcome),
  };
  if (steps.length === 0) return [session];
  const facts = decisionsOf(context.explained(probed), outcome)
    .filter((decision) => steps.includes(decision.step))
    .flatMap((decision) => decision.evidence);
  return [session, ...facts];
}

/** Every decision on the way of one copy, in order. */
export function decisionsOf(trace: Trace, outcome: Outcome): readonly Decision[] {
  return outcome.hops.flatMap((index) => trace.hops[index]?.decisions ?? []);
}

/** The outcome of the explained trace that is the same copy. */
export function twin(trace: Trace, outcome: Outcome): Outcome | undefined {
  return trace.outcomes.find(
    (one) =>
      one.recipient === outcome.recipient &&
      one.finalRecipient === outcome.finalRecipient &&
      one.status === outcome.status,
  );
}

/** The last decision that a place backs: the setting that ended the way. */
export function decidingPlace(context: CheckContext, probed: ProbedTrace, outcome: Outcome): Span | undefined {
  const decisions = decisionsOf(context.explained(probed), outcome).toReversed();
  for (const decision of decisions) {
    const found = decision.evidence.find((fact) => fact.at !== undefined);
    if (found?.at !== undefined) return found.at;
  }
  return undefined;
}

/** Semantics of the decision that ended the way. */
export function decidingSemantics(context: CheckContext, probed: ProbedTrace, outcome: Outcome): readonly string[] {
  return (
    decisionsOf(context.explained(probed), outcome)
      .toReversed()
      .find((decision) => decision.semantics.length > 0)?.semantics ?? []
  );
}

/** A reply as a sentence quotes it, which has a full stop of its own. */
export const quotedReply = (reply: Pick<Reply, 'code' | 'enhanced' | 'text'>): TextValue =>
  quoted({ ...reply, text: reply.text.replace(/\.$/u, '') });

/** Groups items by a key, in order of first appearance. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/** Each outcome with its trace. */
export function* outcomesOf(
  traces: Iterable<ProbedTrace>,
): Generator<{ readonly probed: ProbedTrace; readonly outcome: Outcome }> {
  for (const probed of traces) for (const outcome of probed.trace.outcomes) yield { probed, outcome };
}
