import type { Span } from '../../../model/source.ts';
import { inertText } from '../../escape.ts';
import type { Page } from './page.ts';
import { displayWidth, takeEnd, takeStart } from './width.ts';

/**
 * The user's own line, its neighbour above for orientation, and carets under the place. Empty where the file's text is
 * not at hand.
 */
export function quote(page: Page, span: Span, indent: number): readonly string[] {
  const line = page.sources.line(span.file, span.line);
  if (line === undefined) return [];
  const margin = ' '.repeat(indent);
  const digits = String(span.line).length;
  const room = Math.max(20, page.width - indent - digits - 3);
  const gutter = (number: string): string => page.paint('faint', `${number.padStart(digits)} |`);
  const row = (number: string, content: string): string => `${margin}${gutter(number)} ${content}`.trimEnd();

  const start = Math.min(Math.max(0, span.column - 1), line.length);
  const end = endColumn(span, line, start);
  const { text, from, to } = crop(
    visible(line.slice(0, start)),
    visible(line.slice(start, end)),
    visible(line.slice(end)),
    room,
  );
  const above = span.line > 1 ? page.sources.line(span.file, span.line - 1) : undefined;
  const result: string[] = [];
  if (above !== undefined && above.trim() !== '') {
    result.push(row(String(span.line - 1), crop('', '', visible(above), room).text));
  }
  result.push(row(String(span.line), text));
  result.push(row('', ' '.repeat(from) + page.paint('strong', '^'.repeat(Math.max(1, to - from)))));
  return result;
}

// A tab is one column here, so that carets stand right whatever the terminal's tab stops are.
const visible = (text: string): string => inertText(text.replaceAll('\t', ' '));

function endColumn(span: Span, line: string, start: number): number {
  if (span.endLine !== undefined && span.endLine > span.line) return Math.max(start + 1, line.trimEnd().length);
  if (span.endColumn !== undefined && span.endColumn - 1 > start) return Math.min(line.length, span.endColumn - 1);
  return start + 1;
}

/** Cuts a long line to `room` columns round the marked stretch, with an ellipsis where something is missing. */
function crop(before: string, marked: string, after: string, room: number): { text: string; from: number; to: number } {
  const lead = displayWidth(before);
  const size = displayWidth(marked);
  if (lead + size + displayWidth(after) <= room) return { text: before + marked + after, from: lead, to: lead + size };
  const shown = takeStart(marked, Math.max(8, room - 12));
  const keep = Math.max(0, Math.min(lead, room - displayWidth(shown) - 2, Math.floor(room / 2)));
  const head = keep < lead ? `…${takeEnd(before, Math.max(0, keep - 1))}` : before;
  const from = displayWidth(head);
  const to = from + displayWidth(shown);
  const rest = (shown === marked ? '' : marked.slice(shown.length)) + after;
  const tail = displayWidth(rest) <= room - to ? rest : `${takeStart(rest, room - to - 1)}…`;
  return { text: head + shown + tail, from, to };
}
