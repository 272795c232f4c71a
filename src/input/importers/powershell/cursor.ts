import type { Text } from '../../../model/text.ts';
import { text } from '../../../model/text.ts';
import { isBlank, isNewline } from './characters.ts';
import type { Extent } from './syntax.ts';
import { scriptLimits } from './syntax.ts';

/** Why a script cannot be read. Thrown inside this folder only: behind an open quotation mark nothing has a meaning. */
export class Unreadable {
  readonly at: Extent;
  readonly problem: Text;
  readonly remedy: Text | undefined;
  constructor(at: Extent, problem: Text, remedy?: Text) {
    this.at = at;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** A position that moves through a piece of a text. Offsets are those of the whole text. */
export class Cursor {
  readonly text: string;
  readonly end: number;
  at: number;
  private parts = 0;
  private depth = 0;

  constructor(whole: string, start = 0, end = whole.length) {
    this.text = whole;
    this.at = start;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The character `ahead` of the position, empty behind the end. */
  char(ahead = 0): string {
    const at = this.at + ahead;
    return at < this.end ? (this.text[at] ?? '') : '';
  }

  startsWith(word: string): boolean {
    return this.at + word.length <= this.end && this.text.startsWith(word, this.at);
  }

  slice(start: number, end = this.at): string {
    return this.text.slice(start, Math.min(end, this.end));
  }

  /** Takes what a sticky pattern matches here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || this.at + found.length > this.end) return undefined;
    this.at += found.length;
    return found;
  }

  count(): void {
    if (++this.parts > scriptLimits.parts)
      this.stop(this.at, text`The script holds more than ${scriptLimits.parts} values and commands.`);
  }

  /** Reads what stands one level deeper. */
  deeper<T>(read: () => T): T {
    if (++this.depth > scriptLimits.depth)
      this.stop(this.at, text`Brackets are nested deeper than ${scriptLimits.depth} levels.`);
    const result = read();
    this.depth--;
    return result;
  }

  stop(start: number, problem: Text, remedy?: Text): never {
    throw new Unreadable({ start, end: Math.min(start + 1, this.end) }, problem, remedy);
  }

  /** Stops because a bracket that was opened at `start` is not closed. */
  unclosed(start: number, closer: string): never {
    this.stop(start, text`The bracket that opens here is never closed.`, text`Close it with ${closer}.`);
  }

  /** Stops because what stands here closes nothing. */
  stray(): never {
    this.stop(this.at, text`${this.char()} closes nothing.`, text`Remove it, or open the bracket before it.`);
  }

  /** Skips blanks, comments and continued lines; with `lines`, the ends of lines as well. */
  skipSpace(lines = false): void {
    for (;;) {
      const char = this.char();
      if (char === ' ') this.take(/ +/y);
      else if (isBlank(char) || (lines && isNewline(char))) this.at++;
      else if (char === '`' && isNewline(this.char(1)))
        this.at += this.char(1) === '\r' && this.char(2) === '\n' ? 3 : 2;
      else if (char === '#') this.take(/[^\r\n]*/y);
      else if (char === '<' && this.char(1) === '#') this.skipComment();
      else return;
    }
  }

  private skipComment(): void {
    const close = this.text.indexOf('#>', this.at + 2);
    if (close < 0 || close + 2 > this.end)
      this.stop(this.at, text`The comment that opens here is never closed.`, text`Close it with ${'#>'}.`);
    this.at = close + 2;
  }
}
