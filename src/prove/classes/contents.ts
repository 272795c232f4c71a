import { type Text, text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Observers } from '../../simulate/observers.ts';
import { fatefulRules } from '../../simulate/rules/fateful-rules.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { World } from '../../simulate/world.ts';
import { ContentTurns, type Turn } from './content-turns.ts';
import { ContentWriter } from './content-writer.ts';
import type { MessageClass } from './message-class.ts';

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

/**
 * Divides each class by what its messages can say, as far as a mail flow rule that decides about fates looks at it: the
 * plain content, then one for each further way through the rules that the traces show to be open (a rule that would match,
 * or an exception that would hold). One concrete message stands for each, so that a predicate has one answer everywhere.
 * `kindOf`: the same for addresses whose copies fare alike.
 */
export function contentsOf(
  sides: readonly [Side, ...Side[]],
  kindOf: (address: string) => string = (address) => address.toLowerCase(),
): (of: MessageClass) => Iterable<TracedClass> {
  if (sides.every(({ world }) => fatefulRules(world).size === 0))
    return (of) => [{ of, traces: sides.map(({ trace }) => trace(of.witness, { explain: false })), open: undefined }];
  let left = runsMax;
  const writer = new ContentWriter(sides.map(({ world }) => world));
  return function* (of) {
    const turns = new ContentTurns(sides, kindOf, writer.alone);
    const plain = turns.watched(of);
    yield { of, traces: plain.traces, open: undefined };
    // One more than are followed, so that the bound is noticed.
    const queue = [...turns.from(plain, contentsMax + 1)];
    const failed: Turn[] = [];
    for (let followed = 0, turn = queue.shift(); turn !== undefined; turn = queue.shift()) {
      if (followed++ >= contentsMax || left <= 0) {
        yield { of, traces: [], open: unfollowed };
        return;
      }
      left -= 1;
      const found = writer.realised(turns, turn);
      if (found.length === 0) failed.push(turn);
      for (const one of found) {
        yield { of: one.of, traces: one.traces, open: undefined };
        queue.push(...turns.from(one, contentsMax + 1 - followed - queue.length));
      }
    }
    for (const turn of failed) if (!turns.isTaken(turn)) yield { of, traces: [], open: unwritten(turn) };
  };
}

const unfollowed = text`what other contents would do: mail flow rules tell more of them apart than are followed`;

function unwritten({ wanted, points: [point] }: Turn): Text {
  const name = point?.fateful.rule.name ?? '';
  return wanted
    ? text`what the rule ${name} would do: no message was found that it matches`
    : text`what becomes of messages that the rule ${name} spares: none was found`;
}
