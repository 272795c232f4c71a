import { nearest } from '../../base/suggest.ts';
import { type Instant, parseInstant } from '../../base/time.ts';
import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import { list, type Text, text } from '../../model/text.ts';
import { asciiName } from '../../protocols/tls-names/ascii-name.ts';
import {
  canonicalDistinguishedName,
  commonNameOf,
  parseDistinguishedName,
} from '../../protocols/tls-names/distinguished-name.ts';

/** The declared facts of a certificate, as the topology writes them. */
export interface CertificateFacts {
  readonly subject?: string | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  readonly issuer?: string | undefined;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
  /** Default: true, unless the issuer equals the subject. */
  readonly publiclyTrusted?: boolean | undefined;
  /** Default: true. */
  readonly chainComplete?: boolean | undefined;
  /** `rsa2048`, `p256`, `ed25519`. */
  readonly key?: string | undefined;
  /** `sha256`. */
  readonly signature?: string | undefined;
  readonly usages?: readonly string[] | undefined;
}

/** A fact that cannot be used, with the property that states it. */
export interface CertificateFactProblem {
  readonly property: keyof CertificateFacts;
  /** Position in a list. */
  readonly index?: number | undefined;
  readonly problem: Text;
  readonly remedy: Text;
}

export type CertificateFactsRead =
  | { readonly ok: true; readonly certificate: Certificate }
  | { readonly ok: false; readonly problems: readonly [CertificateFactProblem, ...CertificateFactProblem[]] };

type Report = (problem: CertificateFactProblem) => void;

/** Makes a certificate of declared facts; it counts as much as one that was read from a file. */
export function certificateFromFacts(key: string, at: Pointer, facts: CertificateFacts): CertificateFactsRead {
  const problems: CertificateFactProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const dnsNames = readNames(facts.dnsNames ?? [], report);
  const subject = readSubject(facts, dnsNames, report);
  const issuer = readDistinguishedName('issuer', facts.issuer, report);
  const notBefore = readTime('notBefore', facts.notBefore, report);
  const notAfter = readTime('notAfter', facts.notAfter, report);
  if (notBefore !== undefined && notAfter !== undefined && notAfter < notBefore) {
    report({
      property: 'notAfter',
      problem: text`The certificate ends (${facts.notAfter ?? ''}) before it begins (${facts.notBefore ?? ''}).`,
      remedy: text`notAfter has to be later than notBefore.`,
    });
  }
  const publicKey = readKey(facts.key, report);
  const signatureHash = readSignature(facts.signature, report);
  const usages = facts.usages === undefined ? undefined : readUsages(facts.usages, report);
  const [first, ...others] = problems;
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  const certificate: Certificate = {
    key,
    at,
    file: undefined,
    subject,
    commonName: commonNameOf(subject),
    dnsNames,
    issuer,
    notBefore,
    notAfter,
    trust: trustOf(facts.publiclyTrusted, subject, issuer),
    chainComplete: facts.chainComplete ?? true,
    publicKey,
    signatureHash,
    usages,
  };
  return { ok: true, certificate };
}

function trustOf(declared: boolean | undefined, subject: string, issuer: string | undefined): Certificate['trust'] {
  const selfIssued = issuer !== undefined && canonicalDistinguishedName(issuer) === canonicalDistinguishedName(subject);
  if (declared === true) return { trusted: true, because: 'declared' };
  if (selfIssued) return { trusted: false, because: 'self-signed' };
  if (declared === false) return { trusted: false, because: 'declared' };
  return { trusted: true, because: 'assumed' };
}

function readNames(written: readonly string[], report: Report): readonly string[] {
  const names = new Set<string>();
  written.forEach((name, index) => {
    const ascii = asciiName(name);
    if (isDnsName(ascii)) names.add(ascii);
    else {
      report({
        property: 'dnsNames',
        index,
        problem: text`${name} is not a DNS name.`,
        remedy: text`Valid are host names such as ${'mail.contoso.com'}, and a star as the whole first label: ${'*.contoso.com'}.`,
      });
    }
  });
  return [...names];
}

function isDnsName(name: string): boolean {
  const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
  // Underscores stand in certificates of internal servers; node:crypto and Exchange take them.
  return name.length <= 255 && labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label));
}

const subjectForm = text`Write it as a distinguished name, such as ${'CN=mail.contoso.com'} or ${'CN=mail.contoso.com, O=Contoso, C=US'}.`;

function readSubject(facts: CertificateFacts, dnsNames: readonly string[], report: Report): string {
  const subject = readDistinguishedName('subject', facts.subject, report);
  if (subject !== undefined) return subject;
  const first = dnsNames[0];
  if (first === undefined && facts.subject === undefined && (facts.dnsNames ?? []).length === 0) {
    const problem = text`The certificate has neither subject nor dnsNames, so it names nobody.`;
    report({ property: 'subject', problem, remedy: text`Give file, subject or dnsNames.` });
  }
  // Issuers put one of the names into the subject; where it is not declared, the first one stands there.
  return first === undefined ? '' : `CN=${first}`;
}

function readDistinguishedName(
  property: 'subject' | 'issuer',
  written: string | undefined,
  report: Report,
): string | undefined {
  if (written === undefined) return undefined;
  if (parseDistinguishedName(written) !== undefined) return written.trim();
  report({ property, problem: text`The ${property} ${written} is not a distinguished name.`, remedy: subjectForm });
  return undefined;
}

function readTime(
  property: 'notBefore' | 'notAfter',
  written: string | undefined,
  report: Report,
): Instant | undefined {
  if (written === undefined) return undefined;
  const instant = parseInstant(written);
  if (instant === undefined) {
    report({
      property,
      problem: text`${property} is ${written}, which is no date.`,
      remedy: text`Valid are a day, ${'2027-01-31'}, and a time, ${'2027-01-31T12:00:00Z'}.`,
    });
  }
  return instant;
}

function readKey(written: string | undefined, report: Report): Certificate['publicKey'] {
  if (written === undefined) return undefined;
  const key = written.toLowerCase().replace(/[\s_-]+/gu, '');
  const rsa = /^rsa(?:pss)?(\d{3,5})$/u.exec(key)?.[1];
  if (rsa !== undefined && Number(rsa) >= 512 && Number(rsa) <= 16_384) return { algorithm: 'rsa', bits: Number(rsa) };
  const curve = /^(?:p|ec|ecdsa|ecp|secp|prime)(256|384|521)(?:r1|v1)?$/u.exec(key)?.[1];
  if (curve !== undefined) return { algorithm: 'ec', bits: Number(curve) };
  if (key === 'ed25519') return { algorithm: 'ed25519', bits: 256 };
  report({
    property: 'key',
    problem: text`The key ${written} is not known.`,
    remedy: text`Valid are ${'rsa'} with its length in bits (${'rsa2048'}, ${'rsa4096'}), ${'p256'}, ${'p384'}, ${'p521'} and ${'ed25519'}.`,
  });
  return undefined;
}

function readSignature(written: string | undefined, report: Report): string | undefined {
  if (written === undefined) return undefined;
  // Tools print the hash within a longer name: sha256RSA, sha256WithRSAEncryption, ecdsa-with-SHA384.
  const hash = /(?:^|[^a-z0-9])(md[25]|sha-?(?:1|224|256|384|512))(?=[^0-9]|$)/u.exec(written.toLowerCase())?.[1];
  if (hash !== undefined) return hash.replace('-', '');
  // RFC 8032 5.1: Ed25519 hashes with SHA-512.
  if (/^ed25519$/iu.test(written.trim())) return 'sha512';
  report({
    property: 'signature',
    problem: text`The signature ${written} names no hash that is known.`,
    remedy: text`Valid are ${list(['sha256', 'sha384', 'sha512', 'sha224', 'sha1', 'md5'], 'and')}.`,
  });
  return undefined;
}

const usageNames: ReadonlyMap<string, string> = new Map([
  ['serverauth', 'serverAuth'],
  ['serverauthentication', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['clientauth', 'clientAuth'],
  ['clientauthentication', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['codesigning', 'codeSigning'],
  ['emailprotection', 'emailProtection'],
  ['secureemail', 'emailProtection'],
  ['timestamping', 'timeStamping'],
  ['ocspsigning', 'OCSPSigning'],
]);

function readUsages(written: readonly string[], report: Report): readonly string[] {
  const usages: string[] = [];
  let any = false;
  written.forEach((usage, index) => {
    const key = usage.toLowerCase().replace(/[\s_-]+/gu, '');
    const name = usageNames.get(key) ?? (/^\d+(?:\.\d+){2,}$/u.test(key) ? key : undefined);
    if (key === 'anyextendedkeyusage' || key === '2.5.29.37.0') any = true;
    else if (name !== undefined) usages.push(name);
    else {
      const meant = nearest(usage, ['serverAuth', 'clientAuth', 'emailProtection', 'codeSigning'], 1)[0];
      report({
        property: 'usages',
        index,
        problem: text`The usage ${usage} is not known.`,
        remedy:
          meant === undefined
            ? text`Valid are ${'serverAuth'}, ${'clientAuth'} and other usages by their object identifier.`
            : text`Write ${meant}, or the object identifier of another usage.`,
      });
    }
  });
  // RFC 5280 4.2.1.12: with anyExtendedKeyUsage among them the others restrict nothing.
  return any ? [] : [...new Set(usages)];
}
