import { type Text, text } from '../../model/text.ts';

/** Where a word stands in a text: UTF-16 offsets. */
export interface WordMatch {
  /** `undocumented`: the word stands there, and whether it is a whole word depends on what is not documented. */
  readonly verdict: 'yes' | 'undocumented';
  /** The value as it was given. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Why the answer is open; only with `undocumented`. */
  readonly because?: Text;
}

/** Finds a match that is certain, else one that may be one, else none. */
export type WordMatcher = (content: string) => WordMatch | undefined;

/** One state of the automaton: what has been read is a beginning of the words behind it. */
interface WordState {
  readonly next: Map<string, WordState>;
  /** The word that ends here. */
  word?: { readonly value: string; readonly length: number };
  /** The state of the longest shorter beginning that what has been read ends with. */
  shorter?: WordState;
  /** The next state down that line in which a word ends. */
  ending?: WordState;
}

/** Letters with their marks and numbers make a piece together; every other character is one of its own. */
const pieces = /[\p{L}\p{N}\p{M}]+|[\s\S]/gu;
const inToken = /^[\p{L}\p{N}\p{M}]/u;

/**
 * Compiles the values of a words condition (RULE-29): a value counts where it stands as a whole word or phrase between
 * white space, punctuation and the ends of the text, whatever its case. Nothing is a wildcard, `*` included; in
 * addresses `@`, `.` and `-` are punctuation as everywhere. White space around a value does not count, and an empty
 * value matches nothing.
 *
 * Two things are not documented and are answered so: whether `_` is part of a word, and whether a value that begins or
 * ends with punctuation (`@contoso.com`) may stand directly beside a letter there.
 *
 * All values are searched in one pass (Aho and Corasick) over the pieces of the text.
 */
export function compileWords(values: readonly string[]): WordMatcher {
  const root: WordState = { next: new Map() };
  for (const value of values) addWord(root, value);
  linkShorter(root);
  return (content) => search(root, content);
}

function addWord(root: WordState, value: string): void {
  const parts = foldCase(value.trim()).match(pieces) ?? [];
  if (parts.length === 0) return;
  let state = root;
  for (const part of parts) {
    const next: WordState = state.next.get(part) ?? { next: new Map() };
    state.next.set(part, next);
    state = next;
  }
  state.word ??= { value, length: parts.join('').length };
}

function linkShorter(root: WordState): void {
  const queue: WordState[] = [root];
  for (const state of queue) {
    for (const [part, child] of state.next) {
      let shorter = state.shorter;
      while (shorter !== undefined && !shorter.next.has(part)) shorter = shorter.shorter;
      child.shorter = shorter?.next.get(part) ?? root;
      const ending = child.shorter.word === undefined ? child.shorter.ending : child.shorter;
      if (ending !== undefined) child.ending = ending;
      queue.push(child);
    }
  }
}

function search(root: WordState, content: string): WordMatch | undefined {
  if (root.next.size === 0) return undefined;
  const folded = foldCase(content);
  let open: WordMatch | undefined;
  let state = root;
  for (const { 0: part, index } of folded.matchAll(pieces)) {
    let from: WordState | undefined = state;
    while (from !== undefined && !from.next.has(part)) from = from.shorter;
    state = from?.next.get(part) ?? root;
    const end = index + part.length;
    let ended = state.word === undefined ? state.ending : state;
    for (; ended?.word !== undefined; ended = ended.ending) {
      const found = matchAt(folded, end - ended.word.length, end, ended.word.value);
      if (found.verdict === 'yes') return found;
      open ??= found;
    }
  }
  return open;
}

/** Judges both edges of a word that stands there; pieces are whole, so no letter is ever cut off. */
function matchAt(folded: string, start: number, end: number, word: string): WordMatch {
  const found = folded.slice(start, end);
  const edges = [
    edge(lastCharacter(folded.slice(Math.max(0, start - 2), start)), firstCharacter(found)),
    edge(firstCharacter(folded.slice(end, end + 2)), lastCharacter(found)),
  ];
  if (edges.includes('underscore')) {
    const because = text`Whether ${'_'} belongs to a word or separates words is not documented, and here it decides.`;
    return { verdict: 'undocumented', word, start, end, because };
  }
  if (edges.includes('punctuation')) {
    const because = text`Whether a value that begins or ends with punctuation may stand directly beside a letter is not documented.`;
    return { verdict: 'undocumented', word, start, end, because };
  }
  return { verdict: 'yes', word, start, end };
}

function edge(outside: string, inside: string): 'clean' | 'underscore' | 'punctuation' {
  if (outside === '') return 'clean';
  if (outside === '_') return 'underscore';
  // Two letters cannot meet here, because they would be one piece.
  if (!inToken.test(outside)) return 'clean';
  return inside === '_' ? 'underscore' : 'punctuation';
}

const firstCharacter = (content: string): string => String.fromCodePoint(...codePoints(content).slice(0, 1));
const lastCharacter = (content: string): string => String.fromCodePoint(...codePoints(content.slice(-2)).slice(-1));

const codePoints = (content: string): readonly number[] =>
  [...content.slice(0, 2)].map((character) => character.codePointAt(0) ?? 0);

/** Lower case without a locale, one character for one, so that offsets stay those of the text. */
function foldCase(content: string): string {
  if (/^[\x00-\x7f]*$/u.test(content)) return content.toLowerCase();
  return content.replace(/[^\x00-\x7f]|[A-Z]/gu, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  });
}
