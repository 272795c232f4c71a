import { inOrder, plain, type Text, text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Outcome, Trace } from '../../simulate/trace.ts';
import { classesOf, countOf } from '../classes/classes.ts';
import { isAbout, isStranger, type MessageClass, oddityOf } from '../classes/message-class.ts';
import type { ProofOptions } from '../prove.ts';
import { KinTracer, type Side } from '../traced-kin.ts';
import { dnsChanges } from './dns-changes.ts';
import {
  changesOf,
  type FateChange,
  type Gravity,
  gravities,
  kindOf,
  type Standing,
  type Verdict,
  verdictOf,
} from './fate-changes.ts';
import { type ObjectChange, objectChanges } from './object-changes.ts';

/** Messages whose fate changes in the same way. */
export interface ChangedFate {
  readonly gravity: Gravity;
  /** What of the example is otherwise, the difference that decides first. */
  readonly changes: readonly FateChange[];
  readonly classes: number;
  /** The plainest of them. */
  readonly example: SampleMessage;
  /** The answer to an open question that both ways of the example rest on; null: the ways with default answers. */
  readonly answer: string | null;
}

export interface Comparison {
  /** Gravest first. */
  readonly fates: readonly ChangedFate[];
  readonly objects: readonly ObjectChange[];
  readonly classes: number;
  readonly runs: number;
  /** The bound that was hit; null: every class was compared. */
  readonly bound: number | null;
  /** Classes whose open questions have more answers than are followed: what those would change is not known. */
  readonly cut: number;
  readonly notCovered: readonly Text[];
}

export interface CompareOptions extends ProofOptions {
  /** Classes that are compared; absent: all. */
  readonly only?: (of: MessageClass) => boolean;
  /** Told of each class that is compared. */
  readonly each?: (of: MessageClass, was: Trace, is: Trace) => void;
}

interface Group extends Verdict {
  changes: readonly FateChange[];
  answer: string | null;
  classes: number;
  example: MessageClass;
  /** The last class that was counted: its ways count once. */
  last: MessageClass;
}

const progressEvery = 256;

/** Whose fate changes from one topology to another, over the classes that neither can tell apart. */
export function compare(before: Side, after: Side, options: CompareOptions): Comparison {
  const classes = classesOf(before.world, after.world);
  const tracer = new KinTracer([before, after], classes);
  const groups = new Map<string, Group>();
  let done = 0;
  let runs = 0;
  let bound: number | null = null;
  let cut = 0;
  const unfollowed = new Map<string, Text>();
  const total = options.progress === undefined ? 0 : countOf(classes, options.classesMax);
  let seen = 0;
  for (const one of classes.each()) {
    if (seen++ % progressEvery === 0) options.progress?.(seen, total);
    if (options.only?.(one) === false) continue;
    if (done >= options.classesMax) {
      bound = options.classesMax;
      break;
    }
    for (const { of, traces, open, runs: followed } of tracer.trace(one)) {
      const [was, is] = traces;
      if (open !== undefined) unfollowed.set(plain(open), open);
      if (was === undefined || is === undefined) continue;
      options.each?.(of, was, is);
      done += 1;
      runs += followed;
      if (was.alternativesCut || is.alternativesCut) cut += 1;
      const about = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => isAbout(of, outcome));
      enter(groups, of, about(was.outcomes), about(is.outcomes), null);
      for (const [old, now, answer] of otherAnswers(was, is)) enter(groups, of, about(old), about(now), answer);
    }
  }
  const fates = [...groups.values()].map(
    ({ gravity, decisive, changes, answer, classes: number, example }): ChangedFate => ({
      gravity,
      changes: [...changes].sort((left, right) => Number(right.what === decisive) - Number(left.what === decisive)),
      answer,
      classes: number,
      example: example.witness,
    }),
  );
  return {
    fates: fates.sort((left, right) => gravities.indexOf(left.gravity) - gravities.indexOf(right.gravity)),
    objects: [...objectChanges(before.world.topology, after.world.topology), ...dnsChanges(before.world, after.world)],
    classes: done,
    runs,
    bound,
    cut,
    notCovered: [
      ...(cut === 0 ? [] : [text`${cut} classes whose open questions have more answers than are followed`]),
      ...inOrder(unfollowed),
      ...classes.notCovered,
    ],
  };
}

/**
 * Where the default ways agree, another answer to an open question may still part them. To whoever does not ask it, or ends
 * the same either way, the answer makes no difference: there the default way stands for it.
 */
export function otherAnswers(
  was: Trace,
  is: Trace,
): readonly (readonly [readonly Outcome[], readonly Outcome[], answer: string, assumption: string | null])[] {
  const twinOf = (other: Alternative, among: Trace) => among.alternatives.find((it) => sameAnswer(it, other));
  return [
    ...was.alternatives.map(
      (one) => [one.outcomes, twinOf(one, is)?.outcomes ?? is.outcomes, one.answer, one.assumption] as const,
    ),
    ...is.alternatives
      .filter((one) => twinOf(one, was) === undefined)
      .map((one) => [was.outcomes, one.outcomes, one.answer, one.assumption] as const),
  ];
}

type Alternative = Trace['alternatives'][number];

const sameAnswer = (left: Alternative, right: Alternative): boolean =>
  left.answer === right.answer &&
  left.assumption === right.assumption &&
  left.question.words.join('_') === right.question.words.join('_') &&
  left.question.values.join('_') === right.question.values.join('_');

function enter(
  groups: Map<string, Group>,
  of: MessageClass,
  before: readonly Outcome[],
  after: readonly Outcome[],
  answer: string | null,
): void {
  const standing = standingOf(of);
  for (const [was, is] of sameCopies(before, after)) {
    const changes = changesOf(was, is);
    if (changes.length === 0) continue;
    const verdict = verdictOf(changes, standing);
    const key = kindOf(changes, verdict, of.sender.mailFrom === '');
    const known = groups.get(key);
    const shown = { ...verdict, changes, answer, example: of };
    if (known === undefined) groups.set(key, { ...shown, classes: 1, last: of });
    else {
      if (known.last !== of) known.classes += 1;
      known.last = of;
      if (isPlainer(shown, known)) Object.assign(known, shown);
    }
  }
}

/** A message with default answers before one that asks for another, then the more ordinary one. */
const isPlainer = (one: Pick<Group, 'answer' | 'example'>, than: Group): boolean =>
  (one.answer === null) === (than.answer === null)
    ? oddityOf(one.example) < oddityOf(than.example)
    : one.answer === null;

/** Copies of the same recipient belong together, first those that end with the same person. */
export function* sameCopies(
  before: readonly Outcome[],
  after: readonly Outcome[],
): Generator<readonly [Outcome | undefined, Outcome | undefined]> {
  const left = [...after];
  const take = (fits: (one: Outcome) => boolean): Outcome | undefined => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const to = ({ recipient }: Outcome) => recipient.toLowerCase();
  const paired = before.map((one) => {
    const endsWith = one.finalRecipient.toLowerCase();
    return take((other) => to(other) === to(one) && other.finalRecipient.toLowerCase() === endsWith);
  });
  for (const [index, one] of before.entries()) yield [one, paired[index] ?? take((other) => to(other) === to(one))];
  for (const one of left) yield [undefined, one];
}

/** Own people, declared senders and partners; of outsiders those who write over the MX in their own name from a host of theirs. */
export function standingOf({ origin, sender }: MessageClass): Standing {
  if (!isStranger(origin)) return 'legitimate';
  if (sender.own) return 'forged';
  const plain = origin.deliverTo === undefined && origin.source?.address === undefined;
  return plain && sender.from === sender.mailFrom ? 'legitimate' : 'neither';
}
