import type { Pointer, Span } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { DocumentIndex } from '../documents/source-index.ts';
import type { InputNotice, InputProblem } from '../problem.ts';

/** What one reading of a topology gathers; lives as long as the reading. */
export interface Reading {
  readonly sources: DocumentIndex;
  readonly problems: InputProblem[];
  readonly notices: InputNotice[];
}

/** More than this helps nobody, and a hostile document could give one for each of its values. */
const problemsMax = 100;
const noticesMax = 1_000;

/** Reports input that cannot be used; `remedy` says what would be valid. */
export function reportProblem(reading: Reading, at: Pointer, problem: Text, remedy: Text | undefined): void {
  if (reading.problems.length >= problemsMax) return;
  reading.problems.push({ at: reading.sources.locate(at), problem, remedy });
}

/** Reports something odd that leaves the document usable. */
export function reportNotice(
  reading: Reading,
  at: Pointer,
  notice: Pick<InputNotice, 'rule' | 'subject' | 'problem' | 'consequence' | 'remedy'>,
  place: 'key' | 'value' = 'value',
): void {
  reportNoticeAt(reading, place === 'key' ? reading.sources.locateKey(at) : reading.sources.locate(at), notice);
}

/** Reports something odd of a file that the document names. */
export function reportNoticeAt(
  reading: Reading,
  at: Span | undefined,
  notice: Pick<InputNotice, 'rule' | 'subject' | 'problem' | 'consequence' | 'remedy'>,
): void {
  if (reading.notices.length > noticesMax) return;
  if (reading.notices.length === noticesMax) {
    reading.notices.push(endOfNotices);
    return;
  }
  reading.notices.push({ ...notice, at, evidence: [] });
}

const endOfNotices: InputNotice = {
  rule: 'topology/undetermined',
  subject: 'topology:document',
  at: undefined,
  problem: text`More than ${noticesMax} values of the document are odd.`,
  consequence: text`The others are not listed.`,
  remedy: text`Mend those that are listed, and check again.`,
  evidence: [],
};
