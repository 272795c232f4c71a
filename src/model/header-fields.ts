/**
 * Header fields by name. A field that a message carries several times has one entry, each instance on a line of its own,
 * newest first: an unfolded value has no line breaks (RFC 5322 2.2.3), so they can part instances.
 */
export type HeaderFields = ReadonlyMap<string, string>;

/** The instances of a field, none for undefined. */
export const instancesOf = (value: string | undefined): readonly string[] =>
  value === undefined ? [] : value.includes('\n') ? value.split('\n') : [value];

/** The entry that stands for these instances; what is folded is unfolded. */
export const fieldOf = (instances: readonly string[]): string =>
  instances.map((one) => one.replace(/\s*[\r\n]+\s*/gu, ' ')).join('\n');
