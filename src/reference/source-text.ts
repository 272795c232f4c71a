import { sentence, type Text, text, value } from '../model/text.ts';

/** Words that name a publisher or a product in a citation; whatever else has letters alone is a word of ours. */
const names: ReadonlySet<string> = new Set([
  'SupportArticles',
  'OfficeDocs',
  'ExchangeOnline',
  'ExchangeServer',
  'RFC',
]);

/**
 * Whether a title only cites: the name of a repository with the path of a file, the title of a document between quotation
 * marks, its number. A citation stays in the language of the document.
 */
export const isCitation = (title: string): boolean =>
  title
    .replace(/["\u201c][^"\u201d]*["\u201d]/gu, ' ')
    .replace(/\((?:KB|id) \d+\)/gu, ' ')
    .split(/[\s,():]+/u)
    .every((word) => names.has(word) || !/^\p{L}+$/u.test(word));

/** The title of a source: a citation, or what we say of a document that has no title of its own. */
export const sourceTitle = (title: string): Text => (isCitation(title) ? value(title) : sentence(title));

const months: ReadonlyMap<string, Text> = new Map([
  ['Jan', text`Jan`],
  ['Feb', text`Feb`],
  ['Mar', text`Mar`],
  ['Apr', text`Apr`],
  ['May', text`May`],
  ['Jun', text`Jun`],
  ['June', text`June`],
  ['Jul', text`Jul`],
  ['Aug', text`Aug`],
  ['Sep', text`Sep`],
  ['Oct', text`Oct`],
  ['Nov', text`Nov`],
  ['Dec', text`Dec`],
]);

/** When a source is from: `Feb 2026`, `2023, Jun 2026`. */
export function sourceDate(date: string): Text {
  const parts = date.split(/(\p{L}+)/u);
  const words = parts.filter((_, index) => index % 2 === 0);
  return { words, values: parts.filter((_, index) => index % 2 === 1).map((part) => months.get(part) ?? part) };
}
