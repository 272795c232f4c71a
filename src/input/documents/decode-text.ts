import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';

export type Decoded =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly line: number;
      readonly column: number;
      readonly problem: Text;
      readonly remedy: Text;
    };

/**
 * Turns bytes into text: UTF-8, or UTF-16 where a byte order mark or the pattern of zero bytes shows it (PowerShell 5.1
 * writes UTF-16LE by default, and its redirections omit the mark). The mark itself is dropped.
 */
export function decodeText(content: string | Uint8Array): Decoded {
  if (typeof content === 'string')
    return { ok: true, text: content.charCodeAt(0) === 0xfeff ? content.slice(1) : content };
  const encoding = guessEncoding(content);
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(content) };
  } catch {
    const lenient = new TextDecoder(encoding).decode(content);
    const bad = lenient.indexOf('\ufffd');
    const before = lenient.slice(0, Math.max(bad, 0)).split('\n');
    return {
      ok: false,
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
      problem: text`The file is not ${encoding.toUpperCase()} text: these bytes stand for no character.`,
      remedy: text`Save the file as UTF-8 (in Windows PowerShell: ${'Out-File -Encoding utf8'}).`,
    };
  }
}

function guessEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // The first characters of a topology or an export are ASCII, so one byte of each pair is zero.
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'utf-16be';
  if (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'utf-16le';
  return 'utf-8';
}
