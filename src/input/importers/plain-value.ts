import { formatInstant, parseInstant } from '../../base/time.ts';
import { isCut, unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Span } from '../../model/source.ts';
import type { ExportedValue } from './exported-object.ts';

/** A value as the topology shows it: the text by which Exchange prints it, a list of such, or named parts. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export interface PlainProperty {
  readonly value: PlainValue;
  readonly at: Span;
  readonly items?: readonly Span[];
}

/** Without the shapes that serialisers give a value, so that the same setting looks the same whatever exported it. */
export function plainProperty({ value, at, items }: ExportedValue): PlainProperty {
  if (!Array.isArray(value)) {
    const plain = plainValue(value);
    return Array.isArray(plain) && items?.length === plain.length ? { value: plain, at, items } : { value: plain, at };
  }
  const kept = value.map((item, index) => ({ item, at: items?.[index] })).filter(({ item }) => item !== null);
  const plain = kept.map(({ item }) => plainValue(item));
  const places = kept.flatMap(({ at: place }) => (place === undefined ? [] : [place]));
  return places.length === plain.length ? { value: plain, at, items: places } : { value: plain, at };
}

function plainValue(value: unknown, depth = 0): PlainValue {
  const plain = unwrap(value);
  if (plain === null || plain === undefined) return null;
  if (typeof plain === 'string') return date(plain) ?? plain;
  if (typeof plain === 'number' || typeof plain === 'boolean') return plain;
  if (depth > 6) return String(writtenText(plain) ?? null);
  if (Array.isArray(plain)) return plain.map((item) => plainValue(item, depth + 1));
  const written = writtenText(plain);
  if (written !== undefined) return written;
  return Object.fromEntries(Object.entries(plain).map(([name, part]) => [name, plainValue(part, depth + 1)]));
}

/** `/Date(ms)/` of Windows PowerShell 5.1 as the ISO date that others print. */
function date(written: string): string | undefined {
  const instant = written.startsWith('/Date(') ? parseInstant(written) : undefined;
  return instant === undefined ? undefined : formatInstant(instant);
}

export const isEmptyValue = (value: PlainValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether something of a value was left out when it was exported. */
export const isLossy = (value: ExportedValue): boolean => value.flaw?.kind === 'lossy' || isCut(value.value);

/** Equal but for the order of a list and the case of text: what two exports of one setting may differ in. */
export function sameValue(left: PlainValue, right: PlainValue): boolean {
  return comparable(left) === comparable(right);
}

function comparable(value: PlainValue): string {
  if (isEmptyValue(value)) return '';
  if (Array.isArray(value)) return JSON.stringify(value.map(comparable).sort());
  if (typeof value === 'object') return JSON.stringify(value);
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  return instant === undefined ? String(value).trim().toLowerCase() : String(Math.floor(instant / 1000));
}
