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

/** A publicly issued certificate that is presented without its intermediates (ATTR-18). */
export const incompleteChain = defineCheck<CertificateViolation>({
  id: 'certificate/incomplete-chain',
  severity: 'error',
  covers: ['CMIS-02', 'CMIS-23'],
  docs: {
    summary: 'The intermediate certificates are not sent with a certificate that somebody validates.',
    why: 'Exchange Online does not fetch missing intermediates: without them the certificate leads to no root and counts as none.',
    remedy: 'Import the intermediates into the computer store of every server that presents the certificate.',
    references: certificateReferences,
  },
  *run(context) {
    for (const presented of presentedCertificates(context)) {
      // Without a public root the missing link is beside the point; certificate/not-publicly-trusted says so.
      if (!certificateFaults(presented.certificate, context.asOf).includes('incomplete chain')) continue;
      yield certificateViolation(context, presented, 'chainComplete', {
        client: ['ATTR-18', 'CMIS-02'],
        server: ['CERT-4', 'OUT-24', 'CMIS-23'],
      });
    }
  },
  explain: (violation) => ({
    problem:
      violation.certificate.file === undefined
        ? text`The certificate ${described(violation)}, is sent without its intermediates.`
        : text`The certificate ${described(violation)}, stands in ${violation.certificate.file} without the intermediate that issued it.`,
    consequence: rejectedConsequence(violation.uses, 'UntrustedRoot'),
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [
    byPerson(text`Send the intermediates with the certificate ${violation.certificate.key}`, remedyOf(violation)),
  ],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Import the intermediates of ${violation.certificate.issuer ?? text`its issuer`} into Cert:\\LocalMachine\\CA of every server that presents it, test it with Test-Certificate, and add them to the file behind the certificate.`,
  );
