import type { SampleMessage } from '../../../model/topology.ts';
import { terminalText } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import type { Page } from './page.ts';
import { displayWidth } from './width.ts';

/*
 * What a reader copies from a terminal goes over several lines as its language allows it, so that it means the same: a
 * terminal that breaks a line by itself breaks words.
 */

/** A message as it could stand under `messages` of a topology. */
export const snippetLines = (page: Page, message: SampleMessage, indent: number): readonly string[] =>
  messageSnippet(message, page.wording.say).flatMap((line) =>
    // YAML 1.2 (7.3.1, 7.4): a line end in a quoted string or between tokens of a collection is one space.
    broken(terminalText(line).split(/(?<=\S) (?=\S)/u), { room: page.width - indent, hanging: 4, end: '' }).map(
      (one) => ' '.repeat(indent) + one,
    ),
  );

/** A command of PowerShell, on as many lines as it has; the backtick before a line end continues a line. */
export const commandLines = (page: Page, command: string, indent: number): readonly string[] =>
  command
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) =>
      broken(wordsOf(terminalText(line)), { room: page.width - indent, hanging: 2, end: ' `' }).map(
        (one) => ' '.repeat(indent) + one,
      ),
    );

// PowerShell takes the typographic quotation marks for its own.
const quotes = /['\u2018-\u201b]/gu;

/** Words between spaces; what stands between quotation marks stays whole. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let open = false;
  for (const part of line.split(' ')) {
    if (open) words.push(`${words.pop() ?? ''} ${part}`);
    else words.push(part);
    if ((part.match(quotes)?.length ?? 0) % 2 === 1) open = !open;
  }
  return words;
}

/** Words on lines of at most `room` columns; `end` stands where one goes on. */
function broken(
  words: readonly string[],
  { room, hanging, end }: { readonly room: number; readonly hanging: number; readonly end: string },
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  words.forEach((word, index) => {
    const more = index + 1 < words.length ? end.length : 0;
    if (line.trim() !== '' && displayWidth(line) + 1 + displayWidth(word) + more > room) {
      lines.push(line + end);
      line = ' '.repeat(hanging) + word;
    } else line += (line === '' ? '' : ' ') + word;
  });
  return [...lines, line];
}
