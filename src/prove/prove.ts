import { invariant } from '../base/invariant.ts';
import { asString, type Text, type TextValue, text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import type { Outcome, Trace } from '../simulate/trace.ts';
import { classesOf, countOf } from './classes/classes.ts';
import { isAbout, type MessageClass, oddityOf } from './classes/message-class.ts';
import { intentProperties } from './intents.ts';
import { invariants } from './invariants/invariants.ts';
import type { Property } from './property.ts';
import { KinTracer, type Side, type Tracer } from './traced-kin.ts';

export interface ProofOptions {
  /** Classes that are traced; what is left out is said. */
  readonly classesMax: number;
  /** Only the declared intents: what `check` has the time for. */
  readonly intentsOnly?: boolean;
  /** Told now and then how many classes are done, of how many. */
  readonly progress?: ((done: number, total?: number) => void) | undefined;
}

/** What is known of one statement about all messages. */
export interface Proof {
  readonly id: string;
  readonly title: Text;
  /** null: not refuted, and something is open: a question, an undetermined outcome, or the bound. */
  readonly holds: boolean | null;
  /** Classes that it speaks of; 0: it says nothing about any message. */
  readonly classes: number;
  readonly counterexample: Counterexample | undefined;
  /** Assumptions that refute it where they are answered otherwise. */
  readonly dependsOn: readonly {
    readonly assumption: string;
    readonly answer: string;
    readonly example: TextValue;
  }[];
  /** Questions whose answer refutes it, and outcomes that cannot be told. */
  readonly open: readonly { readonly question: Text; readonly answer: string | null; readonly example: TextValue }[];
}

/** The plainest message that a statement does not hold for. */
export interface Counterexample {
  readonly why: Text;
  readonly message: SampleMessage;
  /** Assumptions that decide something about it. */
  readonly assumptions: readonly string[];
  readonly confidence: Outcome['confidence'];
  readonly trace: Trace;
}

export interface Proofs {
  readonly invariants: readonly Proof[];
  readonly intents: readonly Proof[];
  readonly classes: number;
  /** Ways that were followed: each class with every answer to what is open about it. */
  readonly runs: number;
  /** The bound that was hit; null: every class was traced. */
  readonly bound: number | null;
  /** What the classes do not cover. */
  readonly notCovered: readonly Text[];
}

interface Ledger {
  readonly property: Property;
  classes: number;
  /** The plainest class that refutes it. */
  refuted: MessageClass | undefined;
  readonly dependsOn: Map<string, Proof['dependsOn'][number]>;
  readonly open: Map<string, Proof['open'][number]>;
}

/** Answers beyond those that are followed for one message may refute what the others do not. */
const unfollowed = text`what its further open questions would do: it has more answers than are followed`;

/** Open questions that are listed; more of them say the same. */
const openMax = 20;
const progressEvery = 256;

/** Proves or refutes the built-in invariants and the declared intents for every class of messages. */
export function prove(side: Side, options: ProofOptions): Proofs {
  const { world, trace } = side;
  const classes = classesOf(world);
  const ledger = (property: Property): Ledger => ({
    property,
    classes: 0,
    refuted: undefined,
    dependsOn: new Map(),
    open: new Map(),
  });
  const builtIn = options.intentsOnly === true ? [] : invariants(world).map(ledger);
  const declared = intentProperties(world).map(ledger);
  const all = [...builtIn, ...declared];
  const tracer = new KinTracer([side], classes);
  let done = 0;
  let runs = 0;
  let bound: number | null = null;
  const total = options.progress === undefined ? 0 : countOf(classes, options.classesMax);
  let seen = 0;
  for (const one of classes.each()) {
    if (seen++ % progressEvery === 0) options.progress?.(seen, total);
    if (!all.some(({ property }) => property.speaksOf(one))) continue;
    if (done >= options.classesMax) {
      bound = options.classesMax;
      break;
    }
    for (const { of, traces, open, runs: followed } of tracer.trace(one)) {
      const concerned = all.filter(({ property }) => property.speaksOf(of));
      const [traced] = traces;
      if (traced === undefined) {
        for (const entry of concerned) if (open !== undefined) note(entry.open, of, { question: open, answer: null });
        continue;
      }
      done += 1;
      runs += followed;
      for (const entry of concerned) enter(entry, of, traced);
    }
  }
  const close = (entry: Ledger): Proof => conclude(entry, trace, bound !== null);
  return {
    invariants: builtIn.map(close),
    intents: declared.map(close),
    classes: done,
    runs,
    bound,
    notCovered: classes.notCovered,
  };
}

/** Writes down what the trace of a class says about a statement. */
function enter(entry: Ledger, of: MessageClass, traced: Trace): void {
  const { property } = entry;
  entry.classes += 1;
  for (const outcome of traced.outcomes) {
    if (!isAbout(of, outcome)) continue;
    if (outcome.status === 'undetermined' && outcome.missing !== null)
      note(entry.open, of, { question: outcome.missing, answer: null });
    if (!isPlainer(of, entry.refuted)) continue;
    if (property.against({ of, outcome, hops: traced.hops }) !== undefined) entry.refuted = of;
  }
  if (traced.alternativesCut) note(entry.open, of, { question: unfollowed, answer: null });
  for (const other of traced.alternatives) {
    const why = other.outcomes
      .filter((outcome) => isAbout(of, outcome))
      .map((outcome) => property.against({ of, outcome, hops: other.hops }))
      .find((one) => one !== undefined);
    if (why === undefined) continue;
    if (other.assumption === null) note(entry.open, of, { question: other.question, answer: other.answer });
    else if (!entry.dependsOn.has(other.assumption))
      entry.dependsOn.set(other.assumption, {
        assumption: other.assumption,
        answer: other.answer,
        example: of.witness.name,
      });
  }
}

function note(
  open: Ledger['open'],
  of: MessageClass,
  { question, answer }: { readonly question: Text; readonly answer: string | null },
): void {
  const key = `${question.words.join('_')} ${answer ?? ''}`;
  if (!open.has(key) && open.size < openMax) open.set(key, { question, answer, example: of.witness.name });
}

const isPlainer = (one: MessageClass, than: MessageClass | undefined): boolean =>
  than === undefined || oddityOf(one) < oddityOf(than);

function conclude({ property, classes, refuted, dependsOn, open }: Ledger, trace: Tracer, bounded: boolean): Proof {
  const undecided = bounded || open.size > 0;
  return {
    id: property.id,
    title: property.title,
    holds: refuted !== undefined ? false : undecided ? null : true,
    classes,
    counterexample: refuted && counterexampleOf(property, refuted, trace),
    dependsOn: [...dependsOn.values()],
    open: [...open.values()],
  };
}

/** Traced anew, for what another of its kin showed is true of it in its own words. */
function counterexampleOf(property: Property, of: MessageClass, tracer: Tracer): Counterexample {
  const trace = tracer(of.witness, { explain: true });
  for (const outcome of trace.outcomes) {
    const why = property.against({ of, outcome, hops: trace.hops });
    if (why === undefined) continue;
    const { assumptions, confidence } = outcome;
    return { why, message: of.witness, assumptions, confidence, trace };
  }
  invariant(false, `${property.id}: ${asString(of.witness.name)} fares as its kin does`);
}
