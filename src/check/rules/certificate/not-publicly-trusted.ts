import { type Text, text } from '../../../model/text.ts';
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
import { type CertificateUse, presentedCertificates } from './presented-certificates.ts';

const openPoint = 'partner.untrustedCertificate';

/** A certificate that leads to no root that those who validate it trust. */
export const notPubliclyTrusted = defineCheck<CertificateViolation>({
  id: 'certificate/not-publicly-trusted',
  severity: 'error',
  covers: ['CMIS-25'],
  docs: {
    summary: 'A certificate that the tenant must trust is self-signed or issued by a private authority.',
    why: 'Exchange Online trusts public authorities only: to an inbound connector such a certificate is none, and DomainValidation and CertificateValidation fail.',
    remedy: 'Present a certificate of a public authority, with its intermediates.',
    whenNotToApply:
      'Whether a restricting Partner connector takes a self-signed certificate is not settled by any document; the assumption partner.untrustedCertificate decides.',
    references: certificateReferences,
  },
  *run(context) {
    for (const { certificate, uses } of presentedCertificates(context)) {
      if (certificate.trust.trusted) continue;
      const settled = uses.filter((use) => !isOpen(use));
      const accepted = context.world.assumptions.get(openPoint) === 'accepted';
      if (settled.length === 0 && accepted) continue;
      const judged = { certificate, uses: accepted ? settled : uses };
      const property = certificate.trust.because === 'self-signed' ? 'issuer' : 'publiclyTrusted';
      const violation = certificateViolation(context, judged, property, {
        client: ['ATTR-18', 'CERT-1'],
        server: ['OUT-24', 'CERT-1'],
      });
      yield settled.length > 0 ? violation : { ...violation, assumptions: [openPoint] };
    }
  },
  explain: (violation) => ({
    problem: text`The certificate ${described(violation)}, is ${reason(violation)}, and ${validators(violation.uses)} trusts public authorities only.`,
    consequence: rejectedConsequence(violation.uses, 'UntrustedRoot'),
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [
    byPerson(
      text`Replace the certificate ${violation.certificate.key} by one of a public authority`,
      remedyOf(violation),
    ),
  ],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Replace it by a certificate of a public authority that carries the same names, and install it with its intermediates on every server that presents it.`,
  );

/** Section 13 of the connector semantics: no source says whether a Partner connector takes it. */
const isOpen = (use: CertificateUse): boolean => use.role === 'client' && use.connector.connectorType === 'Partner';

function reason({ certificate }: CertificateViolation): Text {
  if (certificate.trust.trusted) return text`trusted`;
  if (certificate.trust.because === 'self-signed') return text`self-signed`;
  return certificate.issuer === undefined
    ? text`issued by no public authority`
    : text`issued by ${certificate.issuer}, which is no public authority`;
}

function validators(uses: readonly CertificateUse[]): Text {
  const server = uses.find((use) => use.role === 'server');
  return uses.some((use) => use.role === 'client') || server?.role !== 'server' || server.client === 'tenant'
    ? text`Exchange Online`
    : text`${server.client}`;
}
