import type { Certificate } from '../../../src/model/certificate.ts';

/** A trusted certificate that carries the given names and says nothing else. */
export const certificateWith = (
  commonName: string | undefined,
  dnsNames: readonly string[] = [],
  more: Partial<Certificate> = {},
): Certificate => ({
  key: 'server',
  at: '/certificates/server',
  file: undefined,
  subject: commonName === undefined ? 'O=Contoso' : `CN=${commonName}`,
  commonName,
  dnsNames,
  issuer: undefined,
  notBefore: undefined,
  notAfter: undefined,
  trust: { trusted: true, because: 'declared' },
  chainComplete: true,
  publicKey: undefined,
  signatureHash: undefined,
  usages: undefined,
  ...more,
});
