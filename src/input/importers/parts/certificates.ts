import { formatInstant, parseInstant } from '../../../base/time.ts';
import type { Certificate } from '../../../model/certificate.ts';
import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { ExportRemark } from '../exported-object.ts';
import type { PlainValue } from '../plain-value.ts';
import type { TakenObject } from '../take-object.ts';
import type { DraftEntry, DraftNode } from '../topology-draft.ts';

/** A certificate that the topology names, and the servers that present it. */
export interface NamedCertificate {
  readonly key: string;
  readonly node: DraftNode;
  /** Servers by name in lower case, as far as the export says. */
  readonly servers: readonly string[];
  /** By which connectors name it: `<I>issuer<S>subject`. */
  readonly issuerAndSubject: string | undefined;
  /** Get-ExchangeCertificate says what it is for, and SMTP is among it; undefined: it does not say. */
  readonly forSmtp: boolean | undefined;
}

/** A certificate file of the folder. */
export interface CertificateFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** It says that it is one, or the user does; otherwise bytes that cannot be read may be anything. */
  readonly named: boolean;
}

interface Gathered {
  readonly certificates: readonly NamedCertificate[];
  readonly remarks: readonly ExportRemark[];
}

/** Certificates of files and of Get-ExchangeCertificate, each under a key of its own. */
export async function namedCertificates(
  objects: readonly TakenObject[],
  files: readonly CertificateFile[],
): Promise<Gathered> {
  const exported = objects.filter(({ noun }) => noun.name === 'ExchangeCertificate');
  if (exported.length === 0 && files.length === 0) return { certificates: [], remarks: [] };
  // Loaded only here: node:crypto is not there in a browser.
  const { readCertificateFile } = await import('../../certificates/certificate-file.ts');
  const read = async (file: string, bytes: Uint8Array) => readCertificateFile(bytes, { key: file, at: '', file });
  const keys = new Set<string>();
  const certificates: NamedCertificate[] = [];
  const remarks: ExportRemark[] = [];
  for (const { file, bytes, named } of files) {
    const found = await read(file, bytes);
    const at = { file, line: 1, column: 1 };
    if (found.ok) certificates.push(fromFile(keys, file, found.certificate, at));
    else
      for (const { line, problem, remedy } of found.problems)
        remarks.push({ kind: named ? 'unusable' : 'unknown', at: { ...at, line: line ?? 1 }, problem, remedy });
  }
  for (const one of exported) {
    const bytes = rawData(one.properties.get('RawData')?.value ?? null);
    const found = bytes === undefined ? undefined : await read(one.at.file, bytes);
    certificates.push(fromExport(keys, one, found?.ok === true ? found.certificate : undefined, remarks));
  }
  return { certificates, remarks };
}

/** The bytes of the certificate: base64 in CLIXML, a list of numbers in JSON. */
function rawData(value: PlainValue): Uint8Array | undefined {
  if (typeof value === 'string') {
    if (!/^[A-Za-z0-9+/\s]{100,}={0,2}\s*$/u.test(value)) return undefined;
    return Uint8Array.from(atob(value.replace(/\s/gu, '')), (character) => character.charCodeAt(0));
  }
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'number')) return undefined;
  return Uint8Array.from(value);
}

function freeKey(keys: Set<string>, wanted: string): string {
  const base =
    wanted
      .toLowerCase()
      .replace(/^\*\./u, 'wildcard.')
      .replace(/[^a-z0-9.-]+/gu, '-')
      .slice(0, 80) || 'certificate';
  let key = base;
  for (let number = 2; keys.has(key); number++) key = `${base}-${number}`;
  keys.add(key);
  return key;
}

function fromFile(keys: Set<string>, file: string, certificate: Certificate, at: Span): NamedCertificate {
  const isInside = !/^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/u.test(file);
  const entries: readonly DraftEntry[] = isInside
    ? [{ key: 'file', node: { scalar: file } }]
    : factEntries(certificate, at);
  return {
    key: freeKey(keys, certificate.commonName ?? certificate.dnsNames[0] ?? 'certificate'),
    node: { entries, at },
    servers: [],
    issuerAndSubject: `<I>${certificate.issuer}<S>${certificate.subject}`,
    forSmtp: undefined,
  };
}

function fromExport(
  keys: Set<string>,
  object: TakenObject,
  read: Certificate | undefined,
  remarks: ExportRemark[],
): NamedCertificate {
  const said = (name: string): string | undefined => {
    const value = object.properties.get(name)?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const subject = read?.subject ?? said('Subject');
  const common = read?.commonName ?? /CN=([^,]+)/iu.exec(subject ?? '')?.[1];
  const issuer = read?.issuer ?? said('Issuer');
  const root = said('RootCAType');
  const entries = [
    ...(read === undefined
      ? exportedEntries(object, remarks)
      : factEntries(read, object.properties.get('RawData')?.at ?? object.at)),
  ];
  if (root !== undefined && /^(?:ThirdParty|Enterprise)$/iu.test(root)) {
    const at = object.properties.get('RootCAType')?.at;
    const kept = entries.filter(({ key }) => key !== 'publiclyTrusted');
    entries.splice(0, entries.length, ...kept, { key: 'publiclyTrusted', node: { scalar: /^third/iu.test(root), at } });
  }
  const server = said('Server') ?? said('Identity')?.split('\\').at(-2) ?? said('PSComputerName');
  const services = object.properties.get('Services')?.value;
  return {
    key: freeKey(keys, common ?? 'certificate'),
    node: { entries, at: object.at },
    servers: server === undefined ? [] : [(server.split('.')[0] ?? server).toLowerCase()],
    issuerAndSubject: subject === undefined || issuer === undefined ? undefined : `<I>${issuer}<S>${subject}`,
    forSmtp: services === undefined || services === null ? undefined : saysSmtp(services),
  };
}

/** `IIS, SMTP`, a list, or the sum of flags, of which SMTP is 16 (`RootCAType` and the others print names). */
function saysSmtp(services: PlainValue): boolean {
  if (typeof services === 'number') return (services & 16) !== 0;
  return /\bSMTP\b/iu.test(JSON.stringify(services));
}

/** The facts that a declared certificate has, all of them from the certificate itself. */
function factEntries(certificate: Certificate, at: Span): readonly DraftEntry[] {
  const { subject, dnsNames, issuer, notBefore, notAfter, trust, publicKey, signatureHash, usages } = certificate;
  const entry = (key: string, value: string | boolean | undefined): readonly DraftEntry[] =>
    value === undefined ? [] : [{ key, node: { scalar: value, at } }];
  const instant = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatInstant(value);
  const texts = (key: string, values: readonly string[] | undefined): readonly DraftEntry[] =>
    values === undefined || values.length === 0
      ? []
      : [{ key, node: { items: values.map((one) => ({ scalar: one, at })), at } }];
  return [
    ...entry('subject', subject),
    ...texts('dnsNames', dnsNames),
    ...entry('issuer', issuer),
    ...entry('notBefore', instant(notBefore)),
    ...entry('notAfter', instant(notAfter)),
    ...entry('publiclyTrusted', trust.trusted),
    ...entry('key', keyName(publicKey)),
    ...entry('signature', signatureHash),
    ...texts(
      'usages',
      usages?.filter((one) => /^(?:server|client)Auth$/u.test(one)),
    ),
  ];
}

function keyName(key: Certificate['publicKey']): string | undefined {
  if (key?.algorithm === 'rsa' && key.bits > 0) return `rsa${key.bits}`;
  if (key?.algorithm === 'ec' && [256, 384, 521].includes(key.bits)) return `p${key.bits}`;
  return key?.algorithm === 'ed25519' ? 'ed25519' : undefined;
}

/** Without the certificate itself: what its listing says. Dates in the notation of some locale say nothing. */
function exportedEntries({ properties, name, at }: TakenObject, remarks: ExportRemark[]): readonly DraftEntry[] {
  const entries: DraftEntry[] = [];
  for (const [from, key] of [
    ['Subject', 'subject'],
    ['Issuer', 'issuer'],
  ] as const) {
    const found = properties.get(from);
    if (typeof found?.value === 'string' && found.value !== '')
      entries.push({ key, node: { scalar: found.value, at: found.at } });
  }
  const domains = properties.get('CertificateDomains') ?? properties.get('DnsNameList');
  if (domains !== undefined) {
    const list = Array.isArray(domains.value) ? domains.value : [domains.value];
    const items = list.flatMap((one, index): readonly DraftNode[] => {
      const written =
        typeof one === 'string'
          ? one
          : typeof one === 'object' && one !== null && 'Unicode' in one
            ? String(one.Unicode)
            : '';
      return written === '' ? [] : [{ scalar: written, at: domains.items?.[index] ?? domains.at }];
    });
    if (items.length > 0) entries.push({ key: 'dnsNames', node: { items, at: domains.at } });
  }
  for (const [from, key] of [
    ['NotBefore', 'notBefore'],
    ['NotAfter', 'notAfter'],
  ] as const) {
    const found = properties.get(from);
    const instant = typeof found?.value === 'string' ? parseInstant(found.value) : undefined;
    if (found !== undefined && instant !== undefined)
      entries.push({ key, node: { scalar: formatInstant(instant), at: found.at } });
    else if (found !== undefined && from === 'NotAfter') {
      entries.push({
        key,
        node: undefined,
        comments: [text`notAfter: ${String(found.value)} is a date of some locale; write it as an ISO date.`],
      });
      remarks.push({
        kind: 'doubtful',
        at: found.at,
        problem: text`${String(found.value)} is a date of some locale, and may be read in two ways; ${name} is taken without it.`,
        remedy: text`Export the certificate: ${'Get-ExchangeCertificate | Export-Clixml certificates.xml'}.`,
      });
    }
  }
  const selfSigned = properties.get('IsSelfSigned') ?? properties.get('SelfSigned');
  if (selfSigned?.value === true) entries.push({ key: 'publiclyTrusted', node: { scalar: false, at: selfSigned.at } });
  return entries.length > 0 ? entries : [{ key: 'subject', node: { scalar: name, at } }];
}
