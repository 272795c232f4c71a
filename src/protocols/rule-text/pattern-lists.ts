import { type Text, text } from '../../model/text.ts';
import { compileFactorSearch } from './factor-search.ts';
import type { CompiledPattern, PatternAnswer, PatternSyntax, TextSlice } from './pattern-engine.ts';

/** Patterns of which one has to match. */
export interface PatternList extends PatternSyntax {
  readonly values: readonly string[];
}

/** What a list of patterns, of which one has to match, says about a text. */
export type PatternsAnswer =
  | { readonly verdict: 'yes'; readonly pattern: string; readonly slice: () => TextSlice | undefined }
  | { readonly verdict: 'no' }
  | { readonly verdict: 'undecidable'; readonly pattern: string; readonly because: Text };

export interface CompiledPatterns {
  /** In the order of the values. */
  readonly patterns: readonly CompiledPattern[];
  /** Yes when one pattern surely matches, else undecidable when one may, else no. */
  readonly match: (content: string) => PatternsAnswer;
}

/** What the lists say about a text, by their numbers; a pattern is searched for when a list asks, and once. */
export interface PatternListsAnswer {
  readonly of: (list: number) => PatternsAnswer | undefined;
  /** Calls `visit` with each list whose answer is not surely no, some more than once. Nothing is searched for to tell. */
  readonly eachThatMayMatch: (visit: (list: number) => void) => void;
}

export type PatternLists = (content: string) => PatternListsAnswer;

type Compile = (pattern: string, syntax: PatternSyntax) => CompiledPattern;
type Decidable = Extract<CompiledPattern, { decidable: true }>;

const listLengthMax = 65_536;

/** One list by itself. */
export function compilePatternList(list: PatternList, compile: Compile): CompiledPatterns {
  const patterns = compileValues(list, compile);
  const answers = answersOf([patterns]);
  return { patterns, match: (content) => answers(content).of(0) ?? no };
}

export const compilePatternLists = (lists: readonly PatternList[], compile: Compile): PatternLists =>
  answersOf(lists.map((list) => compileValues(list, compile)));

function compileValues({ values, legacy }: PatternList, compile: Compile): readonly CompiledPattern[] {
  let length = 0;
  return values.map((pattern): CompiledPattern => {
    length += pattern.length;
    if (length <= listLengthMax) return compile(pattern, { legacy });
    const because = text`The patterns before it and it have more than ${listLengthMax} characters together.`;
    return { decidable: false, pattern, refusal: { kind: 'too-large', because } };
  });
}

/**
 * One pass over a text tells which patterns have something there that each of their matches must hold; only those are
 * searched for, because searching for hundreds of patterns one by one is what would take the time.
 */
function answersOf(lists: readonly (readonly CompiledPattern[])[]): PatternLists {
  const known = new Map<Decidable, number>();
  for (const one of lists.flat()) if (one.decidable && !known.has(one)) known.set(one, known.size);
  const candidatesIn = compileFactorSearch([...known.keys()].map((one) => one.factors ?? []));
  const { always, ofPattern, longOnly } = listsByPattern(lists, known);
  return (content) => {
    const candidates = candidatesIn(content);
    const answers = new Map<Decidable, PatternAnswer>();
    const excluded = (one: Decidable): boolean =>
      one.factors !== undefined && content.length <= one.lengthMax && !candidates.has(known.get(one) ?? -1);
    const matches = (one: Decidable): PatternAnswer => {
      if (excluded(one)) return 'no';
      const answer = answers.get(one) ?? one.matches(content);
      answers.set(one, answer);
      return answer;
    };
    return {
      of: (list) => firstAnswer(lists[list] ?? [], content, matches),
      eachThatMayMatch(visit) {
        always.forEach(visit);
        for (const pattern of candidates) ofPattern[pattern]?.forEach(visit);
        for (const { list, lengthMax } of longOnly) if (content.length > lengthMax) visit(list);
      },
    };
  };
}

/** What tells at once which lists a text may match: those that always may, by the pattern that has a factor there, by length. */
function listsByPattern(
  lists: readonly (readonly CompiledPattern[])[],
  known: ReadonlyMap<Decidable, number>,
): {
  readonly always: readonly number[];
  readonly ofPattern: readonly (readonly number[])[];
  /** Longer texts than this are not told apart by factors. */
  readonly longOnly: readonly { readonly list: number; readonly lengthMax: number }[];
} {
  const ofPattern: number[][] = [...known].map(() => []);
  const always: number[] = [];
  const longOnly: { list: number; lengthMax: number }[] = [];
  for (const [list, patterns] of lists.entries()) {
    if (patterns.some((one) => !one.decidable || one.factors === undefined)) {
      always.push(list);
      continue;
    }
    const decidable = patterns.filter((one) => one.decidable);
    for (const one of decidable) ofPattern[known.get(one) ?? -1]?.push(list);
    if (decidable.length > 0) longOnly.push({ list, lengthMax: Math.min(...decidable.map((one) => one.lengthMax)) });
  }
  return { always, ofPattern, longOnly };
}

function firstAnswer(
  patterns: readonly CompiledPattern[],
  content: string,
  matches: (one: Decidable) => PatternAnswer,
): PatternsAnswer {
  let open: PatternsAnswer | undefined;
  for (const one of patterns) {
    const { pattern } = one;
    if (!one.decidable) {
      open ??= { verdict: 'undecidable', pattern, because: one.refusal.because };
      continue;
    }
    const answer = matches(one);
    if (answer === 'yes') return { verdict: 'yes', pattern, slice: () => one.slice(content) };
    if (answer !== 'no') open ??= { verdict: 'undecidable', pattern, because: whyOpen(answer) };
  }
  return open ?? no;
}

const no: PatternsAnswer = { verdict: 'no' };

const whyOpen = (answer: Exclude<PatternAnswer, 'no'>): Text =>
  answer === 'too-long'
    ? text`The text is too long to be searched for a pattern of this size.`
    : text`It uses characters that the legacy syntax does not list: taken as they are they give another answer than taken as newer syntax takes them.`;
