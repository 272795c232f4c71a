import { text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import { judgeExpectation } from './expectation.ts';
import { originOf } from './nodes/origin.ts';
import { type AskedQuestion, recordingOracle } from './oracle.ts';
import { type Simulation, simulate } from './simulate.ts';
import type { Alternative, Hop, Outcome, Trace } from './trace.ts';
import type { World } from './world.ts';

export interface TraceOptions {
  /** False: no decisions are worded; outcomes are the same. */
  readonly explain: boolean;
  /** How many other answers are followed; beyond it the trace says that there are more. */
  readonly alternativesMax: number;
}

/**
 * Traces a sample: the way it goes with default answers, and for each open point that was met the other ways, one point
 * changed at a time. An assumption is named on the outcomes that another answer would change.
 */
export function traceMessage(world: World, message: SampleMessage, options: TraceOptions): Trace {
  const oracle = recordingOracle();
  const main = simulate(world, message, oracle, options.explain);
  const { alternatives, otherLegs, touched, cut, followed } = explore(world, message, main, oracle.asked, options);
  const outcomes = main.outcomes.map((outcome, index) => {
    const assumptions = [...(touched.get(index) ?? [])].sort();
    return assumptions.length === 0 ? outcome : { ...outcome, assumptions, confidence: 'inferred' as const };
  });
  return {
    name: message.name,
    message: {
      from: message.from,
      mailFrom: message.mailFrom === '' ? '<>' : message.mailFrom,
      to: message.recipients.map((recipient) => recipient.text),
      source: originOf(world, message).node,
    },
    outcomes,
    hops: main.hops,
    alternatives,
    alternativesCut: cut,
    followed,
    ...(otherLegs.length > 0 ? { otherLegs } : {}),
    expectation: message.expect === undefined ? null : judgeExpectation(message.expect, outcomes),
  };
}

interface Explored {
  readonly alternatives: readonly Alternative[];
  readonly otherLegs: readonly Hop[];
  /** Assumptions that matter, by index of the outcome. */
  readonly touched: ReadonlyMap<number, ReadonlySet<string>>;
  readonly cut: boolean;
  readonly followed: number;
}

function explore(
  world: World,
  message: SampleMessage,
  main: Simulation,
  asked: ReadonlyMap<string, AskedQuestion>,
  options: TraceOptions,
): Explored {
  const alternatives: Alternative[] = [];
  const otherLegs: Hop[] = [];
  const touched = new Map<number, Set<string>>();
  let followed = 0;
  let cut = false;
  for (const [key, { question, answers, taken }] of asked) {
    for (const answer of answers) {
      if (answer === taken) continue;
      if (followed++ >= options.alternativesMax) {
        cut = true;
        continue;
      }
      const other = simulate(world, message, recordingOracle(new Map([[key, answer]])), options.explain);
      const changed = differing(main.outcomes, other.outcomes);
      if (changed.length === 0) {
        otherLegs.push(...other.hops.filter((hop) => hop.validated !== undefined));
        continue;
      }
      const { assumption } = question;
      if (assumption !== undefined) {
        for (const index of changed) touched.set(index, (touched.get(index) ?? new Set()).add(assumption));
        // Somebody settled it: the answer is known, the other way is not open.
        if (world.assumptions.has(assumption)) continue;
      }
      alternatives.push({
        question: assumption === undefined ? question.ask() : text`${assumption} is ${answer} instead of ${taken}`,
        answer,
        assumption: assumption ?? null,
        outcomes: other.outcomes,
        hops: other.hops,
      });
    }
  }
  return { alternatives, otherLegs, touched, cut, followed: Math.min(followed, options.alternativesMax) };
}

/** Indexes of the outcomes that another run changes in anything a reader would act on. */
function differing(main: readonly Outcome[], other: readonly Outcome[]): readonly number[] {
  if (main.length !== other.length) return main.map((_, index) => index);
  return main.flatMap((outcome, index) => {
    const twin = other[index];
    return twin !== undefined && fateOf(outcome) === fateOf(twin) ? [] : [index];
  });
}

/** What a copy's fate is made of; the sample addresses and hop numbers are not. */
export function fateOf(outcome: Outcome): string {
  return JSON.stringify([
    outcome.recipient,
    outcome.finalRecipient,
    outcome.status,
    outcome.endsAt,
    outcome.route,
    outcome.connectors,
    outcome.reply,
    outcome.spf,
    // An answer nobody can give instead of none, or of a pass without a record, is no other fate.
    outcome.dmarc === 'undetermined' || outcome.dmarc === 'bestguesspass' ? 'none' : outcome.dmarc,
    outcome.egressPool,
    outcome.egressSpf,
    outcome.lastMailFrom,
    outcome.folder,
    outcome.directionality,
    outcome.authAs,
    outcome.finalAuthAs,
    outcome.tls,
  ]);
}
