import { htmlText } from '../../escape.ts';

/** Characters of a word that a narrow column holds. */
const wordMax = 24;
/** Behind a mark that joins, before one that begins: where people end a line in a path, a name or an address. */
const atMarks = /(?<=.[/\\:=,;_-])(?=\w)|(?<=\w)(?=[@.]\w)/u;
/** A letter with the marks above and below it. */
const letters = /.\p{M}*/gu;

/**
 * Markup of a text whose long words may end their line at a mark in them, at last anywhere: without that a name of a domain
 * or of a connector widens a table until its last columns leave the page. What is copied from the page is unchanged.
 */
export const breakable = (content: string): string =>
  content
    .split(/(\s+)/u)
    .map((word) =>
      word.length <= wordMax ? htmlText(word) : word.split(atMarks).flatMap(evenPieces).map(htmlText).join('<wbr>'),
    )
    .join('');

/** A part without a mark in as few pieces of one length as a narrow column can hold. */
function evenPieces(part: string): readonly string[] {
  const all = part.match(letters) ?? [];
  const length = Math.ceil(all.length / Math.ceil(all.length / wordMax));
  return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length).join(''),
  );
}
