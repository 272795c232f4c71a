import type { DnsChange } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import { parseZone } from '../../../protocols/zone/parse-zone.ts';
import { characterStringMax } from '../../../protocols/zone/record-data.ts';
import { recordLine } from '../../../protocols/zone/record-line.ts';
import type { RecordData, ZoneRecord } from '../../../protocols/zone/zone-record.ts';

/** The records of a change, before and after, read back from what the change says. */
export type ChangedRecords =
  | { readonly ok: true; readonly before: readonly ZoneRecord[]; readonly after: readonly ZoneRecord[] }
  | { readonly ok: false; readonly because: Text };

/**
 * Reads a change as a name server would. Refused is what would be another record, or more than one, in a zone: a value of
 * the user cannot add lines to it.
 * @param ttl seconds, where it is known
 */
export function changedRecords(change: DnsChange, ttl: number | undefined): ChangedRecords {
  const before = change.before.map((data) => recordOf(change, data, ttl));
  const after = change.after
    .map((data) => recordOf(change, data, ttl))
    .map((record) => record && { ...record, data: inCharacterStrings(record.data) });
  const wrong = [...before, ...after].indexOf(undefined);
  if (wrong >= 0) {
    const data = [...change.before, ...change.after][wrong] ?? '';
    return { ok: false, because: text`${data} is no value of one ${change.type} record of ${change.owner}.` };
  }
  const found = (list: readonly (ZoneRecord | undefined)[]) => list.filter((one) => one !== undefined);
  return { ok: true, before: found(before), after: found(after) };
}

function recordOf({ owner, type }: DnsChange, data: string, ttl: number | undefined): ZoneRecord | undefined {
  const line = `${owner}. ${ttl === undefined ? '' : `${ttl} `}IN ${type} ${data}`;
  // A second line, or a directive in it, would be one more record, or none.
  if (/[\p{Cc}\u2028\u2029]/u.test(line)) return undefined;
  const { records, problems } = parseZone(line);
  const [record, another] = records;
  if (record === undefined || another !== undefined || problems.length > 0) return undefined;
  if (record.type !== type.toUpperCase() || record.owner !== owner) return undefined;
  return record;
}

/** RFC 1035 section 3.3: a character-string holds 255 octets at most; RFC 7208 section 3.3 joins them without a blank. */
function inCharacterStrings(data: RecordData): RecordData {
  if (data.type !== 'TXT' || data.strings.every((part) => part.length <= characterStringMax)) return data;
  return { type: 'TXT', strings: data.strings.join('').match(/[\s\S]{1,255}/gu) ?? [''] };
}

/** A record as it stands in a master file, every name with its dot. */
export const lineOf = (record: ZoneRecord): string => recordLine(record);
