/** Compares two strings by UTF-16 code unit, the only order that no locale changes. */
export const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** A comparison by the text that `key` gives for each side. */
export const by =
  <T>(key: (item: T) => string) =>
  (left: T, right: T): number =>
    byCodeUnit(key(left), key(right));
