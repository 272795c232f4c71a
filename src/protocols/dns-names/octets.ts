/**
 * Octet strings: one UTF-16 unit (U+0000 to U+00FF) an octet, which is what a DNS label and a character-string hold.
 * Master files are read as UTF-8, so a character outside ASCII stands for the octets of its UTF-8 form.
 */

const encoder = new TextEncoder();

const outsideAscii = /[^\0-\x7f]/u;

/** The octets of a piece of text in UTF-8; text in ASCII is returned as it is. */
export function octetsOf(text: string): string {
  if (!outsideAscii.test(text)) return text;
  let octets = '';
  for (const octet of encoder.encode(text)) octets += String.fromCharCode(octet);
  return octets;
}

export type EscapesRead =
  | { readonly ok: true; readonly octets: string }
  | { readonly ok: false; readonly found: string; readonly index: number };

/**
 * Resolves the escapes of RFC 1035 §5.1: `\DDD` is the octet with that decimal number, `\X` is X without its meaning.
 * @returns the octets, or the escape that is neither (a number over 255, fewer than three digits, a backslash at the end).
 */
export function readEscapes(text: string): EscapesRead {
  if (!text.includes('\\')) return { ok: true, octets: octetsOf(text) };
  let octets = '';
  let from = 0;
  for (let index = text.indexOf('\\'); index !== -1; index = text.indexOf('\\', from)) {
    octets += octetsOf(text.slice(from, index));
    const read = readEscape(text, index);
    if (read === undefined) return { ok: false, found: text.slice(index, index + 4), index };
    octets += read.octets;
    from = read.next;
  }
  return { ok: true, octets: octets + octetsOf(text.slice(from)) };
}

/** One escape that begins at the backslash at `index`; undefined when it is none. */
export function readEscape(
  text: string,
  index: number,
): { readonly octets: string; readonly next: number } | undefined {
  const code = text.codePointAt(index + 1);
  if (code === undefined) return undefined;
  if (code < 0x30 || code > 0x39) {
    const char = String.fromCodePoint(code);
    return { octets: octetsOf(char), next: index + 1 + char.length };
  }
  const digits = text.slice(index + 1, index + 4);
  if (!/^\d{3}$/u.test(digits) || Number(digits) > 255) return undefined;
  return { octets: String.fromCharCode(Number(digits)), next: index + 4 };
}

/** An octet that cannot be printed, as `\DDD`. */
export const decimalEscape = (code: number): string => `\\${String(code).padStart(3, '0')}`;
