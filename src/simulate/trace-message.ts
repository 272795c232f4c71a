import type { SampleMessage } from '../model/topology.ts';
import { judgeExpectation } from './expectation.ts';
import { exploreAnswers, type TraceOptions } from './explore-answers.ts';
import { followReports } from './follow-reports.ts';
import { originOf } from './nodes/origin.ts';
import type { Outcome, Trace } from './trace.ts';
import type { World } from './world.ts';

const noAnswers: ReadonlyMap<string, string> = new Map();

/** Traces a sample: the way it goes with default answers, the other ways, and the NDRs where they are asked for. */
export function traceMessage(world: World, message: SampleMessage, options: TraceOptions): Trace {
  const explored = exploreAnswers(world, { message, answers: noAnswers }, options);
  const reported = (outcomes: readonly Outcome[], answers: ReadonlyMap<string, string>): readonly Outcome[] =>
    options.reports === true ? followReports(world, message, outcomes, answers, options) : outcomes;
  const outcomes = reported(explored.outcomes, noAnswers);
  return {
    name: message.name,
    message: {
      from: message.from,
      mailFrom: message.mailFrom === '' ? '<>' : message.mailFrom,
      to: message.recipients.map((recipient) => recipient.text),
      source: originOf(world, message).node,
      ...(message.eml && { eml: { file: message.eml.path, mailFromOf: message.eml.senderFrom ?? null } }),
    },
    outcomes,
    hops: explored.hops,
    alternatives: explored.alternatives.map(({ key, question, answer, assumption, outcomes, hops }) => ({
      question,
      answer,
      assumption,
      outcomes: reported(outcomes, new Map([[key, answer]])),
      hops,
    })),
    alternativesCut: explored.cut,
    followed: explored.followed,
    ...(explored.otherLegs.length > 0 ? { otherLegs: explored.otherLegs } : {}),
    expectation: message.expect === undefined ? null : judgeExpectation(message.expect, outcomes),
  };
}
