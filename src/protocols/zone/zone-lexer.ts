/** A word of a master file. Lines and columns count from 1; a token never crosses a line. */
export interface Token {
  /** As written, escapes included, without the quotes. */
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
  readonly column: number;
  /** One past the last character, closing quote included. */
  readonly endColumn: number;
  /** A comment begins right behind it, without a space between. */
  readonly beforeComment: boolean;
}

export interface LexFault {
  readonly kind: 'open-parenthesis' | 'close-parenthesis' | 'unterminated-quote';
  readonly line: number;
  readonly column: number;
}

/** One logical line: to the end of the line, or of the last line when parentheses join several (RFC 1035 §5.1). */
export interface Entry {
  /** The line begins with a space or tab, so the owner is that of the entry before. */
  readonly indented: boolean;
  readonly tokens: readonly Token[];
  readonly faults: readonly LexFault[];
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const open = 0x28;
const close = 0x29;
const semicolon = 0x3b;
const backslash = 0x5c;

// A parenthesis that is never closed would swallow the rest of the file and every error in it. Reading goes on behind
// it, but only so often: each time the rest is read once more.
const restartsMax = 4;

/**
 * Cuts a master file into entries. Parentheses, semicolons and quotes end a word unless a backslash precedes them;
 * CRLF, LF and CR end a line. Every character is looked at a bounded number of times.
 */
export function* readEntries(text: string): Generator<Entry, void, undefined> {
  const lexer: Lexer = { text, index: text.charCodeAt(0) === 0xfeff ? 1 : 0, line: 1, lineStart: 0 };
  lexer.lineStart = lexer.index;
  for (let restarts = 0; lexer.index < text.length; ) {
    const { entry, opened } = readEntry(lexer);
    if (entry.tokens.length > 0 || entry.faults.length > 0) yield entry;
    if (opened === undefined || restarts === restartsMax) continue;
    restarts++;
    restartBehind(lexer, opened);
  }
}

interface Lexer {
  readonly text: string;
  index: number;
  line: number;
  lineStart: number;
}

type Place = Pick<Lexer, 'index' | 'line' | 'lineStart'>;

function readEntry(lexer: Lexer): { entry: Entry; opened: Place | undefined } {
  const { text } = lexer;
  const first = text.charCodeAt(lexer.index);
  const tokens: Token[] = [];
  const faults: LexFault[] = [];
  let depth = 0;
  let opened: Place | undefined;
  while (lexer.index < text.length) {
    const code = text.charCodeAt(lexer.index);
    if (code === space || code === tab) lexer.index++;
    else if (code === lineFeed || code === carriageReturn) {
      endLine(lexer);
      if (depth === 0) break;
    } else if (code === semicolon) skipToLineEnd(lexer);
    else if (code === open) {
      if (depth === 0) opened = { index: lexer.index, line: lexer.line, lineStart: lexer.lineStart };
      depth++;
      lexer.index++;
    } else if (code === close) {
      if (depth === 0) faults.push(faultAt(lexer, 'close-parenthesis'));
      else depth--;
      lexer.index++;
    } else if (code === quote) readQuoted(lexer, tokens, faults);
    else readWord(lexer, tokens);
  }
  if (depth === 0 || opened === undefined) opened = undefined;
  else faults.push({ kind: 'open-parenthesis', line: opened.line, column: opened.index - opened.lineStart + 1 });
  return { entry: { indented: first === space || first === tab, tokens, faults }, opened };
}

const faultAt = (lexer: Lexer, kind: LexFault['kind']): LexFault => ({
  kind,
  line: lexer.line,
  column: lexer.index - lexer.lineStart + 1,
});

function endLine(lexer: Lexer): void {
  const crlf = lexer.text.charCodeAt(lexer.index) === carriageReturn;
  lexer.index += crlf && lexer.text.charCodeAt(lexer.index + 1) === lineFeed ? 2 : 1;
  lexer.line++;
  lexer.lineStart = lexer.index;
}

function skipToLineEnd(lexer: Lexer): void {
  const { text } = lexer;
  while (lexer.index < text.length) {
    const code = text.charCodeAt(lexer.index);
    if (code === lineFeed || code === carriageReturn) return;
    lexer.index++;
  }
}

function readQuoted(lexer: Lexer, tokens: Token[], faults: LexFault[]): void {
  const { text } = lexer;
  const start = lexer.index;
  let index = start + 1;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === lineFeed || code === carriageReturn) break;
    if (code === backslash) {
      const next = text.charCodeAt(index + 1);
      if (next !== lineFeed && next !== carriageReturn) index++;
    } else if (code === quote) {
      pushToken(lexer, tokens, start, index + 1, true);
      return;
    }
  }
  faults.push(faultAt(lexer, 'unterminated-quote'));
  lexer.index = Math.min(index, text.length);
}

function readWord(lexer: Lexer, tokens: Token[]): void {
  const { text } = lexer;
  const start = lexer.index;
  let index = start;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === lineFeed || code === carriageReturn || code === space || code === tab) break;
    if (code === quote || code === open || code === close || code === semicolon) break;
    if (code === backslash) {
      const next = text.charCodeAt(index + 1);
      if (next !== lineFeed && next !== carriageReturn) index++;
    }
  }
  pushToken(lexer, tokens, start, Math.min(index, text.length), false);
}

function pushToken(lexer: Lexer, tokens: Token[], start: number, end: number, quoted: boolean): void {
  const { text, line, lineStart } = lexer;
  tokens.push({
    text: quoted ? text.slice(start + 1, end - 1) : text.slice(start, end),
    quoted,
    line,
    column: start - lineStart + 1,
    endColumn: end - lineStart + 1,
    beforeComment: text.charCodeAt(end) === semicolon,
  });
  lexer.index = end;
}

/** Goes on at the first line below the parenthesis that looks like the beginning of a record. */
function restartBehind(lexer: Lexer, opened: Place): void {
  Object.assign(lexer, opened);
  do {
    skipToLineEnd(lexer);
    if (lexer.index >= lexer.text.length) return;
    endLine(lexer);
  } while (!/[a-z@$*_\\]/iu.test(lexer.text.charAt(lexer.index)));
}
