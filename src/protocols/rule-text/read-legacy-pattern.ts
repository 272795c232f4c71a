import { text } from '../../model/text.ts';
import { digits, legacyWordUnits, spaces } from './character-sets.ts';
import type { PatternNode, PatternReading } from './pattern-node.ts';
import { atEnd, notModelled, notValid, type PatternReader, peek, readerOf, readingOf } from './pattern-reader.ts';
import { literal } from './read-pattern.ts';
import { negate, type UnitSet } from './unit-set.ts';

const nestingMax = 200;

/** Characters with a meaning in .NET that the legacy syntax does not list; the page calls the rest literal. */
const unlisted = /[.+?[\]{}]/u;

export type LegacyReading = PatternReading & {
  /**
   * True when the pattern holds, unescaped, a character which the documented subset does not mention and newer syntax
   * gives a meaning. `node` takes it as itself.
   */
  readonly beyondSubset: boolean;
};

/**
 * Reads the syntax of Exchange 2010, which `UseLegacyRegex` keeps (RULE-31): `\S \s \D \d \w \W | * ( ) \ ^ $`, and
 * all other characters as they are. Case is ignored.
 * Source: Regular expressions in transport rules, Exchange 2010.
 */
export function readLegacyPattern(pattern: string): LegacyReading {
  const reader = readerOf(pattern);
  const node = readAlternatives(reader, 0);
  if (!atEnd(reader)) notValid(reader, reader.at, text`this ${')'} closes no group; a literal one is ${'\\)'}.`);
  const unescaped = pattern.replace(/\\[\s\S]/gu, '');
  return { ...readingOf(reader, node), beyondSubset: unlisted.test(unescaped) };
}

function readAlternatives(reader: PatternReader, nesting: number): PatternNode {
  if (nesting > nestingMax) return notModelled(reader, reader.at, text`groups more than ${nestingMax} deep`);
  const options: PatternNode[] = [];
  let parts: PatternNode[] = [];
  while (!atEnd(reader) && peek(reader) !== ')') {
    if (peek(reader) === '|') {
      reader.at += 1;
      options.push({ kind: 'sequence', parts });
      parts = [];
      continue;
    }
    const part = readUnit(reader, nesting);
    const repeated = peek(reader) === '*';
    if (repeated) reader.at += 1;
    parts.push(repeated ? { kind: 'repeat', part, min: 0, lazy: false } : part);
  }
  const tail: PatternNode = { kind: 'sequence', parts };
  return options.length === 0 ? tail : { kind: 'choice', options: [...options, tail] };
}

function readUnit(reader: PatternReader, nesting: number): PatternNode {
  const at = reader.at;
  const character = peek(reader);
  reader.at += 1;
  switch (character) {
    case '(': {
      const node = readAlternatives(reader, nesting + 1);
      if (peek(reader) !== ')') return notValid(reader, at, text`a group that begins with ${'('} ends with ${')'}.`);
      reader.at += 1;
      return node;
    }
    case '*':
      return notValid(reader, at, text`${'*'} repeats the character or group before it; a literal one is ${'\\*'}.`);
    case '^':
      return { kind: 'place', place: 'start' };
    case '$':
      return { kind: 'place', place: 'end-or-last-line-feed' };
    case '\\':
      return readEscape(reader, at);
    default:
      return literal(character);
  }
}

function readEscape(reader: PatternReader, at: number): PatternNode {
  const letter = peek(reader);
  if (letter === '') return notValid(reader, at, text`a backslash is followed by the character that it escapes.`);
  const units = classEscape(letter);
  if (units !== undefined) {
    reader.at += 1;
    return { kind: 'set', units };
  }
  if (/[\p{L}\p{N}_]/u.test(letter)) {
    return notModelled(reader, at, text`${`\\${letter}`}, which the legacy syntax does not list`);
  }
  reader.at += 1;
  return literal(letter);
}

function classEscape(letter: string): UnitSet | undefined {
  const named: Readonly<Record<string, () => UnitSet>> = { s: spaces, d: digits, w: legacyWordUnits };
  const lower = letter.toLowerCase();
  const set = Object.hasOwn(named, lower) ? named[lower]?.() : undefined;
  return set === undefined || lower === letter ? set : negate(set);
}
