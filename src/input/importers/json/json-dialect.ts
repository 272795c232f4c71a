import { unwrap } from '../../../model/exchange-value.ts';
import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { documentLimits } from '../../documents/document-limits.ts';
import { parseJson } from '../../documents/parse-json.ts';
import type { Place } from '../../documents/place.ts';
import { type TextLines, textLines } from '../../documents/text-lines.ts';
import type { ExportContents, ExportDialect, ExportedObject, ExportedValue, ExportRemark } from '../exported-object.ts';
import { nounNamed } from '../nouns.ts';
import { recogniseNoun } from '../recognise-object.ts';

/** ConvertTo-Json of Windows PowerShell 5.1 and of PowerShell 7, the admin API, and ScubaGear's files, which hold the first. */
export const jsonDialect: ExportDialect = {
  title: 'JSON',
  recognises: (content) => /^\s*(?:\{|\[\s*(?:$|[[\]{"\d-]|null|true|false))/u.test(content),
  read: (content, file) => {
    const lines = textLines(file, content);
    const parsed = parseJson(content, { ...documentLimits, values: 2_000_000 });
    if (!parsed.ok) {
      const remarks = parsed.problems.map(
        ({ start, end, problem, remedy }): ExportRemark => ({
          kind: 'unusable',
          at: lines.span(start, end),
          problem,
          remedy,
        }),
      );
      return { objects: [], remarks };
    }
    const reading: JsonReading = { lines, objects: [], remarks: [], side: undefined };
    if (parsed.root !== undefined) readValue(reading, parsed.data, parsed.root, undefined, 0);
    return reading;
  },
};

interface JsonReading extends ExportContents {
  readonly lines: TextLines;
  readonly objects: ExportedObject[];
  readonly remarks: ExportRemark[];
  /** Whose objects are being read, where a key round them says so, as in what the script of `collect` writes. */
  side: ExportedObject['side'];
}

/** Keys by which a file of several exports holds another one; ScubaGear's results keep the exports under Raw. */
const levelsMax = 4;

type Entries = readonly { readonly name: string; readonly data: unknown; readonly place: Place; readonly at: Span }[];

function entriesOf(reading: JsonReading, data: object, place: Place): Entries {
  const record = data as Readonly<Record<string, unknown>>;
  return (place.entries?.() ?? []).flatMap(({ name, keyStart, keyEnd, value }) =>
    value === undefined ? [] : [{ name, data: record[name], place: value, at: reading.lines.span(keyStart, keyEnd) }],
  );
}

/** Reads a value in which exported objects may stand; `noun` is what the key round them says. */
function readValue(reading: JsonReading, data: unknown, place: Place, noun: string | undefined, level: number): void {
  if (data === null) return;
  if (Array.isArray(data)) {
    for (const [index, item] of (place.items?.() ?? []).entries()) readValue(reading, data[index], item, noun, level);
    return;
  }
  if (typeof data !== 'object') {
    if (noun !== undefined || level === 0) readCut(reading, data, place, noun);
    return;
  }
  const entries = entriesOf(reading, data, place);
  const collection = entries.find(({ name }) => name.toLowerCase() === 'value');
  if (collection !== undefined && entries.every(({ name }) => /^(?:value|count|@odata\..*)$/iu.test(name))) {
    readValue(reading, collection.data, collection.place, noun ?? contextNoun(entries), level);
    return;
  }
  const object = objectOf(reading, entries, place, noun);
  if (noun !== undefined || recogniseNoun(object) !== undefined) reading.objects.push(object);
  else readContainer(reading, entries, object, level);
}

/** The admin API names what a page holds: `…/$metadata#InboundConnector`. */
function contextNoun(entries: Entries): string | undefined {
  const context = entries.find(({ name }) => name === '@odata.context')?.data;
  const named = typeof context === 'string' ? /#(?:Collection\()?([A-Za-z]+)/u.exec(context)?.[1] : undefined;
  return named === undefined ? undefined : nounNamed(named)?.name;
}

function readContainer(reading: JsonReading, entries: Entries, object: ExportedObject, level: number): void {
  const before = reading.objects.length + reading.remarks.length;
  const further = entries.filter(({ data }) => typeof data === 'object' && data !== null);
  for (const entry of level >= levelsMax ? [] : further) {
    const noun = nounNamed(entry.name);
    if (noun !== undefined) {
      if (reading.side !== undefined && Array.isArray(entry.data) && entry.data.length === 0)
        sayNone(reading, entry.at, noun.name);
      readValue(reading, entry.data, entry.place, noun.name, level + 1);
      continue;
    }
    const outside = reading.side;
    if (entry.name === 'tenant' || entry.name === 'onPremises') reading.side = entry.name;
    readValue(reading, entry.data, entry.place, undefined, level + 1);
    reading.side = outside;
  }
  if (reading.objects.length + reading.remarks.length > before) return;
  // A wrapper of the whole and what stands beside the exports says nothing that one must know.
  if (level === 0 || hasScalars(entries)) reading.objects.push(object);
}

/** A cmdlet that the script of `collect` asked, and that had nothing to print. */
function sayNone(reading: JsonReading, at: Span, noun: string): void {
  reading.remarks.push({ kind: 'ignored', at, problem: text`There is no ${noun}.`, remedy: undefined });
}

const hasScalars = (entries: Entries): boolean =>
  entries.some(({ data, name }) => /^(?:name|identity|guid)$/iu.test(name) && typeof data === 'string');

/** An object of which only its text is left. */
function readCut(reading: JsonReading, data: unknown, place: Place, noun: string | undefined): void {
  const shown = String(data).slice(0, 60);
  const command = noun === undefined ? 'Get-…' : (nounNamed(noun)?.command ?? 'Get-…');
  if (data === '') return;
  reading.remarks.push({
    kind: /^(?:@\{|System\.|Microsoft\.)/u.test(shown) ? 'refused' : 'unknown',
    at: reading.lines.span(place.start, place.end),
    problem: text`${shown} stands where an exported object must stand.`,
    remedy: text`Export it whole: ${`${command} | ConvertTo-Json -Depth 6`}.`,
  });
}

function objectOf(reading: JsonReading, entries: Entries, place: Place, noun: string | undefined): ExportedObject {
  const properties = new Map<string, ExportedValue>();
  for (const { name, data, place: where } of entries) {
    // The admin API puts the type of a property beside it.
    if (name.includes('@')) continue;
    properties.set(name, exportedValue(reading, data, where));
  }
  return { noun, side: reading.side, at: reading.lines.span(place.start, place.start + 1), properties, how: 'listed' };
}

function exportedValue(reading: JsonReading, data: unknown, place: Place): ExportedValue {
  const at = reading.lines.span(place.start, place.end);
  const list = listPlace(data, place);
  if (list === undefined) return { value: data, at };
  const items = (list.items?.() ?? []).map((item) => reading.lines.span(item.start, item.end));
  const values = unwrapList(data);
  // Places and items belong together only while nothing is left out between them.
  return items.length === values.length ? { value: values, at, items } : { value: unwrap(data), at };
}

const unwrapList = (data: unknown): readonly unknown[] => {
  const plain = Array.isArray(data) ? data : unwrap(data);
  return Array.isArray(plain) ? plain : [];
};

/** The place of the list that a value is, or that PowerShell 5.1 has wrapped as `{ value: [...], Count: n }`. */
function listPlace(data: unknown, place: Place): Place | undefined {
  if (Array.isArray(data)) return place;
  if (typeof data !== 'object' || data === null || !Array.isArray(unwrap(data))) return undefined;
  return place.entries?.().find(({ name }) => name.toLowerCase() === 'value')?.value;
}
