import { describe, expect, test } from 'vitest';
import { type CertificateFacts, certificateFromFacts } from '../../../src/input/certificates/certificate-facts.ts';
import type { Certificate } from '../../../src/model/certificate.ts';
import { plain } from '../../../src/model/text.ts';

function certificate(facts: CertificateFacts): Certificate {
  const result = certificateFromFacts('filter', '/certificates/filter', facts);
  if (!result.ok) throw new Error(result.problems.map(({ problem }) => plain(problem)).join(' '));
  return result.certificate;
}

function properties(facts: CertificateFacts): readonly string[] {
  const result = certificateFromFacts('filter', '/certificates/filter', facts);
  return result.ok
    ? []
    : result.problems.map(({ property, index }) => (index === undefined ? property : `${property}[${index}]`));
}

describe('declared facts of a certificate', () => {
  test('the example of the contract', () => {
    expect(
      certificate({
        subject: 'CN=out.filter.example',
        dnsNames: ['out.filter.example'],
        issuer: 'CN=Public CA',
        notAfter: '2027-01-01',
        publiclyTrusted: true,
      }),
    ).toEqual({
      key: 'filter',
      at: '/certificates/filter',
      file: undefined,
      subject: 'CN=out.filter.example',
      commonName: 'out.filter.example',
      dnsNames: ['out.filter.example'],
      issuer: 'CN=Public CA',
      notBefore: undefined,
      notAfter: Date.UTC(2027, 0, 1),
      trust: { trusted: true, because: 'declared' },
      chainComplete: true,
      publicKey: undefined,
      signatureHash: undefined,
      usages: undefined,
    });
  });

  test('what is not declared stays unknown, and trust is assumed', () => {
    const only = certificate({ subject: 'CN=mail.contoso.com' });
    expect([only.notAfter, only.publicKey, only.signatureHash, only.usages, only.issuer]).toEqual(
      Array(5).fill(undefined),
    );
    expect(only.trust).toEqual({ trusted: true, because: 'assumed' });
  });

  test('issuer equal to subject is self-signed, in whatever spacing', () => {
    const own = certificate({ subject: 'CN=mail.contoso.com, O=Contoso', issuer: 'CN=mail.contoso.com,O=Contoso' });
    expect(own.trust).toEqual({ trusted: false, because: 'self-signed' });
  });

  test('publiclyTrusted overrides that, and false denies trust', () => {
    expect(
      certificate({ subject: 'CN=a.contoso.com', issuer: 'CN=a.contoso.com', publiclyTrusted: true }).trust.trusted,
    ).toBe(true);
    expect(certificate({ subject: 'CN=a.contoso.com', publiclyTrusted: false }).trust).toEqual({
      trusted: false,
      because: 'declared',
    });
  });

  test('names are lower case, A-labels, without repetition', () => {
    const { dnsNames } = certificate({
      dnsNames: ['Mail.Contoso.COM', 'mail.contoso.com.', '*.contoso.com', 'bücher.example.org'],
    });
    expect(dnsNames).toEqual(['mail.contoso.com', '*.contoso.com', 'xn--bcher-kva.example.org']);
  });

  test('names alone give a subject', () => {
    expect(certificate({ dnsNames: ['mail.contoso.com'] }).subject).toBe('CN=mail.contoso.com');
  });

  test.each([
    ['rsa2048', { algorithm: 'rsa', bits: 2048 }],
    ['RSA 4096', { algorithm: 'rsa', bits: 4096 }],
    ['p256', { algorithm: 'ec', bits: 256 }],
    ['P-384', { algorithm: 'ec', bits: 384 }],
    ['secp521r1', { algorithm: 'ec', bits: 521 }],
    ['ed25519', { algorithm: 'ed25519', bits: 256 }],
  ])('the key %s', (key, expected) => {
    expect(certificate({ subject: 'CN=a.contoso.com', key }).publicKey).toEqual(expected);
  });

  test.each([
    ['sha256', 'sha256'],
    ['SHA-1', 'sha1'],
    ['sha384WithRSAEncryption', 'sha384'],
    ['sha256RSA', 'sha256'],
    ['ecdsa-with-SHA512', 'sha512'],
    ['md5RSA', 'md5'],
  ])('the signature %s hashes with %s', (signature, expected) => {
    expect(certificate({ subject: 'CN=a.contoso.com', signature }).signatureHash).toBe(expected);
  });

  test('usages are known by name and by object identifier', () => {
    const { usages } = certificate({
      subject: 'CN=a.contoso.com',
      usages: ['ServerAuth', '1.3.6.1.5.5.7.3.2', '1.2.3.4'],
    });
    expect(usages).toEqual(['serverAuth', 'clientAuth', '1.2.3.4']);
  });

  test.each<[string, CertificateFacts, readonly string[]]>([
    ['nothing at all', {}, ['subject']],
    ['a host name as subject', { subject: 'mail.contoso.com' }, ['subject']],
    ['an issuer that is no distinguished name', { subject: 'CN=a.contoso.com', issuer: 'Public CA' }, ['issuer']],
    ['a day that does not exist', { subject: 'CN=a.contoso.com', notAfter: '2027-02-30' }, ['notAfter']],
    [
      'an end before the beginning',
      { subject: 'CN=a.contoso.com', notBefore: '2027-01-01', notAfter: '2026-01-01' },
      ['notAfter'],
    ],
    ['an unknown key', { subject: 'CN=a.contoso.com', key: 'rsa' }, ['key']],
    ['an unknown hash', { subject: 'CN=a.contoso.com', signature: 'sha3' }, ['signature']],
    ['an unknown usage', { subject: 'CN=a.contoso.com', usages: ['serverAuth', 'server'] }, ['usages[1]']],
    ['a star within a name', { dnsNames: ['mail.contoso.com', 'mail*.contoso.com'] }, ['dnsNames[1]']],
  ])('%s is a problem', (_, facts, expected) => {
    expect(properties(facts)).toEqual(expected);
  });

  test('all problems are told at once', () => {
    expect(properties({ subject: 'x', key: 'y', signature: 'z', notAfter: 'soon' })).toEqual([
      'subject',
      'notAfter',
      'key',
      'signature',
    ]);
  });
});
