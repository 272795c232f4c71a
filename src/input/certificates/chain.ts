import type { X509Certificate } from 'node:crypto';
import type { RootStore } from './root-store.ts';
import type { X509Facts } from './x509-facts.ts';

/** A certificate that was opened, with its place among those of the file. */
export interface OpenedCertificate {
  readonly x509: X509Certificate;
  readonly facts: X509Facts;
}

/** Where the path from a certificate upwards ends. */
export type ChainEnd =
  /** At a root of the store. */
  | { readonly end: 'public-root'; readonly root: string; readonly length: number }
  /** At a self-signed certificate that the store does not hold. */
  | { readonly end: 'own-root'; readonly root: string; readonly length: number }
  /** At a certificate whose issuer is neither in the file nor in the store. */
  | { readonly end: 'missing'; readonly issuer: string; readonly length: number };

/** Longest path that is followed; real ones have three or four certificates. */
const lengthMax = 10;
/** Signatures checked for one file; hostile files repeat one name to make the search explode. */
const signaturesMax = 200;

/**
 * Follows a certificate upwards through the certificates of its file and the root store, by names and by signatures.
 * Of several paths (cross-signed intermediates) the best is taken: to a root of the store, then to an own root.
 */
export function followChain(leaf: OpenedCertificate, file: readonly OpenedCertificate[], roots: RootStore): ChainEnd {
  const budget = { signatures: signaturesMax };
  return climb(leaf, file, roots, 1, budget);
}

function climb(
  certificate: OpenedCertificate,
  file: readonly OpenedCertificate[],
  roots: RootStore,
  length: number,
  budget: { signatures: number },
): ChainEnd {
  const { facts, x509 } = certificate;
  const stored = roots.withSubject(facts.issuer.encoded);
  const missing = { end: 'missing', issuer: facts.issuer.text, length } as const;
  for (const root of stored) {
    if (root.raw.equals(x509.raw) || issued(root, x509, budget)) {
      return { end: 'public-root', root: facts.issuer.text, length };
    }
  }
  if (isSelfSigned(certificate)) return { end: 'own-root', root: facts.subject.text, length };
  if (length >= lengthMax) return missing;
  let best: ChainEnd = missing;
  for (const above of file) {
    if (above === certificate || !above.x509.ca || !sameName(above, certificate)) continue;
    if (!issued(above.x509, x509, budget)) continue;
    const end = climb(above, file, roots, length + 1, budget);
    if (worth(end) > worth(best) || (worth(end) === worth(best) && end.length > best.length)) best = end;
    if (best.end === 'public-root') break;
  }
  return best;
}

const worth = (end: ChainEnd): number => ({ 'public-root': 2, 'own-root': 1, missing: 0 })[end.end];

const sameName = (issuer: OpenedCertificate, issuedOne: OpenedCertificate): boolean =>
  Buffer.compare(issuer.facts.subject.encoded, issuedOne.facts.issuer.encoded) === 0;

/** Subject and issuer are one name and the certificate's own key made the signature. */
export function isSelfSigned({ facts, x509 }: OpenedCertificate): boolean {
  return Buffer.compare(facts.subject.encoded, facts.issuer.encoded) === 0 && issued(x509, x509, { signatures: 1 });
}

function issued(issuer: X509Certificate, certificate: X509Certificate, budget: { signatures: number }): boolean {
  if (budget.signatures <= 0) return false;
  budget.signatures--;
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // A key or signature algorithm that this build of OpenSSL lacks: the names (and key identifiers) have to do.
    return certificate.checkIssued(issuer);
  }
}

/** Whether one certificate of the file names another one of it as issuer; names suffice to put a file in order. */
export const isIssuedBy = (certificate: OpenedCertificate, issuer: OpenedCertificate): boolean =>
  certificate !== issuer && sameName(issuer, certificate);
