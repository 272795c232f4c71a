import { parseEntry } from '../../model/addresses/parse-entry.ts';
import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import type { Modifications, NextHop, NextHopRow, Peer, Sending, Written } from '../../model/topology.ts';
import { certificateFromFacts } from '../certificates/certificate-facts.ts';
import { pointerTo } from '../documents/source-index.ts';
import { domainPatterns, hostName, mailAddress, requiredHost, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findCertificates, nodeNames, reportUndefined, resolveNode } from './names-in-scope.ts';
import type { RawModifies, RawNextHopRow, RawSender, RawSends } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/* What servers, services and partners have in common. `subject` names the node in findings. */

export function readNextHops(
  reading: Reading,
  scope: NamesInScope,
  rows: readonly RawNextHopRow[],
  at: Pointer,
  subject: string,
): readonly NextHopRow[] {
  return rows.map((row, index) => {
    const place = pointerTo(at, index);
    const domains = domainPatterns(reading, writtenList(row.domains, pointerTo(place, 'domains')));
    return {
      at: place,
      domains,
      to: readNextHop(reading, scope, { text: row.to.trim(), at: pointerTo(place, 'to') }, subject),
    };
  });
}

/** A fixed word, a declared node, an address, or a host name, in this order. */
function readNextHop(reading: Reading, scope: NamesInScope, item: Written, subject: string): NextHop {
  if (item.text === 'tenant' || item.text === 'onPremises' || item.text === 'mx') return { ...item, kind: item.text };
  const node = resolveNode(reading, scope, item, subject);
  if (node !== undefined) return { ...item, kind: 'node', node };
  const entry = parseEntry(/^\[(.*)\]$/u.exec(item.text)?.[1] ?? item.text);
  if (entry.ok) return { ...item, kind: 'address', set: entry.set };
  const host = hostName(item.text);
  const [, kind, name] = /^(server|service|partner):(.*)$/su.exec(item.text) ?? [];
  if (kind !== undefined || (host !== undefined && !host.includes('.'))) {
    reportUndefined(
      reading,
      item,
      subject,
      kinds[kind ?? ''] ?? text`server, service or partner`,
      nodeNames(scope),
      text`It is taken as a host name of which nothing is known.`,
    );
    return { ...item, kind: 'host', host: hostName(name ?? '') ?? host ?? item.text.toLowerCase() };
  }
  if (host === undefined) {
    reportProblem(
      reading,
      item.at,
      text`${item.text} is no next hop.`,
      text`Write ${'tenant'}, ${'onPremises'}, ${'mx'}, a server, service or partner, a host name or an address.`,
    );
  }
  return { ...item, kind: 'host', host: host ?? item.text.toLowerCase() };
}

/** Whom a firewall lets in, or whose mail a service relays. An undefined name is reported and left out. */
export function readPeers(
  reading: Reading,
  scope: NamesInScope,
  items: readonly Written[],
  subject: string,
): readonly Peer[] {
  return items.flatMap((item): readonly Peer[] => {
    if (item.text === 'internet' || item.text === 'tenant' || item.text === 'onPremises')
      return [{ ...item, kind: 'node', node: item.text }];
    const entry = parseEntry(item.text);
    if (entry.ok) return [{ ...item, kind: 'addresses', set: entry.set }];
    const node = resolveNode(reading, scope, item, subject);
    if (node !== undefined) return [{ ...item, kind: 'node', node }];
    if (/^[\d.:/-]+$/u.test(item.text)) reportProblem(reading, item.at, entry.problem, entry.remedy);
    else {
      const known = ['internet', 'tenant', 'onPremises', ...nodeNames(scope)];
      reportUndefined(
        reading,
        item,
        subject,
        text`server, service or partner`,
        known,
        text`It is left out of the list.`,
      );
    }
    return [];
  });
}

/** As whom a host sends: addresses or bare domains. */
export function readSendings(reading: Reading, raw: RawSends, at: Pointer): readonly Sending[] {
  if (raw === undefined || raw === null) return [];
  const isList = Array.isArray(raw);
  const items = (isList ? raw : [raw]) as readonly (string | RawSender)[];
  return items.flatMap((item, index) => {
    const place = isList ? pointerTo(at, index) : at;
    const sender: RawSender = typeof item === 'string' ? { from: item } : item;
    const fromAt = typeof item === 'string' ? place : pointerTo(place, 'from');
    const from = addressOrDomain(reading, { text: sender.from, at: fromAt });
    if (from === undefined) return [];
    const dkim = writtenAt(sender.dkim, pointerTo(place, 'dkim'));
    return [
      {
        at: place,
        from,
        mailFrom: readEnvelopeSender(reading, sender.mailFrom, pointerTo(place, 'mailFrom')),
        dkim: dkim === undefined ? undefined : requiredHost(reading, dkim),
        to: sender.to ?? undefined,
      },
    ];
  });
}

function readEnvelopeSender(reading: Reading, raw: string | null | undefined, at: Pointer): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (raw === '' || raw.trim() === '<>') return '';
  return addressOrDomain(reading, { text: raw, at });
}

function addressOrDomain(reading: Reading, item: Written): string | undefined {
  const found = item.text.includes('@') ? mailAddress(item.text) : hostName(item.text);
  if (found === undefined)
    reportProblem(
      reading,
      item.at,
      text`${item.text} is neither a mail address nor a domain.`,
      text`Write ${'scanner@contoso.com'} or ${'contoso.com'}.`,
    );
  return found;
}

/** `modifies: true` alone says that it changes the body; what is not declared is not changed. */
export function readModifications(reading: Reading, raw: RawModifies, at: Pointer): Modifications {
  const declared = typeof raw === 'object' && raw !== null ? raw : { body: raw === true };
  const names = (value: string | readonly string[] | null | undefined): readonly string[] =>
    writtenList(value, '').map((item) => item.text);
  return {
    body: declared.body ?? false,
    subject: declared.subject ?? false,
    headers: names(declared.headers),
    removes: names(declared.removes),
    rewritesSender: declared.rewritesSender ?? false,
    hidesReceived: declared.hidesReceived ?? false,
    seals:
      declared.seals === undefined || declared.seals === null
        ? undefined
        : requiredHost(reading, { text: declared.seals, at: pointerTo(at, 'seals') }),
    stripsInternalHeaders: declared.stripsInternalHeaders ?? undefined,
  };
}

/** Header fields by name, values as text. */
export const readFields = (
  raw: Readonly<Record<string, string | number | boolean | null>> | null | undefined,
): ReadonlyMap<string, string> =>
  new Map(Object.entries(raw ?? {}).map(([name, value]) => [name, String(value ?? '')]));

/** HELO name first, then the further names, without repetition. */
export function readNames(
  reading: Reading,
  fqdn: Written | undefined,
  names: readonly Written[],
): { readonly fqdn: string | undefined; readonly names: readonly string[] } {
  const first = fqdn === undefined ? undefined : requiredHost(reading, fqdn);
  const others = names.flatMap((item) => requiredHost(reading, item) ?? []);
  return { fqdn: first, names: [...new Set([...(first === undefined ? [] : [first]), ...others])] };
}

interface CertificateUse {
  readonly certificate?: string | readonly string[] | null | undefined;
  readonly clientCertificate?: string | readonly string[] | null | undefined;
  readonly serverCertificate?: string | readonly string[] | null | undefined;
  readonly certificateNames?: string | readonly string[] | null | undefined;
}

/** The certificates of both roles: `certificate` holds for a role that has none of its own, names alone make one. */
export function readCertificateUse(
  reading: Reading,
  scope: NamesInScope,
  raw: CertificateUse,
  at: Pointer,
  subject: string,
): { readonly client: readonly Certificate[]; readonly server: readonly Certificate[] } {
  const find = (key: keyof CertificateUse): readonly Certificate[] =>
    findCertificates(reading, scope, writtenList(raw[key], pointerTo(at, key)), subject);
  const both = [...find('certificate'), ...certificateFromNames(reading, raw, at, subject)];
  const own = (key: 'clientCertificate' | 'serverCertificate'): readonly Certificate[] =>
    raw[key] === undefined || raw[key] === null ? both : find(key);
  return { client: own('clientCertificate'), server: own('serverCertificate') };
}

/** Names are all that is stated, so every other fact takes the default of a declared certificate. */
export function certificateFromNames(
  reading: Reading,
  raw: Pick<CertificateUse, 'certificateNames'>,
  at: Pointer,
  subject: string,
): readonly Certificate[] {
  const items = writtenList(raw.certificateNames, pointerTo(at, 'certificateNames'));
  const names = items.flatMap((item) => {
    const star = item.text.startsWith('*.');
    const name = requiredHost(reading, star ? { ...item, text: item.text.slice(2) } : item);
    return name === undefined ? [] : [star ? `*.${name}` : name];
  });
  return names.length === 0 ? [] : namedCertificate(subject, pointerTo(at, 'certificateNames'), names);
}

/** A certificate of which only the names are known; every other fact takes the default of a declared one. */
export function namedCertificate(key: string, at: Pointer, names: readonly string[]): readonly Certificate[] {
  const read = certificateFromFacts(key, at, { subject: `CN=${names[0] ?? ''}`, dnsNames: names });
  return read.ok ? [read.certificate] : [];
}

/** Kinds of nodes as one names them before the colon. */
const kinds: Readonly<Record<string, Text>> = {
  server: text`server`,
  service: text`service`,
  partner: text`partner`,
};
