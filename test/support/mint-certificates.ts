import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import forge from 'node-forge';

/** A certificate made for a test, with the keys to issue others. */
export interface Minted {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  /** The algorithm that its key signs with. */
  readonly signing: Signing;
}

type Signing = webcrypto.EcdsaParams | webcrypto.Algorithm;

export type KeyKind = 'p256' | 'p384' | 'rsa2048' | 'rsa1024' | 'rsa2048-pss' | 'ed25519';

export interface MintOptions {
  /** As encoded, least specific first: `C=US, O=Contoso, CN=mail.contoso.com`. */
  readonly subject: string;
  readonly dnsNames?: readonly string[];
  /** Absent: self-signed. */
  readonly issuer?: Minted;
  readonly authority?: boolean;
  readonly key?: KeyKind;
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384';
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Object identifiers; absent: no extension. */
  readonly extendedKeyUsages?: readonly string[];
  readonly keyUsages?: number;
  /** Adds an (unreadable) list of transparency receipts, which only public issuers carry. */
  readonly transparency?: boolean;
}

x509.cryptoProvider.set(webcrypto);

/** Makes a certificate with a fresh key; dates are fixed (2026 to 2028) unless given. */
export async function mintCertificate(options: MintOptions): Promise<Minted> {
  const { key = 'p256', hash = 'SHA-256', issuer, authority = false } = options;
  const keys = await generate(key, hash);
  const signing = signingAlgorithm(key, hash);
  const extensions: x509.Extension[] = [new x509.BasicConstraintsExtension(authority, undefined, true)];
  if (options.dnsNames !== undefined) {
    const names = options.dnsNames.map((value) => ({ type: 'dns' as const, value }));
    extensions.push(new x509.SubjectAlternativeNameExtension(names));
  }
  if (options.extendedKeyUsages !== undefined) {
    extensions.push(new x509.ExtendedKeyUsageExtension([...options.extendedKeyUsages]));
  }
  if (options.keyUsages !== undefined) extensions.push(new x509.KeyUsagesExtension(options.keyUsages, true));
  if (options.transparency === true) {
    extensions.push(new x509.Extension('1.3.6.1.4.1.11129.2.4.2', false, new Uint8Array([0x04, 0x00])));
  }
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    subject: options.subject,
    issuer: issuer?.certificate.subject ?? options.subject,
    notBefore: new Date(options.notBefore ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(options.notAfter ?? '2028-01-01T00:00:00Z'),
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm:
      issuer === undefined || options.hash !== undefined ? reuse(issuer, signing, hash) : issuer.signing,
    extensions,
  });
  return {
    der: new Uint8Array(certificate.rawData),
    pem: `${certificate.toString('pem')}\n`,
    certificate,
    keys,
    signing,
  };
}

/** Root, intermediate and leaf of one issuer, with keys on P-256. */
export async function mintChain(leaf: Omit<MintOptions, 'issuer'>): Promise<readonly [Minted, Minted, Minted]> {
  const root = await mintCertificate({ subject: 'C=US, O=Contoso, CN=Contoso Root', authority: true });
  const between = await mintCertificate({
    subject: 'C=US, O=Contoso, CN=Contoso Issuing',
    authority: true,
    issuer: root,
  });
  return [await mintCertificate({ ...leaf, issuer: between }), between, root];
}

/** A PKCS#7 bundle in DER. */
export const mintPkcs7 = (certificates: readonly Minted[]): Uint8Array =>
  new Uint8Array(new x509.X509Certificates(certificates.map(({ certificate }) => certificate)).export('raw'));

/** A PKCS#12 file as node-forge writes it; RSA only. `aes256`: PBES2, `3des`: the older form. */
export async function mintPkcs12(
  certificates: readonly Minted[],
  password: string,
  algorithm: 'aes256' | '3des',
  rounds = 1000,
): Promise<Uint8Array> {
  const own = certificates[0];
  if (own === undefined) throw new Error('A PKCS#12 file needs a certificate.');
  const encoded = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.keys.privateKey)).toString('latin1');
  const key = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(encoded));
  const chain = certificates.map(({ pem }) => forge.pki.certificateFromPem(pem));
  const tree = forge.pkcs12.toPkcs12Asn1(key as forge.pki.rsa.PrivateKey, chain, password, {
    algorithm,
    count: rounds,
  });
  return Uint8Array.from(Buffer.from(forge.asn1.toDer(tree).getBytes(), 'latin1'));
}

/** The private key of a minted certificate as PEM, for files that should not hold one. */
export async function privateKeyPem({ keys }: Minted): Promise<string> {
  const encoded = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = encoded.match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

function reuse(issuer: Minted | undefined, own: Signing, hash: string): Signing {
  return issuer === undefined ? own : { ...issuer.signing, hash };
}

function signingAlgorithm(key: KeyKind, hash: string): Signing {
  switch (key) {
    case 'p256':
    case 'p384':
      return { name: 'ECDSA', hash } as webcrypto.Algorithm;
    case 'ed25519':
      return { name: 'Ed25519' };
    case 'rsa2048-pss':
      return { name: 'RSA-PSS', hash, saltLength: 32 } as webcrypto.Algorithm;
    case 'rsa1024':
    case 'rsa2048':
      return { name: 'RSASSA-PKCS1-v1_5', hash } as webcrypto.Algorithm;
  }
}

async function generate(key: KeyKind, hash: string): Promise<webcrypto.CryptoKeyPair> {
  const uses: webcrypto.KeyUsage[] = ['sign', 'verify'];
  const pair = await webcrypto.subtle.generateKey(keyAlgorithm(key, hash) as webcrypto.EcKeyGenParams, true, uses);
  return pair as webcrypto.CryptoKeyPair;
}

function keyAlgorithm(key: KeyKind, hash: string): webcrypto.Algorithm {
  const publicExponent = new Uint8Array([1, 0, 1]);
  switch (key) {
    case 'p256':
      return { name: 'ECDSA', namedCurve: 'P-256' } as webcrypto.Algorithm;
    case 'p384':
      return { name: 'ECDSA', namedCurve: 'P-384' } as webcrypto.Algorithm;
    case 'ed25519':
      return { name: 'Ed25519' };
    case 'rsa2048-pss':
      return { name: 'RSA-PSS', modulusLength: 2048, publicExponent, hash } as webcrypto.Algorithm;
    case 'rsa2048':
      return { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent, hash } as webcrypto.Algorithm;
    case 'rsa1024':
      return { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent, hash } as webcrypto.Algorithm;
  }
}
