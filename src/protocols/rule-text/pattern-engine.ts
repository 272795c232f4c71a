import { RE2JS } from 're2js';
import { text } from '../../model/text.ts';
import { type Fences, fencedText, unfencedText } from './fenced-text.ts';
import { type Factor, factorsOf } from './pattern-factors.ts';
import {
  type CompiledPatterns,
  compilePatternList,
  compilePatternLists,
  type PatternList,
  type PatternLists,
} from './pattern-lists.ts';
import type { PatternNode, PatternRefusal } from './pattern-node.ts';
import { witness } from './pattern-witness.ts';
import { readLegacyPattern } from './read-legacy-pattern.ts';
import { readPattern } from './read-pattern.ts';
import { writePattern } from './write-pattern.ts';

/** A stretch of the text in which was searched: UTF-16 offsets, and what stands there. */
export interface TextSlice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface PatternSyntax {
  /** The syntax of Exchange 2010, which `UseLegacyRegex` keeps (RULE-9, RULE-31). */
  readonly legacy: boolean;
}

/**
 * `undocumented`: readings of the pattern that its documentation allows disagree about this text.
 * `too-long`: pattern and text are larger together than what is searched here.
 */
export type PatternAnswer = 'yes' | 'no' | 'undocumented' | 'too-long';

export type CompiledPattern =
  | {
      readonly decidable: true;
      readonly pattern: string;
      /** A text without any of them does not match; undefined: nothing is known of the kind. */
      readonly factors: readonly Factor[] | undefined;
      /** Longer texts, in code units, are not searched. */
      readonly lengthMax: number;
      readonly matches: (content: string) => PatternAnswer;
      /** What matches in the text, the leftmost if there are several; undefined unless the answer is yes. */
      readonly slice: (content: string) => TextSlice | undefined;
      /** A text that matches, or undefined when none was found, which does not prove that there is none. */
      readonly witness: () => string | undefined;
    }
  | { readonly decidable: false; readonly pattern: string; readonly refusal: PatternRefusal };

export interface PatternEngine {
  readonly compilePattern: (pattern: string, syntax: PatternSyntax) => CompiledPattern;
  readonly compilePatterns: (values: readonly string[], syntax: PatternSyntax) => CompiledPatterns;
  /** Many lists that are asked about the same texts. */
  readonly compilePatternLists: (lists: readonly PatternList[]) => PatternLists;
}

/** A rule holds 8 KB and all patterns of an organization 20 KB (LIM-2, LIM-3), so that nothing real is refused. */
const patternLengthMax = 8192;
const compiledMax = 2000;
/** Instructions of a pattern by code units of a text: seconds at most, where linear is still too long. */
const workMax = 100_000_000;

/** An engine with compiled patterns of its own; `loadPatternEngine` is the way to have one only when it is needed. */
export function createPatternEngine(): PatternEngine {
  const known = new Map<string, CompiledPattern>();
  const compilePattern = (pattern: string, { legacy }: PatternSyntax): CompiledPattern => {
    const key = `${legacy ? 'legacy' : 'modern'} ${pattern}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= compiledMax) known.clear();
    const made = legacy ? compileLegacy(pattern) : compileModern(pattern);
    known.set(key, made);
    return made;
  };
  return {
    compilePattern,
    compilePatterns: (values, syntax) => compilePatternList({ ...syntax, values }, compilePattern),
    compilePatternLists: (lists) => compilePatternLists(lists, compilePattern),
  };
}

/** One reading of a pattern, ready to search. */
interface Searcher {
  readonly lengthMax: number;
  readonly matches: (content: string) => 'yes' | 'no' | 'too-long';
  readonly slice: (content: string) => TextSlice | undefined;
}

type Compiled =
  | { readonly ok: true; readonly searcher: Searcher }
  | { readonly ok: false; readonly refusal: PatternRefusal };

function compileModern(pattern: string): CompiledPattern {
  const refused = tooLong(pattern);
  if (refused !== undefined) return { decidable: false, pattern, refusal: refused };
  const reading = readPattern(pattern);
  if (!reading.ok) return { decidable: false, pattern, refusal: reading.refusal };
  const compiled = compileNode(reading.node);
  if (!compiled.ok) return { decidable: false, pattern, refusal: compiled.refusal };
  const { matches, slice, lengthMax } = compiled.searcher;
  return {
    decidable: true,
    pattern,
    factors: factorsOf(reading.node),
    lengthMax,
    matches,
    slice,
    witness: () => witness(reading.node, (content) => matches(content) === 'yes'),
  };
}

/** Characters beyond the documented subset are read both ways, and the answer is certain where the two agree. */
function compileLegacy(pattern: string): CompiledPattern {
  const refused = tooLong(pattern);
  if (refused !== undefined) return { decidable: false, pattern, refusal: refused };
  const reading = readLegacyPattern(pattern);
  if (!reading.ok) return { decidable: false, pattern, refusal: reading.refusal };
  const compiled = compileNode(reading.node);
  if (!compiled.ok) return { decidable: false, pattern, refusal: compiled.refusal };
  const { searcher } = compiled;
  const other = reading.beyondSubset ? compileModern(pattern) : undefined;
  if (other !== undefined && !other.decidable) return other;
  const matches = (content: string): PatternAnswer => {
    const answer = searcher.matches(content);
    const second = other?.matches(content) ?? answer;
    if (answer === 'too-long' || second === 'too-long') return 'too-long';
    return answer === second ? answer : 'undocumented';
  };
  const [mine, others] = [factorsOf(reading.node), other === undefined ? [] : other.factors];
  return {
    decidable: true,
    pattern,
    factors: mine === undefined || others === undefined ? undefined : [...mine, ...others],
    lengthMax: Math.min(searcher.lengthMax, other?.lengthMax ?? Number.POSITIVE_INFINITY),
    matches,
    slice: (content) => (matches(content) === 'yes' ? searcher.slice(content) : undefined),
    witness: () => witness(reading.node, (content) => matches(content) === 'yes'),
  };
}

function tooLong(pattern: string): PatternRefusal | undefined {
  if (pattern.length <= patternLengthMax) return undefined;
  return { kind: 'too-large', because: text`It has more than ${patternLengthMax} characters.` };
}

function compileNode(node: PatternNode): Compiled {
  const written = writePattern(node);
  if (!written.ok) return written;
  const { expression, fences, instructions } = written;
  try {
    const program = RE2JS.compile(expression);
    return { ok: true, searcher: searcherOf(program, fences, workMax / Math.max(1, instructions)) };
  } catch {
    return { ok: false, refusal: { kind: 'too-large', because: text`The engine for patterns does not take it.` } };
  }
}

function searcherOf(program: RE2JS, fences: Fences, lengthMax: number): Searcher {
  return {
    lengthMax,
    matches: (content) => {
      if (content.length > lengthMax) return 'too-long';
      return program.test(fencedText(content, fences)) ? 'yes' : 'no';
    },
    slice: (content) => {
      if (content.length > lengthMax) return undefined;
      const symbols = fencedText(content, fences);
      const matcher = program.matcher(symbols);
      if (!matcher.find()) return undefined;
      const start = unfencedText(symbols.slice(0, matcher.start(1)), fences).length;
      const found = unfencedText(symbols.slice(matcher.start(1), matcher.end(1)), fences);
      return { start, end: start + found.length, text: found };
    },
  };
}
