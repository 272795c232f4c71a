import type { Harm, HarmKind } from '../../../prove/transition/harms.ts';
import type { OrderStep } from '../../../prove/transition/safe-order.ts';
import type { Transition } from '../../../prove/transition/transition.ts';
import type { UnsafeMoment } from '../../../prove/transition/unsafe-moments.ts';
import { terminalText } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import {
  harmText,
  momentText,
  recordText,
  stepText,
  togetherOf,
  verdictText,
  waitText,
  withinTexts,
} from '../../transition-text.ts';
import { count, type Page, paragraph, prose, type Role } from './page.ts';

type Block = readonly string[];

/** Unsafe moments that are listed without --verbose. */
const unsafeShown = 10;

const words: Readonly<Record<HarmKind, readonly [label: string, role: Role]>> = {
  lost: ['lost', 'error'],
  opened: ['opened', 'error'],
  weaker: ['weaker', 'warning'],
  undetermined: ['open', 'doubtful'],
  delayed: ['delayed', 'warning'],
  early: ['meant', 'info'],
};

/** What happens between two topologies: the parts of the change, the unsafe moments, and the order of steps. */
export function transitionBlocks(page: Page, transition: Transition): readonly Block[] {
  const { parts, unsafe, order } = transition;
  if (parts.length === 0)
    return page.quiet ? [] : [paragraph(page, 'Nothing changes that mail depends on, so there is no way to go.')];
  const shown = page.verbose ? unsafe : unsafe.slice(0, unsafeShown);
  const more = unsafe.length - shown.length;
  return [
    ...(page.quiet ? [] : [partLines(page, transition)]),
    ...shown.map((one) => moment(page, transition, one)),
    ...(more > 0 ? [paragraph(page, `and ${count(more, 'unsafe moment')} more, listed with --verbose`)] : []),
    order === undefined
      ? paragraph(page, 'No order of steps was found within the bound.', { label: 'Order', role: 'doubtful' })
      : [
          ...paragraph(page, prose(verdictText(order)), { label: 'Order', role: order.clean ? 'good' : 'warning' }),
          ...order.steps.flatMap((step, index) => stepLines(page, transition, step, index + 1)),
        ],
    ...(page.quiet ? [] : [summary(page, transition)]),
  ];
}

const partLines = (page: Page, { parts }: Transition): Block => [
  ...paragraph(page, 'What changes, each at a time of its own', { role: 'strong' }),
  ...parts.flatMap(({ title, subjects }) =>
    paragraph(page, `${prose(title)}: ${subjects.map(terminalText).join(', ')}`, { indent: 2 }),
  ),
];

function moment(page: Page, transition: Transition, one: UnsafeMoment): Block {
  const [label, role] = words[one.harm.kind];
  return [
    ...paragraph(page, prose(momentText(transition, one)), { label, labelRole: role }),
    ...paragraph(page, `${prose(harmText(one.harm))} (${count(one.harm.classes, 'class', 'classes')})`, { indent: 2 }),
    ...(one.harm.route.length === 0
      ? []
      : paragraph(page, one.harm.route.map(terminalText).join(' → '), { indent: 2 })),
    ...messageSnippet(one.harm.example).map((line) => `    ${terminalText(line)}`),
  ];
}

function stepLines(page: Page, transition: Transition, step: OrderStep, number: number): Block {
  const wait = waitText(step);
  return [
    ...paragraph(page, prose(stepText(transition, step)), { indent: 2, label: `${number}.` }),
    ...togetherOf(transition, step).flatMap((one) => paragraph(page, terminalText(recordText(one)), { indent: 5 })),
    ...withinTexts(step).flatMap((one) => paragraph(page, prose(one), { indent: 5 })),
    ...worstOf([...step.harms, ...(step.within?.harms ?? [])]).flatMap((harm) => {
      const [label, role] = words[harm.kind];
      return paragraph(page, `${prose(harmText(harm))} (${count(harm.classes, 'class', 'classes')})`, {
        indent: 5,
        label,
        labelRole: role,
      });
    }),
    ...(wait === undefined ? [] : paragraph(page, prose(wait), { indent: 5 })),
  ];
}

/** One harm of each kind: the moments above tell the rest. */
const worstOf = (harms: readonly Harm[]): readonly Harm[] =>
  harms.filter((one, index) => harms.findIndex(({ kind }) => kind === one.kind) === index);

function summary(page: Page, { states, classes, runs, bound, notCovered }: Transition): Block {
  const judged = `${count(states, 'state')} between the two judged, ${count(classes, 'class', 'classes')} of messages in each, ${count(runs, 'way')} followed.`;
  return [
    ...paragraph(page, judged),
    ...(bound === null
      ? []
      : paragraph(page, `There are more than ${bound} classes; what lies beyond was not judged.`, {
          role: 'doubtful',
        })),
    ...notCovered.flatMap((one) => paragraph(page, prose(one), { label: 'Not covered', labelRole: 'faint' })),
  ];
}
