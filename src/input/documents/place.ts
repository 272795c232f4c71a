/** Where one value of a document was written, in UTF-16 offsets. Children are found when asked for. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Maps: name and place of each entry, in order. */
  readonly entries?: () => readonly PlacedEntry[];
  /** Lists: the place of each item. */
  readonly items?: () => readonly Place[];
}

export interface PlacedEntry {
  readonly name: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Place | undefined;
}
