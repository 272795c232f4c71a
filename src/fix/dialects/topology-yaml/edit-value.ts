import type { Place, PlacedEntry } from '../../../input/documents/place.ts';
import { edit, type TextEdit } from '../../text-edit.ts';
import { addEntry, addItem, addListOfOne, insertItem, removeEntry, removeItem, setEntry } from './edit-entries.ts';
import type { Layout } from './layout.ts';
import { endOf } from './layout.ts';
import { valueText } from './value-text.ts';

/** One step of an edit: a path of keys and indexes in the spelling of the document, and what becomes of what is there. */
export type ValueEdit =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: readonly string[] }
  /** A further item of a list, in front of the one at the index that the path ends in; at the end with its length. */
  | { readonly kind: 'insert'; readonly path: readonly string[]; readonly value: unknown }
  /** A further item at the end of a list, which need not be there yet. */
  | { readonly kind: 'append'; readonly path: readonly string[]; readonly value: unknown };

/** The text edit for a step; undefined where the document is written in a way that does not take it. */
export function editValue(layout: Layout, step: ValueEdit): TextEdit | undefined {
  if (step.kind === 'append') {
    const list = placeAt(layout.root, step.path);
    if (list?.items !== undefined) return addItem(layout, list, step.value);
    const parent = parentOf(layout, step.path);
    return parent === undefined || entryOf(parent.place, parent.last) !== undefined
      ? appendToNothing(layout, parent, step.value)
      : addListOfOne(layout, parent.place, parent.last, step.value);
  }
  const parent = parentOf(layout, step.path);
  if (parent === undefined) return undefined;
  const { place, last } = parent;
  if (place.items !== undefined) {
    const item = place.items()[Number(last)];
    if (step.kind === 'insert')
      return item === undefined
        ? addItem(layout, place, step.value)
        : insertItem(layout, place, Number(last), step.value);
    if (item === undefined) return undefined;
    return step.kind === 'remove'
      ? removeItem(layout, place, Number(last))
      : edit(layout.source, item.start, endOf(layout, item), valueText(step.value, layout.notation));
  }
  if (step.kind === 'insert') return undefined;
  const entry = entryOf(place, last);
  if (step.kind === 'remove') return entry === undefined ? undefined : removeEntry(layout, place, entry);
  return entry === undefined ? addEntry(layout, place, last, step.value) : setEntry(layout, entry, step.value);
}

/** A key that is there and holds nothing gets the list behind it. */
function appendToNothing(layout: Layout, parent: Parent | undefined, value: unknown): TextEdit | undefined {
  const entry = parent === undefined ? undefined : entryOf(parent.place, parent.last);
  return entry === undefined || entry.value !== undefined ? undefined : setEntry(layout, entry, [value]);
}

interface Parent {
  readonly place: Place;
  readonly last: string;
}

function parentOf(layout: Layout, path: readonly string[]): Parent | undefined {
  const place = placeAt(layout.root, path.slice(0, -1));
  const last = path.at(-1);
  return place === undefined || last === undefined ? undefined : { place, last };
}

export function placeAt(root: Place, path: readonly string[]): Place | undefined {
  let place: Place | undefined = root;
  for (const segment of path) {
    place = place?.items === undefined ? entryOf(place, segment)?.value : place.items()[Number(segment)];
  }
  return place;
}

const entryOf = (place: Place | undefined, name: string): PlacedEntry | undefined =>
  place?.entries?.().find((entry) => entry.name === name);
