import { formatDay } from '../../../base/time.ts';
import { type Text, text } from '../../../model/text.ts';
import { certificateFaults } from '../../../simulate/steps/certificate-fault.ts';
import { defineCheck } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateReferences } from './certificate-references.ts';
import {
  type CertificateViolation,
  certificateViolation,
  described,
  rejectedConsequence,
  remedyFor,
} from './certificate-violation.ts';
import { presentedCertificates } from './presented-certificates.ts';

/** A certificate that somebody validates, past its last day. */
export const expired = defineCheck<CertificateViolation>({
  id: 'certificate/expired',
  severity: 'error',
  covers: ['CMIS-26'],
  docs: {
    summary: 'A certificate that somebody validates has expired.',
    why: 'As a client certificate it is worth nothing to Exchange Online, so the server is no longer recognised; as a server certificate it makes clients that validate it keep their mail.',
    remedy:
      'Renew the certificate with the same subject, install it on every server, and run the Hybrid Configuration Wizard again.',
    references: certificateReferences,
  },
  *run(context) {
    for (const presented of presentedCertificates(context)) {
      if (!certificateFaults(presented.certificate, context.asOf).includes('expired')) continue;
      yield certificateViolation(context, presented, 'notAfter', {
        client: ['ATTR-19', 'CMIS-26'],
        server: ['OUT-24', 'CMIS-26'],
      });
    }
  },
  explain: (violation) => ({
    problem: text`The certificate ${described(violation)}, expired on ${formatDay(violation.certificate.notAfter ?? 0)}.`,
    consequence: rejectedConsequence(violation.uses, 'CertificateExpired'),
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [byPerson(text`Renew the certificate ${violation.certificate.key}`, remedyOf(violation))],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Renew it with the subject ${violation.certificate.subject} from the same issuer, install it on every server that presents it with Enable-ExchangeCertificate -Services SMTP, and run the Hybrid Configuration Wizard again, or set TlsCertificateName of the send and receive connectors anew where the issuer changes.`,
  );
