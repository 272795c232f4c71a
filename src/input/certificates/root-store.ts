import { X509Certificate } from 'node:crypto';
import { readX509Facts } from './x509-facts.ts';

/** Root certificates that count as publicly trusted, found by subject. */
export interface RootStore {
  /** Roots whose subject has this encoding. */
  withSubject(encodedName: Uint8Array): readonly X509Certificate[];
}

/** A store over certificates in DER. Only the names are read at once; a root is opened when its name is asked for. */
export function rootStoreOf(certificates: Iterable<Uint8Array>): RootStore {
  const bySubject = new Map<string, Uint8Array[]>();
  for (const der of certificates) {
    const subject = readX509Facts(der)?.subject.encoded;
    if (subject === undefined) continue;
    const key = hexadecimal(subject);
    bySubject.set(key, [...(bySubject.get(key) ?? []), der]);
  }
  return {
    withSubject: (encodedName) =>
      (bySubject.get(hexadecimal(encodedName)) ?? []).map((der) => new X509Certificate(der)),
  };
}

let builtIn: Promise<RootStore> | undefined;

/**
 * The roots that Node.js carries (those of Mozilla). Exchange Online trusts those of Microsoft's programme; the two differ
 * at the edges, which is what `publiclyTrusted` beside a file is for. Loaded at first use: start-up does not pay for it.
 */
export function builtInRootStore(): Promise<RootStore> {
  builtIn ??= import('node:tls').then(({ rootCertificates }) => rootStoreOf(rootCertificates.map(derOfPem)));
  return builtIn;
}

const derOfPem = (pem: string): Uint8Array => Buffer.from(pem.replace(/-----[^-]+-----|\s+/gu, ''), 'base64');

const hexadecimal = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
