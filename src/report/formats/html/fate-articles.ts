import { text } from '../../../model/text.ts';
import type { ChangedFate, Comparison } from '../../../prove/compare/compare.ts';
import type { Gravity } from '../../../prove/compare/fate-changes.ts';
import { gravityOrder, gravityTexts } from '../../change-words.ts';
import { aspectText, changeText, fateValue } from '../../fate-text.ts';
import { gravityText } from '../../words.ts';
import { messageBlock } from './code-blocks.ts';
import { type Content, type Element, element, styled } from './element.ts';
import { type Boxes, filterList } from './filter-list.ts';
import { type Sheet, table } from './sheet.ts';
import { badge, type Mood, tile } from './summary-parts.ts';

export const gravityMoods: Readonly<Record<Gravity, Mood>> = {
  lost: 'bad',
  opened: 'bad',
  weaker: 'doubtful',
  fate: 'doubtful',
  closed: 'good',
  way: 'plain',
};

/** Kinds of change that a page holds; a browser has its limits, and the JSON has all. */
const fatesShown = 300;

/** How many kinds of change there are of each gravity, gravest first; nothing for those that do not occur. */
export const gravityTiles = ({ fates }: Pick<Comparison, 'fates'>): Content =>
  gravityOrder.map((gravity) => {
    const number = fates.filter((one) => one.gravity === gravity).length;
    return number === 0 ? undefined : tile(gravityMoods[gravity], number, gravityTexts[gravity]);
  });

/** Whose mail fares otherwise, gravest first; undefined where nobody's does. */
export function fateList(sheet: Sheet, name: string, { fates }: Pick<Comparison, 'fates'>): Content {
  if (fates.length === 0) return undefined;
  const shownFates = fates.slice(0, fatesShown);
  const boxes: Boxes = gravityOrder
    .filter((gravity) => shownFates.some((one) => one.gravity === gravity))
    .map((gravity) => [gravity, gravityText[gravity]]);
  return [
    filterList(
      sheet,
      name,
      boxes,
      shownFates.map((one) => fateArticle(one)),
    ),
    shownFates.length < fates.length
      ? styled(
          'p',
          'note',
          text`Left out here: ${fates.length - shownFates.length} further kinds; --format json has them all.`,
        )
      : undefined,
  ];
}

/** One kind of change: what of the message is otherwise, and the plainest message of it to paste and trace. */
export function fateArticle({ gravity, changes, classes, example, answer }: ChangedFate): Element {
  const [first] = changes;
  return element(
    'article',
    { class: `fate ${gravityMoods[gravity]}`, 'data-mood': gravity },
    element(
      'h3',
      {},
      badge(gravityMoods[gravity], gravityText[gravity]),
      ' ',
      first === undefined ? undefined : changeText(first),
    ),
    styled('p', 'note', gravityTexts[gravity], '. ', text`Classes of messages: ${classes}.`),
    answer === null ? undefined : element('p', {}, text`If the answer is ${answer}:`),
    changeTable(changes),
    element('details', {}, element('summary', {}, text`A message of this kind`), messageBlock(example)),
  );
}

/** What is otherwise about a message, before and after. */
export const changeTable = (changes: ChangedFate['changes']): Element =>
  table(
    'changes',
    [text`What`, text`Before`, text`After`],
    changes.map(({ what, before, after }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, aspectText[what]),
        element('td', {}, fateValue(what, before)),
        element('td', {}, fateValue(what, after)),
      ),
    ),
  );
