import type { Place, PlacedEntry } from '../../../input/documents/place.ts';
import type { Notation } from './value-text.ts';

/** A document as text with the places of its values. */
export interface Layout {
  readonly source: string;
  readonly root: Place;
  readonly notation: Notation;
}

/** A collection between brackets, which may stand within a line, or one by indentation. */
export const isFlow = ({ source }: Layout, place: Place): boolean => /[[{]/u.test(source.charAt(place.start));

/** The offset behind the last character of a value: parsers count the lines up to the next value to a block. */
export function endOf(layout: Layout, place: Place): number {
  const last = isFlow(layout, place) ? undefined : (place.items?.().at(-1) ?? place.entries?.().at(-1));
  if (last !== undefined) return 'keyStart' in last ? endOfEntry(layout, last) : endOf(layout, last);
  let end = place.end;
  while (end > place.start && /\s/u.test(layout.source.charAt(end - 1))) end--;
  return end;
}

/** The end of an entry; of one without a value, behind its colon. */
export function endOfEntry(layout: Layout, entry: PlacedEntry): number {
  if (entry.value !== undefined) return endOf(layout, entry.value);
  const colon = layout.source.indexOf(':', entry.keyEnd);
  return colon < 0 ? entry.keyEnd : colon + 1;
}

export function lineStart({ source }: Pick<Layout, 'source'>, offset: number): number {
  return Math.max(source.lastIndexOf('\n', offset - 1), source.lastIndexOf('\r', offset - 1)) + 1;
}

/** The end of the line that an offset stands on, before its line break. */
export function lineEnd({ source }: Pick<Layout, 'source'>, offset: number): number {
  const found = /[\r\n]/u.exec(source.slice(offset));
  return found === null ? source.length : offset + found.index;
}

/** The beginning of the line after. */
export function nextLine(layout: Pick<Layout, 'source'>, offset: number): number {
  const end = lineEnd(layout, offset);
  const [broken = ''] = /^(?:\r\n|\r|\n)/u.exec(layout.source.slice(end, end + 2)) ?? [];
  return end + broken.length;
}

export const columnOf = (layout: Pick<Layout, 'source'>, offset: number): number => offset - lineStart(layout, offset);

/** The line break of the document. */
export const lineBreak = ({ source }: Pick<Layout, 'source'>): string => /\r\n|\r|\n/u.exec(source)?.[0] ?? '\n';

/** How far the document indents what belongs to a key. */
export function indentStep(layout: Layout): number {
  const [first] = (layout.root.entries?.() ?? []).flatMap(({ value }) => {
    const entries = value === undefined || isFlow(layout, value) ? [] : (value.entries?.() ?? []);
    return entries.map(({ keyStart }) => columnOf(layout, keyStart)).filter((column) => column > 0);
  });
  return first ?? 2;
}
