/** What mail flow rules read and change besides header fields. */
export interface Content {
  readonly subject: string;
  readonly body: string;
  /** The body as its HTML part says it, where that differs; which of the two rules read is not documented. */
  readonly otherBody?: string | undefined;
  /** Addresses of the To and Cc fields, as written. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
}
