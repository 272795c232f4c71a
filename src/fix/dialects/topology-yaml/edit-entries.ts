import { markedPlace } from '../../../input/documents/export-marker.ts';
import type { Place, PlacedEntry } from '../../../input/documents/place.ts';
import { edit, type TextEdit } from '../../text-edit.ts';
import {
  columnOf,
  endOf,
  endOfEntry,
  indentStep,
  isFlow,
  type Layout,
  lineBreak,
  lineEnd,
  lineStart,
  nextLine,
} from './layout.ts';
import { keyText, valueText } from './value-text.ts';

/** Gives an entry another value, where the old one stood. Whence an export had the old one is no longer said. */
export function setEntry(layout: Layout, entry: PlacedEntry, value: unknown): TextEdit {
  const { source, notation } = layout;
  const written = valueText(value, notation);
  if (entry.value === undefined) {
    const colon = endOfEntry(layout, entry);
    return edit(source, colon, colon, ` ${written}`);
  }
  const { value: place } = entry;
  const isBlock = (place.items !== undefined || place.entries !== undefined) && !isFlow(layout, place);
  const from = isBlock ? endOfEntry(layout, { ...entry, value: undefined }) : place.start;
  const end = endOf(layout, place);
  const rest = source.slice(end, lineEnd(layout, end));
  const marked = markedPlace(source.slice(lineStart(layout, end), lineEnd(layout, end))) !== undefined;
  const until = marked && /^\s*#@ /u.test(rest) ? lineEnd(layout, end) : end;
  return edit(source, from, until, isBlock ? ` ${written}` : written);
}

/** Puts a further entry behind the last one. */
export function addEntry(layout: Layout, map: Place, key: string, value: unknown): TextEdit | undefined {
  const { source, notation } = layout;
  const entries = map.entries?.() ?? [];
  const written = `${keyText(key, notation)}: ${valueText(value, notation)}`;
  const first = entries[0];
  const last = entries.at(-1);
  if (isFlow(layout, map)) {
    if (last === undefined) {
      const inside = notation === 'json' ? written : ` ${written} `;
      return edit(source, map.start, map.end, `{${inside}}`);
    }
    const end = endOfEntry(layout, last);
    return edit(source, end, end, flowGap(layout, map, entries.map(spanOf(layout))) + written);
  }
  if (first === undefined || last === undefined) return undefined;
  const end = lineEnd(layout, endOfEntry(layout, last));
  return edit(source, end, end, `${lineBreak(layout)}${' '.repeat(columnOf(layout, first.keyStart))}${written}`);
}

/** Adds a key whose value is a list with one object in it, each of its properties on a line. */
export function addListOfOne(layout: Layout, map: Place, key: string, object: unknown): TextEdit | undefined {
  const last = map.entries?.().at(-1);
  const first = map.entries?.()[0];
  if (isFlow(layout, map) || first === undefined || last === undefined) return addEntry(layout, map, key, [object]);
  const column = columnOf(layout, first.keyStart);
  const item = blockItem(layout, object, column + indentStep(layout));
  const end = lineEnd(layout, endOfEntry(layout, last));
  const head = `${' '.repeat(column)}${keyText(key, layout.notation)}:`;
  return edit(layout.source, end, end, `${lineBreak(layout)}${head}${lineBreak(layout)}${item}`);
}

/** Takes an entry out, with its line where it has one of its own. */
export function removeEntry(layout: Layout, map: Place, entry: PlacedEntry): TextEdit {
  const entries = map.entries?.() ?? [];
  const index = entries.indexOf(entry);
  if (isFlow(layout, map) || entries.length === 1)
    return withoutMember(layout, map, entries.map(spanOf(layout)), index);
  const next = entries[index + 1];
  const ownLine = layout.source.slice(lineStart(layout, entry.keyStart), entry.keyStart).trim() === '';
  if (!ownLine && next !== undefined) return edit(layout.source, entry.keyStart, next.keyStart, '');
  return edit(layout.source, lineStart(layout, entry.keyStart), nextLine(layout, endOfEntry(layout, entry)), '');
}

/** Puts a further item behind the last one of a list; an object takes the shape of its neighbours. */
export function addItem(layout: Layout, items: Place, value: unknown): TextEdit | undefined {
  const { source, notation } = layout;
  const all = items.items?.() ?? [];
  const last = all.at(-1);
  if (isFlow(layout, items)) {
    if (last === undefined) return edit(source, items.start, items.end, `[${valueText(value, notation)}]`);
    const end = endOf(layout, last);
    return edit(source, end, end, flowGap(layout, items, all.map(placeSpan(layout))) + valueText(value, notation));
  }
  if (last === undefined) return undefined;
  const end = lineEnd(layout, endOf(layout, last));
  const likeNeighbours = last.entries !== undefined && !isFlow(layout, last);
  const column = columnOf(layout, dashOf(layout, last));
  const item = likeNeighbours
    ? blockItem(layout, value, column)
    : `${' '.repeat(column)}- ${valueText(value, notation)}`;
  return edit(source, end, end, `${lineBreak(layout)}${item}`);
}

/** Puts a further item in front of one of a list. */
export function insertItem(layout: Layout, list: Place, index: number, value: unknown): TextEdit | undefined {
  const { source, notation } = layout;
  const all = list.items?.() ?? [];
  const next = all[index];
  if (next === undefined) return undefined;
  if (isFlow(layout, list)) {
    const gap = flowGap(layout, list, all.map(placeSpan(layout)));
    return edit(source, next.start, next.start, valueText(value, notation) + gap);
  }
  const dash = dashOf(layout, next);
  const start = lineStart(layout, dash);
  // A list within a list begins behind the dash of the outer one.
  if (source.slice(start, dash).trim() !== '') return undefined;
  const item = blockItem(layout, value, dash - start);
  return edit(source, start, start, item + lineBreak(layout));
}

/** Takes an item out of a list. */
export function removeItem(layout: Layout, list: Place, index: number): TextEdit | undefined {
  const all = list.items?.() ?? [];
  const item = all[index];
  if (item === undefined) return undefined;
  if (isFlow(layout, list) || all.length === 1) return withoutMember(layout, list, all.map(placeSpan(layout)), index);
  const dash = dashOf(layout, item);
  return edit(layout.source, lineStart(layout, dash), nextLine(layout, endOf(layout, item)), '');
}

interface Extent {
  readonly start: number;
  readonly end: number;
}
const spanOf =
  (layout: Layout) =>
  (entry: PlacedEntry): Extent => ({ start: entry.keyStart, end: endOfEntry(layout, entry) });
const placeSpan =
  (layout: Layout) =>
  (place: Place): Extent => ({ start: place.start, end: endOf(layout, place) });

/** What stands between members of a collection in brackets, so that a list over several lines stays one. */
function flowGap({ source }: Layout, place: Place, members: readonly Extent[]): string {
  const [before, last] = [members.at(-2), members.at(-1)];
  if (before !== undefined && last !== undefined) {
    const between = source.slice(before.end, last.start);
    return /^\s*,\s*$/u.test(between) ? between : ', ';
  }
  const lead = last === undefined ? '' : source.slice(place.start + 1, last.start);
  return /^\s*[\r\n]\s*$/u.test(lead) ? `,${lead}` : ', ';
}

/** A collection in brackets without one of its members; the last of a block leaves empty brackets. */
function withoutMember(layout: Layout, place: Place, members: readonly Extent[], index: number): TextEdit {
  const { source } = layout;
  const [before, own, after] = [members[index - 1], members[index], members[index + 1]];
  if (members.length === 1 || own === undefined) {
    const end = endOf(layout, place);
    const empty = place.items === undefined ? '{}' : '[]';
    if (isFlow(layout, place)) return edit(source, place.start, end, empty);
    // A block stands below its key; brackets stand behind it.
    const above = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)\s*(?:-\s+)?$/u.exec(source.slice(0, place.start));
    return edit(source, above === null ? place.start : above.index, end, above === null ? empty : ` ${empty}`);
  }
  return before === undefined
    ? edit(source, own.start, after?.start ?? own.end, '')
    : edit(source, before.end, own.end, '');
}

/** The dash in front of an item of a block list. */
function dashOf({ source }: Layout, item: Place): number {
  const dash = source.lastIndexOf('-', item.start - 1);
  // An item that is a list itself has its own dash at its start.
  return dash < 0 ? item.start : dash;
}

function blockItem(layout: Layout, value: unknown, column: number): string {
  const margin = ' '.repeat(column);
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length === 0) return `${margin}- ${valueText(value, layout.notation)}`;
  const lines = entries
    .filter(([, item]) => item !== undefined)
    .map(([key, item], index) => {
      const lead = index === 0 ? '- ' : '  ';
      return `${margin}${lead}${keyText(key, layout.notation)}: ${valueText(item, layout.notation)}`;
    });
  return lines.join(lineBreak(layout));
}
