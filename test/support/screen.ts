import { displayWidth } from '../../src/report/formats/terminal/width.ts';

/** A terminal as far as a line of progress needs one. */
export interface Screen {
  readonly write: (text: string) => void;
  /** Every row, blanks at its end left out. */
  readonly rows: () => readonly string[];
  /** What stood on it after each write, and before and after each time that something was taken away. */
  readonly seen: (readonly string[])[];
}

/**
 * Carriage return, line feed and "erase to the end of the line" (ECMA-48 8.3.41) are obeyed; a row that is full goes on in
 * the next one, as terminals wrap.
 */
export function screen(columns: number): Screen {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const seen: (readonly string[])[] = [];
  const shown = () => rows.map((cells) => cells.join('').trimEnd());
  const current = (): string[] => {
    const cells = rows[row] ?? [];
    rows[row] = cells;
    return cells;
  };
  const put = (character: string): void => {
    const width = displayWidth(character);
    if (column + width > columns) [row, column] = [row + 1, 0];
    const cells = current();
    while (cells.length < column) cells.push(' ');
    // The second column of a wide character holds nothing of its own.
    cells.splice(column, width, character, ...Array.from({ length: width - 1 }, () => ''));
    column += width;
  };
  const erase = (): void => {
    seen.push(shown());
    current().splice(column);
    seen.push(shown());
  };
  return {
    rows: shown,
    seen,
    write(text) {
      for (const [token] of text.matchAll(/\r|\n|\u001b\[K|[\s\S]/gu)) {
        if (token === '\r') column = 0;
        else if (token === '\n') [row, column] = [row + 1, 0];
        else if (token === '\u001b[K') erase();
        else put(token);
      }
      seen.push(shown());
    },
  };
}
