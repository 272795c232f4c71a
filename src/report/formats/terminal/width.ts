const printableAscii = /^[ -~]*$/u;
const combining = /[\p{Mn}\p{Me}\u200c\u200d]/u;
// Unicode Standard Annex 11: East Asian Wide and Fullwidth, by block; emoji presentation is wide on terminals too.
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/**
 * Columns that a text takes on a terminal, counted by code point. A sequence that a terminal may join (emoji with
 * joiners, with U+FE0F) counts as its parts: rather a line too short than one that runs over.
 */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (character === '\ufe0f') columns += 1;
    else if (wide.test(character)) columns += 2;
    else if (!combining.test(character)) columns += 1;
  }
  return columns;
}

/** As much of the beginning of a text as takes at most so many columns. */
export function takeStart(text: string, columns: number): string {
  let result = '';
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > columns) break;
    result += character;
  }
  return result;
}

/** As much of the end of a text as takes at most so many columns. */
export function takeEnd(text: string, columns: number): string {
  // Only as many code units as can matter are looked at: a hostile line may hold a megabyte before the place.
  const reversed = Array.from(text.slice(-4 * columns - 2))
    .reverse()
    .join('');
  return Array.from(takeStart(reversed, columns)).reverse().join('');
}
