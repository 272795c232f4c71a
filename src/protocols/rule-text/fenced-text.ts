import { boundaryWordUnits } from './character-sets.ts';
import { has } from './unit-set.ts';

/**
 * The engine reads whole characters, knows word boundaries in ASCII only, and has no `$` of .NET. So a text is put in
 * other symbols before it is searched:
 *
 * - `plain`: every surrogate becomes a character of its own, from the end of the last private plane, so that the engine
 *   counts code units as .NET does.
 * - `fenced`: every code unit becomes three symbols, the unit itself (moved up a plane, so that it is never taken for a
 *   fence) between two equal fences: `a` beside a unit of a word, `-` beside another, a line feed beside a line feed that
 *   ends a line. What the engine's own `\b`, `^` and `$` see between two fences is then what .NET sees between the units.
 */
export type Fences =
  | 'none'
  /** Fences of line feed stand at the last character only, if it is one: for `$` and `\Z`. */
  | 'last-line-feed'
  /** Fences of line feed stand at every line feed: for `^` and `$` with the option `m`. */
  | 'every-line-feed';

export const fencedPlane = 0x10000;
export const surrogatePlane = 0x10f800 - 0xd800;

/** The text in the symbols that a pattern with these fences is written in. */
export function fencedText(content: string, fences: Fences): string {
  if (fences === 'none') {
    return content.replace(/[\ud800-\udfff]/g, (unit) => String.fromCodePoint(unit.charCodeAt(0) + surrogatePlane));
  }
  const isWord = wordTable();
  const parts: string[] = [];
  for (let index = 0; index < content.length; index++) {
    const unit = content.charCodeAt(index);
    const ends = unit === 0x0a && (fences === 'every-line-feed' || index === content.length - 1);
    const fence = ends ? '\n' : isWord[unit] === 1 ? 'a' : '-';
    parts.push(fence, String.fromCodePoint(unit + fencedPlane), fence);
  }
  return parts.join('');
}

/** Undoes `fencedText` for a stretch of it that begins and ends between units. */
export function unfencedText(symbols: string, fences: Fences): string {
  if (fences === 'none') {
    return symbols.replace(/[\u{10f800}-\u{10ffff}]/gu, (symbol) =>
      String.fromCharCode((symbol.codePointAt(0) ?? 0) - surrogatePlane),
    );
  }
  return symbols.replace(/[\s\S]{3}/gu, (triple) => String.fromCharCode((triple.codePointAt(1) ?? 0) - fencedPlane));
}

let words: Uint8Array | undefined;

function wordTable(): Uint8Array {
  if (words !== undefined) return words;
  const set = boundaryWordUnits();
  words = Uint8Array.from({ length: 0x10000 }, (_, unit) => (has(set, unit) ? 1 : 0));
  return words;
}
