import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  certificateFileBytesMax,
  loadCertificateReader,
  readCertificateFile,
} from '../../../src/input/certificates/certificate-file.ts';
import type { CertificateFileOptions } from '../../../src/input/certificates/certificate-read.ts';
import { type RootStore, rootStoreOf } from '../../../src/input/certificates/root-store.ts';
import type { Certificate } from '../../../src/model/certificate.ts';
import { plain } from '../../../src/model/text.ts';
import { canonicalDistinguishedName } from '../../../src/protocols/tls-names/distinguished-name.ts';
import {
  type Minted,
  mintCertificate,
  mintChain,
  mintPkcs7,
  mintPkcs12,
  privateKeyPem,
} from '../../support/mint-certificates.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

let leaf: Minted;
let between: Minted;
let root: Minted;
let publicRoots: RootStore;

beforeAll(async () => {
  [leaf, between, root] = await mintChain({
    subject: 'C=US, ST=Washington, O="Contoso, Ltd.", CN=mail.contoso.com',
    dnsNames: ['mail.contoso.com', 'Autodiscover.CONTOSO.com'],
    extendedKeyUsages: [serverAuth, clientAuth],
    keyUsages: 1,
  });
  publicRoots = rootStoreOf([root.der]);
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../fixtures/certificates/${name}`, import.meta.url));

const read = (bytes: Uint8Array, more: Partial<CertificateFileOptions> = {}) =>
  readCertificateFile(bytes, { key: 'hybrid', at: '/certificates/hybrid', file: 'certs/mail.pem', ...more });

async function certificateOf(bytes: Uint8Array, more: Partial<CertificateFileOptions> = {}): Promise<Certificate> {
  const result = await read(bytes, more);
  if (!result.ok) throw new Error(result.problems.map(({ problem }) => plain(problem)).join(' '));
  return result.certificate;
}

async function problemsOf(bytes: Uint8Array, more: Partial<CertificateFileOptions> = {}): Promise<readonly string[]> {
  const result = await read(bytes, more);
  return result.ok ? [] : result.problems.map(({ problem, line }) => `${line ?? '-'}: ${plain(problem)}`);
}

async function noticesOf(bytes: Uint8Array): Promise<readonly string[]> {
  const result = await read(bytes);
  return result.ok ? result.notices.map(({ problem }) => plain(problem)) : ['not read'];
}

describe('the facts of a certificate', () => {
  test('names, dates, key, signature and usages are those of the leaf', async () => {
    expect(await certificateOf(utf8(leaf.pem + between.pem), { roots: publicRoots })).toEqual({
      key: 'hybrid',
      at: '/certificates/hybrid',
      file: 'certs/mail.pem',
      subject: 'CN=mail.contoso.com, O="Contoso, Ltd.", S=Washington, C=US',
      commonName: 'mail.contoso.com',
      dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
      issuer: 'CN=Contoso Issuing, O=Contoso, C=US',
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2028, 0, 1),
      trust: { trusted: true, because: 'CN=Contoso Root, O=Contoso, C=US' },
      chainComplete: true,
      publicKey: { algorithm: 'ec', bits: 256 },
      signatureHash: 'sha256',
      usages: ['serverAuth', 'clientAuth'],
      keyUsages: ['digitalSignature'],
    });
  });

  test.each([
    ['p384', 'SHA-384', { algorithm: 'ec', bits: 384 }, 'sha384'],
    ['rsa2048', 'SHA-256', { algorithm: 'rsa', bits: 2048 }, 'sha256'],
    ['rsa1024', 'SHA-1', { algorithm: 'rsa', bits: 1024 }, 'sha1'],
    ['rsa2048-pss', 'SHA-256', { algorithm: 'rsa', bits: 2048 }, 'sha256'],
    ['ed25519', 'SHA-256', { algorithm: 'ed25519', bits: 256 }, 'sha512'],
  ] as const)('a key of kind %s signed with %s is read', async (key, hash, publicKey, signatureHash) => {
    const minted = await mintCertificate({ subject: 'CN=mail.contoso.com', key, hash });
    const certificate = await certificateOf(minted.der);
    expect(certificate.publicKey).toEqual(publicKey);
    expect(certificate.signatureHash).toBe(signatureHash);
    expect(certificate.trust).toEqual({ trusted: false, because: 'self-signed' });
  });

  test('without the extension no usage is restricted, and with "any" neither', async () => {
    const plainOne = await mintCertificate({ subject: 'CN=mail.contoso.com' });
    const any = await mintCertificate({ subject: 'CN=a.contoso.com', extendedKeyUsages: ['2.5.29.37.0', clientAuth] });
    expect((await certificateOf(plainOne.der)).usages).toEqual([]);
    expect((await certificateOf(plainOne.der)).keyUsages).toBeUndefined();
    expect((await certificateOf(any.der)).usages).toEqual([]);
  });

  test('a usage without a name keeps its identifier', async () => {
    const minted = await mintCertificate({
      subject: 'CN=a.contoso.com',
      extendedKeyUsages: [serverAuth, '1.3.6.1.4.1.311.10.3.4'],
    });
    expect((await certificateOf(minted.der)).usages).toEqual(['serverAuth', '1.3.6.1.4.1.311.10.3.4']);
  });

  test('an expired certificate is read like any other; the clock is not consulted', async () => {
    const minted = await mintCertificate({
      subject: 'CN=old.contoso.com',
      notBefore: '1999-12-31T23:59:59Z',
      notAfter: '2001-02-03T04:05:06Z',
    });
    const certificate = await certificateOf(minted.der);
    expect([certificate.notBefore, certificate.notAfter]).toEqual([
      Date.UTC(1999, 11, 31, 23, 59, 59),
      Date.UTC(2001, 1, 3, 4, 5, 6),
    ]);
  });

  test('a date after 2049 uses the other notation of RFC 5280 and is read too', async () => {
    const minted = await mintCertificate({ subject: 'CN=far.contoso.com', notAfter: '2126-01-01T00:00:00Z' });
    expect((await certificateOf(minted.der)).notAfter).toBe(Date.UTC(2126, 0, 1));
  });
});

describe('chain and trust (ATTR-18)', () => {
  test('a missing intermediate is an incomplete chain', async () => {
    const certificate = await certificateOf(utf8(leaf.pem), { roots: publicRoots });
    expect(certificate.chainComplete).toBe(false);
  });

  test('a leaf issued by a root itself needs no intermediate', async () => {
    const direct = await mintCertificate({ subject: 'CN=direct.contoso.com', issuer: root });
    const certificate = await certificateOf(direct.der, { roots: publicRoots });
    expect([certificate.chainComplete, certificate.trust.trusted]).toEqual([true, true]);
  });

  test('a chain that ends in a root of one’s own is complete and private', async () => {
    const certificate = await certificateOf(utf8(leaf.pem + between.pem + root.pem));
    expect(certificate.chainComplete).toBe(true);
    expect(certificate.trust).toEqual({ trusted: false, because: 'private issuer' });
  });

  test('publiclyTrusted beside the file declares the root as trusted, sent or not', async () => {
    const withRoot = await certificateOf(utf8(leaf.pem + between.pem + root.pem), { publiclyTrusted: true });
    const withoutRoot = await certificateOf(utf8(leaf.pem + between.pem), { publiclyTrusted: true });
    expect([withRoot.trust.trusted, withRoot.chainComplete]).toEqual([true, true]);
    expect([withoutRoot.trust.trusted, withoutRoot.chainComplete]).toEqual([true, true]);
  });

  test('publiclyTrusted does not supply the missing intermediate', async () => {
    expect((await certificateOf(utf8(leaf.pem), { publiclyTrusted: true })).chainComplete).toBe(false);
  });

  test('an issuer of the same name and another key is not the issuer', async () => {
    const [, impostor] = await mintChain({ subject: 'CN=other.contoso.com' });
    const certificate = await certificateOf(utf8(leaf.pem + impostor.pem), { roots: publicRoots });
    expect(certificate.chainComplete).toBe(false);
  });

  test('a certificate that is no authority issues nothing', async () => {
    const notAuthority = await mintCertificate({ subject: 'CN=server.contoso.com', issuer: root });
    const below = await mintCertificate({ subject: 'CN=below.contoso.com', issuer: notAuthority });
    const certificate = await certificateOf(utf8(below.pem + notAuthority.pem), { roots: publicRoots });
    expect(certificate.chainComplete).toBe(false);
  });

  test('of two paths the one to a public root is taken', async () => {
    const oldRoot = await mintCertificate({ subject: 'CN=Old Root', authority: true });
    const cross = await mintCertificate({ subject: 'CN=New Root', authority: true, issuer: oldRoot });
    const direct = await mintCertificate({ subject: 'CN=mail.contoso.com', issuer: cross });
    const certificate = await certificateOf(utf8(direct.pem + cross.pem), { roots: rootStoreOf([oldRoot.der]) });
    expect(certificate.trust).toEqual({ trusted: true, because: 'CN=Old Root' });
  });

  test('without its intermediates, transparency receipts tell a public issuer from a private one', async () => {
    const logged = await mintCertificate({ subject: 'CN=mail.contoso.com', issuer: between, transparency: true });
    const certificate = await certificateOf(logged.der);
    expect([certificate.trust.trusted, certificate.chainComplete]).toEqual([true, false]);
    expect((await certificateOf(leaf.der)).trust).toEqual({ trusted: false, because: 'private issuer' });
  });

  test('every root of Node.js is read, with the dates and key that node:crypto sees', async () => {
    const reader = await loadCertificateReader();
    expect(rootCertificates.length).toBeGreaterThan(50);
    for (const pem of rootCertificates) {
      const seen = new X509Certificate(pem);
      const result = reader(utf8(pem), { key: 'root', at: '/certificates/root', file: 'root.pem' });
      if (!result.ok) throw new Error(seen.subject);
      const { notBefore, notAfter, subject, issuer, trust, signatureHash, publicKey } = result.certificate;
      expect([notBefore, notAfter]).toEqual([Date.parse(seen.validFrom), Date.parse(seen.validTo)]);
      expect(subject).toBe(issuer);
      expect(canonicalDistinguishedName(subject)).toBe(subject);
      expect([trust.trusted, publicKey?.algorithm === seen.publicKey.asymmetricKeyType]).toEqual([true, true]);
      expect(signatureHash).toMatch(/^sha(1|256|384|512)$/u);
    }
  });

  test('a root of Node.js is trusted without being declared', async () => {
    const certificate = await certificateOf(utf8(rootCertificates[0] ?? ''));
    expect([certificate.trust.trusted, certificate.chainComplete]).toEqual([true, true]);
  });
});

describe('forms of files', () => {
  test('DER is read', async () => {
    expect((await certificateOf(leaf.der)).commonName).toBe('mail.contoso.com');
  });

  test('comments, blank lines, other line ends and a byte order mark do not matter', async () => {
    const text = `\uFEFFBag Attributes\r\n    friendlyName: x\r\n\r\n${leaf.pem.replaceAll('\n', '\r\n')}# end\r\n`;
    expect((await certificateOf(utf8(text))).commonName).toBe('mail.contoso.com');
    expect(await noticesOf(utf8(text))).toEqual([]);
  });

  test('UTF-16, which PowerShell 5 writes, is read', async () => {
    const bytes = Buffer.from(`\uFEFF${leaf.pem}`, 'utf16le');
    expect((await certificateOf(bytes)).commonName).toBe('mail.contoso.com');
  });

  test('the leaf is found wherever it stands, and the order is noticed', async () => {
    const bytes = utf8(root.pem + between.pem + leaf.pem);
    expect((await certificateOf(bytes)).commonName).toBe('mail.contoso.com');
    expect(await noticesOf(bytes)).toHaveLength(1);
  });

  test('a repeated certificate is no second one', async () => {
    expect(await noticesOf(utf8(leaf.pem + leaf.pem + between.pem))).toEqual([]);
  });

  test('of the certificates of two servers the first is taken, and that is noticed', async () => {
    const other = await mintCertificate({ subject: 'CN=smtp.contoso.com' });
    expect((await certificateOf(utf8(leaf.pem + other.pem))).commonName).toBe('mail.contoso.com');
    expect(await noticesOf(utf8(leaf.pem + other.pem))).toHaveLength(1);
  });

  test('a private key beside the certificate is noticed and never repeated', async () => {
    const key = await privateKeyPem(leaf);
    const result = await read(utf8(key + leaf.pem));
    expect(result.ok && result.notices.map(({ problem }) => plain(problem))).toEqual([
      'The file certs/mail.pem also holds a private key.',
    ]);
    expect(JSON.stringify(result)).not.toContain(key.split('\n')[1]);
  });

  test.each(['der', 'pem'])('a PKCS#7 bundle in %s is read, with mixed kinds of keys', async (form) => {
    const rsa = await mintCertificate({ subject: 'CN=rsa.contoso.com', key: 'rsa2048', issuer: between });
    const der = mintPkcs7([root, between, rsa]);
    const base64 = Buffer.from(der).toString('base64');
    const bytes = form === 'der' ? der : utf8(`-----BEGIN PKCS7-----\n${base64}\n-----END PKCS7-----\n`);
    const certificate = await certificateOf(bytes);
    expect([certificate.commonName, certificate.chainComplete]).toEqual(['rsa.contoso.com', true]);
    expect(await noticesOf(bytes)).toEqual([]);
  });

  test('a PKCS#7 bundle of OpenSSL is read', async () => {
    const certificate = await certificateOf(fixture('ec.p7b'));
    expect(certificate.subject).toBe('CN=mail.contoso.com, O="Contoso, Ltd.", S=Washington, C=US');
  });

  test.each(['ec-modern.pfx', 'ec-legacy.pfx', 'ec-3des.pfx'])(
    '%s of OpenSSL gives the same facts as the PEM',
    async (name) => {
      const inside = await certificateOf(fixture(name), { passwordEnv: 'PFX', password: 'mxproof-example' });
      const alone = await certificateOf(fixture('ec-leaf.pem'));
      expect(inside).toEqual({ ...alone, chainComplete: true });
      expect(inside.dnsNames).toEqual(['mail.contoso.com', 'autodiscover.contoso.com']);
    },
  );

  test('an empty password needs no variable', async () => {
    expect((await certificateOf(fixture('ec-empty-password.pfx'))).commonName).toBe('mail.contoso.com');
  });

  test.each(['aes256', '3des'] as const)(
    'a PKCS#12 file with key, written by node-forge with %s, is read',
    async (algorithm) => {
      const rsaRoot = await mintCertificate({ subject: 'CN=RSA Root', key: 'rsa2048', authority: true });
      const rsa = await mintCertificate({ subject: 'CN=rsa.contoso.com', key: 'rsa2048', issuer: rsaRoot });
      const bytes = await mintPkcs12([rsa, rsaRoot], 'pässword', algorithm);
      const result = await read(bytes, { passwordEnv: 'PFX', password: 'pässword' });
      expect(result.ok && [result.certificate.commonName, result.certificate.chainComplete]).toEqual([
        'rsa.contoso.com',
        true,
      ]);
      expect(result.ok && result.notices).toHaveLength(1);
    },
  );
});

test('a reader loaded beforehand gives the same without waiting', async () => {
  const reader = await loadCertificateReader();
  const options = { key: 'hybrid', at: '/certificates/hybrid', file: 'certs/mail.pem', password: 'mxproof-example' };
  for (const name of ['ec-modern.pfx', 'ec.p7b', 'ec-leaf.pem']) {
    expect(reader(fixture(name), options)).toEqual(await read(fixture(name), options));
  }
  expect(reader(new Uint8Array(), options).ok).toBe(false);
});

describe('what cannot be read is said in words', () => {
  test('an encrypted container without password', async () => {
    expect(await problemsOf(fixture('ec-modern.pfx'))).toEqual([
      '-: The PKCS#12 file certs/mail.pem is encrypted, and no password is given.',
    ]);
  });

  test.each(['ec-modern.pfx', 'ec-legacy.pfx'])('a wrong password for %s, which is not repeated', async (name) => {
    expect(await problemsOf(fixture(name), { passwordEnv: 'PFX', password: 'wrong' })).toEqual([
      '-: The password in PFX does not open the PKCS#12 file certs/mail.pem.',
    ]);
  });

  test('a variable that is not set', async () => {
    expect(await problemsOf(fixture('ec-modern.pfx'), { passwordEnv: 'PFX' })).toEqual([
      '-: The password of certs/mail.pem is to come from the environment variable PFX, which is not set.',
    ]);
  });

  test('a container that demands a billion rounds is refused at once', async () => {
    const rsa = await mintCertificate({ subject: 'CN=rsa.contoso.com', key: 'rsa2048' });
    const bytes = await mintPkcs12([rsa], 'x', '3des', 3);
    // The rounds of the MAC are the last element of the file: INTEGER of one octet, widened here in place of the salt's end.
    const hostile = widenLastInteger(bytes);
    const [problem] = await problemsOf(hostile, { passwordEnv: 'PFX', password: 'x' });
    expect(problem).toContain('demands more rounds of key derivation');
  });

  test('a private key alone', async () => {
    const only = `-: The file certs/mail.pem holds a private key and no certificate.`;
    const pem = await privateKeyPem(leaf);
    expect(await problemsOf(utf8(pem))).toEqual([only]);
    expect(await problemsOf(Buffer.from(pem.replace(/-----.*-----|\n/gu, ''), 'base64'))).toEqual([only]);
  });

  test('a block that was cut short, with its line', async () => {
    const cut = leaf.pem.split('\n').slice(0, -3).join('\n');
    expect(await problemsOf(utf8(`# comment\n${cut}`))).toEqual([
      '2: The block CERTIFICATE has no line -----END CERTIFICATE-----; the file was cut short.',
    ]);
  });

  test('a binary file that was cut short', async () => {
    const problems = await problemsOf(leaf.der.subarray(0, 200));
    expect(problems).toEqual([`-: The file ends after 200 bytes, and its first element announces ${leaf.der.length}.`]);
  });

  test('several faults at once, each with its line', async () => {
    const bad = '-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n';
    const empty = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n';
    expect(await problemsOf(utf8(bad + leaf.pem + empty))).toEqual([
      '1: The block CERTIFICATE holds characters that are not base64.',
      expect.stringMatching(/^\d+: The block CERTIFICATE is empty\.$/u),
    ]);
  });

  test('base64 of something else', async () => {
    const text = '-----BEGIN CERTIFICATE-----\nSGVsbG8gd29ybGQ=\n-----END CERTIFICATE-----\n';
    expect(await problemsOf(utf8(text))).toEqual([
      '1: This is not a readable X.509 certificate: its structure is damaged or another.',
    ]);
  });

  test.each([
    ['', 'The file certs/mail.pem is empty.'],
    ['Hello world', 'The file certs/mail.pem is not a certificate.'],
    [
      '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----',
      'The file certs/mail.pem holds a request for a certificate, and not the certificate.',
    ],
    [
      '-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----',
      'The file certs/mail.pem holds a block PUBLIC KEY and no certificate.',
    ],
  ])('no certificate in %j', async (content, expected) => {
    expect(await problemsOf(utf8(content))).toEqual([`-: ${expected}`]);
  });

  test('a bundle without certificates', async () => {
    expect(await problemsOf(mintPkcs7([]))).toEqual(['-: The container certs/mail.pem holds no certificate.']);
  });

  test('of thousands of faults the first ones are told', async () => {
    expect(await problemsOf(utf8('-----BEGIN CERTIFICATE-----\n'.repeat(5_000)))).toHaveLength(20);
  });

  test('a file that is too large is not looked into', async () => {
    const [problem] = await problemsOf(new Uint8Array(certificateFileBytesMax + 1));
    expect(problem).toContain('at most 1048576 are read');
  });
});

/** Replaces the closing INTEGER of a PFX by 2^30 and mends the lengths above it (both of two octets). */
function widenLastInteger(bytes: Uint8Array): Uint8Array {
  const tail = bytes.length - 3;
  if (bytes[tail] !== 0x02 || bytes[tail + 1] !== 1) throw new Error('The file does not end in a short INTEGER.');
  const result = Buffer.concat([bytes.subarray(0, tail), Buffer.from([0x02, 4, 0x40, 0, 0, 0])]);
  result.writeUInt16BE(result.readUInt16BE(2) + 3, 2);
  // MacData: the SEQUENCE that runs to the end of the file.
  for (let at = 4; at < tail; at++) {
    if (result[at] === 0x30 && (result[at + 1] ?? 0) < 0x80 && at + 2 + (result[at + 1] ?? 0) === bytes.length) {
      result[at + 1] = (result[at + 1] ?? 0) + 3;
      return result;
    }
  }
  throw new Error('The file has no MacData.');
}
