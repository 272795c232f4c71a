import type { PlanTransition } from '../fix/plan.ts';
import { type Text, text } from '../model/text.ts';
import type { Harm, HarmKind } from '../prove/transition/harms.ts';
import type { OrderStep, StepOrder } from '../prove/transition/safe-order.ts';
import type { Transition } from '../prove/transition/transition.ts';
import { harmText, stepText, verdictText } from './transition-text.ts';

/** What the order of the steps is worth, beside all others; the first sentence is the verdict. */
export function wayTexts({ transition, steps, because }: PlanTransition): readonly [Text, ...Text[]] {
  const { plainOrder } = transition;
  const ordered = stepsIn(transition, plainOrder);
  const better = betterText(transition);
  switch (steps) {
    case 'free':
      return [text`No mixed state harms a message: the parts may change in any order.`];
    case 'kept':
    case 'moved':
      return [plainOrder === undefined ? unknown : verdictText(plainOrder), ...ordered, ...better];
    case 'stuck':
      return [
        text`The steps cannot be made in the order with the least harm: ${because ?? unknown}`,
        ...(plainOrder === undefined ? [] : [verdictText(plainOrder)]),
        ...ordered,
        ...better,
      ];
    case 'unknown':
      return [unknown];
  }
}

const unknown = text`There are too many mixed states to say in which order the parts are best changed.`;

/** Where the steps of the plan do harm in every order, and steps that let both in for a time would not. */
function betterText(transition: Transition): readonly Text[] {
  const { order, plainOrder } = transition;
  if (order === undefined || plainOrder === undefined || weight(order) <= weight(plainOrder)) return [];
  return [
    text`Steps of your own that let the old and the new in for a time do less harm:`,
    ...stepsIn(transition, order),
  ];
}

const stepsIn = (transition: Transition, order: StepOrder | undefined): readonly Text[] =>
  (order?.steps ?? []).flatMap((one, index) => [
    text`${index + 1}. ${stepText(transition, one)}`,
    ...worstOf(one).map((harm) => text`Meanwhile ${harmText(harm)}.`),
  ]);

/** One harm of each kind: the unsafe moments tell the rest. */
const worstOf = ({ harms }: OrderStep): readonly Harm[] =>
  harms.filter((one, index) => harms.findIndex(({ kind }) => kind === one.kind) === index);

/** What the list of unsafe moments says, for the plan as it stands. */
export const momentsTitle = ({ steps, transition: { plainOrder } }: PlanTransition): Text =>
  (steps === 'kept' || steps === 'moved') && plainOrder?.clean === true
    ? text`What happens in other orders, and without the waits:`
    : text`What happens on the way:`;

/** More is milder. */
const weights: Readonly<Record<HarmKind, number>> = {
  ...{ lost: 0, opened: 1, weaker: 2 },
  ...{ undetermined: 3, delayed: 4, early: 5 },
};

const weight = ({ worst }: StepOrder): number => (worst === null ? Number.POSITIVE_INFINITY : weights[worst]);

/** How much of it was judged, where it was not all. */
export const judgedText = ({ bound, states, classes }: Transition): Text =>
  bound === null
    ? text`Mixed states judged: ${states}, with ${classes} classes of messages in each.`
    : text`Mixed states judged: ${states}, with the first ${bound} classes of messages in each; there were too many to judge them all.`;
