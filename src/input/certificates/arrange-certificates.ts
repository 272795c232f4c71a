import { isIssuedBy, type OpenedCertificate } from './chain.ts';

/** Which certificate of a file is the server's own. */
export interface Arrangement {
  readonly leaf: OpenedCertificate;
  /** Place of the leaf in the file, from 0. */
  readonly position: number;
  /** Certificates of other servers or persons in the same file. */
  readonly otherLeaves: readonly OpenedCertificate[];
}

/**
 * Finds the leaf: a certificate that issued none of the others. Among several, one that is no authority, and then the
 * first in the file; a file of authorities alone (a root, a cross-signed pair) gives its first.
 */
export function arrangeCertificates(certificates: readonly [OpenedCertificate, ...OpenedCertificate[]]): Arrangement {
  const ends = certificates.filter((certificate) => !certificates.some((other) => isIssuedBy(other, certificate)));
  const servers = ends.filter(({ x509 }) => !x509.ca);
  const leaf = servers[0] ?? ends[0] ?? certificates[0];
  return {
    leaf,
    position: certificates.indexOf(leaf),
    otherLeaves: servers.filter((certificate) => certificate !== leaf),
  };
}
