import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import { arrangeCertificates } from './arrange-certificates.ts';
import {
  type CertificateNotice,
  type CertificateProblem,
  type FileParts,
  partsOfBinary,
  partsOfPem,
  wholeFile,
} from './certificate-blocks.ts';
import { type ChainEnd, followChain, isSelfSigned, type OpenedCertificate } from './chain.ts';
import { derWhole, readDer } from './der.ts';
import { readPem } from './pem.ts';
import type { CipherFault } from './pkcs12-cipher.ts';
import { builtInRootStore, type RootStore } from './root-store.ts';
import { readX509Facts } from './x509-facts.ts';

export interface CertificateFileOptions {
  /** The key under `certificates`. */
  readonly key: string;
  readonly at: Pointer;
  /** Path as written in the topology. */
  readonly file: string;
  /** Name of the environment variable, for wording; `password` is its value, undefined when it is not set. */
  readonly passwordEnv?: string | undefined;
  readonly password?: string | undefined;
  /** `publiclyTrusted` beside `file`; undefined: found out from the chain. */
  readonly publiclyTrusted?: boolean | undefined;
  /** `chainComplete` beside `file`, for a file that holds less than the server sends; undefined: found out. */
  readonly chainComplete?: boolean | undefined;
  /** Roots that count as public; default: those of Node.js. */
  readonly roots?: RootStore | undefined;
}

export type CertificateRead =
  | { readonly ok: true; readonly certificate: Certificate; readonly notices: readonly CertificateNotice[] }
  | { readonly ok: false; readonly problems: readonly [CertificateProblem, ...CertificateProblem[]] };

/** Largest file that is read, in bytes; a chain of RSA 4096 certificates is a hundredth of it. */
export const certificateFileBytesMax = 1_048_576;
const certificatesMax = 100;

/**
 * Reads a certificate with its chain from PEM, DER, PKCS#7 or PKCS#12 bytes. It never throws on what a file holds.
 * The library for containers and the root store are loaded only when a file needs them.
 */
export async function readCertificateFile(
  bytes: Uint8Array,
  options: CertificateFileOptions,
): Promise<CertificateRead> {
  if (bytes.length === 0) return failed(text`The file ${options.file} is empty.`, validForms);
  if (bytes.length > certificateFileBytesMax) {
    const problem = text`The file ${options.file} has ${bytes.length} bytes, and at most ${certificateFileBytesMax} are read.`;
    return failed(problem, text`Give a file that holds only the certificate and its intermediates.`);
  }
  const pem = readPem(bytes);
  const parts = pem === undefined ? partsOfBinary(bytes) : partsOfPem(pem);
  const [first, ...others] = parts.problems;
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  const unpacked = await unpack(parts, options);
  if (!unpacked.ok) return unpacked;
  const opened = openAll(unpacked.certificates);
  if (!opened.ok) return opened;
  const [leaf, ...chain] = opened.certificates;
  if (leaf === undefined) return nothingInside(parts, unpacked.hasPrivateKey, options.file);
  return describe([leaf, ...chain], unpacked.hasPrivateKey, pem !== undefined && parts.pkcs7.length === 0, options);
}

const validForms: Text = text`Valid are PEM, DER, PKCS#7 (.p7b) and PKCS#12 (.pfx, with passwordEnv).`;

const failed = (problem: Text, remedy: Text, line?: number): CertificateRead & { readonly ok: false } => ({
  ok: false,
  problems: [{ line, problem, remedy }],
});

interface Encoded {
  readonly der: Uint8Array;
  readonly line: number | undefined;
}
type Unpacked =
  | { readonly ok: true; readonly certificates: readonly Encoded[]; readonly hasPrivateKey: boolean }
  | (CertificateRead & { readonly ok: false });

async function unpack(parts: FileParts, options: CertificateFileOptions): Promise<Unpacked> {
  const certificates: Encoded[] = [...parts.certificates];
  for (const { bytes, line } of parts.pkcs7) {
    const { openPkcs7 } = await import('./pkcs7.ts');
    const inside = openPkcs7(bytes);
    if (inside === undefined) {
      return failed(text`The file ${options.file} is neither a certificate nor a PKCS#7 bundle.`, validForms, line);
    }
    certificates.push(...inside.map((der) => ({ der, line })));
  }
  if (parts.pkcs12 === undefined) return { ok: true, certificates, hasPrivateKey: parts.privateKeys > 0 };
  if (options.passwordEnv !== undefined && options.password === undefined) {
    const problem = text`The password of ${options.file} is to come from the environment variable ${options.passwordEnv}, which is not set.`;
    return failed(problem, text`Set the variable, or name another one in passwordEnv.`);
  }
  const { openPkcs12 } = await import('./pkcs12.ts');
  const inside = openPkcs12(parts.pkcs12, options.password ?? '');
  if (!inside.ok) return pkcs12Failure(inside.because, options);
  return {
    ok: true,
    certificates: inside.certificates.map((der) => ({ der, line: undefined })),
    hasPrivateKey: inside.hasPrivateKey,
  };
}

function pkcs12Failure(
  because: CipherFault | 'not-pkcs12',
  { file, password, passwordEnv }: CertificateFileOptions,
): CertificateRead & { readonly ok: false } {
  switch (because) {
    case 'wrong-password':
      return password === undefined || passwordEnv === undefined
        ? failed(
            text`The PKCS#12 file ${file} is encrypted, and no password is given.`,
            text`Write passwordEnv with the name of an environment variable that holds the password, or give the certificate without its key as PEM.`,
          )
        : failed(
            text`The password in ${passwordEnv} does not open the PKCS#12 file ${file}.`,
            text`Set ${passwordEnv} to the password that the file was exported with.`,
          );
    case 'unsupported':
      return failed(
        text`The PKCS#12 file ${file} is encrypted in a way that is not read here.`,
        text`Valid are AES (PBES2 with PBKDF2), triple DES and RC2, protected by a password; or give the certificate as PEM.`,
      );
    case 'too-many-rounds':
      return failed(
        text`The PKCS#12 file ${file} demands more rounds of key derivation than are carried out here.`,
        text`Export it again with at most 600000 rounds, or give the certificate as PEM.`,
      );
    case 'malformed':
    case 'not-pkcs12':
      return failed(text`The PKCS#12 file ${file} is damaged.`, wholeFile);
  }
}

type Opened =
  | { readonly ok: true; readonly certificates: readonly OpenedCertificate[] }
  | (CertificateRead & { readonly ok: false });

function openAll(encoded: readonly Encoded[]): Opened {
  if (encoded.length > certificatesMax) {
    const problem = text`The file holds ${encoded.length} certificates, and at most ${certificatesMax} are read.`;
    return failed(problem, text`Give a file that holds only the certificate and its intermediates.`);
  }
  const certificates: OpenedCertificate[] = [];
  const problems: CertificateProblem[] = [];
  const seen = new Set<string>();
  for (const { der, line } of encoded) {
    const opened = open(der);
    if (opened === undefined) {
      const problem = text`This is not a readable X.509 certificate: its structure is damaged or another.`;
      problems.push({ line, problem, remedy: wholeFile });
    } else if (!seen.has(opened.x509.fingerprint256)) {
      seen.add(opened.x509.fingerprint256);
      certificates.push(opened);
    }
  }
  const [first, ...others] = problems;
  return first === undefined ? { ok: true, certificates } : { ok: false, problems: [first, ...others] };
}

function open(bytes: Uint8Array): OpenedCertificate | undefined {
  // OpenSSL's TRUSTED CERTIFICATE appends settings of its own; only the first element is the certificate.
  const element = readDer(bytes);
  if (element === undefined) return undefined;
  const facts = readX509Facts(derWhole(element));
  if (facts === undefined) return undefined;
  try {
    return { x509: new X509Certificate(derWhole(element)), facts };
  } catch {
    return undefined;
  }
}

function nothingInside(parts: FileParts, hasPrivateKey: boolean, file: string): CertificateRead {
  const withCertificate = text`Give the file with the certificate; the private key is never needed here.`;
  if (hasPrivateKey) return failed(text`The file ${file} holds a private key and no certificate.`, withCertificate);
  if (parts.requests > 0) {
    const remedy = text`Give the certificate that the issuer returned for this request.`;
    return failed(text`The file ${file} holds a request for a certificate, and not the certificate.`, remedy);
  }
  if (parts.pkcs7.length > 0 || parts.pkcs12 !== undefined) {
    return failed(text`The container ${file} holds no certificate.`, validForms);
  }
  if (parts.others.length > 0 && parts.others[0] !== 'something else') {
    return failed(text`The file ${file} holds a block ${parts.others[0] ?? ''} and no certificate.`, validForms);
  }
  return failed(text`The file ${file} is not a certificate.`, validForms);
}

async function describe(
  certificates: readonly [OpenedCertificate, ...OpenedCertificate[]],
  hasPrivateKey: boolean,
  ordered: boolean,
  options: CertificateFileOptions,
): Promise<CertificateRead> {
  const { leaf, position, otherLeaves } = arrangeCertificates(certificates);
  const end = followChain(leaf, certificates, options.roots ?? (await builtInRootStore()));
  const { facts } = leaf;
  const certificate: Certificate = {
    key: options.key,
    at: options.at,
    file: options.file,
    subject: facts.subject.text,
    commonName: facts.subject.commonName,
    dnsNames: facts.dnsNames,
    issuer: facts.issuer.text,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    trust: trustOf(leaf, end, options.publiclyTrusted),
    chainComplete: options.chainComplete ?? isComplete(end, options.publiclyTrusted),
    publicKey: publicKeyOf(leaf.x509),
    signatureHash: facts.signatureHash,
    usages: facts.extendedKeyUsages,
    keyUsages: facts.keyUsages,
  };
  const notices: CertificateNotice[] = [];
  if (hasPrivateKey) notices.push(privateKeyNotice(options.file));
  if (ordered && position > 0) notices.push(orderNotice(options.file, facts.subject.text));
  if (otherLeaves.length > 0) notices.push(severalNotice(options.file, facts.subject.text));
  return { ok: true, certificate, notices };
}

function trustOf(leaf: OpenedCertificate, end: ChainEnd, declared: boolean | undefined): Certificate['trust'] {
  if (declared === true) return { trusted: true, because: 'declared' };
  if (declared === false) return { trusted: false, because: 'declared' };
  if (end.end === 'public-root') return { trusted: true, because: end.root };
  if (isSelfSigned(leaf)) return { trusted: false, because: 'self-signed' };
  // The issuer cannot be followed. What only public issuers put into a certificate decides; the gap itself is
  // reported as an incomplete chain.
  if (end.end === 'missing' && leaf.facts.markedPublic) return { trusted: true, because: leaf.facts.issuer.text };
  return { trusted: false, because: 'private issuer' };
}

/**
 * Servers send everything but the root. With a root declared as trusted, an intermediate at the end of the path is taken to
 * be issued by that root; a leaf alone is not.
 */
const isComplete = (end: ChainEnd, declaredTrusted: boolean | undefined): boolean =>
  end.end !== 'missing' || (declaredTrusted === true && end.length > 1);

function publicKeyOf(x509: X509Certificate): Certificate['publicKey'] {
  let key: KeyObject;
  try {
    key = x509.publicKey;
  } catch {
    return { algorithm: 'other', bits: 0 };
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return { algorithm: 'rsa', bits: modulusLength ?? 0 };
    case 'ec':
      return { algorithm: 'ec', bits: curveBits(namedCurve ?? '') };
    case 'ed25519':
      return { algorithm: 'ed25519', bits: 256 };
    default:
      return { algorithm: 'other', bits: modulusLength ?? 0 };
  }
}

/** The size stands in the name of every curve: prime256v1, secp384r1, brainpoolP512r1. */
const curveBits = (curve: string): number => Number(/\d{3}/u.exec(curve)?.[0] ?? 0);

const privateKeyNotice = (file: string): CertificateNotice => ({
  problem: text`The file ${file} also holds a private key.`,
  consequence: text`The key was not read; but whoever has the file can pass for the server.`,
  remedy: text`Keep a file without the key beside the topology.`,
});

const orderNotice = (file: string, subject: string): CertificateNotice => ({
  problem: text`The certificate ${subject} is not the first one in ${file}.`,
  consequence: text`It was taken as the server's own, because it issued none of the others.`,
  remedy: text`Put the server's certificate first, and its intermediates after it.`,
});

const severalNotice = (file: string, subject: string): CertificateNotice => ({
  problem: text`The file ${file} holds the certificates of several servers.`,
  consequence: text`Only ${subject}, the first of them, was taken.`,
  remedy: text`Give each certificate its own file and its own name under certificates.`,
});
