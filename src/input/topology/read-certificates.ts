import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { ZoneNotice } from '../../protocols/zone/zone-record.ts';
import type { CertificateNotice } from '../certificates/certificate-blocks.ts';
import type { CertificateFacts } from '../certificates/certificate-facts.ts';
import { certificateFromFacts } from '../certificates/certificate-facts.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { FileAccess, InputNotice } from '../problem.ts';
import { writtenList } from './domain-words.ts';
import { fileRefusal } from './file-refusal.ts';
import type { RawCertificate } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

export interface CertificatesRead {
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** Keys whose certificate could not be read; the reason is among the problems. */
  readonly unreadable: ReadonlySet<string>;
  /** What is odd about a file that could be read. */
  readonly oddities: readonly Oddity[];
}

/** Something odd in a usable file, and of which kind; checks of its own area judge it. */
export interface Oddity extends Pick<InputNotice, 'subject' | 'at' | 'problem' | 'consequence' | 'remedy'> {
  readonly kind: ZoneNotice['kind'] | 'certificate-file';
  /** What of a file of this kind is odd; a zone has a kind for each. */
  readonly what?: CertificateNotice['what'];
}

/** Facts that a file states itself, so that declaring them beside it would make two truths. */
const factsOfFiles = ['subject', 'dnsNames', 'issuer', 'notBefore', 'notAfter', 'key', 'signature', 'usages'] as const;

export async function readCertificates(
  reading: Reading,
  raw: Readonly<Record<string, RawCertificate>>,
  at: Pointer,
  access: FileAccess,
): Promise<CertificatesRead> {
  const certificates = new Map<string, Certificate>();
  const unreadable = new Set<string>();
  const oddities: Oddity[] = [];
  for (const [key, item] of Object.entries(raw)) {
    const place = pointerTo(at, key);
    const certificate =
      item.file === undefined || item.file === null
        ? declared(reading, key, item, place)
        : await fromFile(reading, key, item, item.file, place, access, oddities);
    if (certificate === undefined) unreadable.add(key);
    else certificates.set(key, certificate);
  }
  return { certificates, unreadable, oddities };
}

function declared(reading: Reading, key: string, raw: RawCertificate, at: Pointer): Certificate | undefined {
  const texts = (value: RawCertificate['dnsNames']): readonly string[] | undefined =>
    value === undefined || value === null ? undefined : writtenList(value, '').map((item) => item.text);
  const facts: CertificateFacts = {
    subject: raw.subject ?? undefined,
    dnsNames: texts(raw.dnsNames),
    issuer: raw.issuer ?? undefined,
    notBefore: raw.notBefore ?? undefined,
    notAfter: raw.notAfter ?? undefined,
    publiclyTrusted: raw.publiclyTrusted ?? undefined,
    chainComplete: raw.chainComplete ?? undefined,
    key: raw.key ?? undefined,
    signature: raw.signature ?? undefined,
    usages: texts(raw.usages),
  };
  if (raw.passwordEnv !== undefined && raw.passwordEnv !== null) {
    reportProblem(
      reading,
      pointerTo(at, 'passwordEnv'),
      text`passwordEnv stands without a file.`,
      text`Add ${'file'}, or remove it.`,
    );
  }
  const read = certificateFromFacts(key, at, facts);
  if (read.ok) return read.certificate;
  for (const { property, index, problem, remedy } of read.problems) {
    const place = pointerTo(at, property);
    reportProblem(reading, index === undefined ? place : pointerTo(place, index), problem, remedy);
  }
  return undefined;
}

async function fromFile(
  reading: Reading,
  key: string,
  raw: RawCertificate,
  file: string,
  at: Pointer,
  access: FileAccess,
  oddities: Oddity[],
): Promise<Certificate | undefined> {
  const doubled = factsOfFiles.filter((name) => raw[name] !== undefined && raw[name] !== null);
  if (doubled.length > 0) {
    reportProblem(
      reading,
      at,
      text`The certificate ${key} has a file and declares ${list(doubled)}, which the file states.`,
      text`Remove what the file states; ${'publiclyTrusted'} and ${'chainComplete'} may stand beside it.`,
    );
    return undefined;
  }
  const found = access.read(file);
  if (!found.ok) {
    const { problem, remedy } = fileRefusal(file, found.because);
    reportProblem(reading, pointerTo(at, 'file'), problem, remedy);
    return undefined;
  }
  const passwordEnv = raw.passwordEnv ?? undefined;
  // Loaded only here: node:crypto is not there in a browser, where certificates are declared facts.
  const { readCertificateFile } = await import('../certificates/certificate-file.ts');
  const read = await readCertificateFile(found.bytes, {
    key,
    at,
    file,
    passwordEnv,
    password: passwordEnv === undefined ? undefined : access.secret(passwordEnv),
    publiclyTrusted: raw.publiclyTrusted ?? undefined,
    chainComplete: raw.chainComplete ?? undefined,
  });
  if (!read.ok) {
    for (const { line, problem, remedy } of read.problems) {
      if (line === undefined) reportProblem(reading, pointerTo(at, 'file'), problem, remedy);
      else reading.problems.push({ at: { file, line, column: 1 }, problem, remedy });
    }
    return undefined;
  }
  const place = reading.sources.locate(pointerTo(at, 'file'));
  for (const notice of read.notices)
    oddities.push({ kind: 'certificate-file', subject: `certificate:${key.toLowerCase()}`, at: place, ...notice });
  return read.certificate;
}
