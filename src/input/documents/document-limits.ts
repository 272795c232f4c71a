/**
 * What one document may cost. The largest topology that is meant to be read (500 domains, 300 rules, 20,000 recipients)
 * has about two megabytes and 200,000 values; everything beyond these bounds is refused before it is built.
 */
export interface DocumentLimits {
  readonly bytes: number;
  /** UTF-16 units of a text that needs the whole YAML parser, which takes a second for each half million. */
  readonly yamlLength: number;
  /** Levels of maps and lists inside each other. */
  readonly depth: number;
  /** Values, keys and list items, each alias counted as often as it is used. */
  readonly values: number;
  /** Uses of YAML aliases; each is resolved by a walk over the document. */
  readonly aliases: number;
  /** Problems that are reported of one document. */
  readonly problems: number;
}

export const documentLimits: DocumentLimits = {
  bytes: 16 * 1024 * 1024,
  yamlLength: 4_000_000,
  depth: 64,
  values: 1_000_000,
  aliases: 1_000,
  problems: 25,
};
