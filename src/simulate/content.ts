/** What mail flow rules read and change besides header fields. */
export interface Content {
  readonly subject: string;
  readonly body: string;
  /** Addresses of the To and Cc fields, as written. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
}
