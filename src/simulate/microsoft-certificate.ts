import type { Certificate } from '../model/certificate.ts';
import type { Cloud } from '../model/topology.ts';

/** The certificate that Exchange Online presents as client and as server (CERT-8, HYB 6.1). */
export function microsoftCertificate(cloud: Cloud): Certificate {
  return cloud === 'gcchigh' || cloud === 'dod' ? government : cloud === 'china' ? china : worldwide;
}

const certificate = (name: string): Certificate => ({
  key: name,
  at: '',
  file: undefined,
  subject: `CN=${name}`,
  commonName: name,
  dnsNames: [name, `*.${name}`],
  issuer: undefined,
  notBefore: undefined,
  notAfter: undefined,
  trust: { trusted: true, because: 'Exchange Online' },
  chainComplete: true,
  publicKey: undefined,
  signatureHash: undefined,
  usages: undefined,
});

const worldwide = certificate('mail.protection.outlook.com');
const government = certificate('mail.protection.office365.us');
const china = certificate('mail.protection.partner.outlook.cn');
