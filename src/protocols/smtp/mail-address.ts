/** Domains by address: every step of a message asks again, and names that are one text are found at once in tables. */
const known = new Map<string, string>();
const knownMax = 10_000;

/** Domain of a mail address in lower case; the last `@` counts (RFC 5321 4.1.2 allows a quoted one before it). Empty for the null sender. */
export function domainOf(address: string): string {
  const before = known.get(address);
  if (before !== undefined) return before;
  const at = address.lastIndexOf('@');
  const domain = at < 0 ? '' : address.slice(at + 1).toLowerCase();
  if (known.size >= knownMax) known.clear();
  known.set(address, domain);
  return domain;
}

/** Local part as written; the whole text where there is no `@`. */
export function localPartOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
}

/** Two mail addresses are the same to Exchange when they differ in case only. */
export const sameAddress = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
