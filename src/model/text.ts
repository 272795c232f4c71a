/**
 * Prose with holes. Values stay apart from words until a reporter escapes them for its own language, and the words
 * alone are the key under which a translation is found.
 */
export interface Text {
  /** The fixed words, one more than there are values. */
  readonly words: readonly string[];
  readonly values: readonly TextValue[];
}
export type TextValue = string | Text;

/** Builds a Text from a template literal: ``text`MX of ${domain} names ${host}` ``. */
export function text(words: TemplateStringsArray, ...values: readonly (string | number | Text)[]): Text {
  return { words, values: values.map((value) => (typeof value === 'number' ? String(value) : value)) };
}

/** A Text that is one value and no words. */
export const value = (content: string): Text => ({ words: ['', ''], values: [content] });

/** What is a value as a whole, or words already, as words. */
export const asText = (content: string | Text): Text => (typeof content === 'string' ? value(content) : content);

/** A sentence of ours that has no holes and is kept as a string, such as the documentation of a check. */
export const sentence = (words: string): Text => ({ words: [words], values: [] });

/** The content as one string, in English: to compare it, to count by it, and for what stays English. */
export const asString = (content: TextValue): string => (typeof content === 'string' ? content : plain(content));

/** Several values as a list: `a`, `a or b`, `a, b or c`. */
export function list(items: readonly (string | Text)[], last: 'and' | 'or' = 'and'): Text {
  if (items.length === 0) return { words: ['none'], values: [] };
  const words = items.map((_, index) => {
    if (index === 0) return '';
    return index === items.length - 1 ? ` ${last} ` : ', ';
  });
  return { words: [...words, ''], values: items };
}

const same = (content: string): string => content;

/** Several values one behind the other, without a last word before the last. */
export const joined = (items: readonly (string | Text)[], between = ', '): Text => ({
  words: ['', ...items.slice(1).map(() => between), ''],
  values: items,
});

/** The prose as one string; `show` says how a value is written, `say` how words are (both as they are by default). */
export function plain(
  content: Text,
  show: (value: string) => string = same,
  say: (words: string) => string = same,
): string {
  let result = say(content.words[0] ?? '');
  content.values.forEach((part, index) => {
    result += typeof part === 'string' ? show(part) : plain(part, show, say);
    result += say(content.words[index + 1] ?? '');
  });
  return result;
}

/** Texts by what they say, in that order. */
export const inOrder = (all: ReadonlyMap<string, Text>): readonly Text[] =>
  [...all.keys()].sort().flatMap((key) => all.get(key) ?? []);
