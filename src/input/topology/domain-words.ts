import { emptySet } from '../../model/addresses/address-set.ts';
import { parseEntry } from '../../model/addresses/parse-entry.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { AddressEntry, DomainPattern, SmartHost, Written } from '../../model/topology.ts';
import { readName } from '../../protocols/dns-names/domain-name.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** A domain or host name in lower-case A-labels without a trailing dot; undefined for anything else, addresses too. */
export function hostName(written: string): string | undefined {
  const trimmed = written.trim();
  if (trimmed === '' || trimmed === '.') return undefined;
  const read = readName(trimmed);
  if (!read.ok || !/^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/u.test(read.name)) return undefined;
  return /^\d+(?:\.\d+){3}$/u.test(read.name) ? undefined : read.name;
}

/** A mail address: the local part as written, the domain normalised; undefined for anything else. */
export function mailAddress(written: string): string | undefined {
  const trimmed = written.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, Math.max(at, 0));
  // RFC 5321 4.1.2: a dot-string of atext (RFC 6531 adds what is not ASCII), or a quoted string; 4.5.3.1.1: 64 octets.
  const sound =
    /^[^\s()<>[\]:;@\\,."]+(?:\.[^\s()<>[\]:;@\\,."]+)*$/u.test(local) || /^"(?:[^"\\\r\n]|\\.)*"$/u.test(local);
  if (!sound || local.length > 64) return undefined;
  const domain = hostName(trimmed.slice(at + 1));
  return domain === undefined ? undefined : `${local}@${domain}`;
}

/** `smtp:*;1`, `SMTP:contoso.com;2`, `contoso.com`: the part between type and cost, and the cost. */
export function addressSpace(written: string): { readonly name: string; readonly cost: number; readonly type: string } {
  const parts = /^(?:([a-z0-9]+):)?(.*?)(?:;(\d{1,3}))?$/isu.exec(written.trim());
  return {
    type: (parts?.[1] ?? 'smtp').toLowerCase(),
    name: (parts?.[2] ?? written).trim(),
    cost: Number(parts?.[3] ?? 1),
  };
}

/** `*`, `*.x` or a domain, with or without type and cost; undefined where it is none of these. */
export function domainPattern(written: Written): DomainPattern | undefined {
  const { name } = addressSpace(written.text);
  if (name === '*') return { ...written, kind: 'all' };
  const wildcard = name.startsWith('*.');
  const domain = hostName(wildcard ? name.slice(2) : name);
  return domain === undefined ? undefined : { ...written, kind: wildcard ? 'wildcard' : 'exact', domain };
}

/** Patterns of a list; what is none is a problem. */
export function domainPatterns(reading: Reading, items: readonly Written[]): readonly DomainPattern[] {
  return items.flatMap((item) => {
    const pattern = domainPattern(item);
    if (pattern !== undefined) return [pattern];
    reportProblem(
      reading,
      item.at,
      text`${item.text} is no domain.`,
      text`Write a domain (contoso.com), its subdomains (${'*.contoso.com'}) or everything (${'*'}); a star stands only in front.`,
    );
    return [];
  });
}

/** Names of hosts or domains in a list; what is none is a problem. */
export function hostNames(reading: Reading, items: readonly Written[]): readonly string[] {
  return items.flatMap((item) => {
    const name = requiredHost(reading, item);
    return name === undefined ? [] : [name];
  });
}

export function requiredHost(reading: Reading, item: Written): string | undefined {
  const name = hostName(item.text);
  if (name === undefined)
    reportProblem(
      reading,
      item.at,
      text`${item.text} is no host or domain name.`,
      text`Write a name such as ${'mail.contoso.com'}.`,
    );
  return name;
}

export function requiredAddress(reading: Reading, item: Written): string | undefined {
  const address = mailAddress(item.text);
  if (address === undefined)
    reportProblem(
      reading,
      item.at,
      text`${item.text} is no mail address.`,
      text`Write an address such as ${'anna@contoso.com'}.`,
    );
  return address;
}

/** An address, prefix or range; what is none of them is a problem, and its set is empty. */
export function addressEntry(reading: Reading, item: Written): AddressEntry {
  const entry = parseEntry(item.text);
  if (entry.ok) return { ...item, set: entry.set, family: entry.family, prefixLength: entry.prefixLength };
  reportProblem(reading, item.at, entry.problem, entry.remedy);
  return { ...item, set: emptySet, family: undefined, prefixLength: undefined };
}

/** A host name, or an address with or without brackets, or a prefix. */
export function smartHost(reading: Reading, item: Written): SmartHost | undefined {
  const bare = /^\[(.*)\]$/u.exec(item.text)?.[1] ?? item.text;
  const entry = parseEntry(bare);
  if (entry.ok) return { ...item, kind: 'address', set: entry.set };
  const host = hostName(item.text);
  if (host !== undefined) return { ...item, kind: 'name', host };
  reportProblem(
    reading,
    item.at,
    text`${item.text} is no smart host.`,
    text`Write a host name (mail.contoso.com) or an address (192.0.2.1).`,
  );
  return undefined;
}

/** A list of texts under a key of ours, where one text may stand for a list of one. */
export function writtenList(raw: unknown, at: Pointer): readonly Written[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) return [{ text: String(raw), at }];
  return raw.map((item, index) => ({ text: String(item), at: pointerTo(at, index) }));
}

/** One text under a key of ours; undefined where it is absent or empty. */
export const writtenAt = (raw: unknown, at: Pointer): Written | undefined =>
  raw === undefined || raw === null || raw === '' ? undefined : { text: String(raw), at };
