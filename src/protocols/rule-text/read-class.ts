import { text } from '../../model/text.ts';
import { ignoringCase } from './character-sets.ts';
import { atEnd, notModelled, notValid, type PatternReader, peek, startsWith } from './pattern-reader.ts';
import { readEscape } from './read-escape.ts';
import { negate, subtract, type UnitSet, union, unitSet } from './unit-set.ts';

const nestingMax = 50;

/** What has been read of one class so far. */
interface ClassState {
  readonly sets: UnitSet[];
  readonly ranges: (readonly [number, number])[];
  /** The low end of a range whose high end comes next. */
  low: number | undefined;
  subtracted: UnitSet | undefined;
}

/**
 * Reads a class of .NET with ranges, escapes and a subtraction such as `[a-z-[aeiou]]`, case ignored; the reader stands
 * behind the opening bracket.
 */
export function readClass(reader: PatternReader, nesting = 0): UnitSet {
  const start = reader.at - 1;
  if (nesting > nestingMax) notModelled(reader, start, text`classes more than ${nestingMax} deep in each other`);
  const negative = peek(reader) === '^';
  if (negative) reader.at += 1;
  const state: ClassState = { sets: [], ranges: [], low: undefined, subtracted: undefined };
  for (let first = true; !atEnd(reader); first = false) {
    if (peek(reader) === ']' && !first) {
      reader.at += 1;
      return finished(state, negative);
    }
    readMember(reader, state, first, nesting);
  }
  notValid(reader, start, text`a class that begins with ${'['} ends with ${']'}.`);
  return [];
}

function finished(state: ClassState, negative: boolean): UnitSet {
  const members = union(ignoringCase(unitSet(state.ranges)), ...state.sets);
  const whole = negative ? negate(members) : members;
  return state.subtracted === undefined ? whole : subtract(whole, state.subtracted);
}

function readMember(reader: PatternReader, state: ClassState, first: boolean, nesting: number): void {
  const at = reader.at;
  const character = peek(reader);
  if (startsWith(reader, '[:')) {
    notModelled(reader, at, text`${'[:'} in a class`);
    return;
  }
  reader.at += 1;
  if (character === '\\') {
    const meaning = readEscape(reader, true);
    if (meaning.kind === 'set') addSet(reader, state, meaning.units, at);
    else if (meaning.kind === 'unit') addUnit(reader, state, meaning.unit, at);
    return;
  }
  // In `[a-[b]]` what looks like the high end of a range is a subtraction.
  if (character === '[' && state.low !== undefined) {
    state.ranges.push([state.low, state.low]);
    state.low = undefined;
    readSubtraction(reader, state, nesting);
    return;
  }
  if (character === '-' && peek(reader) === '[' && !first && state.low === undefined) {
    reader.at += 1;
    readSubtraction(reader, state, nesting);
    return;
  }
  addUnit(reader, state, character.charCodeAt(0), at);
}

function readSubtraction(reader: PatternReader, state: ClassState, nesting: number): void {
  state.subtracted = readClass(reader, nesting + 1);
  if (!atEnd(reader) && peek(reader) !== ']') {
    notValid(reader, reader.at, text`a subtraction is the last part of a class.`);
  }
}

function addSet(reader: PatternReader, state: ClassState, units: UnitSet, at: number): void {
  if (state.low !== undefined) notValid(reader, at, text`a range ends with a single character.`);
  state.sets.push(units);
}

function addUnit(reader: PatternReader, state: ClassState, unit: number, at: number): void {
  if (state.low !== undefined) {
    if (unit < state.low) notValid(reader, at, text`the lower end of a range comes first.`);
    else state.ranges.push([state.low, unit]);
    state.low = undefined;
  } else if (peek(reader) === '-' && peek(reader, 1) !== ']' && peek(reader, 1) !== '') {
    reader.at += 1;
    state.low = unit;
  } else {
    state.ranges.push([unit, unit]);
  }
}
