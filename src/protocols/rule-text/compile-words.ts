import { type Text, text } from '../../model/text.ts';
import { compileWordSearch, type EndingWords } from './word-search.ts';

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
  readonly because: Text | undefined;
}

/** Finds a match that is certain, else one that may be one, else none. */
export type WordMatcher = (content: string) => WordMatch | undefined;

/** The same for many lists of words at once, by the number of the list; a list without any match is absent. */
export type WordListsMatcher = (content: string) => ReadonlyMap<number, WordMatch>;

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

/** All values of all lists are searched in one pass over the text. */
export function compileWordLists(lists: readonly (readonly string[])[]): WordListsMatcher {
  const search = compileWordSearch(lists);
  return (content) => {
    let matches: Map<number, WordMatch> | undefined;
    /** Words with a certain match in this text: nothing more can be said of their lists. */
    const certain = new Set<EndingWords>();
    search(content, (words, end, folded) => {
      if (certain.has(words)) return;
      const judged = judge(folded, end - words.length, end);
      if (judged === undefined) return;
      matches ??= new Map();
      note(matches, words, judged);
      if (judged.verdict === 'yes') certain.add(words);
    });
    return matches ?? nothing;
  };
}

const nothing: ReadonlyMap<number, WordMatch> = new Map();

/** Writes down what is found of words for each list that has no certain match yet. */
function note(matches: Map<number, WordMatch>, { byList }: EndingWords, judged: Judged): void {
  // Lists mostly share the word, and so what is found of it.
  let found: WordMatch | undefined;
  for (const [list, word] of byList) {
    const before = matches.get(list);
    if (before?.verdict === 'yes') continue;
    if (before === undefined || judged.verdict === 'yes') {
      if (found?.word !== word) found = matchOf(judged, word);
      matches.set(list, found);
    } else if (!judged.edges.every((one) => before.edges.includes(one)))
      matches.set(list, { ...before, edges: [...before.edges, ...judged.edges] });
  }
}

type Judged = Omit<WordMatch, 'word'>;

const matchOf = ({ verdict, edges, start, end, because }: Judged, word: string): WordMatch => ({
  verdict,
  edges,
  word,
  start,
  end,
  because,
});

/** Judges both edges of a word that stands there; undefined where one of them cuts a piece in two. */
function judge(content: string, start: number, end: number): Judged | undefined {
  const before = edge(characterBefore(content, start), characterAt(content, start));
  if (before === 'inside') return undefined;
  const behind = edge(characterAt(content, end), characterBefore(content, end));
  if (behind === 'inside') return undefined;
  if (before === 'underscore' || behind === 'underscore') {
    const because = text`Whether ${'_'} belongs to a word or separates words is not documented, and here it decides.`;
    return { verdict: 'undocumented', edges: ['underscore'], start, end, because };
  }
  if (before === 'punctuation' || behind === 'punctuation') {
    const because = text`Whether a value that begins or ends with punctuation may stand directly beside a letter is not documented.`;
    return { verdict: 'undocumented', edges: ['punctuation'], start, end, because };
  }
  return { verdict: 'yes', edges: [], start, end, because: undefined };
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
