/** A condition that only a fault of this program can break; the message names it. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** Throws when what must hold does not. Never used for what a user can cause. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new BrokenInvariant(what);
}
