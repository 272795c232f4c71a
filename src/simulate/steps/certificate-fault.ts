import type { Instant } from '../../base/time.ts';
import type { Certificate } from '../../model/certificate.ts';

/** Why nobody who validates would take a certificate at `asOf` (ATTR-18, ATTR-19, OUT-24); undefined: it is good. */
export type CertificateFault = 'expired' | 'not-yet-valid' | 'self-signed' | 'private issuer' | 'incomplete chain';

export function certificateFault(certificate: Certificate, asOf: Instant): CertificateFault | undefined {
  if (certificate.notAfter !== undefined && certificate.notAfter < asOf) return 'expired';
  if (certificate.notBefore !== undefined && certificate.notBefore > asOf) return 'not-yet-valid';
  if (!certificate.trust.trusted) return certificate.trust.because === 'self-signed' ? 'self-signed' : 'private issuer';
  return certificate.chainComplete ? undefined : 'incomplete chain';
}
