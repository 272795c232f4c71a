import { X509Certificate } from 'node:crypto';
import { text } from '../../model/text.ts';
import { type CertificateProblem, type FileParts, partsOfBinary, partsOfPem, wholeFile } from './certificate-blocks.ts';
import {
  type CertificateFailure,
  type CertificateFileOptions,
  type CertificateRead,
  type CertificateReader,
  failed,
  validForms,
} from './certificate-read.ts';
import type { OpenedCertificate } from './chain.ts';
import { derWhole, readDer } from './der.ts';
import { describeCertificate } from './describe-certificate.ts';
import { readPem } from './pem.ts';
import { builtInRootStore, type RootStore } from './root-store.ts';
import {
  type Containers,
  type Encoded,
  holdsContainer,
  loadContainers,
  nothingInside,
  unpackCertificates,
} from './unpack-certificates.ts';
import { readX509Facts } from './x509-facts.ts';

/** Largest file that is read, in bytes; a chain of RSA 4096 certificates is a hundredth of it. */
export const certificateFileBytesMax = 1_048_576;
const certificatesMax = 100;
/** A file of another kind can hold thousands of broken blocks; the first ones tell enough. */
const problemsMax = 20;

/**
 * Reads a certificate with its chain from PEM, DER, PKCS#7 or PKCS#12 bytes. It never throws on what a file holds.
 * The library for containers and the root store are loaded only when a file needs them.
 */
export async function readCertificateFile(
  bytes: Uint8Array,
  options: CertificateFileOptions,
): Promise<CertificateRead> {
  const sorted = sortOut(bytes, options);
  if (!sorted.ok) return sorted;
  const containers = holdsContainer(sorted.parts) ? await loadContainers() : undefined;
  return readParts(sorted, options, containers, options.roots ?? (await builtInRootStore()));
}

/** The same reader for callers that cannot wait in the middle: everything it may need is loaded at once (about 0.2 s). */
export async function loadCertificateReader(): Promise<CertificateReader> {
  const [containers, roots] = await Promise.all([loadContainers(), builtInRootStore()]);
  return (bytes, options) => {
    const sorted = sortOut(bytes, options);
    return sorted.ok ? readParts(sorted, options, containers, options.roots ?? roots) : sorted;
  };
}

type Sorted = { readonly ok: true; readonly parts: FileParts; readonly ordered: boolean } | CertificateFailure;

function sortOut(bytes: Uint8Array, { file }: CertificateFileOptions): Sorted {
  if (bytes.length === 0) return failed(text`The file ${file} is empty.`, validForms);
  if (bytes.length > certificateFileBytesMax) {
    const problem = text`The file ${file} has ${bytes.length} bytes, and at most ${certificateFileBytesMax} are read.`;
    return failed(problem, text`Give a file that holds only the certificate and its intermediates.`);
  }
  const pem = readPem(bytes);
  const parts = pem === undefined ? partsOfBinary(bytes) : partsOfPem(pem);
  const [first, ...others] = parts.problems.slice(0, problemsMax);
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  // The members of a PKCS#7 bundle are sorted by their encoding, so their order says nothing.
  return { ok: true, parts, ordered: pem !== undefined && parts.pkcs7.length === 0 };
}

function readParts(
  { parts, ordered }: Sorted & { readonly ok: true },
  options: CertificateFileOptions,
  containers: Containers | undefined,
  roots: RootStore,
): CertificateRead {
  const unpacked = unpackCertificates(parts, options, containers);
  if (!unpacked.ok) return unpacked;
  const opened = openAll(unpacked.certificates);
  if (!opened.ok) return opened;
  const [first, ...others] = opened.certificates;
  if (first === undefined) return nothingInside(parts, unpacked.hasPrivateKey, options.file);
  return describeCertificate([first, ...others], unpacked.hasPrivateKey, ordered, options, roots);
}

type Opened = { readonly ok: true; readonly certificates: readonly OpenedCertificate[] } | CertificateFailure;

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
