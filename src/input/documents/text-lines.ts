import type { Span } from '../../model/source.ts';

/** The lines of a text, found when first asked for: most runs never quote one. */
export interface TextLines {
  /** Place of a range of UTF-16 offsets. */
  span(start: number, end: number): Span;
  /** The text of a line (from 1) without its end. */
  line(number: number): string | undefined;
}

export function textLines(file: string, text: string): TextLines {
  let starts: readonly number[] | undefined;
  const table = (): readonly number[] => {
    starts ??= lineStarts(text);
    return starts;
  };
  const position = (offset: number): { line: number; column: number } => {
    const all = table();
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((all[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (all[low] ?? 0) + 1 };
  };
  return {
    span(start, end) {
      const from = position(Math.min(start, text.length));
      const to = position(Math.max(Math.min(end, text.length), Math.min(start, text.length)));
      return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
    line(number) {
      const all = table();
      const start = all[number - 1];
      if (start === undefined) return undefined;
      const next = all[number] ?? text.length + 1;
      return text.slice(start, next).replace(/\r?\n$|\r$/u, '');
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // YAML 1.2 section 5.4: a line ends with LF, CR, or CR LF.
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}
