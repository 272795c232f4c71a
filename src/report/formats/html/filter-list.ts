import { type Text, text } from '../../../model/text.ts';
import { type Content, type Element, element } from './element.ts';
import type { Sheet } from './sheet.ts';

/** Articles of which only some may be wanted: their `data-severity` or `data-mood` with the word for it. */
export type Boxes = readonly (readonly [kind: string, words: Text])[];

/**
 * A list that can be searched and filtered; undefined for no articles.
 * @param name of the section that it stands in: the script looks for the form among the section's children.
 */
export function filterList(sheet: Sheet, name: string, boxes: Boxes, articles: readonly Element[]): Content {
  if (articles.length === 0) return undefined;
  const id = `${sheet.prefix}${name}`;
  const wordsId = `${id}-words`;
  return [
    element(
      'form',
      { class: 'filter', role: 'search', 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
      element('label', { for: wordsId }, text`Search`),
      element('input', { type: 'search', id: wordsId, name: 'words', autocomplete: 'off' }),
      element(
        'fieldset',
        {},
        element('legend', {}, text`Show`),
        boxes.map(([value, words]) =>
          element('label', {}, element('input', { type: 'checkbox', value, checked: true }), ' ', words),
        ),
      ),
      element('output', { 'aria-live': 'polite', for: wordsId }),
      element('button', { type: 'button' }, text`Unfold or fold all`),
    ),
    articles,
  ];
}
