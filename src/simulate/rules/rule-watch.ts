import type { Copy, Run } from '../run.ts';
import { memo, memoAbout, type World } from '../world.ts';
import type { CompiledTest } from './compile-rules.ts';
import {
  decidingRules,
  effectsByName,
  type FatefulPlaces,
  type FatefulRule,
  fatefulPlaces,
  isAboutAnyRecipient,
  type RuleEffect,
} from './fateful-rules.ts';
import type { Resolved } from './fork.ts';
import { isOrdered } from './order-of-rules.ts';
import { quietRun } from './quiet-run.ts';
import type { OpenRules } from './rule-index.ts';
import type { RuleOwner } from './rule-owner.ts';
import type { Scene } from './scene.ts';
import { anyOf, both, type Truth } from './truth.ts';

/** A rule that a message came to, and for whose answer only free content is left to decide. */
export interface ContentPoint {
  readonly fateful: FatefulRule;
  /** Another rule has done the same to the copy before, so that it makes no difference whether this one does. */
  readonly done: boolean;
  /** undefined: nothing declared tells, and the simulation asks. */
  readonly matches: Truth;
}

/** What rules have done to a copy. */
export interface RuleHistory {
  /** Tells it from other histories. */
  readonly before: string;
  /** The part of it that outlasts the copy: to whom else it went. */
  readonly outlasting: string;
  /** Effects that would leave the copy as it is. */
  readonly done: ReadonlySet<string>;
}

/** What other content could do about a copy. */
export interface Outlook {
  /** Places of rules of which it would be news what other content makes of them, where they surely do not match as it is. */
  readonly news: ReadonlySet<number>;
  readonly tell: (point: ContentPoint) => void;
}

/** Is told of the points at which other content would have changed something. */
export interface RuleWatch {
  /**
   * Asked about a copy when it comes to the rules, and when something was done to it: the same object for copies that rules
   * cannot tell apart, undefined where nobody asks. `rules`: by their places.
   */
  readonly outlookOf: (copy: Copy, history: RuleHistory, rules: FatefulPlaces) => Outlook | undefined;
  /** The same for the ways that the message goes with other answers to what is open. */
  readonly ofOtherAnswers: RuleWatch;
}

/** The copies of a scene that somebody watches. */
export interface WatchedScene {
  readonly rules: FatefulPlaces;
  /** One copy of each kind. */
  readonly views: readonly View[];
  /** The scene, in which questions are answered as they would be, and do not count as asked. */
  readonly quiet: Scene;
}

interface View {
  readonly recipient: Resolved;
  readonly history: RuleHistory;
  readonly outlook: Outlook;
}

/** What is watched of a scene; undefined where nothing is. Asks nothing. */
export function watchedScene(run: Run, owner: RuleOwner, scene: Scene): WatchedScene | undefined {
  const { watch, world } = run;
  if (watch === undefined) return undefined;
  const rules = fatefulPlaces(world, owner);
  const views: View[] = [];
  let names: readonly string[] | undefined;
  let history: RuleHistory | undefined;
  for (const recipient of scene.recipients) {
    const { copy } = recipient;
    // Copies that went the same way share the list of their rules.
    if (history === undefined || copy.rules !== names) history = historyOf(world, owner, copy.rules);
    names = copy.rules;
    const outlook = watch.outlookOf(copy, history, rules);
    if (outlook === undefined || views.some((one) => one.outlook === outlook)) continue;
    views.push({ recipient, history, outlook });
  }
  return views.length === 0 ? undefined : { rules, views, quiet: { ...scene, run: quietRun(run), known: new Map() } };
}

/** Rules that are looked at: those that a message may match, and those of which something would be news. */
export function lookedAt(open: OpenRules, watched: WatchedScene | undefined): OpenRules {
  if (watched === undefined) return open;
  const looked = open.slice();
  for (const { outlook } of watched.views) for (const place of outlook.news) looked[place] = 1;
  return looked;
}

/** Tells who watches about the rule at a place before it is evaluated. */
export function watchRule({ rules, views, quiet }: WatchedScene, place: number, surelyFails: boolean): void {
  const fateful = rules[place];
  if (fateful === undefined) return;
  for (const { recipient, history, outlook } of views) {
    if (surelyFails && !outlook.news.has(place)) continue;
    const matches = asFarAsFree(fateful, quiet, recipient);
    if (matches !== 'never') outlook.tell({ fateful, done: history.done.has(fateful.effect), matches });
  }
}

/** Whether it matches, where only what is free decides about that; `never`: it spares the copy whatever the message says. */
function asFarAsFree({ free, fixed }: FatefulRule, scene: Scene, recipient: Resolved): Truth | 'never' {
  const answer = (test: CompiledTest) => test.test(scene, recipient);
  if (fixed.conditions.some((one) => answer(one) === false)) return 'never';
  if (fixed.exceptions.some((one) => answer(one) === true)) return 'never';
  // Recipients can be added and not taken away: what they keep from matching stays so.
  if (free.exceptions.some((one) => isAboutAnyRecipient(one) && answer(one) === true)) return 'never';
  const spared = anyOf(free.exceptions, answer);
  const met = free.conditions.reduce<Truth>((before, one) => both(before, answer(one)), true);
  return both(met, spared === undefined ? undefined : !spared);
}

/** Histories that are remembered; there are as many as ways through the rules. */
const historiesMax = 10_000;

const historiesIn = (world: World, owner: RuleOwner): Map<string, RuleHistory> =>
  memoAbout(world, owner, 'histories of copies', () => new Map());

/** `names`: of the rules that have matched. */
function historyOf(world: World, owner: RuleOwner, names: readonly string[]): RuleHistory {
  const known = historiesIn(world, owner);
  const key = names.join('\n');
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= historiesMax) known.clear();
  const history = historyMade(world, owner, names);
  known.set(key, history);
  return history;
}

/** Effects count once, where each was taken last; in any order, where the order makes no difference. */
function historyMade(world: World, owner: RuleOwner, names: readonly string[]): RuleHistory {
  const byName = effectsByName(world);
  const last = new Map<string, RuleEffect>();
  for (const name of names) {
    const taken = byName.get(name);
    if (taken === undefined) continue;
    last.delete(taken.effect);
    last.set(taken.effect, taken);
  }
  const inOrder = decidesByOrder(world);
  const wordsOf = (effects: readonly RuleEffect[]) => {
    const words = effects.map(({ effect }) => effect);
    return [owner.key, ...(inOrder ? words : words.sort())].join('\n');
  };
  const effects = [...last.values()];
  return {
    before: wordsOf(effects),
    outlasting: wordsOf(effects.filter(({ sets }) => sets.has('recipients'))),
    done: doneBy(effects),
  };
}

/** What is done to a copy again leaves it as it was, unless something between has set the same otherwise. */
const doneBy = (effects: readonly RuleEffect[]): ReadonlySet<string> =>
  new Set(
    effects.flatMap(({ effect, sets }, index) =>
      effects.slice(index + 1).some((later) => [...later.sets].some((one) => sets.has(one))) ? [] : effect,
    ),
  );

/** Whether the order of rules makes a difference anywhere. */
const decidesByOrder = (world: World): boolean =>
  memo(world, 'order of deciding rules', () => {
    const deciding = decidingRules(world);
    const effects = new Map(deciding.map(({ rule, effect }) => [rule, effect] as const));
    return isOrdered(
      deciding.map(({ rule }) => rule),
      (rule) => effects.get(rule),
    );
  });
