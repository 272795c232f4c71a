import type { Span } from '../../../model/source.ts';
import { type Content, element, shown, styled } from './element.ts';
import type { Sheet } from './sheet.ts';

/** Lines above and below that are quoted for orientation. */
const around = 2;
/** A longer line is no line that people read. */
const lineMax = 400;

/** The user's own lines round a place, the place marked; only where it is from when the text is not at hand. */
export function sourceQuote(sheet: Sheet, span: Span): Content {
  const marked = sheet.sources.line(span.file, span.line);
  const caption = element('figcaption', {}, sheet.place(span));
  if (marked === undefined) return styled('figure', 'quote', caption);
  const numbers = Array.from({ length: 2 * around + 1 }, (_, index) => span.line - around + index);
  const rows = numbers.flatMap((number) => {
    const line = number < 1 ? undefined : sheet.sources.line(span.file, number);
    if (line === undefined) return [];
    const text = number === span.line ? markedLine(line, span) : visible(line);
    return [styled('span', number === span.line ? 'row here' : 'row', styled('span', 'number', number), text, '\n')];
  });
  return styled('figure', 'quote', caption, element('pre', { tabindex: 0 }, element('code', {}, rows)));
}

function markedLine(line: string, span: Span): Content {
  const start = Math.min(Math.max(0, span.column - 1), line.length);
  const end = endColumn(line, span, start);
  const before = line.slice(0, start);
  if (before.length > lineMax)
    return [`${visible(before.slice(0, 40))}…`, element('mark', {}, visible(line.slice(start, end)))];
  return [visible(before), element('mark', {}, visible(line.slice(start, end))), visible(line.slice(end))];
}

function endColumn(line: string, span: Span, start: number): number {
  if (span.endLine !== undefined && span.endLine > span.line) return Math.max(start + 1, line.trimEnd().length);
  if (span.endColumn !== undefined && span.endColumn - 1 > start) return Math.min(line.length, span.endColumn - 1);
  return start + 1;
}

/** Tabs stay tabs; what else is no visible character is written out. */
const visible = (content: string): string =>
  content.slice(0, lineMax).split('\t').map(shown).join('\t') + (content.length > lineMax ? '…' : '');
