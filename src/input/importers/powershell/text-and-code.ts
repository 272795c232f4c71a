import { type Text, text } from '../../../model/text.ts';
import {
  escaped,
  isBlank,
  isDoubleQuote,
  isNameStart,
  isNewline,
  isQuote,
  isSingleQuote,
  opensVariable,
} from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { NamedCmdlet, Unread, Value } from './syntax.ts';

/*
 * Text and skipped code are one module: text may hold code (`$(...)`), and code holds text.
 */

/** The reason why a variable has no value here. */
export const variableReason = (name: string): Text => text`${`$${name}`} gets its value when the script runs.`;

export const computedReason = text`The value is computed when the script runs.`;

/** Whether `@'` or `@"` stands here. */
export const opensHereString = (cursor: Cursor): boolean =>
  cursor.char() === '@' && (isSingleQuote(cursor.char(1)) || isDoubleQuote(cursor.char(1)));

function skipString(cursor: Cursor, found: UnreadCode): void {
  const value = readString(cursor);
  if (value.kind === 'unresolved') found.add(value.unread);
}

/** Text in quotation marks of either kind, or a here-string; the position stands on its first character. */
export function readString(cursor: Cursor): Value {
  const start = cursor.at;
  if (cursor.char() === '@') return readHereString(cursor);
  const literal = isSingleQuote(cursor.char());
  const closes = literal ? isSingleQuote : isDoubleQuote;
  cursor.at++;
  const content = new Content();
  for (;;) {
    if (cursor.done) unclosed(cursor, start);
    const char = cursor.char();
    if (closes(char)) {
      cursor.at++;
      if (!closes(cursor.char())) return content.value(start, cursor.at);
      content.add(char);
      cursor.at++;
    } else readPart(cursor, content, literal);
  }
}

function unclosed(cursor: Cursor, start: number): never {
  cursor.stop(start, text`The text that opens here is never closed.`, text`Close it with the same quotation mark.`);
}

/** What text is made of; a variable in it takes the text away and leaves the reason. */
class Content {
  readonly unread = new UnreadCode();
  because: Text | undefined;
  private readonly pieces: string[] = [];

  add(piece: string): void {
    this.pieces.push(piece);
  }

  value(start: number, end: number): Value {
    if (this.because !== undefined)
      return { kind: 'unresolved', because: this.because, unread: this.unread, start, end };
    return { kind: 'text', text: this.pieces.join(''), start, end };
  }
}

/** One part of text: plain characters up to the next that may mean something, an escape, or a variable. */
function readPart(cursor: Cursor, content: Content, literal: boolean): void {
  if (literal) {
    content.add(cursor.take(/[^'\u2018-\u201b]+/uy) ?? rest(cursor));
    return;
  }
  const char = cursor.char();
  if (char === '`') readEscape(cursor, content);
  else if (char === '$' && opensVariable(cursor.char(1))) readVariable(cursor, content);
  else if (char === '$') {
    content.add(char);
    cursor.at++;
  } else content.add(cursor.take(/[^`$"\u201c-\u201e]+/uy) ?? rest(cursor));
}

/** The piece of text ends inside of what a pattern matched: the text is not closed in it. */
function rest(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at = cursor.end;
  return cursor.slice(start);
}

function readEscape(cursor: Cursor, content: Content): void {
  cursor.at++;
  const code = cursor.take(/u\{[0-9a-f]{1,6}\}/iuy);
  const point = code === undefined ? Number.NaN : Number.parseInt(code.slice(2, -1), 16);
  if (point <= 0x10ffff) {
    content.add(String.fromCodePoint(point));
    return;
  }
  if (code !== undefined) {
    content.add(code);
    return;
  }
  content.add(escaped(cursor.char()));
  cursor.at++;
}

function readVariable(cursor: Cursor, content: Content): void {
  if (cursor.char(1) === '(') {
    cursor.at++;
    skipBrackets(cursor, content.unread);
    content.because ??= computedReason;
    return;
  }
  const name = skipVariable(cursor, new UnreadCode());
  content.because ??= variableReason(name);
}

/** `@'`, the end of the line, lines, and `'@` at the beginning of one. */
function readHereString(cursor: Cursor): Value {
  const start = cursor.at;
  const literal = isSingleQuote(cursor.char(1));
  const closes = literal ? isSingleQuote : isDoubleQuote;
  cursor.at += 2;
  while (isBlank(cursor.char())) cursor.at++;
  if (cursor.take(lineBreak) === undefined)
    cursor.stop(start, text`A here-string begins on the line after its opening.`, text`Break the line behind it.`);
  const content = new Content();
  // A break is added with what follows it: the one before the closing is not part of the text.
  let pending = '';
  for (let newLine = true; ; ) {
    if (cursor.done) unclosed(cursor, start);
    if (newLine && closes(cursor.char()) && cursor.char(1) === '@') {
      cursor.at += 2;
      return content.value(start, cursor.at);
    }
    content.add(pending);
    pending = cursor.take(lineBreak) ?? '';
    newLine = pending !== '';
    if (!newLine) readHerePart(cursor, content, literal);
  }
}

const lineBreak = /\r\n|\r|\n/uy;

function readHerePart(cursor: Cursor, content: Content, literal: boolean): void {
  const char = cursor.char();
  if (!literal && (char === '`' || char === '$')) readPart(cursor, content, false);
  else if (literal ? isSingleQuote(char) : isDoubleQuote(char)) {
    content.add(char);
    cursor.at++;
  } else content.add(cursor.take(literal ? /[^\r\n'\u2018-\u201b]+/uy : /[^\r\n`$"\u201c-\u201e]+/uy) ?? rest(cursor));
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export class UnreadCode implements Unread {
  readonly cmdlets: NamedCmdlet[] = [];
  readonly variables: string[] = [];

  add({ cmdlets, variables }: Unread): void {
    for (const one of cmdlets) this.cmdlets.push(one);
    for (const one of variables) this.variables.push(one);
  }
}

/** Skips from an opening bracket to behind the one that closes it. */
export function skipBrackets(cursor: Cursor, found: UnreadCode): void {
  const opened = cursor.at;
  const closer = closers[cursor.char()] ?? ')';
  cursor.at++;
  cursor.deeper(() => skipUntil(cursor, found, (char) => char === closer));
  if (cursor.done) cursor.unclosed(opened, closer);
  cursor.at++;
}

/** Skips code up to where `ends` says so outside of brackets, or up to a closing bracket that nothing here opened. */
export function skipUntil(cursor: Cursor, found: UnreadCode, ends: (char: string) => boolean): void {
  while (!cursor.done) {
    const before = cursor.at;
    const char = cursor.char();
    if (char === '#' || (char === '<' && cursor.char(1) === '#')) cursor.skipSpace();
    else if (ends(char)) return;
    else if (closers[char] !== undefined) skipBrackets(cursor, found);
    else if (')]}'.includes(char)) cursor.stray();
    else if (isQuote(char) || opensHereString(cursor)) skipString(cursor, found);
    else if (char === '`') cursor.at += 2;
    else if (char === '$') skipVariable(cursor, found);
    else if (isNameStart(char)) skipWord(cursor, found);
    else cursor.at++;
    if (cursor.at === before) cursor.at++;
  }
}

/** `$name`, `${name}`, `$scope:name`; an expression behind the sign is left to the caller. */
export function skipVariable(cursor: Cursor, found: UnreadCode): string {
  cursor.at++;
  const start = cursor.at;
  if (cursor.char() === '{') {
    while (!cursor.done && cursor.char() !== '}') cursor.at++;
    if (!cursor.done) cursor.at++;
  } else cursor.take(/[\p{L}\p{Nd}_?^$]+(?::[\p{L}\p{Nd}_]+)?/uy);
  const name = cursor.slice(start).replace(/^\{|\}$/gu, '');
  if (name !== '') found.variables.push(name.toLowerCase());
  return name;
}

/** A word with the dashes in it; a cmdlet's or a resource's (`New-InboundConnector`, `EXOInboundConnector`) is noted. */
function skipWord(cursor: Cursor, found: UnreadCode): void {
  const start = cursor.at;
  cursor.take(/[\p{L}\p{Nd}_#-]+/uy);
  const name = cursor.slice(start);
  if (/^(?:[a-z]+-[a-z]\w*|EXO\w+)$/iu.test(name)) found.cmdlets.push({ name, start, end: cursor.at });
}

/** Skips the rest of a statement. An operator or a comma at the end of a line goes on in the next. */
export function skipStatement(cursor: Cursor, found: UnreadCode): void {
  const goesOn = /(?:[+*/%,|=&]|-\w+)\s*$/u;
  for (;;) {
    const start = cursor.at;
    skipUntil(cursor, found, (char) => isNewline(char) || ';)}'.includes(char));
    if (!isNewline(cursor.char()) || !goesOn.test(cursor.slice(Math.max(start, cursor.at - 40)))) return;
    cursor.skipSpace(true);
  }
}
