import { plain, type Text } from '../../../model/text.ts';

const widthMax = 118;

/**
 * A sentence as lines of comment. Every line begins with a bar, so that no value of the user can stand where PowerShell
 * looks for `#Requires` or for the mark of a signature; what could end a line is written as its code.
 */
export function comment(content: Text, indent: string): readonly string[] {
  const start = `${indent}# | `;
  const lines: string[] = [];
  let line = '';
  for (const word of plain(content, visible).split(' ')) {
    if (line !== '' && start.length + line.length + 1 + word.length > widthMax) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${start}${one}`.trimEnd());
}

/** Control characters, separators of lines and marks of direction by their code; other characters as they are. */
function visible(value: string): string {
  return value.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
