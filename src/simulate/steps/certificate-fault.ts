import type { Instant } from '../../base/time.ts';
import type { Certificate } from '../../model/certificate.ts';
import { type Text, text } from '../../model/text.ts';

/** A reason why nobody who validates would take a certificate (ATTR-18, ATTR-19, OUT-24). */
export type CertificateFault = 'expired' | 'not-yet-valid' | 'self-signed' | 'private issuer' | 'incomplete chain';

/** What such a certificate is. */
export const faultText: Readonly<Record<CertificateFault, Text>> = {
  expired: text`expired`,
  'not-yet-valid': text`not yet valid`,
  'self-signed': text`self-signed`,
  'private issuer': text`of a private issuer`,
  'incomplete chain': text`without a complete chain`,
};

/** The reason that a validator meets first at `asOf`; undefined: the certificate is good. */
export const certificateFault = (certificate: Certificate, asOf: Instant): CertificateFault | undefined =>
  certificateFaults(certificate, asOf)[0];

/** Milliseconds until a certificate has expired; undefined: it has, or nothing says when it will. */
export function validFor({ notAfter }: Certificate, asOf: Instant): number | undefined {
  return notAfter === undefined || notAfter < asOf ? undefined : notAfter - asOf;
}

/** Every reason at `asOf`. Without a public root the missing link of a chain is beside the point and is none. */
export function certificateFaults(certificate: Certificate, asOf: Instant): readonly CertificateFault[] {
  const faults: CertificateFault[] = [];
  if (certificate.notAfter !== undefined && validFor(certificate, asOf) === undefined) faults.push('expired');
  if (certificate.notBefore !== undefined && certificate.notBefore > asOf) faults.push('not-yet-valid');
  if (!certificate.trust.trusted)
    faults.push(certificate.trust.because === 'self-signed' ? 'self-signed' : 'private issuer');
  else if (!certificate.chainComplete) faults.push('incomplete chain');
  return faults;
}
