/*
 * A report repeats values that strangers may have chosen: display names, rule names, record texts. One function per
 * target language makes each of them inert there; words of our own never pass through here.
 */

// Cc: ANSI escapes begin there. Cf: bidirectional controls reorder a line (CVE-2021-42574), the zero-width ones hide in it.
// Zl, Zp, Cs: line ends and halves of pairs. The joiners U+200C and U+200D stay: names in several scripts need them.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** More of one value than this hides everything around it; formats for programs carry it whole. */
const valueMax = 2_000;

/**
 * A value for a line of a terminal: nothing in it moves the cursor, ends the line, changes colour or order, and no value
 * fills the screen.
 */
export function terminalText(value: string): string {
  return inertText(shortened(value, valueMax));
}

/** The same without its length, for what cuts it by its own measure. */
export function inertText(value: string): string {
  return value.replace(unsafe, (found) => short[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The first characters of a long text, and how many it has; never half of a pair. */
export function shortened(content: string, max: number): string {
  if (content.length <= max) return content;
  const end = /[\ud800-\udbff]/u.test(content.charAt(max - 1)) ? max - 1 : max;
  return `${content.slice(0, end)}… (${content.length} characters)`;
}

/**
 * JSON text that is safe to show: what JSON.stringify leaves bare (U+007F to U+009F, line separators, format
 * characters) becomes an escape of JSON. Such characters stand only inside strings, so the values stay the same.
 */
export function jsonText(json: string): string {
  return json.replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
