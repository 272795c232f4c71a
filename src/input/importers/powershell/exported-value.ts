import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { setOwn } from '../../documents/parsed.ts';
import type { ExportedValue } from '../exported-object.ts';
import type { Extent, Value } from './syntax.ts';

/** Places a piece of a script in its file. */
export type Placing = (extent: Extent) => Span;

/** What a script writes for a property. One unresolved part leaves the whole value unresolved. */
export function exportedValue(value: Value, place: Placing): ExportedValue {
  const at = place(value);
  const because = reasonOf(value) ?? relativeReason(value);
  if (because !== undefined) return { value: undefined, at, flaw: { kind: 'unresolved', because } };
  if (value.kind !== 'list') return { value: plain(value), at };
  return { value: value.items.map(plain), at, items: value.items.map(place) };
}

/** What the text of a name or of a path is; undefined where only a run knows. */
export function writtenName(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'number' ? String(value.number) : undefined;
}

function reasonOf(value: Value): Extract<Value, { readonly kind: 'unresolved' }>['because'] | undefined {
  switch (value.kind) {
    case 'unresolved':
      return value.because;
    case 'list':
      return firstReason(value.items);
    case 'table':
      return firstReason(value.entries.map((entry) => entry.value));
    default:
      return undefined;
  }
}

function firstReason(values: readonly Value[]): ReturnType<typeof reasonOf> {
  for (const value of values) {
    const because = reasonOf(value);
    if (because !== undefined) return because;
  }
  return undefined;
}

/** `@{Add="..."; Remove="..."}` changes a list by what it holds when the script runs. */
function relativeReason(value: Value): ReturnType<typeof reasonOf> {
  if (value.kind !== 'table' || value.entries.length === 0) return undefined;
  const relative = value.entries.every(({ name }) => /^(?:add|remove)$/iu.test(name));
  return relative
    ? text`The script adds to a list or removes from it, and does not say what the list holds.`
    : undefined;
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'flag':
      return value.flag;
    case 'list':
      return value.items.map(plain);
    case 'table': {
      const object: Record<string, unknown> = {};
      for (const entry of value.entries) setOwn(object, entry.name, plain(entry.value));
      return object;
    }
    default:
      return null;
  }
}
