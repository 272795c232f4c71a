import { text } from '../../model/text.ts';
import { category, digits, spaces, wordUnits } from './character-sets.ts';
import type { PatternPlace } from './pattern-node.ts';
import { notModelled, notValid, type PatternReader, peek } from './pattern-reader.ts';
import { negate, type UnitSet } from './unit-set.ts';

/** What a backslash and the characters behind it stand for. */
export type Escape =
  | { readonly kind: 'unit'; readonly unit: number }
  | { readonly kind: 'set'; readonly units: UnitSet }
  | { readonly kind: 'place'; readonly place: PatternPlace }
  | { readonly kind: 'refused' };

const refused: Escape = { kind: 'refused' };

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, a: 7 };

const places: Readonly<Record<string, PatternPlace>> = {
  A: 'start',
  // The search starts at the first character, so the place where the last match ended is the start.
  G: 'start',
  z: 'end',
  Z: 'end-or-last-line-feed',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

/**
 * Reads one escape of .NET; the reader stands behind the backslash.
 * @param inClass between brackets, where `\b` is a backspace and digits are octal.
 */
export function readEscape(reader: PatternReader, inClass: boolean): Escape {
  const at = reader.at - 1;
  const letter = peek(reader);
  reader.at += 1;
  const set = classEscape(letter);
  if (set !== undefined) return { kind: 'set', units: set };
  if (letter === 'p' || letter === 'P') return readCategory(reader, at, letter === 'P');
  const place = Object.hasOwn(places, letter) ? places[letter] : undefined;
  if (place !== undefined && !inClass) return { kind: 'place', place };
  if (letter === 'b') return { kind: 'unit', unit: 8 };
  if (!inClass && /[1-9k]/u.test(letter)) {
    notModelled(reader, at, text`a back-reference (${`\\${letter}`})`);
    return refused;
  }
  return readCharacterEscape(reader, at, letter);
}

function classEscape(letter: string): UnitSet | undefined {
  switch (letter) {
    case 'd':
      return digits();
    case 'D':
      return negate(digits());
    case 's':
      return spaces();
    case 'S':
      return negate(spaces());
    case 'w':
      return wordUnits();
    case 'W':
      return negate(wordUnits());
    default:
      return undefined;
  }
}

function readCategory(reader: PatternReader, at: number, negative: boolean): Escape {
  const name = /^\{([^}]*)\}/u.exec(reader.pattern.slice(reader.at, reader.at + 60))?.[1];
  if (name === undefined) {
    notValid(reader, at, text`\\p is followed by a category in braces, such as ${'\\p{L}'}.`);
    return refused;
  }
  reader.at += name.length + 2;
  const set = category(name);
  if (set === undefined) {
    notModelled(reader, at, text`the Unicode category or block ${name}`);
    return refused;
  }
  // Frameworks differ in whether the text is put in lower case before such a category is asked.
  if (/^L[ult]$/u.test(name)) {
    notModelled(reader, at, text`the category ${name}, which depends on case, in a comparison that ignores case`);
    return refused;
  }
  return { kind: 'set', units: negative ? negate(set) : set };
}

function readCharacterEscape(reader: PatternReader, at: number, letter: string): Escape {
  if (letter === '') {
    notValid(reader, at, text`a backslash is followed by the character that it escapes.`);
    return refused;
  }
  if (letter === 'x') return readHexadecimal(reader, at, 2);
  if (letter === 'u') return readHexadecimal(reader, at, 4);
  if (letter === 'c') return readControl(reader, at);
  if (/[0-7]/u.test(letter)) return readOctal(reader);
  const control = Object.hasOwn(controls, letter) ? controls[letter] : undefined;
  if (control !== undefined) return { kind: 'unit', unit: control };
  // .NET takes no other letter, digit or underscore behind a backslash.
  if (/[\p{L}\p{Mn}\p{Nd}\p{Pc}]/u.test(letter)) {
    notValid(reader, at, text`${`\\${letter}`} has no meaning; a letter that means itself has no backslash.`);
    return refused;
  }
  return { kind: 'unit', unit: letter.charCodeAt(0) };
}

function readHexadecimal(reader: PatternReader, at: number, length: number): Escape {
  const found = reader.pattern.slice(reader.at, reader.at + length);
  if (found.length < length || !/^[0-9a-f]+$/iu.test(found)) {
    notValid(reader, at, text`this escape has exactly ${length} hexadecimal digits.`);
    return refused;
  }
  reader.at += length;
  return { kind: 'unit', unit: Number.parseInt(found, 16) };
}

function readControl(reader: PatternReader, at: number): Escape {
  const code = peek(reader).toUpperCase().charCodeAt(0) - 0x40;
  if (!(code >= 0 && code < 0x20)) {
    notValid(reader, at, text`${'\\c'} is followed by a letter, which names the control character.`);
    return refused;
  }
  reader.at += 1;
  return { kind: 'unit', unit: code };
}

/** Up to three digits; the first one has been read. */
function readOctal(reader: PatternReader): Escape {
  const found = /^[0-7]{1,3}/u.exec(reader.pattern.slice(reader.at - 1, reader.at + 2))?.[0] ?? '0';
  reader.at += found.length - 1;
  return { kind: 'unit', unit: Number.parseInt(found, 8) & 0xff };
}
