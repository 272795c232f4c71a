import { endsWord } from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { Value } from './syntax.ts';

const units: Readonly<Record<string, number>> = { kb: 1, mb: 2, gb: 3, tb: 4, pb: 5 };

const pattern =
  /[+-]?(?:0x[0-9a-f]{1,16}|(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?)[ld]?(?:[kmgtp]b)?/iuy;

/**
 * A number with the suffixes of about_Numeric_Literals (`25MB` is 26,214,400); undefined, and nothing read, where a word
 * only begins like one (`192.0.2.1`). What a number would not print as it is written (`007`) stays text: Exchange
 * takes names and identities as they are written.
 */
export function readNumber(cursor: Cursor): Value | undefined {
  const start = cursor.at;
  const written = cursor.take(pattern);
  if (written === undefined) return undefined;
  const next = cursor.char();
  if (!endsWord(next) && next !== ']') {
    cursor.at = start;
    return undefined;
  }
  const at = { start, end: cursor.at };
  const [, digits = '', unit] = /^(.*?)[ld]?([kmgtp]b)?$/isu.exec(written) ?? [];
  const number = Number(digits) * 1024 ** (units[unit?.toLowerCase() ?? ''] ?? 0);
  if (!Number.isFinite(number)) return { kind: 'text', text: written, ...at };
  const plain = /^[+-]?0\d/u.test(digits);
  return plain ? { kind: 'text', text: written, ...at } : { kind: 'number', number, ...at };
}
