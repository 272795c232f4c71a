import type { YAMLError } from 'yaml';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { FoundProblem } from './parsed.ts';

/** Says a syntax error of YAML in words that name the way out. */
export function yamlProblem(source: string, error: YAMLError): FoundProblem {
  const [reported, end] = error.pos;
  const start = error.code === 'MISSING_CHAR' ? opening(source, error) : reported;
  const [problem, remedy] = words(source, error);
  return { start, end: Math.max(start + 1, Math.min(end, source.length)), problem, remedy };
}

/** The parser reports a missing quote where the text ends; the quote before that is the one left open. */
function opening(source: string, error: YAMLError): number {
  const [reported] = error.pos;
  const quote = /(["'])quote/u.exec(error.message)?.[1];
  const found = quote === undefined ? -1 : source.lastIndexOf(quote, reported);
  return found < 0 ? reported : found;
}

function words(source: string, error: YAMLError): [Text, Text | undefined] {
  const [start] = error.pos;
  switch (error.code) {
    case 'BAD_ALIAS': {
      const written =
        /^[^\s,\]}]*/u.exec(source.slice(source[start] === '*' ? start : Math.max(0, start - 1), start + 80))?.[0] ??
        '*';
      const shown = written === '' ? '*' : written;
      return [text`In YAML, ${shown} without quotes is an alias.`, text`Write ${`"${shown}"`}.`];
    }
    case 'TAB_AS_INDENT':
      return [text`A tab indents this line; YAML indents with spaces only.`, text`Replace the tab by spaces.`];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        text`A second colon makes another key on the same line.`,
        text`Put the value in quotes if the colon belongs to it, or move the inner key to its own line.`,
      ];
    case 'MISSING_CHAR':
      if (/quote/u.test(error.message))
        return [text`This text has no closing quote.`, text`Close it with the quote it begins with.`];
      if (/Flow|flow|\]|\}/u.test(error.message))
        return [text`A list or map in brackets is not closed.`, text`Close it with ${']'} or ${'}'}.`];
      return [text`${error.message}.`, undefined];
    case 'BAD_SCALAR_START':
      return [
        text`A value cannot begin with ${source[start] ?? ''} unless it stands in quotes.`,
        text`Put the value in double quotes.`,
      ];
    case 'BAD_INDENT':
      return /Flow/u.test(error.message)
        ? [
            text`A list or map in brackets is not closed, or its lines are not indented.`,
            text`Close it with ${']'} or ${'}'}, and indent its lines more than the key.`,
          ]
        : [
            text`This line is not indented as the lines around it.`,
            text`Give all keys of one map the same number of spaces.`,
          ];
    case 'BAD_DQ_ESCAPE':
      return [
        text`A backslash in double quotes begins an escape, and this is none.`,
        text`Write ${'\\\\'}, or use single quotes.`,
      ];
    case 'UNEXPECTED_TOKEN':
    case 'IMPOSSIBLE':
      return [
        text`This cannot stand here: ${firstLine(error.message)}.`,
        text`Check the indentation and the quotes of this line and the line before.`,
      ];
    default:
      return [
        text`This is not YAML: ${firstLine(error.message)}.`,
        text`Check the indentation and the quotes of this line and the line before.`,
      ];
  }
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/[.:]$/u, '');
