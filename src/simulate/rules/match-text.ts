import type { Written } from '../../model/topology.ts';
import { anyOf, type Truth } from './truth.ts';

/** Whether a text holds one of the words or patterns of a predicate. */
export type TextMatch = (content: string) => Truth;

/** Words (RULE-29): whole tokens, any case, nothing in them is special. */
export function matchWords(words: readonly Written[]): TextMatch {
  const tests = words.map(({ text }) => {
    const phrase = text.trim().replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
    return new RegExp(`(?<![\\p{L}\\p{N}_])${phrase}(?![\\p{L}\\p{N}_])`, 'iu');
  });
  return (content) => tests.some((test) => test.test(content));
}

/**
 * Patterns (RULE-30, RULE-31). Regular expressions of .NET are not run by the engine of this language, which knows other
 * ones and takes exponential time for some; only those made of plain characters, `^` and `$` are decided here.
 */
export function matchPatterns(patterns: readonly Written[], _legacy: boolean): TextMatch {
  const tests = patterns.map(({ text }) => plainPattern(text));
  return (content) => anyOf(tests, (test) => test?.(content));
}

const plainShape = /^(\^?)((?:[\w@ ,:=<>"'!%&~;/-]|\\[.\-@+*?()[\]{}|^$\\])*)(\$?)$/u;

function plainPattern(pattern: string): ((content: string) => boolean) | undefined {
  if (pattern === '.') return (content) => /[^\n]/u.test(content);
  const parts = plainShape.exec(pattern);
  if (parts === null) return undefined;
  const [, start, escaped = '', end] = parts;
  const literal = escaped.replaceAll(/\\(.)/gu, '$1').toLowerCase();
  return (content) => {
    const lower = content.toLowerCase();
    // `$` also matches before a final newline.
    const last = lower.endsWith('\n') ? lower.slice(0, -1) : lower;
    if (start === '^' && end === '$') return lower === literal || last === literal;
    if (start === '^') return lower.startsWith(literal);
    if (end === '$') return lower.endsWith(literal) || last.endsWith(literal);
    return lower.includes(literal);
  };
}
