import { effectsByName, type FatefulRule, isAboutAnyRecipient } from '../../simulate/rules/fateful-rules.ts';
import type { ContentPoint, RuledCopy, RuleWatch, WatchedRule } from '../../simulate/rules/rule-watch.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { Side } from './contents.ts';
import { isAbout, type MessageClass } from './message-class.ts';
import { keyOf, type Wish } from './written-content.ts';

/** A point with the number of the topology where it was met, and whose copy in which state it is. */
export type SidedPoint = ContentPoint & {
  readonly side: number;
  readonly state: State;
  /** With default answers to what is open. */
  readonly byDefault: boolean;
};

/** What other content would turn, in one state of one topology. */
export interface Turn {
  readonly wanted: boolean;
  /** Rules that would do the same there, of which any will do; the first of them at least. */
  readonly points: SidedPoint[];
  /** The way that led there. */
  readonly from: Watched;
}

/** A message with its traces, what it was written for, and the rules at which other content would turn something. */
export interface Watched {
  readonly of: MessageClass;
  readonly traces: readonly Trace[];
  readonly points: readonly SidedPoint[];
  /** The turns that led to it, each with the rule that was taken for it. */
  readonly taken: readonly Taken[];
}

export interface Taken {
  readonly turn: Turn;
  readonly wish: Wish;
}

/** Copies of a kind to which rules have done the same, with what content can turn of them. */
interface State {
  readonly key: string;
  readonly turns: Turns;
  /** What it can turn with other answers to what is open, and not with default ones. */
  readonly others: Turns;
}

/** By effect, and for rules that match by their names. */
interface Turns {
  readonly effects: Map<string, Turn>;
  /** The same for effects that end the copy, whatever rules did to it before. */
  readonly ends: Map<string, Turn>;
  readonly spares: Map<string, Turn>;
  /** Those rules of `spares` that have left a copy alone. */
  readonly spared: Set<string>;
}

/** Of a topology that is alone: there is no other to compare its rules with. */
const onlySide = -1;
/** Rules that are tried for one turn. */
const pointsMax = 4;

/**
 * What the contents of one class can turn at the rules that its messages come to. Of rules that would do the same in the same
 * state one is enough, and a state that was met before leads nowhere new.
 */
export class ContentTurns {
  private readonly sides: readonly Side[];
  private readonly kindOf: (address: string) => string;
  private readonly states = new Map<string, State>();
  private readonly ends = new Map<string, readonly [Map<string, Turn>, Map<string, Turn>]>();
  private readonly twins = new Set<string>();
  private readonly contents = new Set<string>();
  private readonly alone: ReadonlySet<FatefulRule>;

  /** `alone`: rules for which messages were found, for whatever class, that turn nothing else. */
  constructor(sides: readonly Side[], kindOf: (address: string) => string, alone: ReadonlySet<FatefulRule>) {
    this.sides = sides;
    this.kindOf = kindOf;
    this.alone = alone;
  }

  /** Traces a message; `sought`: a rule of which it is told whatever else was met before. */
  watched(of: MessageClass, sought: FatefulRule | undefined, taken: readonly Taken[] = []): Watched {
    const points: SidedPoint[] = [];
    const traces = this.sides.map(({ trace }, index) => {
      const side = this.sides.length === 1 ? onlySide : index;
      const states = new Map<RuledCopy, State | undefined>();
      const stateOf = ({ copy }: WatchedRule): State | undefined => {
        const known = states.get(copy);
        if (known !== undefined || states.has(copy)) return known;
        const state = isAbout(of, copy) ? this.stateOf(copy, side) : undefined;
        states.set(copy, state);
        return state;
      };
      const watch = (byDefault: boolean): Omit<RuleWatch, 'ofOtherAnswers'> => ({
        wants: (rule) => rule.fateful === sought || this.isNews(stateOf(rule), rule, byDefault),
        tell(point) {
          const state = stateOf(point);
          if (state !== undefined) points.push({ ...point, state, side, byDefault });
        },
      });
      const ofOtherAnswers: RuleWatch = {
        ...watch(false),
        get ofOtherAnswers() {
          return ofOtherAnswers;
        },
      };
      return trace(of.witness, { explain: false, watch: { ...watch(true), ofOtherAnswers } });
    });
    return { of, traces, points, taken };
  }

  /** What other content would turn after this one, which is followed, as many as there is room for. */
  from(way: Watched, max: number): readonly Turn[] {
    const found: Turn[] = [];
    for (const { matches, fateful, state, byDefault } of way.points)
      if (matches === false)
        for (const turns of byDefault ? [state.turns, state.others] : [state.others])
          if (turns.spares.has(fateful.rule.name)) turns.spared.add(fateful.rule.name);
    // What is met with default answers is no news with others.
    for (const point of [...way.points].sort((one, other) => Number(other.byDefault) - Number(one.byDefault))) {
      const { fateful, matches, state, byDefault } = point;
      if (
        matches === undefined ||
        (matches ? !canSpare(fateful) : point.done) ||
        way.taken.some(({ wish }) => wish.point.fateful === fateful)
      )
        continue;
      const [turns, key] = turnsAt(byDefault ? state.turns : state.others, fateful, matches);
      if (!byDefault && turnsAt(state.turns, fateful, matches)[0].has(key)) continue;
      const before = turns.get(key);
      if (before !== undefined) {
        if (this.isWanted(before, fateful) && !before.points.some((one) => one.fateful === fateful))
          before.points.push(point);
        continue;
      }
      if (found.length >= max) break;
      const turn: Turn = { wanted: !matches, points: [point], from: way };
      turns.set(key, turn);
      if (!this.isTwin(point) && !this.isKnown(turn)) found.push(turn);
    }
    return found;
  }

  /** Whether another content has turned the same, in passing. */
  isTaken({ wanted, points: [point] }: Turn): boolean {
    if (wanted || point === undefined) return false;
    const { state, fateful, byDefault } = point;
    return (byDefault ? state.turns : state.others).spared.has(fateful.rule.name);
  }

  /**
   * Rules that a message for a turn has also turned, though they do something else: what it shows is not what the turn
   * alone leads to, and another way of writing it may be without them.
   */
  turnedBeside({ of, traces }: Watched, { turn: { from }, wish }: Taken): string {
    const { effect } = wish.point.fateful;
    return this.sides
      .flatMap(({ world }, index) => {
        const effects = effectsByName(world);
        const [now, before] = [rulesIn(of, traces[index]), rulesIn(from.of, from.traces[index])];
        return [...now, ...before].filter((name) => {
          const other = effects.get(name)?.effect;
          return now.has(name) !== before.has(name) && other !== undefined && other !== effect;
        });
      })
      .join('\n');
  }

  private stateOf({ address, before, outlasting }: RuledCopy, side: number): State {
    const kind = `${side} ${this.kindOf(address)}`;
    const key = `${kind}\n${before}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const ended = this.ends.get(`${kind}\n${outlasting}`) ?? [new Map(), new Map()];
    this.ends.set(`${kind}\n${outlasting}`, ended);
    const made = (ends: Map<string, Turn>): Turns => ({
      effects: new Map(),
      ends,
      spares: new Map(),
      spared: new Set(),
    });
    const state: State = { key, turns: made(ended[0]), others: made(ended[1]) };
    this.states.set(key, state);
    return state;
  }

  /** Whether other content for a rule that does not match would turn something new in a state, or pass a rule that others match. */
  private isNews(state: State | undefined, { fateful, done }: WatchedRule, byDefault: boolean): boolean {
    if (state === undefined) return false;
    const { turns, others } = state;
    const { name } = fateful.rule;
    if (turns.spares.has(name) || others.spares.has(name)) return true;
    if (done) return false;
    const before =
      effectsOf(turns, fateful).get(fateful.effect) ??
      (byDefault ? undefined : effectsOf(others, fateful).get(fateful.effect));
    return before === undefined || this.isWanted(before, fateful);
  }

  /** Whether a further rule would be tried for a turn: best one of which it is known that it can be turned alone. */
  private isWanted({ points }: Turn, rule: FatefulRule): boolean {
    return points.length < pointsMax || (this.alone.has(rule) && !points.some((one) => this.alone.has(one.fateful)));
  }

  /** What is written for one of two topologies is not written again for the other. */
  private isTwin({ fateful, matches, state, side }: SidedPoint): boolean {
    if (side === onlySide) return false;
    const key = `${state.key.slice(1)} ${matches} ${wordsOf(fateful)}`;
    if (this.twins.has(key)) return true;
    this.twins.add(key);
    return false;
  }

  /** Another way to the same content, which is followed already. */
  private isKnown({ from, points: [point], wanted }: Turn): boolean {
    const wishes = [...from.taken.map(({ wish }) => wish), ...(point === undefined ? [] : [{ point, wanted }])];
    const said = wishes.map(keyOf).sort().join('\n');
    if (this.contents.has(said)) return true;
    this.contents.add(said);
    return false;
  }
}

const effectsOf = ({ effects, ends }: Turns, rule: FatefulRule): Map<string, Turn> => (rule.ends ? ends : effects);

const turnsAt = (turns: Turns, rule: FatefulRule, matches: boolean): readonly [Map<string, Turn>, string] =>
  matches ? [turns.spares, rule.rule.name] : [effectsOf(turns, rule), rule.effect];

const rulesIn = (of: MessageClass, trace: Trace | undefined): ReadonlySet<string> =>
  new Set(trace?.outcomes.flatMap((one) => (isAbout(of, one) ? one.rules : [])));

/** Whether content can keep the rule from matching: by an exception, or by a condition that is about more than recipients. */
const canSpare = ({ free: { conditions, exceptions } }: FatefulRule): boolean =>
  exceptions.length > 0 || conditions.some((one) => !isAboutAnyRecipient(one));

/** A rule as it is written, wherever. */
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
