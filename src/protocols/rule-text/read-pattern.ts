import { text } from '../../model/text.ts';
import { exceptLineFeed, ignoringCase } from './character-sets.ts';
import type { PatternNode, PatternReading } from './pattern-node.ts';
import { changeOptions, type PatternOptions } from './pattern-options.ts';
import {
  atEnd,
  nothing,
  notModelled,
  notValid,
  type PatternReader,
  peek,
  readerOf,
  readingOf,
} from './pattern-reader.ts';
import { readClass } from './read-class.ts';
import { readEscape } from './read-escape.ts';
import { readGroup } from './read-group.ts';
import { withQuantifier } from './read-quantifier.ts';
import { everyUnit } from './unit-set.ts';

const nestingMax = 200;

/**
 * Reads a regular expression as .NET does with the option to ignore case (RULE-30).
 * Source: the regular expression language reference of .NET.
 */
export function readPattern(pattern: string): PatternReading {
  const reader = readerOf(pattern);
  const node = readAlternatives(reader, { multiline: false, dotMatchesAll: false, spaced: false }, 0);
  if (!atEnd(reader)) notValid(reader, reader.at, text`this ${')'} closes no group; a literal one is ${'\\)'}.`);
  return readingOf(reader, node);
}

/** Reads up to the end of the pattern or to the parenthesis that closes the group, which is left to be read. */
function readAlternatives(reader: PatternReader, options: PatternOptions, nesting: number): PatternNode {
  if (nesting > nestingMax) return notModelled(reader, reader.at, text`groups more than ${nestingMax} deep`);
  let current = options;
  let parts: PatternNode[] = [];
  const choices: PatternNode[] = [];
  while (true) {
    skipBlank(reader, current);
    if (atEnd(reader) || peek(reader) === ')') break;
    if (peek(reader) === '|') {
      reader.at += 1;
      choices.push({ kind: 'sequence', parts });
      parts = [];
      continue;
    }
    const inner = readOptionsOnly(reader, current);
    if (inner !== undefined) {
      current = inner;
      continue;
    }
    const unit = readUnit(reader, current, nesting);
    skipBlank(reader, current);
    parts.push(withQuantifier(reader, unit, () => skipBlank(reader, current)));
  }
  const tail: PatternNode = parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts };
  return choices.length === 0 ? tail : { kind: 'choice', options: [...choices, tail] };
}

/** `(?m)` and its like: the options for the rest of the group, or undefined where something else stands. */
function readOptionsOnly(reader: PatternReader, options: PatternOptions): PatternOptions | undefined {
  const letters = /^\(\?([a-z-]+)\)/iu.exec(reader.pattern.slice(reader.at, reader.at + 40))?.[1];
  if (letters === undefined) return undefined;
  const changed = changeOptions(reader, options, letters);
  reader.at += letters.length + 3;
  return changed;
}

/** Skips comments, and with the option `x` white space. */
function skipBlank(reader: PatternReader, options: PatternOptions): void {
  while (!atEnd(reader)) {
    if (options.spaced && /[ \t\n\v\f\r]/u.test(peek(reader))) reader.at += 1;
    else if (options.spaced && peek(reader) === '#') reader.at = behind(reader, '\n') ?? reader.pattern.length;
    else if (reader.pattern.startsWith('(?#', reader.at)) {
      const end = behind(reader, ')');
      if (end === undefined) notValid(reader, reader.at, text`a comment that begins with ${'(?#'} ends with ${')'}.`);
      else reader.at = end;
    } else return;
  }
}

function behind(reader: PatternReader, character: string): number | undefined {
  const found = reader.pattern.indexOf(character, reader.at);
  return found < 0 ? undefined : found + 1;
}

function readUnit(reader: PatternReader, options: PatternOptions, nesting: number): PatternNode {
  const at = reader.at;
  const character = peek(reader);
  if (character === '(') {
    return readGroup(reader, options, (inner) => readAlternatives(reader, inner, nesting + 1));
  }
  if (/[*+?]/u.test(character) || quantifierAhead(reader)) {
    return notValid(
      reader,
      at,
      text`${character} repeats what stands before it; a literal one is ${`\\${character}`}.`,
    );
  }
  reader.at += 1;
  switch (character) {
    case '[':
      return { kind: 'set', units: readClass(reader) };
    case '.':
      return { kind: 'set', units: options.dotMatchesAll ? everyUnit : exceptLineFeed };
    case '^':
      return { kind: 'place', place: options.multiline ? 'line-start' : 'start' };
    case '$':
      return { kind: 'place', place: options.multiline ? 'line-end' : 'end-or-last-line-feed' };
    case '\\':
      return nodeOfEscape(reader);
    default:
      return literal(character);
  }
}

/** A brace is a quantifier only in the forms `{n}`, `{n,}` and `{n,m}`; elsewhere it means itself. */
const quantifierAhead = (reader: PatternReader): boolean =>
  peek(reader) === '{' && /^\{\d+(?:,\d*)?\}/u.test(reader.pattern.slice(reader.at, reader.at + 1000));

function nodeOfEscape(reader: PatternReader): PatternNode {
  const meaning = readEscape(reader, false);
  switch (meaning.kind) {
    case 'place':
      return { kind: 'place', place: meaning.place };
    case 'set':
      return { kind: 'set', units: meaning.units };
    case 'unit':
      return { kind: 'set', units: ignoringCase([meaning.unit, meaning.unit]) };
    case 'refused':
      return nothing;
  }
}

/** One code unit as it is written, in either case. */
export function literal(character: string): PatternNode {
  const unit = character.charCodeAt(0);
  return { kind: 'set', units: ignoringCase([unit, unit]) };
}
