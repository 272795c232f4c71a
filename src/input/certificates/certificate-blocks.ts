import { type Text, text } from '../../model/text.ts';
import { derChildren, derObjectIdentifier, derTag, readDerHeader } from './der.ts';
import { isPrivateKey, type Pem, type PemFault } from './pem.ts';

/** Something of a file that cannot be used: what, and what would be valid. */
export interface CertificateProblem {
  /** Line of a PEM file, counted from 1; undefined for binary files and for the file as a whole. */
  readonly line: number | undefined;
  readonly problem: Text;
  readonly remedy: Text;
}

/** Something odd in a file that can be used. */
export interface CertificateNotice {
  readonly what: 'privateKey' | 'order' | 'severalServers';
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
}

/** What a file holds, before any certificate is opened. */
export interface FileParts {
  readonly certificates: readonly { readonly der: Uint8Array; readonly line: number | undefined }[];
  readonly pkcs7: readonly { readonly bytes: Uint8Array; readonly line: number | undefined }[];
  readonly pkcs12: Uint8Array | undefined;
  readonly privateKeys: number;
  readonly requests: number;
  /** Labels of other PEM blocks, and `something else` for binary of another kind. */
  readonly others: readonly string[];
  readonly problems: readonly CertificateProblem[];
}

const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const pkcs7Labels: ReadonlySet<string> = new Set(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA']);
const requestLabels: ReadonlySet<string> = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);

/** Sorts the blocks of a PEM file by what they hold. */
export function partsOfPem(pem: Pem): FileParts {
  const parts = emptyParts();
  for (const { label, line, bytes } of pem.blocks) {
    if (certificateLabels.has(label)) parts.certificates.push({ der: bytes, line });
    else if (pkcs7Labels.has(label)) parts.pkcs7.push({ bytes, line });
    else if (isPrivateKey(label)) parts.privateKeys++;
    else if (requestLabels.has(label)) parts.requests++;
    else parts.others.push(label);
  }
  return { ...parts, problems: pem.faults.map(faultProblem) };
}

/** Tells what a binary file is by its outermost structure. */
export function partsOfBinary(bytes: Uint8Array): FileParts {
  const parts = emptyParts();
  const outer = readDerHeader(bytes);
  // BER of indefinite length, which only containers of older tools use.
  if (bytes[0] === derTag.sequence && bytes[1] === 0x80) {
    const first = readDerHeader(bytes, 2);
    if (first?.tag === derTag.integer) return { ...parts, pkcs12: bytes };
    return { ...parts, pkcs7: [{ bytes, line: undefined }] };
  }
  if (outer?.tag !== derTag.sequence) return { ...parts, others: ['something else'] };
  if (outer.end > bytes.length) {
    const problem = text`The file ends after ${bytes.length} bytes, and its first element announces ${outer.end}.`;
    return { ...parts, problems: [{ line: undefined, problem, remedy: wholeFile }] };
  }
  const members = derChildren(outer);
  const first = members?.[0];
  const inside = derChildren(first)?.[0];
  if (first?.tag === derTag.integer) return fromInteger(bytes, first.bytes[first.contentStart] ?? 0, parts);
  if (derObjectIdentifier(first) !== undefined) return { ...parts, pkcs7: [{ bytes, line: undefined }] };
  // A request begins with version 0; a certificate with [0] or, in version 1, with its serial number and an algorithm.
  const second = derChildren(first)?.[1];
  if (inside?.tag === derTag.integer && derChildren(second)?.[0]?.tag === derTag.set) return { ...parts, requests: 1 };
  if (derObjectIdentifier(inside) !== undefined && members?.length === 2 && members[1]?.tag === derTag.octetString) {
    return { ...parts, privateKeys: 1 };
  }
  return { ...parts, certificates: [{ der: bytes.subarray(0, outer.end), line: undefined }] };
}

/** PFX is version 3 (RFC 7292 4); private keys carry version 0 or 1 (RFC 5958 2, RFC 8017 A.1.2, RFC 5915 3). */
function fromInteger(bytes: Uint8Array, version: number, parts: FileParts): FileParts {
  if (version === 3) return { ...parts, pkcs12: bytes };
  return version <= 1 ? { ...parts, privateKeys: 1 } : { ...parts, others: ['something else'] };
}

/** Parts to be filled. */
interface GrowingParts extends FileParts {
  readonly certificates: { readonly der: Uint8Array; readonly line: number | undefined }[];
  readonly pkcs7: { readonly bytes: Uint8Array; readonly line: number | undefined }[];
  readonly others: string[];
  privateKeys: number;
  requests: number;
}

const emptyParts = (): GrowingParts => ({
  certificates: [],
  pkcs7: [],
  pkcs12: undefined,
  privateKeys: 0,
  requests: 0,
  others: [],
  problems: [],
});

export const wholeFile: Text = text`Export the certificate again and give the whole file.`;

function faultProblem({ line, fault, label }: PemFault): CertificateProblem {
  switch (fault) {
    case 'no-end':
      return {
        line,
        problem: text`The block ${label} has no line ${`-----END ${label}-----`}; the file was cut short.`,
        remedy: wholeFile,
      };
    case 'not-base64':
      return {
        line,
        problem: text`The block ${label} holds characters that are not base64.`,
        remedy: text`Between the lines BEGIN and END only the letters, digits and signs of base64 are valid.`,
      };
    case 'empty':
      return { line, problem: text`The block ${label} is empty.`, remedy: wholeFile };
  }
}
