/** What `$GENERATE` counts through; all three are part of the range. */
export interface GenerateRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** `start-stop` or `start-stop/step`, numbers from 0 to 2147483647; undefined for any other text. */
export function readRange(text: string): GenerateRange | undefined {
  const found = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/u.exec(text);
  if (found === null) return undefined;
  const [start = 0, stop = 0, step = 0] = [found[1], found[2], found[3] ?? '1'].map(Number);
  const sound = start <= stop && step > 0 && stop <= 0x7fff_ffff && step <= 0x7fff_ffff;
  return sound ? { start, stop, step } : undefined;
}

export const countOf = (range: GenerateRange): number => Math.floor((range.stop - range.start) / range.step) + 1;

type Part = string | ((value: number) => string);

/** One side of a `$GENERATE`, cut at its dollar signs. */
export type Template = readonly Part[];

/**
 * The two sides of a `$GENERATE`, cut once at their dollar signs (BIND 9 Administrator Reference Manual): `$` is the
 * number, `${offset,width,base}` the number moved, padded and in base d, o, x, X, n or N (nibbles, lowest first),
 * `$$` a dollar sign, and a backslash keeps the next character as it is.
 * @returns undefined when a brace after a dollar sign holds anything else.
 */
export function readTemplate(text: string): Template | undefined {
  const parts: Part[] = [];
  const pattern = /\\[\s\S]|\$\$|\$\{([^}]*)\}|\$/gu;
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[0].startsWith('\\')) parts.push(found[0]);
    else if (found[0] === '$$') parts.push('\\$');
    else if (found[1] === undefined) {
      if (text[from] === '{') return undefined;
      parts.push(String);
    } else {
      const part = readModifier(found[1]);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }
  return [...parts, text.slice(from)];
}

/** One side for one number. */
export const fillTemplate = (template: Template, value: number): string =>
  template.map((part) => (typeof part === 'string' ? part : part(value))).join('');

function readModifier(inside: string): Part | undefined {
  const found = /^([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?$/u.exec(inside);
  if (found === null) return undefined;
  const offset = Number(found[1]);
  const width = Number(found[2] ?? 0);
  const base = found[3] ?? 'd';
  return (value) => inBase(value + offset, width, base);
}

function inBase(value: number, width: number, base: string): string {
  if (base === 'd')
    return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
  // Below zero, the other bases show the 32 bits of the number, as printf does.
  const bits = value >>> 0;
  if (base === 'o') return bits.toString(8).padStart(width, '0');
  const hex = bits.toString(16);
  if (base === 'x') return hex.padStart(width, '0');
  if (base === 'X') return hex.toUpperCase().padStart(width, '0');
  // The width of nibbles counts the dots between them.
  const nibbles = [...hex.padStart(Math.ceil(width / 2), '0')].reverse().join('.');
  const padded = nibbles.length < width ? `${nibbles}.` : nibbles;
  return base === 'N' ? padded.toUpperCase() : padded;
}
