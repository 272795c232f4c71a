import { text } from '../../../model/text.ts';
import { endsCommand, readArgument, readArgumentItem } from './arguments.ts';
import { endsWord, isDash, isNameStart, isNewline, isQuote } from './characters.ts';
import { Cursor } from './cursor.ts';
import type { Argument, Command, Entry, Statement, Value } from './syntax.ts';
import { skipBrackets, skipStatement, skipUntil, skipVariable, UnreadCode } from './text-and-code.ts';
import { noteUnread, readEntries, readExpression } from './values.ts';

/**
 * Reads a piece of PowerShell as data: commands with their arguments, assignments, configuration blocks. Nothing is run.
 * @throws {Unreadable} for what PowerShell would refuse as well, and for more than `scriptLimits` allow.
 */
export function readStatements(whole: string, start = 0, end = whole.length): readonly Statement[] {
  const cursor = new Cursor(whole, start, end);
  const statements: Statement[] = [];
  readBlock(cursor, statements);
  if (!cursor.done) cursor.stray();
  return statements;
}

/** Reads up to a closing bracket or the end. */
function readBlock(cursor: Cursor, statements: Statement[]): void {
  for (;;) {
    cursor.skipSpace(true);
    if (cursor.char() === ';') cursor.at++;
    else if (cursor.done || ')}]'.includes(cursor.char())) return;
    else {
      const before = cursor.at;
      cursor.count();
      readStatement(cursor, statements);
      if (cursor.at === before) cursor.at++;
    }
  }
}

function readStatement(cursor: Cursor, statements: Statement[]): void {
  const start = cursor.at;
  const char = cursor.char();
  if (char === '$') readVariableStatement(cursor, statements);
  else if (char === '[') {
    // A cast or an attribute: what it stands before is read.
    skipBrackets(cursor, new UnreadCode());
    if (cursor.char() === ':' || cursor.char() === '.') unreadStatement(cursor, statements, start, 'expression');
  } else if (char === '(') readParenthesised(cursor, statements);
  else if (isNameStart(char)) readWordStatement(cursor, statements);
  else if (isQuote(char) || char === '@' || /[\d-]/u.test(char)) readFromValue(cursor, statements);
  else unreadStatement(cursor, statements, start, 'expression');
}

function unreadStatement(cursor: Cursor, statements: Statement[], start: number, word: string): void {
  const unread = new UnreadCode();
  skipStatement(cursor, unread);
  statements.push({ kind: 'unread', word, unread, start, end: cursor.at });
}

/** `$name = value`, `$name = command`; anything else that begins with a variable may change it. */
function readVariableStatement(cursor: Cursor, statements: Statement[]): void {
  const start = cursor.at;
  const name = skipVariable(cursor, new UnreadCode()).toLowerCase();
  cursor.skipSpace();
  if (cursor.char() !== '=' || name === '') {
    cursor.at = start;
    unreadStatement(cursor, statements, start, 'expression');
    return;
  }
  cursor.at++;
  cursor.skipSpace(true);
  if (isNameStart(cursor.char())) {
    readPipeline(cursor, statements, { start, from: undefined, into: name });
    return;
  }
  const value = readExpression(cursor);
  if (cursor.char() === '|') readPipeline(cursor, statements, { start, from: value, into: name });
  else statements.push({ kind: 'assignment', variable: name, value, start, end: cursor.at });
}

/** A command alone in parentheses is the command. */
function readParenthesised(cursor: Cursor, statements: Statement[]): void {
  const start = cursor.at;
  const inner: Statement[] = [];
  cursor.at++;
  cursor.deeper(() => readBlock(cursor, inner));
  if (cursor.char() === ')') {
    cursor.at++;
    cursor.skipSpace();
    if (cursor.done || isNewline(cursor.char()) || ';})'.includes(cursor.char())) {
      statements.push(...inner);
      return;
    }
  }
  cursor.at = start;
  unreadStatement(cursor, statements, start, 'expression');
}

function readFromValue(cursor: Cursor, statements: Statement[]): void {
  const start = cursor.at;
  const value = readExpression(cursor);
  if (cursor.char() === '|') {
    readPipeline(cursor, statements, { start, from: value, into: undefined });
    return;
  }
  const unread = new UnreadCode();
  noteUnread(value, unread);
  statements.push({ kind: 'unread', word: 'expression', unread, start, end: cursor.at });
}

/** Words whose block runs in any case, once. */
const transparent = new Set(['try', 'finally', 'begin', 'process', 'end', 'node']);
/** Words whose block runs under a condition, later or more than once. */
const conditional = new Set(
  'if elseif else foreach for while do until switch function filter workflow catch trap class enum'.split(' '),
);
const leaving = new Set(['return', 'exit', 'throw', 'break', 'continue']);

function readWordStatement(cursor: Cursor, statements: Statement[]): void {
  const start = cursor.at;
  const word = cursor.take(/[\p{L}_][\p{L}\p{Nd}_]*/uy) ?? '';
  const lower = word.toLowerCase();
  const alone = !isDash(cursor.char()) && (endsWord(cursor.char()) || cursor.char() === '#');
  if (alone && transparent.has(lower)) readTransparent(cursor, statements, start);
  else if (alone && lower === 'configuration') readTransparent(cursor, statements, start);
  else if (alone && conditional.has(lower)) skipConditional(cursor, statements, start, lower);
  else if (alone && lower === 'param') skipParameters(cursor);
  else if (alone && lower === 'using') skipStatement(cursor, new UnreadCode());
  else if (alone && leaving.has(lower)) {
    skipStatement(cursor, new UnreadCode());
    statements.push({ kind: 'end', word: lower, start, end: cursor.at });
  } else if (!(alone && readResource(cursor, statements, start, word))) {
    cursor.at = start;
    readPipeline(cursor, statements, { start, from: undefined, into: undefined });
  }
}

/** Reads the statements of a block as if they stood outside of it; what names the block is passed over. */
function readTransparent(cursor: Cursor, statements: Statement[], start: number): void {
  skipUntil(cursor, new UnreadCode(), (char) => '{;})'.includes(char));
  if (cursor.char() !== '{') return;
  cursor.at++;
  cursor.deeper(() => readBlock(cursor, statements));
  if (cursor.char() !== '}')
    cursor.stop(start, text`The block that opens here is never closed.`, text`Close it with ${'}'}.`);
  cursor.at++;
}

function skipParameters(cursor: Cursor): void {
  cursor.skipSpace(true);
  if (cursor.char() === '(') skipBrackets(cursor, new UnreadCode());
}

/** Skips `if (...) { ... }` and its like: the head up to the block, and the block. */
function skipConditional(cursor: Cursor, statements: Statement[], start: number, word: string): void {
  const unread = new UnreadCode();
  skipUntil(cursor, unread, (char) => '{;})'.includes(char) || (word === 'until' && isNewline(char)));
  if (cursor.char() === '{') skipBrackets(cursor, unread);
  if (word === 'do') {
    cursor.skipSpace(true);
    cursor.take(/(?:while|until)\b/iuy);
    cursor.skipSpace(true);
    if (cursor.char() === '(') skipBrackets(cursor, unread);
  }
  statements.push({ kind: 'unread', word, unread, start, end: cursor.at });
}

/** `Type "title" { Key = value }`; false, and nothing read, where it is none. */
function readResource(cursor: Cursor, statements: Statement[], start: number, type: string): boolean {
  const typeAt = { start, end: cursor.at };
  const before = cursor.at;
  cursor.skipSpace();
  const title = isQuote(cursor.char()) || /[\p{L}_$]/u.test(cursor.char()) ? readArgumentItem(cursor) : undefined;
  cursor.skipSpace(true);
  if (cursor.char() !== '{') {
    cursor.at = before;
    return false;
  }
  const entries: readonly Entry[] = cursor.deeper(() => readEntries(cursor, 1));
  statements.push({ kind: 'resource', type, typeAt, title, entries, start, end: cursor.at });
  return true;
}

interface PipelineStart {
  readonly start: number;
  readonly from: Value | undefined;
  readonly into: string | undefined;
}

function readPipeline(cursor: Cursor, statements: Statement[], { start, from, into }: PipelineStart): void {
  const commands: Command[] = [];
  for (;;) {
    if (cursor.char() === '|') {
      cursor.at++;
      cursor.skipSpace(true);
    }
    commands.push(readCommand(cursor));
    // PowerShell 7 lets a bar begin the next line.
    const end = cursor.at;
    cursor.skipSpace(true);
    if (cursor.char() !== '|') {
      cursor.at = end;
      break;
    }
  }
  statements.push({ kind: 'pipeline', commands, from, into, start, end: cursor.at });
  if (cursor.char() === '&') cursor.at++;
}

function readCommand(cursor: Cursor): Command {
  const start = cursor.at;
  if (cursor.char() === '&' || cursor.char() === '.') cursor.at++;
  while (!endsWord(cursor.char())) cursor.at += cursor.char() === '`' ? 2 : 1;
  const nameAt = { start, end: cursor.at };
  const found: Argument[] = [];
  for (;;) {
    cursor.skipSpace();
    if (endsCommand(cursor)) break;
    const before = cursor.at;
    const argument = readArgument(cursor);
    if (argument !== undefined) found.push(argument);
    if (cursor.at === before) cursor.at++;
  }
  return { name: cursor.slice(start, nameAt.end), nameAt, arguments: found, start, end: cursor.at };
}
