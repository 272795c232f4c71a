import type { Pointer, Span } from '../../model/source.ts';
import { type DocumentIndex, pointerTo } from '../documents/source-index.ts';

/** A value of a structured export, with its place. Exports differ in the case of their keys, so none counts here. */
export interface ExportItem {
  readonly value: unknown;
  readonly at: Span;
  /** The property of an object; undefined when it is missing or null. */
  get(name: string): ExportItem | undefined;
  /** The entries of an object, in order. */
  entries(): readonly (readonly [name: string, item: ExportItem])[];
  /** The items of a list; a value that is no list is the only one. */
  list(): readonly ExportItem[];
  /** Text, or a number or boolean as it was written; undefined for anything else. */
  text(): string | undefined;
}

export function exportItem(value: unknown, sources: DocumentIndex, pointer: Pointer = ''): ExportItem {
  let at: Span | undefined;
  const place = (): Span => {
    at ??= sources.locate(pointer) ?? { file: '', line: 1, column: 1 };
    return at;
  };
  const child = (token: string | number, found: unknown): ExportItem =>
    exportItem(found, sources, pointerTo(pointer, token));
  return {
    value,
    get at() {
      return place();
    },
    get(name) {
      if (!isObject(value)) return undefined;
      const key = Object.hasOwn(value, name) ? name : keyLike(value, name);
      const found = key === undefined ? undefined : value[key];
      return key === undefined || found === undefined || found === null ? undefined : child(key, found);
    },
    entries: () =>
      isObject(value) ? Object.entries(value).map(([name, found]) => [name, child(name, found)] as const) : [],
    list() {
      return Array.isArray(value) ? value.map((found, index) => child(index, found)) : [this];
    },
    text() {
      if (typeof value === 'string') return value;
      if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
      // 0x10, 1e3 and long digits are text to whoever wrote them into a TXT record.
      const { file, line, column, endColumn } = place();
      const written = sources.line(file, line)?.slice(column - 1, endColumn === undefined ? undefined : endColumn - 1);
      return written ?? String(value);
    },
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function keyLike(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.keys(value).find((key) => key.toLowerCase() === lower);
}
