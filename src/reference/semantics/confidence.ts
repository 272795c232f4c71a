import { invariant } from '../../base/invariant.ts';
import { nearest } from '../../base/suggest.ts';
import type { Confidence } from '../../simulate/trace.ts';
import idsByLetter from './confidence.json' with { type: 'json' };

/** The confidence of every id. Small, because each simulation needs it when it starts; the texts are elsewhere. */
const confidences: ReadonlyMap<string, Confidence> = new Map(
  (
    [
      ['documented', idsByLetter.D],
      ['observed', idsByLetter.O],
      ['inferred', idsByLetter.I],
    ] as const
  ).flatMap(([confidence, ids]) => ids.split(' ').map((id) => [id, confidence] as const)),
);
const falling: readonly Confidence[] = ['documented', 'observed', 'inferred'];

/** Every id of the semantics, in the order of the documents within each grade. */
export const semanticsIds: readonly string[] = [...confidences.keys()];

/** Whether a word is an id of the semantics, exactly as written (`ATTR-7`). */
export const isSemanticsId = (word: string): boolean => confidences.has(word);

/**
 * The lowest confidence among the rules that a verdict rests on (DEC-9): documented, then observed, then inferred.
 * Conflicting and ungraded rules count as inferred. No ids at all are `documented`, the neutral element: such a step
 * takes nothing from this table. An unknown id is a fault of the program.
 */
export function confidenceOf(ids: readonly string[]): Confidence {
  let lowest = 0;
  for (const id of ids) {
    const confidence = confidences.get(id);
    // Asked some fifty times for each message: the words of the fault are made only for one.
    if (confidence === undefined) invariant(false, `semantics id ${id} exists`);
    lowest = Math.max(lowest, falling.indexOf(confidence));
  }
  return falling[lowest] ?? 'inferred';
}

/** The ids that a person may have meant: the letters of a rule known only by letters, then near spellings. */
export function nearestIds(word: string, count = 5): readonly string[] {
  const wanted = word.trim().toUpperCase().slice(0, 40);
  const lettered = semanticsIds.filter((id) => id.toUpperCase().replace(/[A-Z]$/u, '') === wanted);
  const sameSeries = semanticsIds.filter((id) => id.startsWith(`${wanted.replace(/[-\d].*$/u, '')}-`));
  const close = nearest(wanted, sameSeries.length > 0 ? sameSeries : semanticsIds, count);
  return [...new Set([...lettered, ...close])].slice(0, count);
}

/** The id as the documents spell it, whatever the case and the leading zeros typed; undefined when there is none. */
export function normalizedId(word: string): string | undefined {
  const parts = /^([A-Za-z]+)-0*(\d{1,3})([A-Za-z]?)$/u.exec(word.trim());
  if (parts === null) return undefined;
  const [, series = '', number = '', letter = ''] = parts;
  const spellings = [number, number.padStart(2, '0')];
  return spellings.map((digits) => `${series.toUpperCase()}-${digits}${letter.toLowerCase()}`).find(isSemanticsId);
}

/** The confidence of one id; undefined for an unknown one. */
export const confidenceOfId = (id: string): Confidence | undefined => confidences.get(id);
