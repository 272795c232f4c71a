import { type Text, text } from '../../../model/text.ts';
import type { HarmKind } from '../../../prove/transition/harms.ts';
import type { OrderStep } from '../../../prove/transition/safe-order.ts';
import type { Transition } from '../../../prove/transition/transition.ts';
import type { UnsafeMoment } from '../../../prove/transition/unsafe-moments.ts';
import { harmWords } from '../../change-words.ts';
import { harmText, momentText, oneOfEachKind, stepWords, verdictText } from '../../transition-text.ts';
import { codeBlock, messageBlock } from './code-blocks.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';
import { codes } from './finding-article.ts';
import { bulletList } from './markup-lists.ts';
import { badge, type Mood, verdictLine } from './summary-parts.ts';

const moods: Readonly<Record<HarmKind, Mood>> = {
  lost: 'bad',
  opened: 'bad',
  weaker: 'doubtful',
  undetermined: 'doubtful',
  delayed: 'doubtful',
  early: 'plain',
};

/** Moments that a page holds; the JSON has all. */
const momentsShown = 200;

/** The order of steps from one topology to the other, and what each step does on the way. */
export function orderSection(transition: Transition): Content {
  const { parts, order } = transition;
  if (parts.length === 0)
    return element('p', {}, text`Nothing changes that mail depends on, so there is no way to go.`);
  return [
    order === undefined
      ? verdictLine('doubtful', text`No order of steps was found within the bound.`)
      : verdictLine(
          order.worst === null ? 'good' : moods[order.worst] === 'bad' ? 'bad' : 'doubtful',
          verdictText(order),
        ),
    order === undefined
      ? undefined
      : styled(
          'ol',
          'order',
          order.steps.map((step) => stepItem(transition, step)),
        ),
    element('h3', {}, text`What changes at a time of its own`),
    element(
      'ul',
      {},
      parts.map(({ title, subjects }) =>
        element('li', {}, subjects.length === 0 ? title : [styled('span', 'term', title), ' ', codes(subjects)]),
      ),
    ),
  ];
}

function stepItem(transition: Transition, step: OrderStep): Element {
  const { said, records, within, harms, wait } = stepWords(transition, step);
  return element(
    'li',
    {},
    element('p', {}, element('strong', {}, said)),
    records.length === 0 ? undefined : codeBlock(records),
    bulletList(within),
    oneOfEachKind(harms).map((harm) =>
      styled('p', 'harm', badge(moods[harm.kind], harmWords[harm.kind]), ' ', harmText(harm)),
    ),
    wait === undefined ? undefined : styled('p', 'wait', wait),
  );
}

/** The moments in which a message fares worse than before and than after; undefined where there is none. */
export function momentsSection(transition: Transition, title?: Text): Content {
  const { unsafe, states, bound } = transition;
  if (transition.parts.length === 0) return undefined;
  const all = unsafe.slice(0, momentsShown);
  return [
    unsafe.length === 0
      ? verdictLine('good', text`No state between the two does what neither of them does.`)
      : [title === undefined ? undefined : element('p', {}, title), all.map((one) => momentArticle(transition, one))],
    all.length < unsafe.length
      ? styled(
          'p',
          'note',
          text`Left out here: ${unsafe.length - all.length} further moments; --format json has them all.`,
        )
      : undefined,
    styled('p', 'note', text`States between the two judged: ${states}.`),
    bound === null
      ? undefined
      : styled('p', 'note', text`There are more than ${bound} classes; what lies beyond was not judged.`),
  ];
}

function momentArticle(transition: Transition, one: UnsafeMoment): Element {
  const { harm } = one;
  return element(
    'article',
    { class: `moment ${moods[harm.kind]}` },
    element('h3', {}, badge(moods[harm.kind], harmWords[harm.kind]), ' ', momentText(transition, one)),
    element('p', {}, harmText(harm), '. ', text`Classes of messages: ${harm.classes}.`),
    harm.route.length === 0
      ? undefined
      : styled(
          'p',
          'route',
          harm.route.map((node, at) => [
            at === 0 ? '' : styled('span', 'arrow', ' → '),
            styled('span', 'node', shown(node)),
          ]),
        ),
    element('details', {}, element('summary', {}, text`A message of this kind`), messageBlock(harm.example)),
  );
}
