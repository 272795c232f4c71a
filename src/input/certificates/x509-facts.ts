import { asciiName } from '../../protocols/tls-names/ascii-name.ts';
import { type DerElement, derChildren, derContent, derObjectIdentifier, derTag, derTime, readDer } from './der.ts';
import { type DerName, readDerName } from './der-name.ts';

/** What the bytes of a certificate say that node:crypto does not give, or gives in a form that has to be parsed again. */
export interface X509Facts {
  readonly subject: DerName;
  readonly issuer: DerName;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Lower case, A-labels, in the order of the file. */
  readonly dnsNames: readonly string[];
  /** `sha256`; undefined: an algorithm without a known hash. */
  readonly signatureHash: string | undefined;
  /** Empty: any use. */
  readonly extendedKeyUsages: readonly string[];
  /** undefined: no such extension. */
  readonly keyUsages: readonly string[] | undefined;
  /** Carries what only publicly trusted issuers put into a certificate. */
  readonly markedPublic: boolean;
}

/** Reads a Certificate (RFC 5280 4.1) from its DER; undefined when the structure is another. */
export function readX509Facts(der: Uint8Array): X509Facts | undefined {
  const [tbs, signature] = derChildren(readDer(der)) ?? [];
  const parts = derChildren(tbs);
  if (parts === undefined) return undefined;
  const fields = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts;
  const [, , issuerPart, validity, subjectPart] = fields;
  const issuer = readDerName(issuerPart);
  const subject = readDerName(subjectPart);
  const [first, last] = derChildren(validity) ?? [];
  const [notBefore, notAfter] = [derTime(first), derTime(last)];
  if (issuer === undefined || subject === undefined || notBefore === undefined || notAfter === undefined) {
    return undefined;
  }
  const extensions = readExtensions(fields.find((field) => field.tag === 0xa3));
  return {
    subject,
    issuer,
    notBefore,
    notAfter,
    dnsNames: readDnsNames(extensions.get('2.5.29.17')),
    signatureHash: readSignatureHash(signature),
    extendedKeyUsages: readExtendedKeyUsages(extensions.get('2.5.29.37')),
    keyUsages: readKeyUsages(extensions.get('2.5.29.15')),
    markedPublic: isMarkedPublic(extensions),
  };
}

/** Extensions by object identifier, each as the element inside its OCTET STRING. */
type Extensions = ReadonlyMap<string, DerElement>;

function readExtensions(field: DerElement | undefined): Extensions {
  const result = new Map<string, DerElement>();
  for (const extension of derChildren(derChildren(field)?.[0]) ?? []) {
    const members = derChildren(extension) ?? [];
    const identifier = derObjectIdentifier(members[0]);
    const content = members.at(-1);
    if (identifier === undefined || content?.tag !== derTag.octetString) continue;
    const inner = readDer(content.bytes, content.contentStart, content.end);
    if (inner !== undefined && !result.has(identifier)) result.set(identifier, inner);
  }
  return result;
}

/** dNSName is the second alternative of GeneralName (RFC 5280 4.2.1.6). */
function readDnsNames(extension: DerElement | undefined): readonly string[] {
  const names = new Set<string>();
  for (const name of derChildren(extension) ?? []) {
    if (name.tag !== 0x82) continue;
    const text = new TextDecoder('latin1').decode(derContent(name));
    // A zero octet or a blank inside a name serves only to deceive readers that stop at it.
    if (/^[\u0021-\u007e]+$/u.test(text)) names.add(asciiName(text));
  }
  return [...names];
}

const extendedUsages: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};
const anyExtendedUsage = '2.5.29.37.0';

function readExtendedKeyUsages(extension: DerElement | undefined): readonly string[] {
  const identifiers = (derChildren(extension) ?? []).map(derObjectIdentifier).filter((found) => found !== undefined);
  // RFC 5280 4.2.1.12: with anyExtendedKeyUsage among them the others restrict nothing.
  if (identifiers.includes(anyExtendedUsage)) return [];
  return identifiers.map((identifier) => extendedUsages[identifier] ?? identifier);
}

/** The bits of KeyUsage in order (RFC 5280 4.2.1.3). */
const keyUsageNames = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

function readKeyUsages(extension: DerElement | undefined): readonly string[] | undefined {
  if (extension?.tag !== derTag.bitString) return undefined;
  const bits = derContent(extension).subarray(1);
  return keyUsageNames.filter((_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
}

const certificateTransparency = '1.3.6.1.4.1.11129.2.4.2';
const certificatePolicies = '2.5.29.32';
const forumPolicies = '2.23.140.1.';

/**
 * Receipts of transparency logs (RFC 6962 3.3) and the policies of the CA/Browser Forum stand in certificates of public
 * issuers only: logs take no others. This decides where the file lacks the intermediates that would prove it.
 */
function isMarkedPublic(extensions: Extensions): boolean {
  if (extensions.has(certificateTransparency)) return true;
  return (derChildren(extensions.get(certificatePolicies)) ?? []).some((policy) =>
    derObjectIdentifier(derChildren(policy)?.[0])?.startsWith(forumPolicies),
  );
}

/** Signature algorithms by the hash they use; Ed25519 hashes with SHA-512 itself (RFC 8032 5.1). */
const signatureHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2',
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.3.14.3.2.29': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.1': 'sha224',
  '2.16.840.1.101.3.4.3.2': 'sha256',
  '1.3.101.112': 'sha512',
  '1.3.101.113': 'shake256',
};
const hashAlgorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.4': 'sha224',
};
const rsaPss = '1.2.840.113549.1.1.10';

function readSignatureHash(algorithm: DerElement | undefined): string | undefined {
  const [type, parameters] = derChildren(algorithm) ?? [];
  const identifier = derObjectIdentifier(type);
  if (identifier === undefined) return undefined;
  if (identifier !== rsaPss) return signatureHashes[identifier];
  const hash = (derChildren(parameters) ?? []).find((part) => part.tag === 0xa0);
  // RFC 4055 3.1: without the field the hash is SHA-1.
  if (hash === undefined) return 'sha1';
  return hashAlgorithms[derObjectIdentifier(derChildren(derChildren(hash)?.[0])?.[0]) ?? ''];
}
