import type { DnsChange } from '../../../model/change.ts';
import type { Span } from '../../../model/source.ts';
import { type Text, text } from '../../../model/text.ts';
import { parseZone } from '../../../protocols/zone/parse-zone.ts';
import { characterStringMax } from '../../../protocols/zone/record-data.ts';
import { dataText } from '../../../protocols/zone/record-line.ts';
import type { ZoneRecord } from '../../../protocols/zone/zone-record.ts';
import { edit, type TextEdit } from '../../text-edit.ts';
import { lineBreak, lineStart, nextLine } from '../topology-yaml/layout.ts';

/** The text of one file, or of inline records, with the records that stand in it. */
export interface ZoneText {
  readonly source: string;
  readonly records: readonly ZoneRecord[];
}

/** The value of every record in one notation, for comparing; undefined where a text is no value of the type. */
function comparable(type: string, data: readonly string[]): readonly string[] | undefined {
  const read = data.map((one) => {
    const { records, problems } = parseZone(`owner.invalid. 0 IN ${type} ${one}\n`, { form: 'inline' });
    const [record] = records;
    return records.length === 1 && problems.length === 0 && record !== undefined ? meaning(record) : undefined;
  });
  return read.every((one) => one !== undefined) ? (read as readonly string[]) : undefined;
}

/** Where a text is cut into character-strings means nothing to SPF and DMARC (RFC 7208 section 3.3). */
const meaning = ({ data }: ZoneRecord): string =>
  'strings' in data ? dataText({ ...data, strings: [data.strings.join('')] }) : dataText(data);

const isTooLong = ({ data }: ZoneRecord): boolean =>
  'strings' in data && data.strings.some(({ length }) => length > characterStringMax);

export const isOf = ({ owner, type }: Pick<DnsChange, 'owner' | 'type'>, record: ZoneRecord): boolean =>
  record.owner === owner && record.type === type.toUpperCase();

/** Whether the records of a name are those that a change starts from, in any order; what they are otherwise. */
export function startsFrom(change: DnsChange, own: readonly ZoneRecord[]): Text | undefined {
  const before = comparable(change.type, change.before);
  const now = own.map(meaning);
  if (before !== undefined && [...before].sort().join('\n') === [...now].sort().join('\n')) return undefined;
  return text`The ${change.type} records of ${change.owner} are ${now.join(', ') || 'none'} and no longer ${change.before.join(', ') || 'none'}.`;
}

/**
 * The least edits that make the records of a name what a change asks for: values are replaced where they stand, what is
 * too many is taken out with its line, what is new follows its like. In the order in which they are applied.
 */
export function editZone(zone: ZoneText, change: DnsChange): readonly TextEdit[] | undefined {
  const after = comparable(change.type, change.after);
  if (after === undefined) return undefined;
  const own = zone.records.filter((record) => isOf(change, record));
  const wanted = change.after.map((written, index) => ({ written, means: after[index] }));
  const spare = own.filter((record) => {
    // A string that no name server takes is written anew, though it says the same.
    const index = isTooLong(record) ? -1 : wanted.findIndex(({ means }) => means === meaning(record));
    if (index >= 0) wanted.splice(index, 1);
    return index < 0;
  });
  const edits = spare.map((record, index) => {
    const data = wanted[index];
    return data === undefined ? withoutRecord(zone, record) : replaceData(zone, record, data.written);
  });
  const added = wanted.slice(spare.length).map(({ written }) => written);
  if (added.length > 0) edits.push(insertion(zone, change, added));
  return edits.sort((left, right) => right.start - left.start);
}

function offsetOf({ source }: ZoneText, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current++) start = nextLine({ source }, start);
  return start + column - 1;
}

const startOf = (zone: ZoneText, { line, column }: Span): number => offsetOf(zone, line, column);
const endOf = (zone: ZoneText, { line, column, endLine = line, endColumn = column }: Span): number =>
  offsetOf(zone, endLine, endColumn);

function replaceData(zone: ZoneText, { dataAt }: ZoneRecord, data: string): TextEdit {
  return edit(zone.source, startOf(zone, dataAt), endOf(zone, dataAt), data);
}

/** A record that follows without an owner of its own takes over the owner that stands in front of this one. */
function withoutRecord(zone: ZoneText, record: ZoneRecord): TextEdit {
  const { source } = zone;
  const start = startOf(zone, record.at);
  const follower = zone.records[zone.records.indexOf(record) + 1];
  const next = follower === undefined ? undefined : startOf(zone, follower.at);
  const isIndented = (offset: number) => /^[ \t]+$/u.test(source.slice(lineStart(zone, offset), offset));
  if (next !== undefined && isIndented(next) && !isIndented(start)) {
    const owner = /^\S+\s+/u.exec(source.slice(start))?.[0] ?? '';
    return edit(source, start + owner.length, next, '');
  }
  return edit(source, lineStart(zone, start), nextLine(zone, closing(zone, record)), '');
}

/** The end of a record with the bracket that closes it on a later line. */
function closing(zone: ZoneText, record: ZoneRecord): number {
  const [start, end] = [startOf(zone, record.at), endOf(zone, record.at)];
  const open = zone.source.slice(start, end).replaceAll(/"(?:[^"\\]|\\.)*"|;[^\r\n]*/gu, '');
  if ((open.match(/\(/gu) ?? []).length <= (open.match(/\)/gu) ?? []).length) return end;
  const close = zone.source.indexOf(')', end);
  return close < 0 ? end : close;
}

/**
 * New lines behind the last record of the name, else of one above or below it, else at the end; every name absolute, the
 * TTL that of their like.
 */
function insertion(zone: ZoneText, change: DnsChange, added: readonly string[]): TextEdit {
  const { source, records } = zone;
  const like =
    records.findLast((record) => isOf(change, record)) ??
    records.findLast(({ owner }) => owner === change.owner) ??
    records.findLast(({ owner }) => change.owner.endsWith(`.${owner}`) || owner.endsWith(`.${change.owner}`)) ??
    records.at(-1);
  const near = like === undefined ? source.length : nextLine(zone, closing(zone, like));
  // A line that takes its owner from the one above must not find another there.
  const wouldAdopt = like?.owner !== change.owner && /^[ \t]+[^\s;]/u.test(source.slice(near));
  const at = wouldAdopt ? source.length : near;
  const eol = lineBreak(zone);
  const ttl = like?.ttl === undefined ? '' : `${like.ttl} `;
  const lines = added.map((data) => `${change.owner}. ${ttl}IN ${change.type.toUpperCase()} ${data}`);
  const lead = at > 0 && !/[\r\n]/u.test(source.charAt(at - 1)) ? eol : '';
  return edit(source, at, at, lead + lines.map((line) => line + eol).join(''));
}
