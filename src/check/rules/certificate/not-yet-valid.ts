import { formatDay, formatInstant } from '../../../base/time.ts';
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

/** A certificate that somebody validates, before its first day. */
export const notYetValid = defineCheck<CertificateViolation>({
  id: 'certificate/not-yet-valid',
  severity: 'error',
  docs: {
    summary: 'A certificate that somebody validates is not valid yet.',
    why: 'Before its first day a certificate is as worthless as after its last one.',
    remedy: 'Present the certificate that is valid now until the new one is.',
    references: certificateReferences,
  },
  *run(context) {
    for (const presented of presentedCertificates(context)) {
      if (!certificateFaults(presented.certificate, context.asOf).includes('not-yet-valid')) continue;
      yield certificateViolation(context, presented, 'notBefore', { client: ['ATTR-19'], server: ['OUT-24'] });
    }
  },
  explain: (violation) => ({
    problem: text`The certificate ${described(violation)}, is not valid before ${formatInstant(violation.certificate.notBefore ?? 0)}.`,
    consequence: rejectedConsequence(violation.uses, 'CertificateExpired'),
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [
    byPerson(
      text`Present a certificate that is valid now instead of ${violation.certificate.key}`,
      remedyOf(violation),
    ),
  ],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Let the servers present the certificate that is valid now, and switch to this one on ${formatDay(violation.certificate.notBefore ?? 0)} or later.`,
  );
