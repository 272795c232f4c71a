import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';

/** One `%{…}` of RFC 7208 section 7.1. */
export interface MacroExpand {
  /** In lower case. */
  readonly letter: string;
  /** The letter was in upper case: the expansion is URL escaped (section 7.3). */
  readonly escape: boolean;
  /** Right-hand parts to keep; 0 keeps all. */
  readonly parts: number;
  readonly reverse: boolean;
  readonly delimiters: string;
}

/** Literal text, or something to expand. `%%`, `%_` and `%-` are literal text by then. */
export type MacroPiece = string | MacroExpand;

export type MacroString =
  | {
      readonly ok: true;
      readonly pieces: readonly MacroPiece[];
      /** Whether the last thing written is `%{…}`, `%%`, `%_` or `%-`, which may end a domain-spec. */
      readonly endsInMacro: boolean;
    }
  | { readonly ok: false; readonly offset: number; readonly message: Text };

const body = /^([a-z])(\d*)(r?)([.\-+,/_=]*)$/iu;
const letters = 'slodiphvcrt';

/**
 * Reads a macro-string (RFC 7208 section 7.1).
 * @param where `domain`: the letters c, r and t are not allowed (section 7.2); `explanation`: spaces are allowed too;
 *   `modifier`: the value of an unknown modifier, any letter.
 */
export function parseMacroString(content: string, where: 'domain' | 'explanation' | 'modifier'): MacroString {
  const pieces: MacroPiece[] = [];
  let literal = '';
  let endsInMacro = false;
  let index = 0;
  while (index < content.length) {
    const code = content.charCodeAt(index);
    if (code !== 0x25) {
      const allowed = (code > 0x20 && code < 0x7f) || (code === 0x20 && where === 'explanation');
      if (!allowed) return wrong(index, text`The character ${printed(code)} may not stand in an SPF record.`);
      literal += content[index];
      endsInMacro = false;
      index++;
      continue;
    }
    endsInMacro = true;
    const next = content[index + 1];
    const plain = next === '%' ? '%' : next === '_' ? ' ' : next === '-' ? '%20' : undefined;
    if (plain !== undefined) {
      literal += plain;
      index += 2;
      continue;
    }
    const end = next === '{' ? content.indexOf('}', index) : -1;
    if (end < 0)
      return wrong(index, text`A ${'%'} must be followed by ${'{'}, ${'%'}, ${'_'} or ${'-'}, and ${'%{'} by ${'}'}.`);
    const expand = readExpand(content.slice(index + 2, end), where);
    if ('words' in expand) return wrong(index, expand);
    if (literal !== '') pieces.push(literal);
    literal = '';
    pieces.push(expand);
    index = end + 1;
  }
  if (literal !== '') pieces.push(literal);
  return { ok: true, pieces, endsInMacro };
}

const wrong = (offset: number, message: Text): MacroString => ({ ok: false, offset, message });

function readExpand(content: string, where: 'domain' | 'explanation' | 'modifier'): MacroExpand | Text {
  const shown = `%{${content.slice(0, 60)}}`;
  const [, written = '', digits = '', reverse = '', delimiters = ''] = body.exec(content) ?? [];
  const letter = written.toLowerCase();
  if (letter === '' || !letters.includes(letter)) {
    return text`${shown} is not a macro; a macro is one of the letters s l o d i p v h (and c r t in explanations), then a number of parts, r and delimiters, all optional.`;
  }
  if (where === 'domain' && 'crt'.includes(letter)) {
    return text`The macro ${shown} is allowed in explanation texts only.`;
  }
  const parts = Number(digits);
  if (digits !== '' && parts === 0) return text`The number of parts in ${shown} must be 1 or more.`;
  return { letter, escape: written !== letter, parts: Math.min(parts, 1000), reverse: reverse !== '', delimiters };
}

const printed = (code: number): string =>
  code > 0x20 && code < 0x7f ? String.fromCharCode(code) : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
