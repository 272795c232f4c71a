/** Lower case without the trailing dot, the form in which names are compared. */
export const comparable = (name: string): string => name.toLowerCase().replace(/\.$/u, '');

/** The name itself, then each name above it, longest first: `a.b.c`, `b.c`, `c`. At most 128 of them (RFC 1035 3.1). */
export function* namesAbove(name: string): Generator<string> {
  let rest = comparable(name);
  for (let count = 0; rest !== '' && count < 128; count++) {
    yield rest;
    const dot = rest.indexOf('.');
    rest = dot < 0 ? '' : rest.slice(dot + 1);
  }
}
