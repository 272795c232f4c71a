export interface CsvRow {
  readonly cells: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/**
 * Rows of comma-separated values (RFC 4180) with the offsets of their cells; the delimiter is the one that the first row
 * has most of, since Export-Csv takes that of the locale.
 */
export function readRows(
  content: string,
  max: number,
): { readonly type: string | undefined; readonly rows: readonly CsvRow[]; readonly unclosed?: number } {
  const typed = /^#TYPE ([^\r\n]*)\r?\n/u.exec(content);
  let at = typed?.[0].length ?? 0;
  const delimiter = delimiterOf(content.slice(at, at + 20_000).split(/\r?\n/u)[0] ?? '');
  const rows: CsvRow[] = [];
  while (at < content.length && rows.length < max) {
    const cells: CsvRow['cells'][number][] = [];
    for (;;) {
      const cell = readCell(content, at, delimiter);
      if (cell === undefined) return { type: typed?.[1], rows, unclosed: at };
      cells.push({ text: cell.text, start: at, end: cell.end });
      at = cell.end;
      if (content[at] !== delimiter) break;
      at++;
    }
    if (content[at] === '\r') at++;
    if (content[at] === '\n') at++;
    if (cells.length > 1 || cells[0]?.text.trim() !== '') rows.push({ cells });
  }
  return { type: typed?.[1], rows };
}

function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/gu, '');
  const counts = [',', ';', '\t'].map((one) => ({ one, count: bare.split(one).length }));
  return counts.sort((left, right) => right.count - left.count)[0]?.one ?? ',';
}

/** undefined: the quotes are not closed. */
function readCell(
  content: string,
  start: number,
  delimiter: string,
): { readonly text: string; readonly end: number } | undefined {
  if (content[start] !== '"') {
    let end = start;
    while (end < content.length && content[end] !== delimiter && content[end] !== '\n' && content[end] !== '\r') end++;
    return { text: content.slice(start, end), end };
  }
  for (let at = start + 1; ; ) {
    const quote = content.indexOf('"', at);
    if (quote < 0) return undefined;
    if (content[quote + 1] !== '"')
      return { text: content.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
    at = quote + 2;
  }
}
