import { text } from '../../model/text.ts';
import type { PatternNode } from './pattern-node.ts';
import { notValid, type PatternReader, peek, refuse } from './pattern-reader.ts';

/** The engine repeats no more often, nested repetitions multiplied. */
export const repetitionMax = 1000;

interface Bounds {
  readonly min: number;
  readonly max?: number;
  readonly length: number;
}

/** The part with the quantifier that follows it, if one does. */
export function withQuantifier(reader: PatternReader, part: PatternNode, skipBlank: () => void): PatternNode {
  const bounds = boundsAhead(reader);
  if (bounds === undefined) return part;
  const { min, max, length } = bounds;
  if (max !== undefined && min > max) {
    return notValid(reader, reader.at, text`in a quantifier such as ${'{2,3}'} the smaller number comes first.`);
  }
  if (min > repetitionMax || (max ?? 0) > repetitionMax) {
    return refuse(reader, 'too-large', text`It repeats a part more than ${repetitionMax} times.`);
  }
  reader.at += length;
  skipBlank();
  const lazy = peek(reader) === '?';
  if (lazy) reader.at += 1;
  skipBlank();
  if (boundsAhead(reader) !== undefined) {
    return notValid(reader, reader.at, text`a quantifier follows no other one; ${'(?:…)'} goes between them.`);
  }
  return { kind: 'repeat', part, min, ...(max === undefined ? {} : { max }), lazy };
}

function boundsAhead(reader: PatternReader): Bounds | undefined {
  switch (peek(reader)) {
    case '*':
      return { min: 0, length: 1 };
    case '+':
      return { min: 1, length: 1 };
    case '?':
      return { min: 0, max: 1, length: 1 };
    case '{':
      return countsAhead(reader);
    default:
      return undefined;
  }
}

function countsAhead(reader: PatternReader): Bounds | undefined {
  const found = /^\{(\d+)(?:(,)(\d*))?\}/u.exec(reader.pattern.slice(reader.at, reader.at + 1000));
  if (found === null) return undefined;
  const [whole, low = '', comma, high = ''] = found;
  const min = Number(low);
  if (comma === undefined) return { min, max: min, length: whole.length };
  return { min, ...(high === '' ? {} : { max: Number(high) }), length: whole.length };
}
