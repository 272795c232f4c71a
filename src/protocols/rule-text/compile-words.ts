import { type Text, text } from '../../model/text.ts';

export type OpenEdge = 'underscore' | 'punctuation';

/** Where a word stands in a text: UTF-16 offsets. */
export interface WordMatch {
  /** `undocumented`: the word stands there, and whether it is a whole word depends on what is not documented. */
  readonly verdict: 'yes' | 'undocumented';
  /**
   * On what it depends, of all places where a word of the list stands: `_` beside it, or its own outer punctuation beside a
   * letter. Empty for a match that is certain.
   */
  readonly edges: readonly OpenEdge[];
  /** The value as it was given. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Why the answer is open; only with `undocumented`. */
  readonly because?: Text;
}

/** Finds a match that is certain, else one that may be one, else none. */
export type WordMatcher = (content: string) => WordMatch | undefined;

/** The same for many lists of words at once, by the number of the list; a list without any match is absent. */
export type WordListsMatcher = (content: string) => ReadonlyMap<number, WordMatch>;

/** One state of the automaton: what has been read ends with a beginning of the words behind it. */
interface WordState {
  readonly next: Map<number, WordState>;
  /** Code units of that beginning. */
  readonly length: number;
  /** The words that end here: the first of each list. */
  readonly words: Map<number, string>;
  /** The state of the longest shorter beginning that what has been read ends with. */
  shorter: WordState | undefined;
  /** The next state down that line in which a word ends. */
  ending: WordState | undefined;
  /** Where each unit of ASCII leads, once it was found out. */
  row: (WordState | undefined)[] | undefined;
}

/** How many states may have a row; thousands do only for words and texts that were made for it. */
const rowsMax = 20_000;

interface WordTree {
  readonly root: WordState;
  rows: number;
}

const stateOf = (length: number): WordState => ({
  next: new Map(),
  length,
  words: new Map(),
  shorter: undefined,
  ending: undefined,
  row: undefined,
});

/** Letters with their marks and numbers make a piece together; every other character is one of its own. */
const inToken = /^[\p{L}\p{N}\p{M}]/u;

/**
 * Compiles the values of a words condition (RULE-29): a value counts where it stands as a whole word or phrase between
 * white space, punctuation and the ends of the text, whatever its case. Nothing is a wildcard, `*` included; in
 * addresses `@`, `.` and `-` are punctuation as everywhere. White space around a value does not count, and an empty
 * value matches nothing.
 *
 * Two things are not documented and are answered so: whether `_` is part of a word, and whether a value that begins or
 * ends with punctuation (`@contoso.com`) may stand directly beside a letter there.
 */
export function compileWords(values: readonly string[]): WordMatcher {
  const find = compileWordLists([values]);
  return (content) => find(content).get(0);
}

/** All values of all lists are searched in one pass over the text (Aho and Corasick). */
export function compileWordLists(lists: readonly (readonly string[])[]): WordListsMatcher {
  const root = stateOf(0);
  for (const [list, values] of lists.entries()) for (const value of values) addWord(root, list, value);
  linkShorter(root);
  const tree = { root, rows: 0 };
  return (content) => search(tree, content);
}

function addWord(root: WordState, list: number, value: string): void {
  const folded = foldCase(value.trim());
  if (folded === '') return;
  let state = root;
  for (let at = 0; at < folded.length; at++) {
    const unit = folded.charCodeAt(at);
    const next: WordState = state.next.get(unit) ?? stateOf(at + 1);
    state.next.set(unit, next);
    state = next;
  }
  if (!state.words.has(list)) state.words.set(list, value);
}

function linkShorter(root: WordState): void {
  const queue: WordState[] = [root];
  for (const state of queue) {
    for (const [unit, child] of state.next) {
      child.shorter = state.shorter === undefined ? root : stepFrom(root, state.shorter, unit);
      child.ending = child.shorter.words.size === 0 ? child.shorter.ending : child.shorter;
      queue.push(child);
    }
  }
}

function stepFrom(root: WordState, state: WordState, unit: number): WordState {
  for (let from: WordState | undefined = state; from !== undefined; from = from.shorter) {
    const next = from.next.get(unit);
    if (next !== undefined) return next;
  }
  return root;
}

const nothing: ReadonlyMap<number, WordMatch> = new Map();

function search(tree: WordTree, content: string): ReadonlyMap<number, WordMatch> {
  const { root } = tree;
  if (root.next.size === 0) return nothing;
  const folded = foldCase(content);
  let matches: Map<number, WordMatch> | undefined;
  let state = root;
  for (let at = 0; at < folded.length; at++) {
    const unit = folded.charCodeAt(at);
    state = (unit < 128 ? state.row?.[unit] : undefined) ?? step(tree, state, unit);
    let ended = state.words.size === 0 ? state.ending : state;
    for (; ended !== undefined; ended = ended.ending) {
      matches ??= new Map();
      note(matches, ended, folded, at + 1);
    }
  }
  return matches ?? nothing;
}

function step(tree: WordTree, state: WordState, unit: number): WordState {
  const next = stepFrom(tree.root, state, unit);
  if (state.row === undefined && tree.rows < rowsMax) {
    state.row = new Array<WordState | undefined>(128).fill(undefined);
    tree.rows += 1;
  }
  if (state.row !== undefined && unit < 128) state.row[unit] = next;
  return next;
}

/** Writes down what ends here for each list that has no certain match yet. */
function note(matches: Map<number, WordMatch>, { words, length }: WordState, folded: string, end: number): void {
  const judged = judge(folded, end - length, end);
  if (judged === undefined) return;
  // Lists mostly share the word, and so what is found of it.
  let found: WordMatch | undefined;
  for (const [list, word] of words) {
    const before = matches.get(list);
    if (before?.verdict === 'yes') continue;
    if (before === undefined || judged.verdict === 'yes') {
      if (found?.word !== word) found = { ...judged, word };
      matches.set(list, found);
    } else if (!judged.edges.every((one) => before.edges.includes(one)))
      matches.set(list, { ...before, edges: [...before.edges, ...judged.edges] });
  }
}

/** Judges both edges of a word that stands there; undefined where one of them cuts a piece in two. */
function judge(folded: string, start: number, end: number): Omit<WordMatch, 'word'> | undefined {
  const edges = [
    edge(characterBefore(folded, start), characterAt(folded, start)),
    edge(characterAt(folded, end), characterBefore(folded, end)),
  ];
  if (edges.includes('inside')) return undefined;
  if (edges.includes('underscore')) {
    const because = text`Whether ${'_'} belongs to a word or separates words is not documented, and here it decides.`;
    return { verdict: 'undocumented', edges: ['underscore'], start, end, because };
  }
  if (edges.includes('punctuation')) {
    const because = text`Whether a value that begins or ends with punctuation may stand directly beside a letter is not documented.`;
    return { verdict: 'undocumented', edges: ['punctuation'], start, end, because };
  }
  return { verdict: 'yes', edges: [], start, end };
}

function edge(outside: string, inside: string): 'clean' | 'inside' | 'underscore' | 'punctuation' {
  if (outside === '') return 'clean';
  if (outside === '_') return 'underscore';
  if (!inToken.test(outside)) return 'clean';
  if (inToken.test(inside)) return 'inside';
  return inside === '_' ? 'underscore' : 'punctuation';
}

function characterAt(content: string, at: number): string {
  const code = content.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(content: string, at: number): string {
  const pair = at > 1 ? characterAt(content, at - 2) : '';
  return pair.length === 2 ? pair : at > 0 ? content.charAt(at - 1) : '';
}

/** Lower case without a locale, one character for one, so that offsets stay those of the text. */
function foldCase(content: string): string {
  if (/^[\x00-\x7f]*$/u.test(content)) return content.toLowerCase();
  return content.replace(/[^\x00-\x7f]|[A-Z]/gu, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  });
}
