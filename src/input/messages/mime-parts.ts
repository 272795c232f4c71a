import { text } from '../../model/text.ts';
import { type ContentType, parseContentType } from './content-type.ts';
import { messageLimits } from './message-limits.ts';
import { Unreadable } from './message-problem.ts';

/** One part of a message, the message itself first, in the order of the file. */
export interface MimePart extends ContentType {
  readonly disposition: string;
  /** Line of the file in which its header begins. */
  readonly line: number;
  /** Multiparts around it. */
  readonly depth: number;
}

interface OpenMultipart {
  readonly boundary: string;
  readonly line: number;
  readonly digest: boolean;
}

/** The header of a part while its lines come in. */
interface OpenHeader {
  readonly line: number;
  readonly lines: string[];
  length: number;
}

/**
 * Finds the parts of a message (RFC 2046 5.1) without decoding any: how many there are, what they say they are, and that
 * each multipart ends. Attached messages are parts without parts of their own.
 *
 * @param content the bytes, one character each
 * @throws Unreadable for what is beyond the limits, or cut off
 */
export function mimeParts(content: string): readonly MimePart[] {
  const parts: MimePart[] = [];
  const open: OpenMultipart[] = [];
  let header: OpenHeader | undefined = { line: 1, lines: [], length: 0 };
  let encoded = false;
  const end = (): void => {
    if (header !== undefined) encoded = addPart(parts, open, header);
    header = undefined;
  };
  let number = 0;
  let plainLines = 0;
  for (const line of linesOf(content)) {
    number++;
    const met = line.startsWith('--') && open.length > 0 ? boundaryOf(line, open) : undefined;
    if (met !== undefined) {
      end();
      open.length = met.isLast ? met.index : met.index + 1;
      encoded = false;
      if (!met.isLast) header = { line: number + 1, lines: [], length: 0 };
    } else if (header !== undefined) {
      if (line === '') end();
      else feed(header, line, number);
    } else if (!encoded && ++plainLines > messageLimits.plainLines) {
      throw new Unreadable(
        number,
        text`The message has more than ${messageLimits.plainLines} lines of plain text.`,
        text`Save it without its large attachments, and declare ${'attachments'} beside ${'eml'}.`,
      );
    }
  }
  end();
  const [cut] = open;
  if (cut !== undefined)
    throw new Unreadable(
      cut.line,
      text`The message is cut off: the multipart that begins here has no end, --${shown(cut.boundary)}--.`,
      text`Save the whole message again.`,
    );
  return parts;
}

const shown = (boundary: string): string => (boundary.length > 80 ? `${boundary.slice(0, 80)}…` : boundary);

function* linesOf(content: string): Iterable<string> {
  for (let start = 0; start < content.length; ) {
    const feedAt = content.indexOf('\n', start);
    const stop = feedAt < 0 ? content.length : feedAt;
    yield content.slice(start, content.charCodeAt(stop - 1) === 13 && stop > start ? stop - 1 : stop);
    start = stop + 1;
  }
}

function boundaryOf(line: string, open: readonly OpenMultipart[]) {
  const trimmed = line.trimEnd();
  for (let index = open.length - 1; index >= 0; index--) {
    const boundary = open[index]?.boundary ?? '';
    if (trimmed === `--${boundary}`) return { index, isLast: false };
    if (trimmed === `--${boundary}--`) return { index, isLast: true };
  }
  return undefined;
}

function feed(header: OpenHeader, line: string, number: number): void {
  header.length += line.length;
  if (header.length > messageLimits.header)
    throw new Unreadable(
      number,
      text`The header of the part that begins in line ${header.line} has more than ${messageLimits.header} characters.`,
      text`Check that the file is a message; no mail server takes such a header.`,
    );
  header.lines.push(line);
}

/** @returns whether its content is in a transfer encoding (RFC 2045 6) */
function addPart(parts: MimePart[], open: OpenMultipart[], { line, lines }: OpenHeader): boolean {
  const field = (name: string) => firstField(lines, name);
  const parent = open.at(-1);
  const written = field('content-type') ?? (parent?.digest ? 'message/rfc822' : 'text/plain');
  const { type, parameters } = parseContentType(written);
  const disposition = parseContentType(field('content-disposition') ?? '').type;
  if (parts.push({ type, parameters, disposition, line, depth: open.length }) > messageLimits.parts)
    throw new Unreadable(
      line,
      text`The message has more than ${messageLimits.parts} parts.`,
      text`Exchange takes 250 at most; trace a message with fewer.`,
    );
  if (!type.startsWith('multipart/')) return /base64|quoted-printable/iu.test(field('content-transfer-encoding') ?? '');
  const boundary = parameters.get('boundary')?.trimEnd() ?? '';
  if (boundary === '')
    throw new Unreadable(
      line,
      text`A part of the type ${shown(type)} names no boundary, so its parts cannot be told apart.`,
      text`Save the message again; its Content-Type needs ${'boundary="…"'}.`,
    );
  open.push({ boundary, line, digest: type === 'multipart/digest' });
  if (open.length > messageLimits.depth)
    throw new Unreadable(
      line,
      text`More than ${messageLimits.depth} multiparts stand inside each other.`,
      text`Exchange takes 30 levels at most; trace a message with fewer.`,
    );
  return false;
}

/** The unfolded value of the first field of this name, as mail readers take it. */
function firstField(lines: readonly string[], name: string): string | undefined {
  const isName = new RegExp(`^${name}[ \\t]*:`, 'iu');
  const start = lines.findIndex((line) => isName.test(line));
  if (start < 0) return undefined;
  let behind = start + 1;
  while (/^[ \t]/u.test(lines[behind] ?? '')) behind++;
  const folded = lines.slice(start, behind).join('');
  return folded.slice(folded.indexOf(':') + 1).trim();
}
