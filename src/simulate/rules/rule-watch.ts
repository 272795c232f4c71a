import type { Copy, Run } from '../run.ts';
import type { World } from '../world.ts';
import type { CompiledRule, CompiledTest } from './compile-rules.ts';
import {
  effectsByName,
  type FatefulRule,
  fatefulRules,
  isAboutAnyRecipient,
  type RuleEffect,
} from './fateful-rules.ts';
import type { Resolved } from './fork.ts';
import { quietRun } from './quiet-run.ts';
import type { Scene } from './scene.ts';
import { anyOf, both, type Truth } from './truth.ts';

/** A rule that a message came to, and for whose answer only free content is left to decide. */
export interface ContentPoint {
  readonly fateful: FatefulRule;
  /** undefined: nothing declared tells, and the simulation asks. */
  readonly matches: Truth;
  /** Another rule has done the same to the copy before, so that it makes no difference whether this one does. */
  readonly done: boolean;
  /** Whose copy came there: the recipient that it had first. */
  readonly recipient: string;
  /** The state in which it was met: what rules before it have done to the copy, and where it goes. */
  readonly state: string;
}

/** Is told of the points at which other content would have changed something. */
export type RuleWatch = (point: ContentPoint) => void;

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
export function watchRule(run: Run, rule: CompiledRule, scene: Scene): void {
  const { watch, world } = run;
  if (watch === undefined) return;
  const fateful = fatefulRules(world).get(rule);
  if (fateful === undefined) return;
  const { free, fixed } = fateful;
  const there = quietly(scene);
  for (const recipient of scene.recipients) {
    const answer = (test: CompiledTest) => test.test(there, recipient);
    if (fixed.conditions.some((one) => answer(one) === false)) continue;
    if (fixed.exceptions.some((one) => answer(one) === true)) continue;
    // Recipients can be added and not taken away: what they keep from matching stays so.
    if (free.exceptions.some((one) => isAboutAnyRecipient(one) && answer(one) === true)) continue;
    const spared = anyOf(free.exceptions, answer);
    const met = free.conditions.reduce<Truth>((before, one) => both(before, answer(one)), true);
    const matches = both(met, spared === undefined ? undefined : !spared);
    const { text, effects } = stateOf(world, fateful, recipient);
    const done = isDone(fateful.effect, effects);
    watch({ fateful, matches, done, recipient: recipient.copy.recipient, state: text });
  }
}

interface State {
  readonly text: string;
  /** In the order in which each was taken last. */
  readonly effects: readonly RuleEffect[];
}

/** By the copy, which is another one once something has been done to it. */
const states = new WeakMap<Copy, State>();

/** What is done to a copy again leaves it as it was, unless something between has set the same otherwise. */
function isDone(effect: string, effects: readonly RuleEffect[]): boolean {
  const last = effects.findIndex((one) => one.effect === effect);
  const mine = effects[last];
  return (
    mine !== undefined && effects.slice(last + 1).every(({ sets }) => ![...sets].some((one) => mine.sets.has(one)))
  );
}

/** Effects count once, where each was taken last. */
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
  const state = { text: [owner.key, copy.address, ...last.keys()].join('\n'), effects: [...last.values()] };
  states.set(copy, state);
  return state;
}
