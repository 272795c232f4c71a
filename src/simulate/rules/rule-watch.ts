import type { Copy, Run } from '../run.ts';
import { memo, type World } from '../world.ts';
import type { CompiledRule, CompiledTest } from './compile-rules.ts';
import {
  decidingRules,
  effectsByName,
  type FatefulRule,
  fatefulRules,
  isAboutAnyRecipient,
  type RuleEffect,
} from './fateful-rules.ts';
import type { Resolved } from './fork.ts';
import { isOrdered } from './order-of-rules.ts';
import { quietRun } from './quiet-run.ts';
import type { Scene } from './scene.ts';
import { anyOf, both, type Truth } from './truth.ts';

/** A rule that a message came to, and for whose answer only free content is left to decide. */
export interface ContentPoint extends WatchedRule {
  /** undefined: nothing declared tells, and the simulation asks. */
  readonly matches: Truth;
}

/** A rule that looks at somebody's copy. */
export interface WatchedRule {
  readonly fateful: FatefulRule;
  /** Another rule has done the same to the copy before, so that it makes no difference whether this one does. */
  readonly done: boolean;
  readonly copy: RuledCopy;
}

/** A copy between rules, the same object until something is done to it. */
export interface RuledCopy {
  /** The recipient that it had first. */
  readonly recipient: string;
  /** Where it goes. */
  readonly address: string;
  /** What rules have done to it. */
  readonly before: string;
  /** The part of it that outlasts the copy: to whom else it went. */
  readonly outlasting: string;
}

/** Is told of the points at which other content would have changed something. */
export interface RuleWatch {
  /** Asked about rules that surely do not match as the message is: whether other content for them would be news. */
  readonly wants: (rule: WatchedRule) => boolean;
  readonly tell: (point: ContentPoint) => void;
  /** The same for the ways that the message goes with other answers to what is open. */
  readonly ofOtherAnswers: RuleWatch;
}

/** Scenes in which questions are answered as they would be, and do not count as asked. */
const quietScenes = new WeakMap<Scene, Scene>();

function quietly(scene: Scene): Scene {
  const before = quietScenes.get(scene);
  if (before !== undefined) return before;
  const quiet = { ...scene, run: quietRun(scene.run), known: new Map() };
  quietScenes.set(scene, quiet);
  return quiet;
}

/** Tells the watch of the run, where there is one, about a rule before it is evaluated. Asks nothing. */
export function watchRule(run: Run, rule: CompiledRule, scene: Scene, surelyFails: boolean): void {
  const { watch, world } = run;
  if (watch === undefined) return;
  const fateful = fatefulRules(world).get(rule);
  if (fateful === undefined) return;
  for (const recipient of scene.recipients) {
    const copy = stateOf(world, fateful, recipient);
    const watched = { fateful, done: isDone(fateful.effect, copy), copy };
    if (surelyFails && !watch.wants(watched)) continue;
    const matches = asFarAsFree(fateful, scene, recipient);
    if (matches !== 'never') watch.tell({ ...watched, matches });
  }
}

/** Whether it matches, where only what is free decides about that; `never`: it spares the copy whatever the message says. */
function asFarAsFree({ free, fixed }: FatefulRule, scene: Scene, recipient: Resolved): Truth | 'never' {
  const there = quietly(scene);
  const answer = (test: CompiledTest) => test.test(there, recipient);
  if (fixed.conditions.some((one) => answer(one) === false)) return 'never';
  if (fixed.exceptions.some((one) => answer(one) === true)) return 'never';
  // Recipients can be added and not taken away: what they keep from matching stays so.
  if (free.exceptions.some((one) => isAboutAnyRecipient(one) && answer(one) === true)) return 'never';
  const spared = anyOf(free.exceptions, answer);
  const met = free.conditions.reduce<Truth>((before, one) => both(before, answer(one)), true);
  return both(met, spared === undefined ? undefined : !spared);
}

interface State extends RuledCopy {
  /** In the order in which each was taken last. */
  readonly effects: readonly RuleEffect[];
  readonly done: Map<string, boolean>;
}

/** By the copy, which is another one once something has been done to it. */
const states = new WeakMap<Copy, State>();

/** What is done to a copy again leaves it as it was, unless something between has set the same otherwise. */
function isDone(effect: string, { effects, done }: State): boolean {
  if (effects.length === 0) return false;
  const known = done.get(effect);
  if (known !== undefined) return known;
  const last = effects.findIndex((one) => one.effect === effect);
  const mine = effects[last];
  const found =
    mine !== undefined && effects.slice(last + 1).every(({ sets }) => ![...sets].some((one) => mine.sets.has(one)));
  done.set(effect, found);
  return found;
}

/** Effects count once, where each was taken last; in any order, where the order makes no difference. */
function stateOf(world: World, { owner }: FatefulRule, { copy }: Resolved): State {
  const known = states.get(copy);
  if (known !== undefined) return known;
  const byName = effectsByName(world);
  const last = new Map<string, RuleEffect>();
  for (const name of copy.rules) {
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
  const state = {
    recipient: copy.recipient,
    address: copy.address,
    before: wordsOf(effects),
    outlasting: wordsOf(effects.filter(({ sets }) => sets.has('recipients'))),
    effects,
    done: new Map<string, boolean>(),
  };
  states.set(copy, state);
  return state;
}

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
