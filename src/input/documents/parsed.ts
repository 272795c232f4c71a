import type { Text } from '../../model/text.ts';
import type { Place } from './place.ts';

/** A problem at a range of UTF-16 offsets, before it is placed in a file. */
export interface FoundProblem {
  readonly start: number;
  readonly end: number;
  readonly problem: Text;
  readonly remedy: Text | undefined;
}

/** What a parser makes of a text: plain data with the places of its values, or what is wrong with it. */
export type Parsed =
  | { readonly ok: true; readonly data: unknown; readonly root: Place | undefined }
  | { readonly ok: false; readonly problems: readonly [FoundProblem, ...FoundProblem[]] };

/** Sets a property as the document's own, also where the name is one that JavaScript treats apart. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}
