import { byCodeUnit } from '../../base/order.ts';
import type { Certificate } from '../../model/certificate.ts';
import { certificateNames } from './certificate-names.ts';

/** `TlsCertificateName` of Exchange: names a certificate by issuer and subject, not by thumbprint (CERT-5). */
export interface TlsCertificateName {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Reads `<I>CN=Issuer, O=…<S>CN=subject` (CERT-5).
 * @returns undefined when the text is not of this form, or one side is empty.
 */
export function parseTlsCertificateName(text: string): TlsCertificateName | undefined {
  const trimmed = text.trim();
  if (trimmed.slice(0, 3).toUpperCase() !== '<I>') return undefined;
  const at = trimmed.toUpperCase().indexOf('<S>');
  if (at < 0) return undefined;
  const issuer = trimmed.slice(3, at).trim();
  const subject = trimmed.slice(at + 3).trim();
  return issuer === '' || subject === '' ? undefined : { issuer, subject };
}

/** The value that makes Exchange find this certificate; undefined when its issuer is not known. */
export function formatTlsCertificateName(certificate: Certificate): string | undefined {
  const { subjects, issuers } = certificateNames(certificate);
  const issuer = issuers.at(-1);
  return issuer === undefined ? undefined : `<I>${issuer}<S>${subjects.at(-1) ?? certificate.subject}`;
}

/**
 * Whether a certificate is the one named: both strings equal, case included (OPR-11).
 * A declared certificate counts in the notation it was declared in and in that of Exchange.
 * `unknown`: the subject is equal and the issuer of the certificate is not known.
 */
export function namesCertificate(name: TlsCertificateName, certificate: Certificate): 'yes' | 'unknown' | 'no' {
  const { subjects, issuers } = certificateNames(certificate);
  if (!subjects.includes(name.subject)) return 'no';
  if (certificate.issuer === undefined) return 'unknown';
  return issuers.includes(name.issuer) ? 'yes' : 'no';
}

/** Which of a server's certificates a `TlsCertificateName` means. */
export interface TlsCertificateChoice {
  /** The one with the newest expiry among `named`, else among `unsure`; undefined: not found, CERT-5. */
  readonly chosen: Certificate | undefined;
  /** Issuer and subject equal, newest expiry first; an unknown expiry comes last. */
  readonly named: readonly Certificate[];
  /** Subject equal, issuer not known. */
  readonly unsure: readonly Certificate[];
  /** Subject equal, issuer another: what a renewal at another issuer leaves behind (CERT-5). */
  readonly otherIssuer: readonly Certificate[];
}

/** Picks among a server's certificates as Exchange does: issuer and subject equal, then newest expiry (CERT-4, OPR-11). */
export function chooseTlsCertificate(
  name: TlsCertificateName,
  certificates: readonly Certificate[],
): TlsCertificateChoice {
  const ordered = [...certificates].sort(newestFirst);
  const named = ordered.filter((certificate) => namesCertificate(name, certificate) === 'yes');
  const unsure = ordered.filter((certificate) => namesCertificate(name, certificate) === 'unknown');
  const otherIssuer = ordered.filter(
    (certificate) =>
      namesCertificate(name, certificate) === 'no' && certificateNames(certificate).subjects.includes(name.subject),
  );
  return { chosen: named[0] ?? unsure[0], named, unsure, otherIssuer };
}

const newestFirst = (left: Certificate, right: Certificate): number =>
  (right.notAfter ?? Number.NEGATIVE_INFINITY) === (left.notAfter ?? Number.NEGATIVE_INFINITY)
    ? byCodeUnit(left.key, right.key)
    : (right.notAfter ?? Number.NEGATIVE_INFINITY) - (left.notAfter ?? Number.NEGATIVE_INFINITY);
