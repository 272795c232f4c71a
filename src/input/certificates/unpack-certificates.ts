import { invariant } from '../../base/invariant.ts';
import { text } from '../../model/text.ts';
import { type FileParts, wholeFile } from './certificate-blocks.ts';
import { type CertificateFailure, type CertificateFileOptions, failed, validForms } from './certificate-read.ts';
import type { Pkcs12 } from './pkcs12.ts';
import type { CipherFault } from './pkcs12-cipher.ts';

/** The readers of containers, which stand on node-forge and are loaded late. */
export interface Containers {
  readonly openPkcs7: (bytes: Uint8Array) => readonly Uint8Array[] | undefined;
  readonly openPkcs12: (bytes: Uint8Array, password: string) => Pkcs12;
}

export const holdsContainer = (parts: FileParts): boolean => parts.pkcs7.length > 0 || parts.pkcs12 !== undefined;

export async function loadContainers(): Promise<Containers> {
  const [{ openPkcs7 }, { openPkcs12 }] = await Promise.all([import('./pkcs7.ts'), import('./pkcs12.ts')]);
  return { openPkcs7, openPkcs12 };
}

/** A certificate in DER, with its line in a PEM file. */
export interface Encoded {
  readonly der: Uint8Array;
  readonly line: number | undefined;
}
export type Unpacked =
  | { readonly ok: true; readonly certificates: readonly Encoded[]; readonly hasPrivateKey: boolean }
  | CertificateFailure;

/** Opens the containers of a file. `containers` may be absent only where `holdsContainer` is false. */
export function unpackCertificates(
  parts: FileParts,
  options: CertificateFileOptions,
  containers: Containers | undefined,
): Unpacked {
  const certificates: Encoded[] = [...parts.certificates];
  for (const { bytes, line } of parts.pkcs7) {
    invariant(containers !== undefined, 'the readers of containers are loaded for a file that holds one');
    const inside = containers.openPkcs7(bytes);
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
  invariant(containers !== undefined, 'the readers of containers are loaded for a file that holds one');
  const inside = containers.openPkcs12(parts.pkcs12, options.password ?? '');
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
): CertificateFailure {
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

/** Says what a file holds instead of a certificate. */
export function nothingInside(parts: FileParts, hasPrivateKey: boolean, file: string): CertificateFailure {
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
