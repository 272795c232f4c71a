import { text } from '../../../model/text.ts';
import { isNameStart, isNewline, isQuote } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { readNumber } from './numbers.ts';
import type { Entry, Value } from './syntax.ts';
import {
  computedReason,
  opensHereString,
  readString,
  skipBrackets,
  skipStatement,
  skipVariable,
  UnreadCode,
  variableReason,
} from './text-and-code.ts';

/** Reads an expression where a script writes one: behind `=`, inside of `@( )` and of `( )`. */
export function readExpression(cursor: Cursor): Value {
  const start = cursor.at;
  const items = [readOne(cursor)];
  for (;;) {
    cursor.skipSpace();
    if (cursor.char() !== ',') break;
    cursor.at++;
    cursor.skipSpace(true);
    items.push(readOne(cursor));
  }
  const [only] = items;
  const value: Value =
    items.length === 1 && only !== undefined ? only : { kind: 'list', items, start, end: items.at(-1)?.end ?? start };
  return endsExpression(cursor) ? value : computed(cursor, start, [value]);
}

/** What may stand behind an expression; an operator, an index or a property makes it a computation. */
const endsExpression = (cursor: Cursor): boolean =>
  cursor.done || isNewline(cursor.char()) || ';)}|'.includes(cursor.char());

/** Takes the rest of the expression as code that is not run. */
function computed(cursor: Cursor, start: number, read: readonly Value[] = []): Value {
  const unread = new UnreadCode();
  for (const value of read) noteUnread(value, unread);
  skipStatement(cursor, unread);
  return { kind: 'unresolved', because: computedReason, unread, start, end: cursor.at };
}

/** Notes what a computation around the value may do with what the value names. */
export function noteUnread(value: Value, found: UnreadCode): void {
  if (value.kind === 'unresolved') {
    found.add(value.unread);
    if (value.variable !== undefined) found.variables.push(value.variable);
  } else if (value.kind === 'list') for (const item of value.items) noteUnread(item, found);
  else if (value.kind === 'table') for (const entry of value.entries) noteUnread(entry.value, found);
}

function readOne(cursor: Cursor): Value {
  cursor.count();
  const start = cursor.at;
  const char = cursor.char();
  const bracketed = readBracketed(cursor);
  if (bracketed !== undefined) return followed(cursor, start, bracketed);
  if (isQuote(char) || opensHereString(cursor)) return followed(cursor, start, readString(cursor));
  if (char === '$') return followed(cursor, start, readDollar(cursor));
  if (char === '[') return readCast(cursor);
  const number = readNumber(cursor);
  if (number !== undefined) return number;
  if (isNameStart(char)) {
    const instance = readInstance(cursor);
    if (instance !== undefined) return instance;
  }
  return computed(cursor, start);
}

/** Casts that leave a literal what it is; any other may change it. */
const casts: Readonly<Record<string, readonly Value['kind'][]>> = {
  ordered: ['table'],
  hashtable: ['table'],
  pscustomobject: ['table'],
  string: ['text'],
  'string[]': ['list', 'text'],
  array: ['list'],
  bool: ['flag'],
  boolean: ['flag'],
};

function readCast(cursor: Cursor): Value {
  const start = cursor.at;
  const type =
    cursor
      .take(/\[[a-z]{1,20}(?:\[\])?\]/iuy)
      ?.slice(1, -1)
      .toLowerCase() ?? '';
  cursor.skipSpace();
  if (!Object.hasOwn(casts, type) || endsExpression(cursor)) {
    cursor.at = start;
    return computed(cursor, start);
  }
  const value = cursor.deeper(() => readOne(cursor));
  return casts[type]?.includes(value.kind) ? { ...value, start } : computed(cursor, start, [value]);
}

/** A property, an index or a method directly behind a value. */
function followed(cursor: Cursor, start: number, value: Value): Value {
  const next = cursor.char();
  return next === '[' || (next === '.' && cursor.char(1) !== '.') || cursor.startsWith('::')
    ? computed(cursor, start, [value])
    : value;
}

/** `MSFT_Name{ Key = value }`: an object inside of a configuration block. */
function readInstance(cursor: Cursor): Value | undefined {
  const start = cursor.at;
  cursor.take(/[\p{L}\p{Nd}_]+/uy);
  cursor.skipSpace(true);
  if (cursor.char() === '{') return { ...readTable(cursor, 1), start };
  cursor.at = start;
  return undefined;
}

/** What a bracket opens, in an expression and as an argument alike; undefined where none stands here. */
export function readBracketed(cursor: Cursor): Value | undefined {
  const start = cursor.at;
  const char = cursor.char();
  if (cursor.startsWith('@(')) return cursor.deeper(() => readList(cursor));
  if (cursor.startsWith('@{')) return cursor.deeper(() => readTable(cursor, 2));
  if (char === '(') return cursor.deeper(() => readParenthesis(cursor));
  if (char !== '{') return undefined;
  const unread = new UnreadCode();
  skipBrackets(cursor, unread);
  return {
    kind: 'unresolved',
    because: text`A block of code stands where a value is meant.`,
    unread,
    start,
    end: cursor.at,
  };
}

/** `@( )`: one list of what its statements yield, each of which may be a list. */
function readList(cursor: Cursor): Value {
  const start = cursor.at;
  cursor.at += 2;
  const items: Value[] = [];
  for (;;) {
    skipSeparators(cursor);
    if (cursor.char() === ')') break;
    if (cursor.done) cursor.unclosed(start, ')');
    const value = readExpression(cursor);
    if (value.kind === 'list') items.push(...value.items);
    else items.push(value);
    if (!atSeparator(cursor) && cursor.char() !== ')') items.push(computed(cursor, cursor.at));
    if (cursor.char() === '}') cursor.stray();
  }
  cursor.at++;
  return { kind: 'list', items, start, end: cursor.at };
}

/** `( )` around a value is the value itself. */
function readParenthesis(cursor: Cursor): Value {
  const start = cursor.at;
  cursor.at++;
  cursor.skipSpace(true);
  const value = readExpression(cursor);
  cursor.skipSpace(true);
  if (cursor.char() === ')') {
    cursor.at++;
    return { ...value, start, end: cursor.at };
  }
  cursor.at = start;
  const unread = new UnreadCode();
  skipBrackets(cursor, unread);
  return { kind: 'unresolved', because: computedReason, unread, start, end: cursor.at };
}

/** `@{ Key = value }`, or the body of a configuration block: `open` is the length of what opens it. */
function readTable(cursor: Cursor, open: 1 | 2): Value & { readonly kind: 'table' } {
  const start = cursor.at;
  return { kind: 'table', entries: readEntries(cursor, open), start, end: cursor.at };
}

export function readEntries(cursor: Cursor, open: 1 | 2): readonly Entry[] {
  const start = cursor.at;
  cursor.at += open;
  const entries: Entry[] = [];
  for (;;) {
    skipSeparators(cursor);
    if (cursor.char() === '}') break;
    if (cursor.done) cursor.unclosed(start, '}');
    if (cursor.char() === ')') cursor.stray();
    cursor.count();
    const entry = readEntry(cursor);
    if (entry !== undefined) entries.push(entry);
  }
  cursor.at++;
  return entries;
}

/** A key that is no word leaves its value without a name, and out. */
function readEntry(cursor: Cursor): Entry | undefined {
  const start = cursor.at;
  const key = isQuote(cursor.char()) ? readString(cursor) : undefined;
  const name = key === undefined ? cursor.take(/[\p{L}\p{Nd}_.-]+/uy) : key.kind === 'text' ? key.text : undefined;
  const nameAt = { start, end: cursor.at };
  cursor.skipSpace();
  if (cursor.char() !== '=' || name === undefined) {
    skipStatement(cursor, new UnreadCode());
    return undefined;
  }
  cursor.at++;
  cursor.skipSpace(true);
  const value = readExpression(cursor);
  if (!atSeparator(cursor) && cursor.char() !== '}') skipStatement(cursor, new UnreadCode());
  return { name, nameAt, value };
}

/** `$true`, `$false`, `$null`; any other variable or expression is known to a run alone. */
export function readDollar(cursor: Cursor): Value {
  const start = cursor.at;
  const unread = new UnreadCode();
  if (cursor.char(1) === '(') {
    cursor.at++;
    skipBrackets(cursor, unread);
    return { kind: 'unresolved', because: computedReason, unread, start, end: cursor.at };
  }
  const name = skipVariable(cursor, new UnreadCode());
  const at = { start, end: cursor.at };
  const lower = name.toLowerCase();
  if (lower === 'null') return { kind: 'null', ...at };
  if (lower === 'true' || lower === 'false') return { kind: 'flag', flag: lower === 'true', ...at };
  return { kind: 'unresolved', because: variableReason(name), unread, variable: lower, ...at };
}

const atSeparator = (cursor: Cursor): boolean => cursor.done || isNewline(cursor.char()) || cursor.char() === ';';

function skipSeparators(cursor: Cursor): void {
  for (;;) {
    cursor.skipSpace(true);
    if (cursor.char() !== ';') return;
    cursor.at++;
  }
}
