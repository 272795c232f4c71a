import { attemptsMax } from '../../simulate/probes/witness-parts.ts';
import type { FatefulRule } from '../../simulate/rules/fateful-rules.ts';
import type { World } from '../../simulate/world.ts';
import { type ContentTurns, isTurned, type Taken, type Turn, type Watched } from './content-turns.ts';
import type { MessageClass } from './message-class.ts';
import { keyOf, writtenFor } from './written-content.ts';

/** Classes for which every way is tried, where none has led anywhere; for the others the first one is. */
const hopelessAfter = 3;

/** How a content was written for other classes. */
interface Known {
  readonly attempt: number;
  /** Other rules that it turned, too. */
  readonly beside: string;
  times: number;
}

interface Written {
  readonly found: Watched;
  readonly alone: boolean;
}

/** Writes messages for which rules do what is wanted, and remembers how that was done for other classes. */
export class ContentWriter {
  private readonly worlds: readonly World[];
  private readonly known = new Map<string, Known>();
  private readonly failures = new Map<string, number>();
  /** Rules for which messages were found that turn nothing else. */
  readonly alone = new Set<FatefulRule>();

  constructor(worlds: readonly World[]) {
    this.worlds = worlds;
  }

  /**
   * The message that turns what is wanted, traced; none where none was found. Several where each turns something else, too.
   */
  realised(turns: ContentTurns, turn: Turn): readonly Watched[] {
    const found: Watched[] = [];
    for (const taken of this.ofThis(turn)) {
      const one = this.written(turns, taken);
      if (one?.alone === true) return [one.found];
      if (one !== undefined) found.push(one.found);
    }
    if (found.length > 0) return found;
    for (const taken of ofThose(turn)) {
      const one = this.written(turns, taken);
      if (one !== undefined) return [one.found];
    }
    return [];
  }

  private written(turns: ContentTurns, taken: readonly Taken[]): Written | undefined {
    const last = taken.at(-1);
    if (last === undefined) return undefined;
    const of = taken[0]?.turn.from.of ?? last.turn.from.of;
    const wishes = taken.map(({ wish }) => wish);
    const key = wishes.map(keyOf).join('\n');
    const seen = new Set<string>();
    let first: Written | undefined;
    for (const attempt of this.attempts(key)) {
      const message = writtenFor(this.worlds, of, wishes, attempt);
      if (message === undefined) break;
      const said = saidBy(message);
      if (seen.has(said)) continue;
      seen.add(said);
      const found = turns.watched(message, taken);
      if (!isTurned(found.points, last.wish)) continue;
      const beside = turns.turnedBeside(found, last);
      first ??= { found, alone: beside === '' };
      const before = this.known.get(key);
      if (before?.beside === beside) before.times += 1;
      else if (before === undefined || beside === '') this.known.set(key, { attempt, beside, times: 1 });
      if (beside === '') {
        this.alone.add(last.wish.point.fateful);
        return { found, alone: true };
      }
      // Elsewhere no other way of writing it was without those either.
      if (before?.beside === beside && before.times > hopelessAfter) break;
    }
    if (first === undefined) this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
    return first;
  }

  /** Each rule that would do for a turn, those that were turned alone first. */
  private ofThis(turn: Turn): readonly (readonly Taken[])[] {
    const isAlone = ({ fateful }: Turn['points'][number]) => this.alone.has(fateful);
    return [...turn.points.filter(isAlone), ...turn.points.filter((one) => !isAlone(one))].map((point) => [
      ...turn.from.taken,
      { turn, wish: { point, wanted: turn.wanted } },
    ]);
  }

  /** The one that led to it before comes first. */
  private attempts(key: string): readonly number[] {
    const worked = this.known.get(key)?.attempt;
    const all = Array.from({ length: attemptsMax }, (_, index) => index);
    if (worked !== undefined) return [worked, ...all.filter((one) => one !== worked)];
    return (this.failures.get(key) ?? 0) < hopelessAfter ? all : all.slice(0, 1);
  }
}

/** Another rule for one of the turns before. */
function* ofThose(turn: Turn): Generator<readonly Taken[]> {
  const before = turn.from.taken;
  const [point] = turn.points;
  if (point === undefined) return;
  for (const [index, { turn: earlier, wish }] of before.entries())
    for (const other of earlier.points)
      if (other.fateful !== wish.point.fateful) {
        const instead = { turn: earlier, wish: { ...wish, point: other } };
        yield [...before.with(index, instead), { turn, wish: { point, wanted: turn.wanted } }];
      }
}

const saidBy = ({ witness: { subject, body, headers, attachments, size, type, recipients } }: MessageClass): string =>
  JSON.stringify([subject, body, [...headers], attachments, size, type, recipients], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
