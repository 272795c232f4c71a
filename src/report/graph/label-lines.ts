import { displayWidth } from '../formats/terminal/width.ts';

/** Columns of a line of a text that is drawn, and lines of it; the whole is told when one points at it. */
const columnsOfLine = 30;
const linesMax = 3;

/** What takes more room than other letters: without it a name in capitals leaves its box. */
const wideLetter = /\p{Lu}/gu;
const wideLetterExtra = 0.3;

/** Width of a line in columns of ordinary letters: no font of the machine is asked. */
export const drawnColumns = (line: string): number =>
  displayWidth(line) + wideLetterExtra * (line.match(wideLetter)?.length ?? 0);

/**
 * The lines of a text as it is drawn, none for none: broken behind a space or a mark where there is one, at last cut.
 * Together they are the text, as far as it is drawn.
 */
export function labelLines(content: string): readonly string[] {
  const lines: string[] = [];
  let rest = content;
  while (rest !== '') {
    if (displayWidth(rest) <= columnsOfLine || lines.length === linesMax - 1)
      return [...lines, shortened(rest, columnsOfLine)];
    const line = firstLine(rest);
    lines.push(line);
    rest = rest.slice(line.length);
  }
  return lines;
}

/** As much as a line holds, up to the last place where people would break it: between two things first. */
function firstLine(content: string): string {
  const whole = beginning(content, columnsOfLine);
  const between = /^.* \u00b7 /u.exec(whole)?.[0];
  if (between !== undefined) return between;
  const last = /^.*[\s/\\:=,;_@.-]/u.exec(whole)?.[0] ?? '';
  // Broken further ahead the rest would need more lines than there are.
  return displayWidth(last) * 2 > columnsOfLine ? last : whole;
}

/** The beginning of a text that is too wide, with an ellipsis. */
export const shortened = (content: string, columns: number): string =>
  displayWidth(content) <= columns ? content : `${beginning(content, columns - 1)}…`;

function beginning(content: string, columns: number): string {
  let result = '';
  for (const character of content) {
    if (displayWidth(result + character) > columns) break;
    result += character;
  }
  return result;
}
