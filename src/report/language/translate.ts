import type { Text, TextValue } from '../../model/text.ts';

/** Languages of reports, by their subtags (BCP 47). Ids, Exchange's names and the values of the user stay in every one. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/**
 * Sentences by the English ones, with `{0}`, `{1}` for the values in their English order. Two forms where a number decides,
 * by default the value that stands first: in French nought and one are singular.
 */
export type Catalogue = Readonly<
  Record<string, string | { readonly one: string; readonly other: string; readonly by?: number }>
>;

/** Says words of ours in one language; values and what is not in the catalogue stay as they are. */
export type Translate = (content: Text) => Text;

export const inEnglish: Translate = (content) => content;

/** A language with what says it. */
export interface Wording {
  readonly language: Language;
  readonly say: Translate;
}
export const english: Wording = { language: 'en', say: inEnglish };

/** The key of a template in a catalogue: its words, with `{0}`, `{1}` where its values stand. */
export const keyOf = (words: readonly string[]): string =>
  words.map((part, index) => (index === 0 ? part : `{${index - 1}}${part}`)).join('');

/**
 * A translation by a catalogue.
 * @param missing is told the key of every template that the catalogue does not have.
 */
export function translateBy(catalogue: Catalogue, joints: Joints, missing?: (key: string) => void): Translate {
  const translate: Translate = (content) => {
    const values = content.values.map((value): TextValue => (typeof value === 'string' ? value : translate(value)));
    if (isList(content) || !content.words.some((part) => letters.test(part)))
      return { words: content.words.map((part) => joints[part] ?? part), values };
    const key = keyOf(content.words);
    const entry = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
    if (entry === undefined) {
      missing?.(key);
      return { ...content, values };
    }
    return arranged(
      typeof entry === 'string' ? entry : entry[isSingular(values[entry.by ?? 0]) ? 'one' : 'other'],
      values,
    );
  };
  return translate;
}

/** What stands between the items of a list, or between values where nothing is said but a sign, by the English. */
export type Joints = Readonly<Record<string, string>>;

const letters = /\p{L}/u;

/** A list of values (`list` of model/text.ts) has as many words as it has items; it is no sentence to look up. */
const isList = ({ words }: Text): boolean =>
  words.length > 2 &&
  words[0] === '' &&
  words.at(-1) === '' &&
  words.slice(1, -1).every((part) => part === ', ' || part === ' and ' || part === ' or ');

const isSingular = (value: TextValue | undefined): boolean => value === '0' || value === '1';

/** The values in the order of a translated sentence. */
function arranged(sentence: string, values: readonly TextValue[]): Text {
  const parts = sentence.split(/\{(\d+)\}/u);
  const words = parts.filter((_, index) => index % 2 === 0);
  const order = parts.filter((_, index) => index % 2 === 1).map(Number);
  return { words, values: order.map((index) => values[index] ?? '') };
}
