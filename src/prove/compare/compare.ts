import type { SampleMessage } from '../../model/topology.ts';
import type { Outcome, Trace } from '../../simulate/trace.ts';
import type { World } from '../../simulate/world.ts';
import { classesOf } from '../classes/classes.ts';
import { isStranger, type MessageClass, oddityOf } from '../classes/message-class.ts';
import type { ProofOptions, Tracer } from '../prove.ts';
import { changesOf, type FateChange, type Gravity, gravities, gravityOf, type Standing } from './fate-changes.ts';
import { type ObjectChange, objectChanges } from './object-changes.ts';

/** Messages whose fate changes in the same way. */
export interface ChangedFate {
  readonly gravity: Gravity;
  readonly changes: readonly FateChange[];
  readonly classes: number;
  /** The plainest of them. */
  readonly example: SampleMessage;
  /** The answer to an open question that both ways rest on; null: the way with default answers. */
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
  readonly notCovered: readonly string[];
}

interface Group {
  readonly gravity: Gravity;
  changes: readonly FateChange[];
  readonly answer: string | null;
  classes: number;
  example: MessageClass;
}

const progressEvery = 256;

/** Whose fate changes from one topology to another, over the classes that neither can tell apart. */
export function compare(
  before: { readonly world: World; readonly trace: Tracer },
  after: { readonly world: World; readonly trace: Tracer },
  options: ProofOptions,
): Comparison {
  const classes = classesOf(before.world, after.world);
  const groups = new Map<string, Group>();
  let done = 0;
  let runs = 0;
  let bound: number | null = null;
  let cut = 0;
  for (const one of classes.each()) {
    if (done >= options.classesMax) {
      bound = options.classesMax;
      break;
    }
    done += 1;
    if (done % progressEvery === 0) options.progress?.(done);
    const was = before.trace(one.witness, { explain: false });
    const is = after.trace(one.witness, { explain: false });
    runs += 2 + (was.followed ?? 0) + (is.followed ?? 0);
    if (was.alternativesCut || is.alternativesCut) cut += 1;
    enter(groups, one, was.outcomes, is.outcomes, null);
    for (const [old, now, answer] of otherAnswers(was, is)) enter(groups, one, old, now, answer);
  }
  const fates = [...groups.values()].map(({ example, ...group }) => ({ ...group, example: example.witness }));
  return {
    fates: fates.sort((left, right) => gravities.indexOf(left.gravity) - gravities.indexOf(right.gravity)),
    objects: objectChanges(before.world.topology, after.world.topology),
    classes: done,
    runs,
    bound,
    notCovered: [
      ...(cut === 0 ? [] : [`${cut} classes whose open questions have more answers than are followed`]),
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
): readonly (readonly [readonly Outcome[], readonly Outcome[], answer: string])[] {
  const twinOf = (other: Alternative, among: Trace) => among.alternatives.find((it) => sameAnswer(it, other));
  return [
    ...was.alternatives.map((one) => [one.outcomes, twinOf(one, is)?.outcomes ?? is.outcomes, one.answer] as const),
    ...is.alternatives
      .filter((one) => twinOf(one, was) === undefined)
      .map((one) => [was.outcomes, one.outcomes, one.answer] as const),
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
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const changes = changesOf(before[index], after[index]);
    if (changes.length === 0) continue;
    const gravity = gravityOf(changes, standing);
    const key = JSON.stringify([gravity, answer, ...kindOf(changes)]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { gravity, changes, answer, classes: 1, example: of });
    else {
      known.classes += 1;
      if (oddityOf(of) < oddityOf(known.example)) {
        known.example = of;
        known.changes = changes;
      }
    }
  }
}

/**
 * A person reads ten kinds and not ten thousand: what ends otherwise is one kind by how it ends, and what only goes another
 * way by what about it is otherwise; the example shows the rest.
 */
function kindOf(changes: readonly FateChange[]): readonly string[] {
  const ends = changes.filter(({ what }) => what === 'status' || what === 'reply');
  return ends.length > 0
    ? ends.map(({ what, before, after }) => `${what} ${before} ${after}`)
    : changes.map(({ what }) => what);
}

/** Own people, declared senders and partners; of outsiders those who write over the MX in their own name from a host of theirs. */
export function standingOf({ origin, sender }: MessageClass): Standing {
  if (!isStranger(origin)) return 'legitimate';
  if (sender.own) return 'forged';
  const plain = origin.deliverTo === undefined && origin.source?.address === undefined;
  return plain && sender.from === sender.mailFrom ? 'legitimate' : 'neither';
}
