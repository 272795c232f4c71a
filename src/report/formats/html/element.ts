import { htmlText } from '../../escape.ts';

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
export type AttributeValue = string | number | boolean | undefined;
/** Markup of our own making, such as a drawing whose printer has escaped its values. */
export interface Markup {
  readonly markup: string;
}
export type Content = string | number | undefined | Element | Markup | readonly Content[];

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

/** The markup of a part. White space is only what the content has: nothing is indented, because `pre` would show it. */
export function print(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return htmlText(content);
  if (typeof content === 'number') return String(content);
  if ('markup' in content) return content.markup;
  if (isList(content)) return content.map(print).join('');
  const attributes = Object.entries(content.attributes).map(attribute).join('');
  const start = `<${content.tag}${attributes}>`;
  return voidTags.has(content.tag) ? start : `${start}${content.content.map(print).join('')}</${content.tag}>`;
}

const isList = (content: Element | readonly Content[]): content is readonly Content[] => Array.isArray(content);

function attribute([name, value]: readonly [string, AttributeValue]): string {
  if (value === undefined || value === false) return '';
  return value === true ? ` ${name}` : ` ${name}="${htmlText(String(value))}"`;
}
