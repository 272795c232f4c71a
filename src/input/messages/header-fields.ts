import { text } from '../../model/text.ts';
import { messageLimits } from './message-limits.ts';
import { Unreadable } from './message-problem.ts';

/** A field of the header of a message (RFC 5322 2.2), unfolded. */
export interface Field {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** It has bytes that are no UTF-8, and stand as U+FFFD. */
  readonly isDamaged: boolean;
}

/**
 * The fields of a message, in order. Lines that are no field are left out, as mail servers do, unless the first one is:
 * then the file is no message.
 */
export function headerFields(bytes: Uint8Array, content: string): readonly Field[] {
  const end = /^\r?\n|\n\r?\n/u.exec(content)?.index ?? content.length;
  const nul = content.slice(0, end).indexOf('\0');
  if (nul >= 0) throw notText(lineOf(content, nul));
  if (end > messageLimits.header) throw tooLong(lineOf(content, messageLimits.header));
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end)).split(/\r?\n/u);
  const folded: { text: string; line: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const last = folded.at(-1);
    if (last !== undefined && /^[ \t]/u.test(line)) last.text += line;
    else if (line !== '') folded.push({ text: line, line: index + 1 });
  }
  const fields = folded.flatMap(({ text: whole, line }): readonly Field[] => {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/su.exec(whole) ?? [];
    if (name === undefined || value === undefined) return [];
    return [
      { name: name.toLowerCase(), value: value.replace(/[\r\n]+/gu, ' ').trim(), line, isDamaged: value.includes('�') },
    ];
  });
  if (fields.length === 0 || fields[0]?.line !== folded[0]?.line) throw notText(1);
  return fields;
}

const lineOf = (content: string, offset: number): number => content.slice(0, offset).split('\n').length;

const tooLong = (line: number): Unreadable =>
  new Unreadable(
    line,
    text`The header of the message has more than ${messageLimits.header} characters.`,
    text`Check that the file is a message; no mail server takes such a header.`,
  );

const notText = (line: number): Unreadable =>
  new Unreadable(
    line,
    text`The file is no message: this line is no header field (RFC 5322 2.2).`,
    text`Give the message as it travels, header first, as mail programs save ${'.eml'} files.`,
  );
