import type { Written } from '../../model/topology.ts';
import { compileWords } from '../../protocols/rule-text/compile-words.ts';
import type { PatternEngine } from '../../protocols/rule-text/pattern-engine.ts';
import type { Truth } from './truth.ts';

/** Whether a text holds one of the words or patterns of a predicate. */
export type TextMatch = (content: string) => Truth;

/** Words (RULE-29); unknown where it depends on what is not documented about word boundaries. */
export function matchWords(words: readonly Written[]): TextMatch {
  const find = compileWords(words.map(({ text }) => text));
  return remembering((content) => {
    const found = find(content);
    if (found === undefined) return false;
    return found.verdict === 'yes' ? true : undefined;
  });
}

/** Patterns (RULE-30, RULE-31); unknown where they cannot be decided, and all of them where the caller gave no engine. */
export function matchPatterns(
  patterns: readonly Written[],
  legacy: boolean,
  engine: PatternEngine | undefined,
): TextMatch {
  if (engine === undefined) return () => undefined;
  const { match } = engine.compilePatterns(
    patterns.map(({ text }) => text),
    { legacy },
  );
  return remembering((content) => {
    const { verdict } = match(content);
    return verdict === 'undecidable' ? undefined : verdict === 'yes';
  });
}

/** Messages that are traced one after the other mostly say the same; the last answer is kept. */
function remembering(match: TextMatch): TextMatch {
  let last: string | undefined;
  let answer: Truth;
  return (content) => {
    if (content !== last) {
      answer = match(content);
      last = content;
    }
    return answer;
  };
}
