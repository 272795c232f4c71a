import { displayWidth } from './width.ts';

/** Breaks a text at its spaces into lines of at most `width` columns; a longer word stays whole on its own line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const word of text.split(' ')) {
    const wordColumns = displayWidth(word);
    if (columns > 0 && columns + 1 + wordColumns > width) {
      lines.push(line.trimEnd());
      line = word;
      columns = wordColumns;
    } else {
      line = columns === 0 ? word : `${line} ${word}`;
      columns += (columns === 0 ? 0 : 1) + wordColumns;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
