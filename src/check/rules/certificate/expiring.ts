import { dayMilliseconds, formatDay } from '../../../base/time.ts';
import { type Text, text } from '../../../model/text.ts';
import { validFor } from '../../../simulate/steps/certificate-fault.ts';
import { defineCheck } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateReferences } from './certificate-references.ts';
import { type CertificateViolation, certificateViolation, described, remedyFor } from './certificate-violation.ts';
import { presentedCertificates } from './presented-certificates.ts';

interface Expiring extends CertificateViolation {
  readonly daysLeft: number;
}

/** Days before the end of a certificate's validity in which it is reported, where the topology does not say (CMIS-26). */
export const expiryDaysDefault = 60;

/** A certificate that somebody validates and that ends soon. */
export const expiring = defineCheck<Expiring>({
  id: 'certificate/expiring',
  severity: 'warning',
  covers: ['CMIS-26'],
  docs: {
    summary: 'A certificate that somebody validates expires soon.',
    why: 'On the day after, mail between the sites stops or loses its trust.',
    remedy: 'Renew the certificate before its last day, with the same subject and issuer.',
    whenNotToApply: 'Where renewal is automatic, set settings.certificateExpiryDays to fewer days.',
    references: certificateReferences,
  },
  *run(context) {
    const days = context.topology.settings.certificateExpiryDays ?? expiryDaysDefault;
    for (const presented of presentedCertificates(context)) {
      const left = validFor(presented.certificate, context.asOf);
      if (left === undefined || left > days * dayMilliseconds) continue;
      const violation = certificateViolation(context, presented, 'notAfter', {
        client: ['CMIS-26'],
        server: ['CMIS-26'],
      });
      yield { ...violation, daysLeft: Math.floor(left / dayMilliseconds) };
    }
  },
  explain: (violation) => ({
    problem: text`The certificate ${described(violation)}, expires on ${formatDay(violation.certificate.notAfter ?? 0)}, ${inDays(violation.daysLeft)}.`,
    consequence: text`After that day Exchange Online and clients that validate it take it for no certificate: connectors no longer recognise the server, and mail for it stays in queues.`,
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [byPerson(text`Renew the certificate ${violation.certificate.key}`, remedyOf(violation))],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Renew it before that day with the subject ${violation.certificate.subject} from the same issuer, so that TlsCertificateName of the connectors still names it, and install it on every server that presents it.`,
  );

const inDays = (days: number) =>
  days === 0 ? text`within a day` : days === 1 ? text`in 1 day` : text`in ${days} days`;
