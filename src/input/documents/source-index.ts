import type { Pointer, SourceIndex, Span } from '../../model/source.ts';
import { withoutMarker } from './export-marker.ts';
import type { Place, PlacedEntry } from './place.ts';
import type { TextLines } from './text-lines.ts';

/** A source index that also finds the keys themselves: an unknown key is at fault, and not its value. */
export interface DocumentIndex extends SourceIndex {
  locateKey(pointer: Pointer): Span | undefined;
}

/**
 * Finds places by JSON pointer. A scalar is found at its value; a map or list that belongs to a key is found at that
 * key, because that is the line a reader looks for; an item of a list is found where it begins.
 */
export function sourceIndex(file: string, lines: TextLines, root: Place | undefined): DocumentIndex {
  const byName = new WeakMap<Place, ReadonlyMap<string, PlacedEntry>>();
  const entryOf = (place: Place, name: string): PlacedEntry | undefined => {
    let known = byName.get(place);
    if (known === undefined) {
      const map = new Map<string, PlacedEntry>();
      for (const entry of place.entries?.() ?? []) {
        map.set(entry.name, entry);
        const lower = entry.name.toLowerCase();
        if (!map.has(lower)) map.set(lower, entry);
      }
      known = map;
      byName.set(place, map);
    }
    return known.get(name) ?? known.get(name.toLowerCase());
  };

  const find = (pointer: Pointer, wanted: 'key' | 'value'): Span | undefined => {
    if (root === undefined) return lines.span(0, 0);
    let place = root;
    let found = { start: root.start, end: root.start };
    for (const segment of pointerSegments(pointer)) {
      const entry = entryOf(place, segment);
      const item = entry === undefined && /^\d+$/u.test(segment) ? place.items?.()[Number(segment)] : undefined;
      const next = entry?.value ?? item;
      if (entry !== undefined && (wanted === 'key' || next === undefined || isCollection(next))) {
        found = { start: entry.keyStart, end: entry.keyEnd };
      } else if (next !== undefined) {
        found = { start: next.start, end: next.end };
      }
      if (next === undefined) break;
      place = next;
    }
    return withinLine(lines.span(found.start, found.end), lines);
  };
  return {
    locate: (pointer) => find(pointer, 'value'),
    locateKey: (pointer) => find(pointer, 'key'),
    line: (asked, number) => (asked === file ? lines.line(number) : undefined),
  };
}

/** Splits a JSON pointer (RFC 6901) into unescaped reference tokens. */
export const pointerSegments = (pointer: Pointer): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Extends a pointer by one token, escaped as RFC 6901 asks. */
export const pointerTo = (parent: Pointer, token: string | number): Pointer =>
  typeof token === 'number' ? `${parent}/${token}` : `${parent}/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A place is marked on its first line only: the rest of a block says nothing more, and where it ends is a matter of taste. */
function withinLine(span: Span, lines: TextLines): Span {
  if (span.endLine === span.line) return span;
  return { ...span, endLine: span.line, endColumn: withoutMarker(lines.line(span.line) ?? '').length + 1 };
}

const isCollection = (place: Place): boolean => place.entries !== undefined || place.items !== undefined;
