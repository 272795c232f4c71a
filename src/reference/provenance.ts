/** Who says so, where it was read, and as of when. */
export interface Provenance {
  /** Whose statement it is. */
  readonly publisher: string;
  /** The document or list it was read in. */
  readonly source: string;
  /** As the source dates itself: mostly an ISO day, sometimes a year or a span of years. */
  readonly date: string;
}

/** One line for evidence: `Microsoft: <source>, 2023-07-31`. */
export const formatProvenance = ({ publisher, source, date }: Provenance): string => `${publisher}: ${source}, ${date}`;
