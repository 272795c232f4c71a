import type { World } from '../../simulate/world.ts';
import type { ContentTurns, Taken, Turn, Watched } from './content-turns.ts';
import type { MessageClass } from './message-class.ts';
import { keyOf, type Wish, writtenFor } from './written-content.ts';

/** Ways in which a content is written before it counts as one that nobody can write. */
const attemptsMax = 6;
/** Classes for which every way is tried, where none has led anywhere; for the others the first one is. */
const hopelessAfter = 3;

/** Writes messages for which rules do what is wanted, and remembers how that was done for other classes. */
export class ContentWriter {
  private readonly worlds: readonly World[];
  private readonly worked = new Map<string, number>();
  private readonly failures = new Map<string, number>();

  constructor(worlds: readonly World[]) {
    this.worlds = worlds;
  }

  /** The message that turns what is wanted, traced; undefined: none was found. */
  realised(turns: ContentTurns, turn: Turn): Watched | undefined {
    for (const taken of choices(turn)) {
      const found = this.written(turns, taken);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private written(turns: ContentTurns, taken: readonly Taken[]): Watched | undefined {
    const last = taken.at(-1)?.wish;
    const [first] = taken;
    if (last === undefined || first === undefined) return undefined;
    const { of } = first.turn.from;
    const wishes = taken.map(({ wish }) => wish);
    const key = wishes.map(keyOf).join('\n');
    const seen = new Set<string>();
    for (const attempt of this.attempts(key)) {
      const message = writtenFor(this.worlds, of, wishes, attempt);
      if (message === undefined) break;
      const said = saidBy(message);
      if (seen.has(said)) continue;
      seen.add(said);
      const found = turns.watched(message, last.point.fateful, taken);
      if (!isTurned(found, last)) continue;
      this.worked.set(key, attempt);
      return found;
    }
    this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
    return undefined;
  }

  /** The one that led to it before comes first. */
  private attempts(key: string): readonly number[] {
    const worked = this.worked.get(key);
    const all = Array.from({ length: attemptsMax }, (_, index) => index);
    if (worked !== undefined) return [worked, ...all.filter((one) => one !== worked)];
    return (this.failures.get(key) ?? 0) < hopelessAfter ? all : all.slice(0, 1);
  }
}

/** Which rules are taken: each of those that would do for the last turn, then others for one before. */
function* choices(turn: Turn): Generator<readonly Taken[]> {
  const before = turn.from.taken;
  const { wanted } = turn;
  for (const point of turn.points) yield [...before, { turn, wish: { point, wanted } }];
  const [point] = turn.points;
  if (point === undefined) return;
  const last = { turn, wish: { point, wanted } };
  for (const [index, { turn: earlier, wish }] of before.entries())
    for (const other of earlier.points)
      if (other.fateful !== wish.point.fateful)
        yield [
          ...before.map((one, at) => (at === index ? { turn: earlier, wish: { ...wish, point: other } } : one)),
          last,
        ];
}

const saidBy = ({ witness: { subject, body, headers, attachments, size, type, recipients } }: MessageClass): string =>
  JSON.stringify([subject, body, [...headers], attachments, size, type, recipients], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );

const isTurned = ({ points }: Watched, { point, wanted }: Wish): boolean =>
  points.some(
    ({ fateful, matches, state }) =>
      fateful === point.fateful && state === point.state && (matches === wanted || matches === undefined),
  );
