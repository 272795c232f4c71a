const encoder = new TextEncoder();

/** Long enough for nearly all texts; longer ones get room of their own. */
const usual = new Uint8Array(65_536);

/**
 * The code units of a text as numbers, good until the next call; there may be more behind them. Reading each of them from the
 * string takes longer than everything that a search does with it.
 */
export function unitsOf(text: string): Uint8Array | Uint16Array {
  const room = text.length > usual.length ? new Uint8Array(text.length) : usual;
  // As many octets as units: all is ASCII.
  const { read, written } = encoder.encodeInto(text, room);
  if (read === text.length && written === text.length) return room;
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}
