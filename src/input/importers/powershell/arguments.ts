import { endsWord, isDash, isNewline, isQuote } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { readNumber } from './numbers.ts';
import type { Argument, Value } from './syntax.ts';
import { computedReason, opensHereString, readString, skipBrackets, UnreadCode } from './text-and-code.ts';
import { noteUnread, readBracketed, readDollar } from './values.ts';

/** What ends a command and its arguments. */
export const endsCommand = (cursor: Cursor): boolean =>
  cursor.done || isNewline(cursor.char()) || ';|)}&'.includes(cursor.char());

/** One argument; undefined for a redirection, which is none. */
export function readArgument(cursor: Cursor): Argument | undefined {
  cursor.count();
  const start = cursor.at;
  if (cursor.take(/[\d*]?>>?(?:&\d)?/uy) !== undefined) {
    cursor.skipSpace();
    if (!endsCommand(cursor)) readArgumentItem(cursor);
    return undefined;
  }
  const splat = cursor.take(/@[\p{L}_][\p{L}\p{Nd}_]*/uy);
  if (splat !== undefined && endsWord(cursor.char())) {
    return { kind: 'splat', variable: splat.slice(1).toLowerCase(), at: { start, end: cursor.at } };
  }
  cursor.at = start;
  const name = cursor.take(/[-\u2013-\u2015][\p{L}_][\p{L}\p{Nd}_-]*/uy);
  if (name === undefined) return { kind: 'value', value: readArgumentValue(cursor) };
  const at = { start, end: cursor.at };
  if (cursor.char() !== ':') return { kind: 'parameter', name: name.slice(1), at, value: undefined };
  cursor.at++;
  cursor.skipSpace();
  const value = endsCommand(cursor) ? undefined : readArgumentValue(cursor);
  return { kind: 'parameter', name: name.slice(1), at, value };
}

/** A value, or the list that commas make of several. */
function readArgumentValue(cursor: Cursor): Value {
  const start = cursor.at;
  const items = [readArgumentItem(cursor)];
  for (;;) {
    const end = cursor.at;
    cursor.skipSpace();
    if (cursor.char() !== ',') {
      cursor.at = end;
      break;
    }
    cursor.at++;
    cursor.skipSpace(true);
    items.push(readArgumentItem(cursor));
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'list', items, start, end: cursor.at };
}

/** A value of a command's argument, without the list that a comma makes of several. */
export function readArgumentItem(cursor: Cursor): Value {
  cursor.count();
  const start = cursor.at;
  const value = readArgumentStart(cursor);
  if (value === undefined) return readWord(cursor);
  const next = cursor.char();
  // "a"b are two arguments, $a.b and $a/b are one that is computed.
  if (start < cursor.at && (value.kind === 'unresolved' || '[.'.includes(next || ' ')) && !endsWord(next)) {
    const unread = new UnreadCode();
    noteUnread(value, unread);
    while (!endsWord(cursor.char()) || cursor.char() === '(') {
      if ('([{'.includes(cursor.char())) skipBrackets(cursor, unread);
      else cursor.at++;
    }
    return { kind: 'unresolved', because: computedReason, unread, start, end: cursor.at };
  }
  return value;
}

function readArgumentStart(cursor: Cursor): Value | undefined {
  const char = cursor.char();
  if (isQuote(char) || opensHereString(cursor)) return readString(cursor);
  if (char === '$') return readDollar(cursor);
  return readBracketed(cursor);
}

/** A bare word; quotation marks inside of it are taken away, a variable inside of it leaves it unresolved. */
function readWord(cursor: Cursor): Value {
  const start = cursor.at;
  const number = isDash(cursor.char()) || /[\d.]/u.test(cursor.char()) ? readNumber(cursor) : undefined;
  if (number !== undefined) return number;
  const pieces: string[] = [];
  let unresolved: Value | undefined;
  while (!endsWord(cursor.char())) {
    const char = cursor.char();
    if (isQuote(char) || char === '$') {
      const part = char === '$' ? readDollar(cursor) : readString(cursor);
      if (part.kind === 'text') pieces.push(part.text);
      else unresolved ??= part;
    } else {
      if (char === '`') cursor.at++;
      pieces.push(cursor.char());
      cursor.at++;
    }
  }
  if (unresolved?.kind === 'unresolved') return { ...unresolved, start, end: cursor.at };
  return { kind: 'text', text: pieces.join(''), start, end: cursor.at };
}
