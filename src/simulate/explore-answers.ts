import { text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import type { Observers } from './observers.ts';
import { type AskedQuestion, recordingOracle } from './oracle.ts';
import type { Run } from './run.ts';
import { type Simulation, simulate } from './simulate.ts';
import type { Alternative, Hop, Outcome } from './trace.ts';
import type { World } from './world.ts';

export interface TraceOptions extends Observers {
  /** False: no decisions are worded; outcomes are the same. */
  readonly explain: boolean;
  /** How many other answers are followed; beyond it the trace says that there are more. */
  readonly alternativesMax: number;
  /** True: the NDRs about copies that fail are traced too. */
  readonly reports?: boolean;
}

/** A message at its first node. */
export interface Beginning {
  readonly message: SampleMessage;
  /** Hands it to its first node; absent: where samples begin. */
  readonly start?: (run: Run) => void;
  /** Answers that hold for every way, by the key of the question. */
  readonly answers: ReadonlyMap<string, string>;
}

/** The way with default answers, and what other answers would make of it. */
export interface Explored {
  /** With the assumptions that decide something about each. */
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
  readonly alternatives: readonly (Alternative & { readonly key: string })[];
  readonly otherLegs: readonly Hop[];
  readonly cut: boolean;
  readonly followed: number;
}

/**
 * The way a message goes with default answers, and for each open point that was met the other ways, one point changed at a
 * time. An assumption is named on the outcomes that another answer would change.
 */
export function exploreAnswers(world: World, beginning: Beginning, options: TraceOptions): Explored {
  const oracle = recordingOracle(beginning.answers);
  const main = simulate(world, beginning.message, oracle, options.explain, beginning.start, options);
  const { touched, alternatives, otherLegs, cut, followed } = otherAnswers(
    world,
    beginning,
    main,
    oracle.asked,
    options,
  );
  const outcomes = main.outcomes.map((outcome, index) => {
    const here = touched.get(index);
    if (here === undefined && outcome.assumptions.length === 0) return outcome;
    const assumptions = [...outcome.assumptions, ...(here ?? [])].sort();
    return { ...outcome, assumptions, confidence: 'inferred' as const };
  });
  return { outcomes, hops: main.hops, alternatives, otherLegs, cut, followed };
}

interface Others extends Omit<Explored, 'outcomes' | 'hops'> {
  /** Assumptions that matter, by index of the outcome. */
  readonly touched: ReadonlyMap<number, ReadonlySet<string>>;
}

function otherAnswers(
  world: World,
  { message, start, answers: settled }: Beginning,
  main: Simulation,
  asked: ReadonlyMap<string, AskedQuestion>,
  options: TraceOptions,
): Others {
  const alternatives: Explored['alternatives'][number][] = [];
  const otherLegs: Hop[] = [];
  const touched = new Map<number, Set<string>>();
  const elsewhere: Observers = { watch: options.watch?.ofOtherAnswers, reads: options.reads };
  let followed = 0;
  let cut = false;
  if (options.goesOn?.() === false) return { alternatives, otherLegs, touched, cut, followed };
  const fates = new Fates(main.outcomes);
  for (const [key, { question, answers, taken }] of asked) {
    if (settled.has(key)) continue;
    for (const answer of answers) {
      if (answer === taken) continue;
      if (followed++ >= options.alternativesMax) {
        cut = true;
        continue;
      }
      const forced = new Map([...settled, [key, answer]]);
      const other = simulate(world, message, recordingOracle(forced), options.explain, start, elsewhere);
      const changed = fates.changedIn(other.outcomes);
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
        key,
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

/** The fates of one run, which others are compared with. */
class Fates {
  private readonly outcomes: readonly Outcome[];
  private readonly words: string[] = [];

  constructor(outcomes: readonly Outcome[]) {
    this.outcomes = outcomes;
  }

  /** Indexes of the outcomes that another run changes in anything a reader would act on. */
  changedIn(other: readonly Outcome[]): readonly number[] {
    if (this.outcomes.length !== other.length) return this.outcomes.map((_, index) => index);
    return this.outcomes.flatMap((outcome, index) => {
      const twin = other[index];
      this.words[index] ??= fateOf(outcome);
      return twin !== undefined && this.words[index] === fateOf(twin) ? [] : [index];
    });
  }
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
