import { plain, type Text } from '../../../model/text.ts';
import { htmlText, markdownValue, markdownWords } from '../../escape.ts';
import { english, type Translate } from '../../language/translate.ts';
import type { Style } from '../../report.ts';

/** Says prose of ours in the language of the report. */
export interface Say {
  /** As one line of Markdown, its values as code. */
  (content: Text): string;
  /** For the inside of a line of HTML, where Markdown is not read (CommonMark section 4.6). */
  readonly inHtml: (content: Text) => string;
  /** As it is, for what is neither. */
  readonly translate: Translate;
}

/** What says prose in the language of a style. */
export const sayIn = ({ wording = english }: Pick<Style, 'wording'>): Say =>
  Object.assign((content: Text) => plain(wording.say(content), markdownValue, markdownWords), {
    inHtml: (content: Text) => plain(wording.say(content), htmlText, htmlText),
    translate: wording.say,
  });

export const heading = (level: 1 | 2 | 3, content: string): string => `${'#'.repeat(level)} ${content}`;

/** A table of GitHub Flavored Markdown; without rows there is none. Cells are Markdown already. */
export function table(say: Say, columns: readonly Text[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [[tableHead(say, columns), ...rows.map(row)].join('\n')];
}

/** The names of the columns, with the line below them. */
export const tableHead = (say: Say, columns: readonly Text[]): string =>
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
