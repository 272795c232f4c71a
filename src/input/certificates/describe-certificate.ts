import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from '../../model/certificate.ts';
import { text } from '../../model/text.ts';
import { arrangeCertificates } from './arrange-certificates.ts';
import type { CertificateNotice } from './certificate-blocks.ts';
import type { CertificateFileOptions, CertificateRead } from './certificate-read.ts';
import { type ChainEnd, followChain, isSelfSigned, type OpenedCertificate } from './chain.ts';
import type { RootStore } from './root-store.ts';

/** The facts of the leaf, and what is odd about the file. `ordered`: the order in the file is the writer's choice. */
export function describeCertificate(
  certificates: readonly [OpenedCertificate, ...OpenedCertificate[]],
  hasPrivateKey: boolean,
  ordered: boolean,
  options: CertificateFileOptions,
  roots: RootStore,
): CertificateRead {
  const { leaf, position, otherLeaves } = arrangeCertificates(certificates);
  const end = followChain(leaf, certificates, roots);
  const { facts } = leaf;
  const certificate: Certificate = {
    key: options.key,
    at: options.at,
    file: options.file,
    subject: facts.subject.text,
    commonName: facts.subject.commonName,
    dnsNames: facts.dnsNames,
    issuer: facts.issuer.text,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    trust: trustOf(leaf, end, options.publiclyTrusted),
    chainComplete: options.chainComplete ?? isComplete(end, options.publiclyTrusted),
    publicKey: publicKeyOf(leaf.x509),
    signatureHash: facts.signatureHash,
    usages: facts.extendedKeyUsages,
    keyUsages: facts.keyUsages,
  };
  const notices: CertificateNotice[] = [];
  if (hasPrivateKey) notices.push(privateKeyNotice(options.file));
  if (ordered && position > 0) notices.push(orderNotice(options.file, facts.subject.text));
  if (otherLeaves.length > 0) notices.push(severalNotice(options.file, facts.subject.text));
  return { ok: true, certificate, notices };
}

function trustOf(leaf: OpenedCertificate, end: ChainEnd, declared: boolean | undefined): Certificate['trust'] {
  if (declared === true) return { trusted: true, because: 'declared' };
  if (declared === false) return { trusted: false, because: 'declared' };
  if (end.end === 'public-root') return { trusted: true, because: end.root };
  if (isSelfSigned(leaf)) return { trusted: false, because: 'self-signed' };
  // The issuer cannot be followed. What only public issuers put into a certificate decides; the gap itself is
  // reported as an incomplete chain.
  if (end.end === 'missing' && leaf.facts.markedPublic) return { trusted: true, because: leaf.facts.issuer.text };
  return { trusted: false, because: 'private issuer' };
}

/**
 * Servers send everything but the root. With a root declared as trusted, an intermediate at the end of the path is taken to
 * be issued by that root; a leaf alone is not.
 */
const isComplete = (end: ChainEnd, declaredTrusted: boolean | undefined): boolean =>
  end.end !== 'missing' || (declaredTrusted === true && end.length > 1);

function publicKeyOf(x509: X509Certificate): Certificate['publicKey'] {
  let key: KeyObject;
  try {
    key = x509.publicKey;
  } catch {
    return { algorithm: 'other', bits: 0 };
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return { algorithm: 'rsa', bits: modulusLength ?? 0 };
    case 'ec':
      return { algorithm: 'ec', bits: curveBits(namedCurve ?? '') };
    case 'ed25519':
      return { algorithm: 'ed25519', bits: 256 };
    default:
      return { algorithm: 'other', bits: modulusLength ?? 0 };
  }
}

/** The size stands in the name of every curve: prime256v1, secp384r1, brainpoolP512r1. */
const curveBits = (curve: string): number => Number(/\d{3}/u.exec(curve)?.[0] ?? 0);

const privateKeyNotice = (file: string): CertificateNotice => ({
  what: 'privateKey',
  problem: text`The file ${file} also holds a private key.`,
  consequence: text`The key was not read; but whoever has the file can pass for the server.`,
  remedy: text`Keep a file without the key beside the topology.`,
});

const orderNotice = (file: string, subject: string): CertificateNotice => ({
  what: 'order',
  problem: text`The certificate ${subject} is not the first one in ${file}.`,
  consequence: text`It was taken as the server's own, because it issued none of the others.`,
  remedy: text`Put the server's certificate first, and its intermediates after it.`,
});

const severalNotice = (file: string, subject: string): CertificateNotice => ({
  what: 'severalServers',
  problem: text`The file ${file} holds the certificates of several servers.`,
  consequence: text`Only ${subject}, the first of them, was taken.`,
  remedy: text`Give each certificate its own file and its own name under certificates.`,
});
