import type { Certificate } from '../../../model/certificate.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { defineCheck } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateReferences } from './certificate-references.ts';
import {
  type CertificateViolation,
  certificateViolation,
  described,
  remedyFor,
  sentences,
} from './certificate-violation.ts';
import { type CertificateUse, type PresentedCertificate, presentedCertificates } from './presented-certificates.ts';

type Weakness =
  | { readonly kind: 'key'; readonly bits: number }
  | { readonly kind: 'signature'; readonly hash: string }
  | { readonly kind: 'usage'; readonly missing: string; readonly stated: readonly string[]; readonly role: string };

interface Weak extends CertificateViolation {
  readonly weaknesses: readonly Weakness[];
}

/** No authority may issue less since 2014 (CA/Browser Forum baseline requirements 6.1.5), and Microsoft's root programme demands it. */
const rsaBitsMin = 2048;
const brokenHashes = ['md2', 'md4', 'md5', 'sha1'];

/** A certificate that somebody validates and that is unfit by its key, signature or purpose. */
export const weak = defineCheck<Weak>({
  id: 'certificate/weak',
  severity: 'error',
  docs: {
    summary: 'A certificate that somebody validates has a short key, a broken signature or the wrong purpose.',
    why: 'Validating clients and servers refuse such certificates, and whoever breaks one passes for the server.',
    remedy:
      'Have the certificate issued anew: RSA of 2048 bits or more or an elliptic curve, SHA-256, with the purpose that its role needs.',
    references: [
      ...certificateReferences,
      {
        title: 'RFC 5280, 4.2.1.12: Extended Key Usage',
        url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12',
      },
      { title: 'RFC 8446, 4.4.2: Certificate', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2' },
    ],
  },
  *run(context) {
    for (const presented of presentedCertificates(context)) {
      const weaknesses = weaknessesOf(presented);
      const [first] = weaknesses;
      if (first === undefined) continue;
      const semantics = weaknesses.some((one) => one.kind === 'usage' && one.role === 'client')
        ? ['CERT-1', 'CERT-9', 'CUNC-12']
        : ['CERT-1'];
      const property = { key: 'key', signature: 'signature', usage: 'usages' }[first.kind];
      yield {
        ...certificateViolation(context, presented, property, { client: semantics, server: semantics }),
        explains: [],
        weaknesses,
      };
    }
  },
  explain: (violation) => ({
    problem: text`The certificate ${described(violation)}, ${list(violation.weaknesses.map(worded), 'and')}.`,
    consequence: sentences(violation.weaknesses.map(consequence)),
    remedy: remedyOf(violation),
  }),

  fix: (violation) => [
    byPerson(text`Have the certificate ${violation.certificate.key} issued anew`, remedyOf(violation)),
  ],
});

const remedyOf = (violation: CertificateViolation): Text =>
  remedyFor(
    violation.uses,
    text`Have it issued anew with the same names: RSA of at least 2048 bits or an elliptic curve, a SHA-256 signature, and the usages serverAuth and clientAuth.`,
  );

function weaknessesOf({ certificate, uses }: PresentedCertificate): readonly Weakness[] {
  const { publicKey, signatureHash } = certificate;
  const found: Weakness[] = [];
  if (publicKey?.algorithm === 'rsa' && publicKey.bits > 0 && publicKey.bits < rsaBitsMin)
    found.push({ kind: 'key', bits: publicKey.bits });
  // Nobody relies on the signature of a self-signed certificate; that it is one is certificate/not-publicly-trusted.
  const relied = certificate.trust.trusted || certificate.trust.because !== 'self-signed';
  if (relied && signatureHash !== undefined && brokenHashes.includes(signatureHash))
    found.push({ kind: 'signature', hash: signatureHash });
  return [...found, ...unfit(certificate, uses)];
}

function unfit({ usages, keyUsages }: Certificate, uses: readonly CertificateUse[]): readonly Weakness[] {
  const found: Weakness[] = [];
  for (const role of ['client', 'server'] as const) {
    if (!uses.some((use) => use.role === role)) continue;
    const purpose = `${role}Auth`;
    // Empty: no restriction is stated (RFC 5280 4.2.1.12).
    if (usages !== undefined && usages.length > 0 && !usages.includes(purpose))
      found.push({ kind: 'usage', missing: purpose, stated: usages, role });
    // RFC 8446 4.4.2.2, 4.4.2.3: digitalSignature; RFC 5246 7.4.2: a server's RSA key may be for keyEncipherment instead.
    const enough = role === 'server' ? ['digitalSignature', 'keyEncipherment', 'keyAgreement'] : ['digitalSignature'];
    if (keyUsages !== undefined && keyUsages.length > 0 && !enough.some((one) => keyUsages.includes(one)))
      found.push({ kind: 'usage', missing: 'digitalSignature', stated: keyUsages, role });
  }
  return found;
}

function worded(weakness: Weakness): Text {
  switch (weakness.kind) {
    case 'key':
      return text`has an RSA key of ${weakness.bits} bits`;
    case 'signature':
      return text`is signed with ${weakness.hash.toUpperCase()}`;
    case 'usage':
      return weakness.role === 'client'
        ? text`is presented as a client but limited to ${list(weakness.stated, 'and')}, without ${weakness.missing}`
        : text`is presented as a server but limited to ${list(weakness.stated, 'and')}, without ${weakness.missing}`;
  }
}

function consequence(weakness: Weakness): Text {
  switch (weakness.kind) {
    case 'key':
      return text`Keys of less than 2048 bits are refused by those who validate, and can be broken.`;
    case 'signature':
      return text`Signatures with ${weakness.hash.toUpperCase()} can be forged, and those who validate refuse them.`;
    case 'usage':
      return weakness.role === 'client'
        ? text`The other side may take the session as one without a client certificate: the connector then does not recognise the server.`
        : text`Clients that validate the certificate refuse it and keep their mail in the queue.`;
  }
}
