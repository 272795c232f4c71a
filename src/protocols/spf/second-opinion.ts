import type { Text } from '../../model/text.ts';
import { text, value } from '../../model/text.ts';
import { parseRecord } from './parse-record.ts';

/** One point where spf-parse reads a record differently. */
export interface OtherReading {
  /** The term as written; '' for the record as a whole. */
  readonly term: string;
  /** Column in the record, from 1. */
  readonly column: number;
  readonly message: Text;
}

/** Longer records are not shown to spf-parse, whose patterns nobody has measured on hostile text. */
const recordMax = 4096;

/**
 * Where the package spf-parse reads an SPF record differently from RFC 7208 as read here. Advice for a person who
 * wonders why another tool disagrees: it decides nothing, because that package takes `include:spf.example.ca` for a
 * mechanism a, and sound records for wrong ones. Loads the package when called.
 */
export async function secondOpinion(record: string): Promise<readonly OtherReading[]> {
  const whole = (message: Text): readonly OtherReading[] => [{ term: '', column: 1, message }];
  if (record.length > recordMax)
    return whole(text`The record has more than ${recordMax} characters, so spf-parse was not asked.`);
  const { default: parse } = await import('spf-parse');
  const theirs = parse(record);
  const ours = parseRecord(record);
  const found: OtherReading[] = [];
  const terms = theirs.mechanisms.filter(({ type }) => type !== 'version');
  // After some errors spf-parse gives no terms at all; then only its messages can be compared.
  if (terms.length === ours.terms.length) {
    for (const [index, term] of ours.terms.entries()) {
      const read = terms[index]?.type;
      const kind = term.kind === 'unknown-modifier' || term.kind === 'broken' ? undefined : term.kind;
      if (read === kind) continue;
      found.push({ term: term.text, column: term.column, message: otherKind(read, kind) });
    }
  }
  const messages = (theirs.messages ?? []).filter(({ type }) => type === 'error');
  if (ours.errors.length === 0) {
    found.push(
      ...messages.map(({ message }) => ({
        term: '',
        column: 1,
        message: text`spf-parse calls it wrong (${message}), and by RFC 7208 it is not.`,
      })),
    );
  } else if (messages.length === 0) {
    found.push(
      ...ours.errors.map(({ term, column, message }) => ({
        term,
        column,
        message: text`spf-parse accepts what RFC 7208 forbids: ${message}`,
      })),
    );
  }
  return found;
}

function otherKind(read: string | undefined, kind: string | undefined): Text {
  const theirs = read === undefined ? text`cannot tell what it is` : text`reads it as ${read}`;
  const ours = kind === undefined ? text`no term of RFC 7208 with a meaning` : value(kind);
  return text`spf-parse ${theirs}; by RFC 7208 it is ${ours}.`;
}
