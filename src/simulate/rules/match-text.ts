import type { Written } from '../../model/topology.ts';
import { compileWordLists, type WordListsMatcher, type WordMatch } from '../../protocols/rule-text/compile-words.ts';
import type { PatternEngine } from '../../protocols/rule-text/pattern-engine.ts';
import type { PatternList, PatternLists, PatternListsAnswer } from '../../protocols/rule-text/pattern-lists.ts';
import type { Run } from '../run.ts';
import type { Truth } from './truth.ts';

/** Whether a text holds one of the words or patterns of a predicate. */
export interface TextMatch {
  readonly holds: (run: Run, content: string) => Truth;
  /** Its number among the words and patterns of the organisation. */
  readonly list: number;
}

/** The words and patterns that a text may hold, by their numbers: all others it surely does not. */
export type HeldLists = readonly number[];

/** What all words and patterns say about one text; found out when the first asks. */
export interface TextAnswers {
  readonly words: () => ReadonlyMap<number, WordMatch>;
  readonly patterns: () => PatternListsAnswer;
  readonly held: () => HeldLists;
}

/** Makes the words and patterns of all rules of an organisation ready, so that a text is read once for all of them. */
export interface RuleTexts {
  /** Words (RULE-29); unknown where it depends on what is not documented about the edges of a value. */
  readonly words: (words: readonly Written[]) => TextMatch;
  /** Patterns (RULE-30, RULE-31); unknown where they cannot be decided, and all of them where the caller gave no engine. */
  readonly patterns: (patterns: readonly Written[], legacy: boolean) => TextMatch;
  readonly answersOf: (content: string) => TextAnswers;
}

/** Code units of the texts whose answers are kept. */
const keptMax = 1_000_000;

export function createRuleTexts(engine: PatternEngine | undefined): RuleTexts {
  const wordLists: (readonly string[])[] = [];
  const patternLists: PatternList[] = [];
  /** Numbers among words and patterns together, by the number among each. */
  const numberOfWords: number[] = [];
  const numberOfPatterns: number[] = [];
  let findWords: WordListsMatcher | undefined;
  let findPatterns: PatternLists | undefined;
  /** Without an engine nothing can be said about any pattern. */
  const undecided: PatternLists = () => ({
    of: () => undefined,
    eachThatMayMatch(visit) {
      for (const list of patternLists.keys()) visit(list);
    },
  });
  const known = new Map<string, TextAnswers>();
  let kept = 0;
  const answersOf = (content: string): TextAnswers => {
    const before = known.get(content);
    if (before !== undefined) return before;
    kept += content.length + 16;
    if (kept > keptMax) {
      known.clear();
      kept = content.length + 16;
    }
    let words: ReadonlyMap<number, WordMatch> | undefined;
    let patterns: PatternListsAnswer | undefined;
    let held: HeldLists | undefined;
    const answers: TextAnswers = {
      words() {
        findWords ??= compileWordLists(wordLists);
        words ??= findWords(content);
        return words;
      },
      patterns() {
        findPatterns ??= engine?.compilePatternLists(patternLists) ?? undecided;
        patterns ??= findPatterns(content);
        return patterns;
      },
      held() {
        held ??= heldIn(answers);
        return held;
      },
    };
    known.set(content, answers);
    return answers;
  };
  const heldIn = (answers: TextAnswers): HeldLists => {
    const held = new Set<number>();
    for (const list of answers.words().keys()) held.add(numberOfWords[list] ?? 0);
    if (numberOfPatterns.length > 0)
      answers.patterns().eachThatMayMatch((list) => held.add(numberOfPatterns[list] ?? 0));
    return [...held];
  };
  const next = () => numberOfWords.length + numberOfPatterns.length;
  const forget = () => {
    findWords = undefined;
    findPatterns = undefined;
    known.clear();
  };
  const texts = (values: readonly Written[]) => values.map(({ text }) => text);
  return {
    answersOf,
    words(values) {
      const list = wordLists.push(texts(values)) - 1;
      const number = next();
      numberOfWords.push(number);
      forget();
      return {
        list: number,
        holds: (run, content) => wordHolds(run, answersOf(content).words().get(list)),
      };
    },
    patterns(values, legacy) {
      const list = patternLists.push({ values: texts(values), legacy }) - 1;
      const number = next();
      numberOfPatterns.push(number);
      forget();
      return {
        list: number,
        holds(_, content) {
          const verdict = answersOf(content).patterns().of(list)?.verdict;
          return verdict === undefined || verdict === 'undecidable' ? undefined : verdict === 'yes';
        },
      };
    },
  };
}

function wordHolds(run: Run, found: WordMatch | undefined): Truth {
  if (found === undefined) return false;
  if (found.verdict === 'yes') return true;
  if (!found.edges.includes('underscore')) return undefined;
  // PUNC-20
  if (run.assume('rules.underscoreInWords', ['letter', 'punctuation']) === 'punctuation') return true;
  return found.edges.includes('punctuation') ? undefined : false;
}
