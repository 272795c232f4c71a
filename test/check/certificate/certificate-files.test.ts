import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { findingLines, fixtureInstant } from '../../support/analyze-fixture.ts';
import { type MintOptions, mintCertificate, mintChain } from '../../support/mint-certificates.ts';
import { filesOf, readable } from '../../support/topology-reading.ts';

/** A hybrid server whose certificate, read from a file, a connector asks for; `beside` stands beside the file. */
const topology = (beside = '') => `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com, { DomainName: contoso.mail.onmicrosoft.com, IsCoexistenceDomain: true }]
  inboundConnectors:
    - { Name: From EX01, ConnectorType: OnPremises, SenderDomains: ["*"], TlsSenderCertificateName: mail.contoso.com, RequireTls: true }
onPremises:
  servers: [{ name: EX01, addresses: [192.0.2.10], fqdn: mail.contoso.com, certificate: hybrid }]
recipients:
  - { address: anna@contoso.com, mailbox: cloud }
  - { address: bob@contoso.com, mailbox: onPremises }
dns: { records: "contoso.com. MX 0 contoso-com.mail.protection.outlook.com." }
certificates:
  hybrid: { file: hybrid.pem${beside} }
`;

async function certificateFindings(pem: string, beside?: string): Promise<string> {
  const read = await readable(topology(beside), filesOf({ 'hybrid.pem': pem }));
  const report = analyze(
    { ...read, file: 'topology.yaml' },
    { asOf: fixtureInstant, assume: new Map(), down: [], rules: new Map() },
  );
  return report.findings
    .filter((finding) => finding.rule.startsWith('certificate/'))
    .map((finding) => findingLines(finding, true))
    .join('');
}

/** The bit of RFC 5280 4.2.1.3 as the minting library numbers it. */
const keyCertSign = 32;

const leaf: Omit<MintOptions, 'issuer'> = { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] };
const who = 'The certificate hybrid (CN=mail.contoso.com), which server:EX01 presents, ';

describe('certificates read from a file', () => {
  test('a leaf alone, of an issuer that is declared as trusted, lacks its intermediate', async () => {
    const [alone] = await mintChain(leaf);
    expect(await certificateFindings(alone.pem, ', publiclyTrusted: true')).toBe(
      `error certificate/incomplete-chain certificate:hybrid topology.yaml:14:19\n  ${who}stands in hybrid.pem without the intermediate that issued it.\n`,
    );
  });

  test('a key beside the certificate is a finding: whoever has the file can pass for the server', async () => {
    const [own, intermediate] = await mintChain(leaf);
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
    expect(await certificateFindings(own.pem + intermediate.pem + key, ', publiclyTrusted: true')).toBe(
      'warning certificate/odd-file certificate:hybrid topology.yaml:14:19\n  The file hybrid.pem also holds a private key.\n',
    );
  });

  test('an intermediate before the certificate is a finding: a server presents what comes first', async () => {
    const [own, intermediate] = await mintChain(leaf);
    expect(await certificateFindings(intermediate.pem + own.pem, ', publiclyTrusted: true')).toBe(
      'warning certificate/odd-file certificate:hybrid topology.yaml:14:19\n  The certificate CN=mail.contoso.com is not the first one in hybrid.pem.\n',
    );
  });

  test('with its intermediate the chain is complete', async () => {
    const [own, intermediate] = await mintChain(leaf);
    expect(await certificateFindings(own.pem + intermediate.pem, ', publiclyTrusted: true')).toBe('');
  });

  test('a private authority is one finding, and its missing intermediate none', async () => {
    const [alone] = await mintChain(leaf);
    const found = await certificateFindings(alone.pem);
    expect(found).toContain('error certificate/not-publicly-trusted certificate:hybrid');
    expect(found).not.toContain('incomplete-chain');
  });

  test('a key that may only sign certificates is unfit for a client', async () => {
    const own = await mintCertificate({ ...leaf, keyUsages: keyCertSign });
    expect(await certificateFindings(own.pem, ', publiclyTrusted: true')).toBe(
      `error certificate/weak certificate:hybrid topology.yaml:14:19\n  ${who}is presented as a client but limited to keyCertSign, without digitalSignature.\n`,
    );
  });

  test('any extended key usage is no restriction', async () => {
    const own = await mintCertificate({ ...leaf, extendedKeyUsages: ['2.5.29.37.0'] });
    expect(await certificateFindings(own.pem, ', publiclyTrusted: true')).toBe('');
  });

  test('the signature of a self-signed certificate is not judged, its key is', async () => {
    const own = await mintCertificate({ ...leaf, key: 'rsa1024', hash: 'SHA-1' });
    const found = await certificateFindings(own.pem);
    expect(found).toContain('is self-signed');
    expect(found).toContain('has an RSA key of 1024 bits.');
  });
});
