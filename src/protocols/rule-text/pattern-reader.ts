import { type Text, text } from '../../model/text.ts';
import type { PatternNode, PatternReading, PatternRefusal } from './pattern-node.ts';

/** A place in a pattern that is being read, and the first reason not to go on. */
export interface PatternReader {
  readonly pattern: string;
  at: number;
  refusal: PatternRefusal | undefined;
}

export const readerOf = (pattern: string): PatternReader => ({ pattern, at: 0, refusal: undefined });

/** The character `offset` places ahead, or the empty string behind the end. */
export const peek = (reader: PatternReader, offset = 0): string => reader.pattern[reader.at + offset] ?? '';

export const atEnd = (reader: PatternReader): boolean => reader.at >= reader.pattern.length;

export const startsWith = (reader: PatternReader, words: string): boolean =>
  reader.pattern.startsWith(words, reader.at);

/** Stands for what was not read; a refused reading never shows it. */
export const nothing: PatternNode = { kind: 'sequence', parts: [] };

/** Records the first refusal and moves to the end, so that every loop over the pattern ends by itself. */
export function refuse(reader: PatternReader, kind: PatternRefusal['kind'], because: Text): PatternNode {
  reader.refusal ??= { kind, because };
  reader.at = reader.pattern.length;
  return nothing;
}

/** Refuses what no .NET regular expression can be; `what` is a sentence that says what would be. */
export function notValid(reader: PatternReader, at: number, what: Text): PatternNode {
  return refuse(reader, 'not-valid', text`At character ${at + 1} it is not a .NET regular expression: ${what}`);
}

/** Refuses a construct that .NET knows and this program does not decide. */
export function notModelled(reader: PatternReader, at: number, construct: Text): PatternNode {
  return refuse(reader, 'not-modelled', text`At character ${at + 1} it uses ${construct}, which is not evaluated.`);
}

export const readingOf = (reader: PatternReader, node: PatternNode): PatternReading =>
  reader.refusal === undefined ? { ok: true, node } : { ok: false, refusal: reader.refusal };
