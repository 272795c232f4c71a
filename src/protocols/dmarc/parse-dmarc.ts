import { nearest } from '../../base/suggest.ts';
import type { Text } from '../../model/text.ts';
import { list, text, value } from '../../model/text.ts';

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';
export type AlignmentMode = 'relaxed' | 'strict';

export interface DmarcError {
  /** Column in the record, from 1. */
  readonly column: number;
  /** The tag as written; '' where no tag can be made out. */
  readonly tag: string;
  readonly message: Text;
  /**
   * What a receiver does about it: it takes the record for none of DMARC, it applies no policy (RFC 7489 section
   * 6.6.3), or it uses the default of the tag (section 6.3).
   */
  readonly consequence: 'not-dmarc' | 'no-policy' | 'default-used';
}

/** A DMARC record with the defaults of RFC 7489 section 6.3 filled in. */
export interface DmarcRecord {
  readonly text: string;
  /**
   * Policy for the domain; undefined when the record asks for none that counts. A record without a usable p that has a
   * valid rua counts as p=none (section 6.6.3).
   */
  readonly policy: DmarcPolicy | undefined;
  /** Policy for names below it: sp, or p. */
  readonly subdomainPolicy: DmarcPolicy | undefined;
  /** The tag that the policy for names below comes from. */
  readonly subdomainPolicyTag: 'p' | 'sp';
  readonly dkimAlignment: AlignmentMode;
  readonly spfAlignment: AlignmentMode;
  /** Share of failing messages that the policy is for, 0 to 100. */
  readonly percent: number;
  readonly aggregateReports: readonly string[];
  readonly failureReports: readonly string[];
  /** Tags without a meaning in RFC 7489; a receiver ignores them. */
  readonly unknownTags: readonly { readonly tag: string; readonly column: number; readonly meant: readonly string[] }[];
  readonly errors: readonly DmarcError[];
}

const known = ['v', 'p', 'sp', 'adkim', 'aspf', 'pct', 'rua', 'ruf', 'fo', 'rf', 'ri'];
/** More tags than these no record needs; the rest is not read. */
const tagsMax = 100;

/** Whether a TXT record counts as a DMARC record: its first tag is exactly v=DMARC1 (RFC 7489 section 6.6.3). */
export const isDmarcRecord = (record: string): boolean => /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/u.test(record);

/** Whether a TXT record at a `_dmarc` name is meant as a DMARC record, well or ill written: by its version, or its policy. */
export const looksLikeDmarc = (record: string): boolean =>
  /^\s*"?\s*(?:v\s*=?\s*dmarc|s?p\s*=\s*(?:none|quarantine|reject)\b)|[;\s]v\s*=\s*dmarc1/iu.test(record.slice(0, 200));

interface Tag {
  readonly name: string;
  readonly value: string;
  readonly column: number;
  readonly valueColumn: number;
}

/** Reads a DMARC record (RFC 7489 sections 6.3 and 6.4). Never fails: what is wrong is in `errors`, in order of place. */
export function parseDmarc(record: string): DmarcRecord {
  const errors: DmarcError[] = [];
  const report = (tag: Tag, consequence: DmarcError['consequence'], message: Text, column = tag.valueColumn): void => {
    errors.push({ column, tag: tag.name, message, consequence });
  };
  if (!isDmarcRecord(record)) {
    const message = text`A DMARC record begins with ${'v=DMARC1;'}, with DMARC1 in capitals.`;
    errors.push({ column: 1, tag: 'v', message, consequence: 'not-dmarc' });
  }
  const tags = readTags(record, errors);
  const tag = (name: string): Tag | undefined => tags.get(name);
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
    const found = tag(name);
    const value = values.find((one) => one === found?.value.toLowerCase());
    if (found !== undefined && value === undefined) {
      const consequence = name === 'p' || name === 'sp' ? 'no-policy' : 'default-used';
      report(found, consequence, text`${name} is ${found.value.slice(0, 80)}; it must be ${list(values, 'or')}.`);
    }
    return value;
  };
  const aggregateReports = readUris(tag('rua'), report);
  const p = oneOf('p', ['none', 'quarantine', 'reject']);
  const sp = oneOf('sp', ['none', 'quarantine', 'reject']);
  if (tag('p') === undefined) {
    const message = text`The tag p is missing; it must be ${list(['p=none', 'p=quarantine', 'p=reject'], 'or')}.`;
    errors.push({ column: record.length + 1, tag: 'p', message, consequence: 'no-policy' });
  }
  const usable = p !== undefined && (tag('sp') === undefined || sp !== undefined);
  // RFC 7489 section 6.6.3, step 6: with a place to report to, an unusable policy counts as p=none.
  const fallback = aggregateReports.length > 0 ? 'none' : undefined;
  const spf = oneOf('aspf', ['r', 's']);
  const dkim = oneOf('adkim', ['r', 's']);
  return {
    text: record,
    policy: usable ? p : fallback,
    subdomainPolicy: usable ? (sp ?? p) : fallback,
    subdomainPolicyTag: sp === undefined ? 'p' : 'sp',
    dkimAlignment: dkim === 's' ? 'strict' : 'relaxed',
    spfAlignment: spf === 's' ? 'strict' : 'relaxed',
    percent: readPercent(tag('pct'), report),
    aggregateReports,
    failureReports: readUris(tag('ruf'), report),
    unknownTags: [...tags.values()]
      .filter(({ name }) => !known.includes(name))
      .map(({ name, column }) => ({ tag: name, column, meant: nearest(name, known, 1) })),
    errors: [...errors, ...otherErrors(tag)].sort((left, right) => left.column - right.column),
  };
}

function readTags(record: string, errors: DmarcError[]): Map<string, Tag> {
  const tags = new Map<string, Tag>();
  let start = 0;
  for (let count = 0; start < record.length && count < tagsMax; count++) {
    const semicolon = record.indexOf(';', start);
    const end = semicolon < 0 ? record.length : semicolon;
    const part = record.slice(start, end);
    const column = start + part.length - part.trimStart().length + 1;
    start = end + 1;
    if (part.trim() === '') continue;
    const sign = part.indexOf('=');
    const name = (sign < 0 ? part : part.slice(0, sign)).trim();
    if (sign < 0 || !/^[a-z][a-z0-9_]*$/iu.test(name)) {
      const message = text`${part.trim().slice(0, 80)} is not a tag; a tag is written ${'name=value'} and ended by ${';'}.`;
      errors.push({ column, tag: name.slice(0, 80), message, consequence: 'default-used' });
      continue;
    }
    const content = part.slice(sign + 1);
    const valueColumn = start - 1 - content.trimStart().length + 1;
    const tag: Tag = { name: name.toLowerCase(), value: content.trim(), column, valueColumn };
    if (tags.has(tag.name)) {
      const message = text`The tag ${name} stands in the record twice; the first one counts.`;
      errors.push({ column, tag: tag.name, message, consequence: 'default-used' });
    } else tags.set(tag.name, tag);
  }
  return tags;
}

type Report = (tag: Tag, consequence: DmarcError['consequence'], message: Text) => void;

function readPercent(tag: Tag | undefined, report: Report): number {
  if (tag === undefined) return 100;
  const percent = Number(tag.value);
  if (/^\d{1,3}$/u.test(tag.value) && percent <= 100) return percent;
  report(tag, 'default-used', text`The tag pct is ${tag.value.slice(0, 80)}; it must be a number from 0 to 100.`);
  return 100;
}

/** dmarc-urilist: URIs separated by commas, each with an optional size limit such as `!10m`. */
function readUris(tag: Tag | undefined, report: Report): readonly string[] {
  if (tag === undefined) return [];
  const valid: string[] = [];
  for (const part of tag.value.split(',')) {
    const uri = part.trim();
    const [address = '', limit] = uri.split('!', 2);
    const isUri =
      /^mailto:[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/iu.test(address) || /^(?!mailto:)[a-z][a-z0-9+.-]*:\S+$/iu.test(address);
    if (isUri && (limit === undefined || /^\d+[kmgt]?$/iu.test(limit))) valid.push(uri);
    else
      report(
        tag,
        'default-used',
        text`${tag.name} has ${uri === '' ? text`an empty entry` : uri.slice(0, 120)}; an entry is written ${'mailto:reports@example.org'}, with ${'!10m'} behind it for a size limit.`,
      );
  }
  return valid;
}

function otherErrors(tag: (name: string) => Tag | undefined): DmarcError[] {
  const forms = [
    {
      name: 'fo',
      form: /^[01ds](?:[ \t]*:[ \t]*[01ds])*$/iu,
      valid: text`one or more of 0, 1, d and s, separated by colons`,
    },
    { name: 'rf', form: /^[a-z0-9-]+(?:[ \t]*:[ \t]*[a-z0-9-]+)*$/iu, valid: value('afrf') },
    { name: 'ri', form: /^\d{1,10}$/u, valid: text`a number of seconds` },
  ];
  const errors: DmarcError[] = [];
  for (const { name, form, valid } of forms) {
    const found = tag(name);
    if (found === undefined || form.test(found.value)) continue;
    const message = text`${name} is ${found.value.slice(0, 80)}; it must be ${valid}.`;
    errors.push({ column: found.valueColumn, tag: name, message, consequence: 'default-used' });
  }
  return errors;
}
