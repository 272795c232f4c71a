import { type Text, text } from '../../model/text.ts';
import type { PatternNode } from './pattern-node.ts';
import { changeOptions, type PatternOptions } from './pattern-options.ts';
import { notModelled, notValid, type PatternReader, peek, startsWith } from './pattern-reader.ts';

/** Groups that an engine without backtracking does not have. */
const refused: readonly (readonly [opening: string, construct: Text])[] = [
  ['(?=', text`look-ahead (${'(?='})`],
  ['(?!', text`negative look-ahead (${'(?!'})`],
  ['(?<=', text`look-behind (${'(?<='})`],
  ['(?<!', text`negative look-behind (${'(?<!'})`],
  ['(?>', text`an atomic group (${'(?>'})`],
  ['(?(', text`a condition (${'(?('})`],
];

const names = /^\(\?(?:<([^<>=!']*)>|'([^<>']*)')/u;
const validName = /^(?:[1-9][0-9]*|[\p{L}\p{Mn}\p{Pc}][\p{L}\p{Mn}\p{Nd}\p{Pc}]*)$/u;

/**
 * Reads a group of .NET, names and inline options included; the reader stands at its opening parenthesis.
 * @param readInside reads what is in the group with the options that hold there, up to the closing parenthesis.
 */
export function readGroup(
  reader: PatternReader,
  options: PatternOptions,
  readInside: (options: PatternOptions) => PatternNode,
): PatternNode {
  const start = reader.at;
  const found = refused.find(([opening]) => startsWith(reader, opening));
  if (found !== undefined) return notModelled(reader, start, found[1]);
  const inner = readOpening(reader, options);
  const node = readInside(inner);
  if (peek(reader) !== ')') return notValid(reader, start, text`a group that begins with ${'('} ends with ${')'}.`);
  reader.at += 1;
  return node;
}

function readOpening(reader: PatternReader, options: PatternOptions): PatternOptions {
  const start = reader.at;
  if (!startsWith(reader, '(?')) {
    reader.at += 1;
    return options;
  }
  const ahead = reader.pattern.slice(start, start + 200);
  const letters = /^\(\?([a-z-]*):/iu.exec(ahead)?.[1];
  if (letters !== undefined) {
    const changed = changeOptions(reader, options, letters);
    reader.at += letters.length + 3;
    return changed;
  }
  const named = names.exec(ahead);
  const name = named?.[1] ?? named?.[2];
  if (named === null || name === undefined) {
    notValid(
      reader,
      start,
      text`behind ${'(?'} stands ${':'}, a name such as ${'<name>'}, or options such as ${'i:'}.`,
    );
  } else if (name.includes('-')) {
    notModelled(reader, start, text`a balancing group (${named[0]})`);
  } else if (!validName.test(name)) {
    notValid(reader, start, text`a group's name has letters, digits and underscores and begins with no digit.`);
  } else {
    reader.at += named[0].length;
  }
  return options;
}
