import type { Span } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import { readName } from '../../protocols/dns-names/domain-name.ts';
import { octetsOf } from '../../protocols/dns-names/octets.ts';
import { characterStringMax, readData } from '../../protocols/zone/record-data.ts';
import { quoteString } from '../../protocols/zone/record-line.ts';
import { readType } from '../../protocols/zone/record-types.ts';
import { readSeconds, ttlMax } from '../../protocols/zone/ttl.ts';
import { byOwner, findConflicts, noticeOddities } from '../../protocols/zone/zone-checks.ts';
import type { Token } from '../../protocols/zone/zone-lexer.ts';
import type { ZoneLimits, ZoneRecord } from '../../protocols/zone/zone-record.ts';
import { createReport, nameProblem, shown } from '../../protocols/zone/zone-report.ts';
import type { Unsettled, ZoneSource } from './zone-source.ts';

/** A word of a record's value as a master file would write it; text in quotes may hold the escapes of RFC 1035 §5.1. */
export type Word = string | { readonly quoted: string };

/** A record as a structured export states it. Names are absolute, with or without the trailing dot. */
export interface StatedRecord {
  readonly owner: string;
  /** Seconds, as a number or in digits; null and undefined: not stated. */
  readonly ttl: unknown;
  readonly type: string;
  readonly words: readonly Word[];
  /** Place of the value. */
  readonly at: Span;
}

/** Collects what an export states, with the same readers of values and the same bounds as master files have. */
export interface RecordCollector {
  add(record: StatedRecord): void;
  /** A name whose answers the hoster computes. */
  unsettled(name: string, types: Unsettled['types'], because: Text, at: Span): void;
  problem(at: Span, problem: Text, remedy: Text): void;
  /** Something that is left out with good reason, and said. */
  unread(name: string, at: Span, problem: Text): void;
  result(): ZoneSource;
}

export function collectRecords(file: string, limits: ZoneLimits): RecordCollector {
  const report = createReport(limits.problems);
  const records: ZoneRecord[] = [];
  const unsettled: Unsettled[] = [];
  let full = false;

  const owned = (written: string, at: Span): string | undefined => {
    const read = readName(written);
    if (read.ok) return read.name;
    report.problem(at, ...nameProblem(written, read.fault));
    return undefined;
  };
  const hasRoom = (at: Span): boolean => {
    if (records.length + unsettled.length < limits.records) return true;
    const remedy = text`Split the export, or leave out the records that have no part in mail.`;
    if (!full) report.problem(at, text`There are more than ${limits.records} records.`, remedy);
    full = true;
    return false;
  };

  return {
    problem: (at, problem, remedy) => report.problem(at, problem, remedy),
    unread(name, at, problem) {
      const read = readName(name);
      report.notice({
        kind: 'unread-record',
        owner: read.ok ? read.name : '',
        at,
        problem,
        consequence: text`It takes no part in the analysis.`,
        remedy: text`Nothing needs to be done where it has no part in mail.`,
      });
    },
    add({ owner: written, ttl, type: writtenType, words, at }) {
      if (!hasRoom(at)) return;
      const owner = owned(written, at);
      const type = readType(writtenType);
      if (type === undefined) {
        const remedy = text`A type is a mnemonic such as ${'MX'}, or ${'TYPE'} with its number.`;
        report.problem(at, text`${shown(writtenType)} is no record type.`, remedy);
        return;
      }
      const seconds = readTtl(ttl);
      if (seconds === 'wrong') {
        const remedy = text`A TTL is a number of seconds from 0 to ${ttlMax}.`;
        report.problem(at, text`${shown(String(ttl))} is no TTL.`, remedy);
        return;
      }
      const tokens = words.map((word) => tokenOf(word, at));
      const before = tokenOf(type, at);
      const data = readData(type, tokens, before, {
        name: (token) => owned(token.text, at),
        problem: (_, problem, remedy) => report.problem(at, problem, remedy),
        notice: (kind, token) => {
          if (kind === 'unquoted-text') return;
          report.notice({ kind, owner: owner ?? '', at, ...oddity(kind, token.text) });
        },
      });
      if (owner === undefined || data === undefined) return;
      records.push({ owner, ttl: seconds, class: 'IN', type, data, at, dataAt: at });
    },
    unsettled(name, types, because, at) {
      const owner = hasRoom(at) ? owned(name, at) : undefined;
      if (owner !== undefined) unsettled.push({ owner, types, because, at });
    },
    result() {
      const owners = byOwner(records);
      for (const found of findConflicts(owners)) report.problem(found.at, found.problem, found.remedy);
      noticeOddities(owners, 'inline', report);
      return { file, records, unsettled, problems: report.problems, notices: report.notices };
    },
  };
}

function readTtl(written: unknown): number | undefined | 'wrong' {
  if (written === undefined || written === null) return undefined;
  const seconds = typeof written === 'number' || typeof written === 'string' ? readSeconds(String(written)) : undefined;
  return seconds === undefined || seconds > ttlMax ? 'wrong' : seconds;
}

const oddity = (kind: 'address-as-name' | 'long-string', written: string) =>
  kind === 'address-as-name'
    ? {
        problem: text`${shown(written)} is an address where a host name is expected.`,
        consequence: text`It is looked up as a name, which has no address.`,
        remedy: text`Name a host, and give that host an A or AAAA record.`,
      }
    : {
        problem: text`A character-string is longer than ${characterStringMax} octets.`,
        consequence: text`Name servers refuse a zone that holds it (RFC 1035 section 3.3); some panels cut it into several.`,
        remedy: text`Cut it into several strings, which are joined without a space.`,
      };

function tokenOf(word: Word, { line, column, endColumn }: Span): Token {
  const quoted = typeof word !== 'string';
  const end = endColumn ?? column;
  return { text: quoted ? word.quoted : word, quoted, line, column, endColumn: end, beforeComment: false };
}

/** A name that is absolute whether or not its dot was written. */
export const absolute = (name: string | undefined): string | undefined =>
  name?.endsWith('.') ? name : name && `${name}.`;

/** The words of a value, if none is missing. */
export function allOf(words: readonly (Word | undefined)[]): readonly Word[] | undefined {
  const found = words.filter((word) => word !== undefined);
  return found.length === words.length ? found : undefined;
}

/** Text that means itself, as one string. */
export const literally = (content: string): Word => ({ quoted: content.replaceAll('\\', '\\\\') });

/** Text that a hoster cuts into character-strings when it publishes it. */
export function inStrings(content: string): readonly Word[] {
  const octets = octetsOf(content);
  const words: Word[] = [];
  for (let from = 0; from === 0 || from < octets.length; from += characterStringMax) {
    words.push({ quoted: quoteString(octets.slice(from, from + characterStringMax)).slice(1, -1) });
  }
  return words;
}
