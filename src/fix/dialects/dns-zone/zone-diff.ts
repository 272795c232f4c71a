import type { DnsChange } from '../../../model/change.ts';
import { plain, type Text, text } from '../../../model/text.ts';
import { changedRecords, lineOf } from './zone-lines.ts';

/** Seconds for which the records of a name and type may be kept, where a zone says it. */
export type TtlOf = (owner: string, type: string) => number | undefined;

/**
 * The changes as lines of master files (RFC 1035 section 5) in the notation of a unified diff: lines that go begin with
 * `-`, lines that come with `+`, records of the same name and type that stay with a blank. One hunk a change, in the order
 * of the plan. What is no record stands as a comment.
 * @returns the empty text where nothing changes in DNS
 */
export function zoneDiff(changes: readonly DnsChange[], ttlOf: TtlOf): string {
  const hunks = changes.map((change) => hunk(change, ttlOf(change.owner, change.type)));
  if (hunks.length === 0) return '';
  const head = [
    ...note(text`Records to take out (-) and to publish (+). Raise the serial number of the SOA in the same edit.`),
    ...note(text`Answers with the old records may be kept in caches until their TTL has passed.`),
  ];
  return `${[...head, ...hunks.flat()].join('\n')}\n`;
}

function hunk(change: DnsChange, ttl: number | undefined): readonly string[] {
  const title = `@@ ${visible(change.owner)}. ${visible(change.type)} @@`;
  const records = changedRecords(change, ttl);
  if (!records.ok) return [title, ...note(records.because)];
  const before = records.before.map(lineOf);
  const after = records.after.map(lineOf);
  const stays = new Set(before.filter((line) => after.includes(line)));
  return [
    title,
    ...before.map((line) => `${stays.has(line) ? ' ' : '-'}${line}`),
    ...after.filter((line) => !stays.has(line)).map((line) => `+${line}`),
  ];
}

const note = (content: Text): readonly string[] => [`# ${plain(content, visible)}`];

/** Line ends and other control characters of a value by their code, as a zone would write them. */
const visible = (value: string): string =>
  value.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
