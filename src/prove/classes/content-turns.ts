import {
  effectsByName,
  type FatefulPlaces,
  type FatefulRule,
  isAboutAnyRecipient,
} from '../../simulate/rules/fateful-rules.ts';
import type { ContentPoint, Outlook, RuleWatch } from '../../simulate/rules/rule-watch.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { Side } from './contents.ts';
import { isAbout, type MessageClass } from './message-class.ts';
import { effectsOf, type State, TurnedStates, type Turns } from './turned-states.ts';
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

/** Of a topology that is alone: there is no other to compare its rules with. */
const onlySide = -1;

/**
 * What the contents of one class can turn at the rules that its messages come to. Of rules that would do the same in the same
 * state one is enough, and a state that was met before leads nowhere new.
 */
export class ContentTurns {
  private readonly sides: readonly Side[];
  private readonly states: TurnedStates;
  private readonly twins = new Set<string>();
  private readonly contents = new Set<string>();

  /** `alone`: rules for which messages were found, for whatever class, that turn nothing else. */
  constructor(sides: readonly Side[], kindOf: (address: string) => string, alone: ReadonlySet<FatefulRule>) {
    this.sides = sides;
    this.states = new TurnedStates(kindOf, alone);
  }

  /** Traces a message. Where the last turn taken fails with default answers, what others would make of it is not followed. */
  watched(of: MessageClass, taken: readonly Taken[] = []): Watched {
    const wish = taken.at(-1)?.wish;
    const points: SidedPoint[] = [];
    const traces = this.sides.map(({ trace }, index) => {
      const side = this.sides.length === 1 ? onlySide : index;
      const watch = (byDefault: boolean): Pick<RuleWatch, 'outlookOf'> => {
        const outlooks = new Map<State, Outlook>();
        return {
          outlookOf: (copy, history, rules) => {
            if (!isAbout(of, copy)) return undefined;
            const state = this.states.of(copy.address, history, side);
            const before = outlooks.get(state);
            if (before !== undefined) return before;
            const outlook: Outlook = {
              news: withSought(this.states.newsOf(state, rules, byDefault), rules, wish?.point.fateful),
              tell: ({ fateful, done, matches }) => {
                points.push({ fateful, done, matches, state, side, byDefault });
              },
            };
            outlooks.set(state, outlook);
            return outlook;
          },
        };
      };
      const ofOtherAnswers: RuleWatch = {
        ...watch(false),
        get ofOtherAnswers() {
          return ofOtherAnswers;
        },
      };
      const hangsOnDefault = wish?.point.side === side && wish.point.byDefault;
      return trace(of.witness, {
        explain: false,
        watch: { ...watch(true), ofOtherAnswers },
        goesOn: () => !hangsOnDefault || isTurned(points, wish),
      });
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
        if (this.states.isWanted(before, fateful) && !before.points.some((one) => one.fateful === fateful))
          this.states.join(before, point);
        continue;
      }
      if (found.length >= max) break;
      const turn: Turn = { wanted: !matches, points: [point], from: way };
      this.states.enter(turns, key, turn);
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

/** What is news, and a rule of which it is told whatever else was met before. */
function withSought(
  news: ReadonlySet<number>,
  rules: FatefulPlaces,
  sought: FatefulRule | undefined,
): ReadonlySet<number> {
  const place = sought === undefined ? -1 : rules.indexOf(sought);
  return place < 0 || news.has(place) ? news : new Set(news).add(place);
}

/** Whether a rule does what is wanted of it, where that was wished. */
export const isTurned = (points: readonly SidedPoint[], { point, wanted }: Wish): boolean =>
  points.some(
    ({ fateful, matches, state, byDefault }) =>
      fateful === point.fateful &&
      state === point.state &&
      (byDefault || !point.byDefault) &&
      (matches === wanted || matches === undefined),
  );

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
