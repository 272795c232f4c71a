import { asString, type Text, text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Observers } from '../../simulate/observers.ts';
import { type FatefulRule, fatefulRules, isAboutAnyRecipient } from '../../simulate/rules/fateful-rules.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { World } from '../../simulate/world.ts';
import { isAbout, type MessageClass } from './message-class.ts';
import { type SidedPoint, saidOf, type Wish, writtenFor } from './written-content.ts';

/** How proofs get at traces; their caller gives it. */
export type Tracer = (message: SampleMessage, options: { readonly explain: boolean } & Observers) => Trace;

/** A topology and how its messages are traced. */
export interface Side {
  readonly world: World;
  readonly trace: Tracer;
}

/** A class with its traces, one for each topology; or, without traces, what about it was not followed. */
export interface TracedClass {
  readonly of: MessageClass;
  readonly traces: readonly Trace[];
  readonly open: Text | undefined;
}

/** Contents that are followed for one class; as many has no class by hand, and what is beyond is said. */
const contentsMax = 32;
/** Contents of all classes together; beyond it each class has its plain one only, and that is said. */
const runsMax = 100_000;
/** Ways in which a content is written before it counts as one that nobody can write. */
const attemptsMax = 6;

/**
 * Divides each class by what its messages can say, as far as a mail flow rule that decides about fates looks at it: the
 * plain content, then one for each further way through the rules that the traces show to be open (a rule that would match,
 * or an exception that would hold). One concrete message stands for each, so that a predicate has one answer everywhere.
 */
export function contentsOf(sides: readonly [Side, ...Side[]]): (of: MessageClass) => Iterable<TracedClass> {
  if (sides.every(({ world }) => fatefulRules(world).size === 0))
    return (of) => [{ of, traces: sides.map(({ trace }) => trace(of.witness, { explain: false })), open: undefined }];
  let left = runsMax;
  return function* (of) {
    const plain = watched(sides, of);
    yield { of, traces: plain.traces, open: undefined };
    const met: Met = new Map();
    // One more than are followed, so that the bound is noticed.
    const queue = turns(plain, [], met, contentsMax + 1);
    for (let followed = 0, next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (followed++ >= contentsMax || left <= 0) {
        yield { of, traces: [], open: unfollowed };
        return;
      }
      left -= 1;
      const found = realised(sides, of, next);
      if (found === undefined) yield { of, traces: [], open: unwritten(next) };
      else {
        yield { of: found.of, traces: found.traces, open: undefined };
        const room = contentsMax + 1 - followed - queue.length;
        queue.push(...turns(found, next, met, room));
      }
    }
  };
}

const unfollowed = text`what other contents would do: mail flow rules tell more of them apart than are followed`;

function unwritten(wishes: readonly Wish[]): Text {
  const last = wishes.at(-1);
  const name = last?.point.fateful.rule.name ?? '';
  return last?.wanted === true
    ? text`what the rule ${name} would do: no message was found that it matches`
    : text`what becomes of messages that the rule ${name} spares: none was found`;
}

/** Of a topology that is alone: there is no other to compare its rules with. */
const onlySide = -1;

interface Watched {
  readonly of: MessageClass;
  readonly traces: readonly Trace[];
  readonly points: readonly SidedPoint[];
}

function watched(sides: readonly Side[], of: MessageClass): Watched {
  const points: SidedPoint[] = [];
  const traces = sides.map(({ trace }, index) => {
    const side = sides.length === 1 ? onlySide : index;
    return trace(of.witness, { explain: false, watch: (point) => points.push({ ...point, side }) });
  });
  return { of, traces, points };
}

/** Turns that were met in a state of a topology, so that none is followed twice. */
type Met = Map<string, Set<string>>;

/** A rule as it is written, wherever: what is written for one of two topologies is not written again for the other. */
const written = new WeakMap<FatefulRule, string>();

function wordsOf(fateful: FatefulRule): string {
  const known = written.get(fateful);
  if (known !== undefined) return known;
  const { name, conditions, exceptions } = fateful.rule.rule;
  const words = JSON.stringify([name, conditions, exceptions], (key, value: unknown) =>
    key === 'at' ? undefined : value,
  );
  written.set(fateful, words);
  return words;
}

/**
 * What other content would turn at these points, after those it was written for. Of rules that would do the same in the
 * same state one is enough, and a point that was met before in the same state leads nowhere new.
 */
function turns({ of, points }: Watched, wishes: readonly Wish[], met: Met, max: number): (readonly Wish[])[] {
  const found: (readonly Wish[])[] = [];
  for (const point of points) {
    if (found.length >= max) break;
    const { fateful, matches, state, side } = point;
    if (
      !isAbout(of, point) ||
      (point.done && matches === false) ||
      matches === undefined ||
      (matches && !canSpare(fateful)) ||
      wishes.some((one) => one.point.fateful === fateful)
    )
      continue;
    const before = met.get(state) ?? new Set();
    met.set(state, before);
    const turn = `${side} ${matches ? `not ${fateful.rule.name}` : fateful.effect}`;
    if (before.has(turn)) continue;
    before.add(turn);
    if (side !== onlySide) {
      const twin = `${matches} ${wordsOf(fateful)}`;
      if (before.has(twin)) continue;
      before.add(twin);
    }
    const next = [...wishes, { point, wanted: !matches }];
    // Another way to the same content, which is followed already.
    const said = next.map((one) => `${one.point.side} ${asString(saidOf(one))}`).sort();
    const contents = met.get('contents') ?? new Set();
    met.set('contents', contents);
    if (contents.has(said.join('\n'))) continue;
    contents.add(said.join('\n'));
    found.push(next);
  }
  return found;
}

/** Whether content can keep the rule from matching: by an exception, or by a condition that is about more than recipients. */
const canSpare = ({ free: { conditions, exceptions } }: FatefulRule): boolean =>
  exceptions.length > 0 || conditions.some((one) => !isAboutAnyRecipient(one));

/** The message that is written so, where the rule that it is written for then does what is wanted in some topology. */
function realised(sides: readonly Side[], of: MessageClass, wishes: readonly Wish[]): Watched | undefined {
  const last = wishes.at(-1);
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const written = writtenFor(
      sides.map((one) => one.world),
      of,
      wishes,
      attempt,
    );
    if (written === undefined) return undefined;
    const found = watched(sides, written);
    const turned = found.points.some(
      ({ fateful, matches, state }) =>
        fateful === last?.point.fateful &&
        state === last.point.state &&
        (matches === last.wanted || matches === undefined),
    );
    if (turned) return found;
  }
  return undefined;
}
