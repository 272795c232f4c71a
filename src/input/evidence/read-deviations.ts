import { type Aspect, aspects } from '../../model/delivery-evidence.ts';
import { list, text } from '../../model/text.ts';
import { readDocument } from '../documents/read-document.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { InputProblem } from '../problem.ts';

/** A difference between prediction and evidence that somebody knows and has explained. */
export interface Deviation {
  readonly line: number;
  readonly aspect: Aspect;
  /** Message-ID or subject; undefined: of every message. */
  readonly message: string | undefined;
  /** What the evidence says, and what is predicted; undefined: whatever it is. */
  readonly said: string | undefined;
  readonly predicted: string | undefined;
  readonly reason: string;
}

export type DeviationsRead =
  | { readonly ok: true; readonly deviations: readonly Deviation[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

const keys = ['aspect', 'message', 'said', 'predicted', 'reason'];

/** Reads a list of `{ aspect, reason, message?, said?, predicted? }`. */
export async function readDeviations(file: string, bytes: Uint8Array): Promise<DeviationsRead> {
  const document = await readDocument(file, bytes);
  if (!document.ok) return { ok: false, problems: document.problems };
  const { data, sources } = document.value;
  const problems: InputProblem[] = [];
  const form = text`Write ${'- { aspect: spf, message: <id@example.org>, reason: why }'}.`;
  const fault = (pointer: string, problem: InputProblem['problem'], remedy: InputProblem['remedy'] = form): void => {
    problems.push({ at: sources.locate(pointer), problem, remedy });
  };
  if (!Array.isArray(data)) fault('', text`The file of deviations is no list.`);
  const deviations = (Array.isArray(data) ? data : []).flatMap((item: unknown, index): readonly Deviation[] => {
    const at = pointerTo('', index);
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      fault(at, text`This entry is no map.`);
      return [];
    }
    const entry = item as Readonly<Record<string, unknown>>;
    const own = (key: string): string | undefined =>
      entry[key] === undefined || entry[key] === null ? undefined : String(entry[key]);
    for (const key of Object.keys(entry).filter((one) => !keys.includes(one)))
      fault(pointerTo(at, key), text`${key} is no key of a deviation.`, text`The keys are ${list(keys)}.`);
    const aspect = aspects.find((one) => one === own('aspect'));
    const reason = own('reason');
    if (aspect === undefined) fault(at, text`A deviation needs an aspect.`, text`The aspects are ${list(aspects)}.`);
    if (reason === undefined || reason.trim() === '') fault(at, text`A deviation needs a reason.`);
    if (aspect === undefined || reason === undefined) return [];
    const line = sources.locate(at)?.line ?? 1;
    return [{ line, aspect, message: own('message'), said: own('said'), predicted: own('predicted'), reason }];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, deviations };
}
