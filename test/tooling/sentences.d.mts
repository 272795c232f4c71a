/** A sentence that reports may show, with the area it belongs to and every place that says it, the first of all first. */
export interface Sentence {
  readonly key: string;
  readonly area: string;
  readonly places: readonly { readonly file: string; readonly line: number; readonly area: string }[];
}
export type Entry = string | { readonly one: string; readonly other: string; readonly by?: number };

export function areaOf(file: string): string;
export function templatesOf(
  file: string,
  content: string,
): readonly { readonly key: string; readonly file: string; readonly line: number }[];
type Kept = readonly { readonly key: string; readonly file: string; readonly line: number }[];
export function loadKeptSentences(): Promise<Kept>;
export function allSentences(kept: Kept): readonly Sentence[];
export const frenchFolder: string;
export function readFrench(): ReadonlyMap<string, Readonly<Record<string, Entry>>>;
/** @returns nothing where the translation may stand in the catalogue. */
export function flawsOf(key: string, entry: Entry): readonly string[];
