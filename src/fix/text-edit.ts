/** One replacement in a text: `removed` stands at `start` before, `inserted` after; offsets in UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly removed: string;
  readonly inserted: string;
}

/** Replaces the text from `start` to `end`. */
export const edit = (source: string, start: number, end: number, inserted: string): TextEdit => ({
  start,
  removed: source.slice(start, end),
  inserted,
});

export const applyEdit = (source: string, { start, removed, inserted }: TextEdit): string =>
  source.slice(0, start) + inserted + source.slice(start + removed.length);

/** The edits that lead back, in the order in which they are applied. */
export const invertEdits = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.map(({ start, removed, inserted }) => ({ start, removed: inserted, inserted: removed })).reverse();
