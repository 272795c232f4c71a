import { plain, type Text } from '../../../model/text.ts';
import { markdownValue, markdownWords } from '../../escape.ts';

/** Prose of ours as one line of Markdown, its values as code. */
export const say = (content: Text): string => plain(content, markdownValue, markdownWords);

export const heading = (level: 1 | 2 | 3, content: string): string => `${'#'.repeat(level)} ${content}`;

/** A table of GitHub Flavored Markdown; without rows there is none. Cells are Markdown already. */
export function table(columns: readonly Text[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [[tableHead(columns), ...rows.map(row)].join('\n')];
}

/** The names of the columns, with the line below them. */
export const tableHead = (columns: readonly Text[]): string =>
  [row(columns.map(say)), row(columns.map(() => '---'))].join('\n');

/** A row of a table; the cells are Markdown already. */
export const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell || ' ').join(' | ')} |`;

/** A list; `depth` counts from 0. */
export const items = (entries: readonly string[], depth = 0): readonly string[] =>
  entries.map((entry) => `${'  '.repeat(depth)}- ${entry}`);

/** Values behind each other, each as code. */
export const values = (all: readonly string[], between = ', '): string => all.map(markdownValue).join(between);

/** Blocks with an empty line between them and one line end at the end. */
export const page = (blocks: readonly (string | readonly string[])[]): string =>
  `${blocks
    .map((block) => (typeof block === 'string' ? block : block.join('\n')))
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
