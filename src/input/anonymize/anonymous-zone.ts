import { recordLine } from '../../protocols/zone/record-line.ts';
import type { RecordData, ZoneRecord } from '../../protocols/zone/zone-record.ts';
import { captureHeader, captureNoteLine } from '../dns/capture-notes.ts';
import type { ZoneSource } from '../dns/zone-source.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** A source of DNS as a master file with pseudonyms: every name absolute, no comment, in the order of the original. */
export function anonymousZone(zone: ZoneSource, names: Pseudonyms): string {
  const lines = zone.records.map((record) => `${recordLine(anonymousRecord(record, names))}\n`);
  const notes = [
    ...(zone.absent ?? []).map(({ owner, type }) =>
      type === undefined
        ? captureNoteLine({ kind: 'no-such-name', name: name(owner, names) }, 'captured')
        : captureNoteLine({ kind: 'no-such-type', name: name(owner, names), type }, 'captured'),
    ),
    ...(zone.unsettled ?? []).flatMap(({ owner, types }) =>
      (types ?? ['A', 'AAAA', 'MX', 'TXT', 'CNAME']).map((type) =>
        captureNoteLine({ kind: 'no-answer', name: name(owner, names), type }, 'not fixed'),
      ),
    ),
  ].map((line) => `${line}\n`);
  return [...(notes.length > 0 ? [`${captureHeader}\n`] : []), ...lines, ...notes].join('');
}

/** Names of the reverse tree hold addresses, and an address may stand where a name belongs; `prose` knows both. */
const name = (written: string, names: Pseudonyms): string =>
  /\.arpa$|^[\d.]*$/u.test(written) ? names.prose(written) : names.domain(written);

function anonymousRecord(record: ZoneRecord, names: Pseudonyms): ZoneRecord {
  const isDmarc = record.owner.startsWith('_dmarc.');
  return { ...record, owner: name(record.owner, names), data: anonymousData(record.data, names, isDmarc) };
}

function anonymousData(data: RecordData, names: Pseudonyms, isDmarc: boolean): RecordData {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return { ...data, address: names.prose(data.address) };
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'DNAME':
    case 'SRV':
      return { ...data, target: name(data.target, names) };
    case 'MX':
      return { ...data, exchange: name(data.exchange, names) };
    case 'SOA':
      return { ...data, primary: name(data.primary, names), mailbox: name(data.mailbox, names) };
    case 'TXT':
    case 'SPF':
      return { ...data, strings: anonymousStrings(data.strings, names, isDmarc) };
    case 'CAA':
      return { ...data, value: names.prose(data.value) };
    case 'TLSA':
      return { ...data, association: names.hexadecimal(data.association) };
    case 'other': {
      // A record of unknown type (RFC 3597): \# length hexadecimal.
      const [, head, digits] = /^(\\# \d+ )(.*)$/su.exec(data.text) ?? [];
      if (head === undefined || digits === undefined) return { ...data, text: names.prose(data.text) };
      return { ...data, text: head + digits.replace(/\S+/gu, (part) => names.hexadecimal(part)) };
    }
  }
}

/** Words may go on from one character-string to the next; the cuts stay where they were. */
function anonymousStrings(strings: readonly string[], names: Pseudonyms, isDmarc: boolean): readonly string[] {
  const mapped = anonymousTxt(strings.join(''), names, isDmarc);
  const lengths = strings.map((one) => one.length);
  let from = 0;
  return lengths.map((length, index) => {
    const to = index === lengths.length - 1 ? mapped.length : from + length;
    const part = mapped.slice(from, to);
    from = to;
    return part;
  });
}

function anonymousTxt(content: string, names: Pseudonyms, isDmarc: boolean): string {
  if (/^v=spf1(?: |$)/iu.test(content)) return content.replace(/[^ ]+/gu, (term) => spfTerm(term, names));
  if (isDmarc || /^\s*v\s*=?\s*(?:dmarc|dkim)/iu.test(content))
    return content.replace(/[^;]+/gu, (tag) => tagged(tag, names));
  return names.prose(content);
}

/** The mechanism or modifier stays, misspelt or not; what it names is replaced. */
function spfTerm(term: string, names: Pseudonyms): string {
  const [, head = '', rest = ''] = /^([+?~-]?[A-Za-z][\w.-]*[:=]?)(.*)$/su.exec(term) ?? [];
  if (/^v=/iu.test(term)) return term;
  if (head === '') return names.prose(term);
  if (rest === '' && !/[:=]$/u.test(head)) return isMechanism(head) ? term : names.prose(term);
  return head + spfTarget(rest, names);
}

const isMechanism = (term: string): boolean => /^[+?~-]?(?:all|a|mx|ptr|include|ip4|ip6|exists|v)$/iu.test(term);

function spfTarget(rest: string, names: Pseudonyms): string {
  if (!rest.includes('%{')) return names.prose(rest);
  // The part behind the last macro is a name of its own: %{i}._spf.contoso.com.
  const last = rest.lastIndexOf('}') + 1;
  const [, dot = '', target = '', length = ''] = /^(\.?)([^/]*)(.*)$/su.exec(rest.slice(last)) ?? [];
  const head = rest
    .slice(0, last)
    .replace(/%\{[^}]*\}|[^%]+/gu, (part) => (part[0] === '%' ? part : names.prose(part)));
  return head + dot + (target === '' ? '' : names.domain(target)) + length;
}

/** Tags whose values name nobody keep them, misspelt or not (RFC 7489 6.3, RFC 6376 3.6.1). */
function tagged(tag: string, names: Pseudonyms): string {
  const [, head = '', rest = tag] = /^(\s*[A-Za-z]+\s*=)(.*)$/su.exec(tag) ?? [];
  const isPublic = /^\s*(?:v|p|sp|np|adkim|aspf|pct|fo|rf|ri|t|psd|k|s|h)\s*=/iu.test(head) && rest.length <= 20;
  if (isPublic || head === '') return isPublic ? tag : names.prose(tag);
  // A limit of size behind an address of reports: mailto:dmarc@contoso.com!10m
  return head + rest.replace(/[^!,]+(?=[!,]|$)/gu, (part) => (/^\d+[kmgt]?$/iu.test(part) ? part : names.prose(part)));
}
