import type { CommandOrder } from '../../prove/transition/command-order.ts';
import type { Harm } from '../../prove/transition/harms.ts';
import type { OrderStep, StepOrder } from '../../prove/transition/safe-order.ts';
import type { Transition } from '../../prove/transition/transition.ts';
import { messageObject } from '../message-snippet.ts';
import { harmText, momentText, stepWords, verdictText } from '../transition-text.ts';
import { prose } from './json.ts';

/** A transition in JSON. */
export function transitionJson(transition: Transition): object {
  const { parts, unsafe, order, states, classes, runs, bound, notCovered } = transition;
  return {
    parts: parts.map(({ id, title, ours, subjects, ttl }) => ({
      part: id,
      title: prose(title),
      ours,
      subjects,
      ttl: ttl ?? null,
    })),
    unsafe: unsafe.map((one) => ({
      when: one.when,
      said: prose(momentText(transition, one)),
      states: one.states,
      harm: harm(one.harm),
    })),
    order: orderJson(transition, order),
    states,
    classes,
    runs,
    bound,
    notCovered: notCovered.map(prose),
  };
}

/** An order of steps; null: none was found. */
export const orderJson = (transition: Transition, order: StepOrder | undefined): object | null =>
  order === undefined
    ? null
    : {
        clean: order.clean,
        worst: order.worst,
        said: prose(verdictText(order)),
        steps: order.steps.map((one) => step(transition, one)),
      };

function step(transition: Transition, one: OrderStep): object {
  const { said, publish, wait } = stepWords(transition, one);
  return {
    said: prose(said),
    moves: one.moves,
    publish,
    within: one.within === undefined ? null : within(one.within),
    waitSeconds: one.wait ?? null,
    wait: wait === undefined ? null : prose(wait),
    harms: one.harms.map(harm),
  };
}

const within = ({ commands, harms, avoided }: CommandOrder): object => ({
  commands: commands.map(({ subject, change }) => ({ subject, change })),
  harms: harms.map(harm),
  avoided: avoided.map(({ first, harm: done }) => ({ first: first.subject, harm: harm(done) })),
});

const harm = (one: Harm): object => ({
  kind: one.kind,
  said: prose(harmText(one)),
  invariant: one.invariant,
  what: one.what,
  before: one.before,
  meanwhile: one.meanwhile,
  after: one.after,
  reply: one.reply,
  route: one.route,
  classes: one.classes,
  answer: one.answer,
  example: messageObject(one.example),
});
