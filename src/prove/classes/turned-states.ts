import type { FatefulPlaces, FatefulRule } from '../../simulate/rules/fateful-rules.ts';
import type { RuleHistory } from '../../simulate/rules/rule-watch.ts';
import type { SidedPoint, Turn } from './content-turns.ts';

/** Copies of a kind to which rules have done the same, with what content can turn of them. */
export interface State {
  readonly key: string;
  /** Effects that would leave the copies as they are. */
  readonly done: ReadonlySet<string>;
  readonly turns: Turns;
  /** What it can turn with other answers to what is open, and not with default ones. */
  readonly others: Turns;
}

/** By effect, and for rules that match by their names. */
export interface Turns {
  readonly effects: Map<string, Turn>;
  /** The same for effects that end the copy, whatever rules did to it before. */
  readonly ends: Map<string, Turn>;
  readonly spares: Map<string, Turn>;
  /** Those rules of `spares` that have left a copy alone. */
  readonly spared: Set<string>;
}

/** Copies that fare alike. */
interface Kind {
  readonly key: string;
  /** By what rules have done to them. */
  readonly states: Map<string, State>;
  /** By what of it outlasts a copy. */
  readonly ends: Map<string, readonly [Map<string, Turn>, Map<string, Turn>]>;
}

/** Rules that are tried for one turn. */
const pointsMax = 4;

/** The states in which the copies of one class come to rules, and what content has turned in each. */
export class TurnedStates {
  private readonly kindOf: (address: string) => string;
  private readonly alone: ReadonlySet<FatefulRule>;
  private readonly kinds = new Map<string, Kind>();
  /** By side, then by address. */
  private readonly kindsOf = new Map<number, Map<string, Kind>>();
  /** What is news stays so until something is turned. */
  private readonly known = new Map<Turns, { readonly news: ReadonlySet<number>; readonly since: number }>();
  private turned = 0;

  /** `alone`: rules for which messages were found, for whatever class, that turn nothing else. */
  constructor(kindOf: (address: string) => string, alone: ReadonlySet<FatefulRule>) {
    this.kindOf = kindOf;
    this.alone = alone;
  }

  /** `address`: where the copy goes. */
  of(address: string, { before, outlasting, done }: RuleHistory, side: number): State {
    const { states, ends, key } = this.kindAt(address, side);
    const known = states.get(before);
    if (known !== undefined) return known;
    const ended = ends.get(outlasting) ?? [new Map(), new Map()];
    ends.set(outlasting, ended);
    const made = (ends: Map<string, Turn>): Turns => ({
      effects: new Map(),
      ends,
      spares: new Map(),
      spared: new Set(),
    });
    const state: State = { key: `${key}\n${before}`, done, turns: made(ended[0]), others: made(ended[1]) };
    states.set(before, state);
    return state;
  }

  private kindAt(address: string, side: number): Kind {
    const here = this.kindsOf.get(side) ?? new Map<string, Kind>();
    const known = here.get(address);
    if (known !== undefined) return known;
    const key = `${side} ${this.kindOf(address)}`;
    const kind = this.kinds.get(key) ?? { key, states: new Map(), ends: new Map() };
    this.kinds.set(key, kind);
    this.kindsOf.set(side, here.set(address, kind));
    return kind;
  }

  enter(turns: Map<string, Turn>, key: string, turn: Turn): void {
    turns.set(key, turn);
    this.turned += 1;
  }

  /** A further rule for a turn. */
  join({ points }: Turn, point: SidedPoint): void {
    points.push(point);
    this.turned += 1;
  }

  /** Whether a further rule would be tried for a turn: best one of which it is known that it can be turned alone. */
  isWanted({ points }: Turn, rule: FatefulRule): boolean {
    return points.length < pointsMax || (this.alone.has(rule) && !points.some((one) => this.alone.has(one.fateful)));
  }

  /**
   * Places of rules where other content for one that does not match would turn something new in a state, or pass a rule that
   * others match.
   */
  newsOf(state: State, rules: FatefulPlaces, byDefault: boolean): ReadonlySet<number> {
    const { turns, others } = state;
    const since = this.turned + this.alone.size;
    const known = this.known.get(byDefault ? turns : others);
    if (known?.since === since) return known.news;
    const news = new Set<number>();
    const groups = groupsOf(rules);
    for (const { rule, places } of groups.byEffect) {
      if (state.done.has(rule.effect)) continue;
      const before =
        effectsOf(turns, rule).get(rule.effect) ?? (byDefault ? undefined : effectsOf(others, rule).get(rule.effect));
      if (before === undefined || before.points.length < pointsMax) for (const place of places) news.add(place);
      else if (!before.points.some((one) => this.alone.has(one.fateful)))
        for (const place of places) if (this.isAlone(rules[place])) news.add(place);
    }
    for (const spares of [turns.spares, others.spares])
      for (const name of spares.keys()) for (const place of groups.byName.get(name) ?? []) news.add(place);
    this.known.set(byDefault ? turns : others, { news, since });
    return news;
  }

  private isAlone(rule: FatefulRule | undefined): boolean {
    return rule !== undefined && this.alone.has(rule);
  }
}

/** The turns of a state that a rule which does not match would be one of. */
export const effectsOf = ({ effects, ends }: Turns, rule: FatefulRule): Map<string, Turn> =>
  rule.ends ? ends : effects;

/** Places of rules. */
interface Groups {
  /** One of the rules, with the places of all that do the same. */
  readonly byEffect: readonly { readonly rule: FatefulRule; readonly places: number[] }[];
  readonly byName: ReadonlyMap<string, readonly number[]>;
}

const groups = new WeakMap<FatefulPlaces, Groups>();

function groupsOf(rules: FatefulPlaces): Groups {
  const known = groups.get(rules);
  if (known !== undefined) return known;
  const byEffect = new Map<string, { readonly rule: FatefulRule; readonly places: number[] }>();
  const byName = new Map<string, number[]>();
  for (const [place, rule] of rules.entries()) {
    if (rule === undefined) continue;
    const key = `${rule.ends} ${rule.effect}`;
    const alike = byEffect.get(key);
    if (alike === undefined) byEffect.set(key, { rule, places: [place] });
    else alike.places.push(place);
    byName.set(rule.rule.name, [...(byName.get(rule.rule.name) ?? []), place]);
  }
  const made = { byEffect: [...byEffect.values()], byName };
  groups.set(rules, made);
  return made;
}
