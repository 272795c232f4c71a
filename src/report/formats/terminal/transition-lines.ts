import { joined, type Text, text } from '../../../model/text.ts';
import type { HarmKind } from '../../../prove/transition/harms.ts';
import type { OrderStep } from '../../../prove/transition/safe-order.ts';
import type { Transition } from '../../../prove/transition/transition.ts';
import type { UnsafeMoment } from '../../../prove/transition/unsafe-moments.ts';
import { terminalText } from '../../escape.ts';
import { harmText, momentText, oneOfEachKind, stepWords, verdictText } from '../../transition-text.ts';
import { classesText, waysText } from '../../words.ts';
import { snippetLines } from './copied-lines.ts';
import { type Page, paragraph, type Role } from './page.ts';

type Block = readonly string[];

/** Unsafe moments that are listed without --verbose. */
const unsafeShown = 10;

const words: Readonly<Record<HarmKind, readonly [label: Text, role: Role]>> = {
  lost: [text`lost`, 'error'],
  opened: [text`opened`, 'error'],
  weaker: [text`weaker`, 'warning'],
  undetermined: [text`open`, 'doubtful'],
  delayed: [text`delayed`, 'warning'],
  early: [text`meant`, 'info'],
};

/** What happens between two topologies: the parts of the change, the unsafe moments, and the order of steps. */
export function transitionBlocks(page: Page, transition: Transition): readonly Block[] {
  const { parts, unsafe, order } = transition;
  if (parts.length === 0)
    return page.quiet ? [] : [paragraph(page, text`Nothing changes that mail depends on, so there is no way to go.`)];
  const shown = page.verbose ? unsafe : unsafe.slice(0, unsafeShown);
  const more = unsafe.length - shown.length;
  return [
    ...(page.quiet ? [] : [partLines(page, transition)]),
    ...shown.map((one) => momentLines(page, transition, one)),
    ...(more > 0 ? [paragraph(page, moreMoments(more))] : []),
    order === undefined
      ? paragraph(page, text`No order of steps was found within the bound.`, { label: text`Order`, role: 'doubtful' })
      : [
          ...paragraph(page, verdictText(order), { label: text`Order`, role: order.clean ? 'good' : 'warning' }),
          ...order.steps.flatMap((step, index) => stepLines(page, transition, step, index + 1)),
        ],
    ...(page.quiet ? [] : [summary(page, transition)]),
  ];
}

/** That there are more than are listed. */
export const moreMoments = (number: number): Text =>
  number === 1
    ? text`and ${number} unsafe moment more, listed with --verbose`
    : text`and ${number} unsafe moments more, listed with --verbose`;

const partLines = (page: Page, { parts }: Transition): Block => [
  ...paragraph(page, text`What changes, each at a time of its own`, { role: 'strong' }),
  ...parts.flatMap(({ title, subjects }) => paragraph(page, text`${title}: ${joined(subjects)}`, { indent: 2 })),
];

/** What happens in an unsafe moment, with the plainest message. */
export function momentLines(page: Page, transition: Transition, one: UnsafeMoment): Block {
  const [label, role] = words[one.harm.kind];
  return [
    ...paragraph(page, momentText(transition, one), { label, labelRole: role }),
    ...paragraph(page, text`${harmText(one.harm)} (${classesText(one.harm.classes)})`, { indent: 2 }),
    ...(one.harm.route.length === 0
      ? []
      : paragraph(page, one.harm.route.map(terminalText).join(' → '), { indent: 2 })),
    ...snippetLines(page, one.harm.example, 4),
  ];
}

function stepLines(page: Page, transition: Transition, step: OrderStep, number: number): Block {
  const { said, records, within, harms, wait } = stepWords(transition, step);
  return [
    ...paragraph(page, said, { indent: 2, label: `${number}.` }),
    ...records.flatMap((one) => paragraph(page, text`${one}`, { indent: 5 })),
    ...within.flatMap((one) => paragraph(page, one, { indent: 5 })),
    ...oneOfEachKind(harms).flatMap((harm) => {
      const [label, role] = words[harm.kind];
      return paragraph(page, text`${harmText(harm)} (${classesText(harm.classes)})`, {
        indent: 5,
        label,
        labelRole: role,
      });
    }),
    ...(wait === undefined ? [] : paragraph(page, wait, { indent: 5 })),
  ];
}

function summary(page: Page, { states, classes, runs, bound, notCovered }: Transition): Block {
  const between =
    states === 1 ? text`${states} state between the two judged` : text`${states} states between the two judged`;
  return [
    ...paragraph(page, text`${between}, ${classesText(classes)} of messages in each, ${waysText(runs)} followed.`),
    ...(bound === null
      ? []
      : paragraph(page, text`There are more than ${bound} classes; what lies beyond was not judged.`, {
          role: 'doubtful',
        })),
    ...notCovered.flatMap((one) => paragraph(page, one, { label: text`Not covered`, labelRole: 'faint' })),
  ];
}
