import type { Certificate } from '../../model/certificate.ts';
import { asciiName } from './ascii-name.ts';
import { canonicalDistinguishedName } from './distinguished-name.ts';

/** The names of a certificate, ready for comparison: each in lower case, without repetition. */
export interface CertificateNames {
  /** Common name first, then the alternative names: the set N of ATTR-1. */
  readonly all: readonly string[];
  readonly set: ReadonlySet<string>;
  /** The alternative names alone. */
  readonly dnsNames: ReadonlySet<string>;
  readonly commonName: string | undefined;
  /** Subject and issuer, each as written and in the notation of Exchange. */
  readonly subjects: readonly string[];
  readonly issuers: readonly string[];
}

// The simulator asks for the same few certificates at every hop; a weak map computes each once and keeps none alive.
const known = new WeakMap<Certificate, CertificateNames>();

/** The names that a certificate carries: common name and alternative names. */
export function certificateNames(certificate: Certificate): CertificateNames {
  const before = known.get(certificate);
  if (before !== undefined) return before;
  const commonName = certificate.commonName === undefined ? undefined : asciiName(certificate.commonName);
  const dnsNames = new Set(certificate.dnsNames.map(asciiName));
  const set = new Set(commonName === undefined || commonName === '' ? [] : [commonName]);
  for (const name of dnsNames) if (name !== '') set.add(name);
  const names: CertificateNames = {
    all: [...set],
    set,
    dnsNames,
    commonName,
    subjects: notations(certificate.subject),
    issuers: certificate.issuer === undefined ? [] : notations(certificate.issuer),
  };
  known.set(certificate, names);
  return names;
}

const notations = (distinguishedName: string): readonly string[] => [
  ...new Set([distinguishedName, canonicalDistinguishedName(distinguishedName)]),
];
