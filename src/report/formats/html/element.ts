import { plain, type Text, type TextValue } from '../../../model/text.ts';
import { htmlText, inertText, shortened } from '../../escape.ts';
import { inEnglish, type Translate } from '../../language/translate.ts';
import { breakable } from './breakable.ts';

/**
 * A part of a page as data. Values become text or attributes only when it is printed, by one function each, so that no
 * value of a stranger can become markup.
 */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly content: readonly Content[];
}
/** `undefined` and `false` leave the attribute out, `true` writes its name alone. */
export type AttributeValue = string | number | boolean | Text | undefined;
/** Markup of our own making, such as a drawing whose printer has escaped its values. */
export interface Markup {
  /** With a drawing's own words said in the language of the page. */
  readonly markup: string | ((say: Translate) => string);
}
/** A Text is said in the language of the page, its values set apart from the words. */
export type Content = string | number | undefined | Text | Element | Markup | readonly Content[];

/** An element: `element('a', { href: '#top' }, 'up')`. */
export const element = (
  tag: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...content: readonly Content[]
): Element => ({ tag, attributes, content });

/** The same with a class and nothing else, which is most of a page. */
export const styled = (tag: string, className: string, ...content: readonly Content[]): Element =>
  element(tag, { class: className }, ...content);

// HTML Living Standard 13.1.2, as far as this page uses them.
const voidTags: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'input', 'link', 'meta', 'wbr']);

/** A longer value hides what stands round it. */
const valueMax = 2_000;

/** A value as one reads it: controls and marks that reorder text are written out. */
export const shown = (value: string): string => inertText(shortened(value, valueMax));

/** A value inside prose; `bdi` keeps the direction of its letters from reordering our words (HTML Living Standard 4.5.24). */
export const inlineValue = (value: string): Element =>
  element('bdi', { class: value.length > boldMax ? 'value long' : 'value' }, shown(value));

/** A longer value in bold, such as a record, outweighs the sentence round it. */
const boldMax = 160;

/** A name that stands alone: the user's as he wrote it, or words of ours. */
export const named = (name: TextValue): Content => (typeof name === 'string' ? shown(name) : name);

/** Elements whose lines are the user's, or that read no markup: nothing stands between the letters of a word there. */
const wholeWords: ReadonlySet<string> = new Set(['pre', 'title']);

/**
 * The markup of a part. White space is only what the content has: nothing is indented, because `pre` would show it.
 * @param words makes markup of a text
 */
export function print(content: Content, say: Translate = inEnglish, words = breakable): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return words(content);
  if (typeof content === 'number') return String(content);
  if (isList(content)) return content.map((part) => print(part, say, words)).join('');
  if ('markup' in content) return typeof content.markup === 'string' ? content.markup : content.markup(say);
  if ('words' in content) return prose(say(content));
  const attributes = Object.entries(content.attributes).map((one) => attribute(one, say));
  const start = `<${content.tag}${attributes.join('')}>`;
  if (voidTags.has(content.tag)) return start;
  const inside = wholeWords.has(content.tag) ? htmlText : words;
  return `${start}${content.content.map((part) => print(part, say, inside)).join('')}</${content.tag}>`;
}

const isList = (content: object): content is readonly Content[] => Array.isArray(content);

/** Words of ours as markup: no line ends behind the hyphen with which a parameter begins, nor behind that of a cmdlet. */
const proseOf = (words: string): string =>
  words
    .split(/(?<![^\s(])(-[A-Za-z]\w+|[A-Z][a-z]+-[A-Z]\w+)/u)
    .map((part, index) => (index % 2 === 0 ? htmlText(part) : `<span class="word">${htmlText(part)}</span>`))
    .join('');

/** A text in its final language. */
function prose({ words, values }: Text): string {
  return words
    .map((part, index) => {
      const value = values[index];
      if (value === undefined) return proseOf(part);
      return proseOf(part) + (typeof value === 'string' ? print(inlineValue(value)) : prose(value));
    })
    .join('');
}

function attribute([name, value]: readonly [string, AttributeValue], say: Translate): string {
  if (value === undefined || value === false) return '';
  if (value === true) return ` ${name}`;
  return ` ${name}="${htmlText(typeof value === 'object' ? plain(say(value), shown) : String(value))}"`;
}
