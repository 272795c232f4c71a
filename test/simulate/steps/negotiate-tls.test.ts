import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, openPoints, outcomeOf, type Piece } from '../follow.ts';
import { hybrid, hybridCertificate, toCoexistence } from '../hybrid-parts.ts';

const base = hybrid({ mx: 'E', cmt: false });
const [server] = base.onPremises.servers;
const [outbound] = base.tenant.outboundConnectors;

/** C→O with the tenant's connector, the server and its certificate changed. */
const cloudToPremises = (connector: Piece, host: Piece = {}, certificates: Piece = { hybrid: hybridCertificate }) => ({
  ...base,
  tenant: { ...base.tenant, outboundConnectors: [{ ...outbound, ...connector }] },
  onPremises: { ...base.onPremises, servers: [{ ...server, ...host }] },
  certificates,
});
const message = { from: 'anna@contoso.com', to: ['bob@contoso.com'] };
const opportunistic = { TlsSettings: null, TlsDomain: null };

const tried = ({ status, tls, endsAt, reply, route }: Outcome) => ({
  status,
  tls,
  endsAt,
  route: route.join(' > '),
  code: reply === null ? null : `${reply.code} ${reply.enhanced}`,
  final: reply?.final === undefined || reply.final === null ? null : `${reply.final.code} ${reply.final.enhanced}`,
});
const delivered = (tls: string) => ({
  status: 'delivered',
  tls,
  endsAt: 'server:EX01',
  route: 'tenant > server:EX01',
  code: null,
  final: null,
});
const queued = {
  status: 'deferred',
  tls: null,
  endsAt: 'tenant',
  route: 'tenant',
  code: '450 4.4.317',
  final: '550 5.4.317',
};

describe('what the client demands (ROUTE-3)', () => {
  test.each([
    { demand: opportunistic, tls: 'opportunistic', id: 'OUT-21' },
    { demand: { TlsSettings: 'EncryptionOnly', TlsDomain: null }, tls: 'encrypted', id: 'OUT-22' },
    { demand: { TlsSettings: 'CertificateValidation', TlsDomain: null }, tls: 'encrypted', id: 'OUT-24' },
    { demand: {}, tls: 'verified', id: 'OUT-23' },
  ])('$id: $demand against a good certificate: $tls', async ({ demand, tls }) => {
    expect(tried(await outcomeOf(cloudToPremises(demand), message))).toEqual(delivered(tls));
  });

  test('OUT-21: opportunistic, and no STARTTLS there: in clear', async () => {
    expect(tried(await outcomeOf(cloudToPremises(opportunistic, { tls: 'none' }), message))).toEqual(delivered('none'));
  });

  test.each(['EncryptionOnly', 'CertificateValidation', 'DomainValidation'])(
    'OUT-22: %s, and no STARTTLS there: 450 4.4.317, finally 550 5.4.317',
    async (TlsSettings) => {
      const outcome = await outcomeOf(cloudToPremises({ TlsSettings }, { tls: 'none' }), message);
      expect(tried(outcome)).toEqual(queued);
      expect(outcome.reply?.text).toContain('451 5.7.3 STARTTLS is required to send mail');
      expect([outcome.reply?.from, outcome.connectors]).toEqual(['tenant', ['outbound:Outbound to premises']]);
    },
  );
});

describe('what the server presents', () => {
  const presenting = (rest: Piece) => ({ hybrid: { ...hybridCertificate, ...rest } });
  const mismatch = presenting({ subject: 'CN=EX01', dnsNames: ['EX01', 'ex01.contoso.local'] });
  const expired = presenting({ notAfter: '2026-11-20' });
  const selfSigned = presenting({ issuer: 'CN=mail.contoso.com', publiclyTrusted: false });

  test.each([
    { id: 'OUT-23, CMIS-22', what: 'another name', certificates: mismatch, words: 'SubjectMismatch' },
    { id: 'OUT-24', what: 'an expired one', certificates: expired, words: 'CertificateExpired' },
    { id: 'OUT-24', what: 'a self-signed one', certificates: selfSigned, words: 'UntrustedRoot' },
  ])('$id: $what under DomainValidation', async ({ certificates, words }) => {
    const outcome = await outcomeOf(cloudToPremises({}, {}, certificates), message);
    expect(tried(outcome)).toEqual(queued);
    expect(outcome.reply?.text).toContain(words);
  });

  test('OUT-22: EncryptionOnly looks at nothing of it', async () => {
    const connector = { TlsSettings: 'EncryptionOnly', TlsDomain: null };
    for (const certificates of [mismatch, expired, selfSigned])
      expect(tried(await outcomeOf(cloudToPremises(connector, {}, certificates), message))).toEqual(
        delivered('encrypted'),
      );
  });

  test('CertificateValidation looks at the chain, not at the name', async () => {
    const connector = { TlsSettings: 'CertificateValidation', TlsDomain: null };
    expect(tried(await outcomeOf(cloudToPremises(connector, {}, mismatch), message))).toEqual(delivered('encrypted'));
    expect(tried(await outcomeOf(cloudToPremises(connector, {}, selfSigned), message)).code).toBe('450 4.4.317');
  });

  test.each([
    { TlsDomain: 'mail.contoso.com', dnsNames: ['other.contoso.com', 'mail.contoso.com'], fits: true },
    { TlsDomain: '*.contoso.com', dnsNames: ['mail.contoso.com'], fits: true },
    { TlsDomain: '*.contoso.com', dnsNames: ['*.contoso.com'], fits: true },
    { TlsDomain: 'mail.contoso.com', dnsNames: ['*.contoso.com'], fits: true },
    { TlsDomain: 'mail.contoso.com', dnsNames: ['mail.contoso.net'], fits: false },
  ])('OUT-23: TlsDomain $TlsDomain and the names $dnsNames: $fits', async ({ TlsDomain, dnsNames, fits }) => {
    const certificates = presenting({ subject: 'CN=something', dnsNames });
    expect(tried(await outcomeOf(cloudToPremises({ TlsDomain }, {}, certificates), message))).toEqual(
      fits ? delivered('verified') : queued,
    );
  });

  test('DEC-11: `*.contoso.com` against contoso.com alone is an open point', async () => {
    const certificates = presenting({ subject: 'CN=contoso.com', dnsNames: ['contoso.com'] });
    const trace = await follow(cloudToPremises({ TlsDomain: '*.contoso.com' }, {}, certificates), message);
    expect([only(trace).status, openPoints(trace)]).toEqual(['delivered', ['outbound.wildcardIncludesApex']]);
  });

  test('a server whose certificate nobody declared: taken to fit, with the other case as an alternative', async () => {
    const trace = await follow(cloudToPremises({}, { certificate: undefined }, {}), message);
    expect([tried(only(trace)), trace.alternatives.flatMap((one) => one.outcomes.map(tried))]).toEqual([
      delivered('verified'),
      [queued],
    ]);
  });

  test('CERT-4: TlsCertificateName of the receive connector picks among the certificates', async () => {
    const [receive] = base.onPremises.receiveConnectors;
    const certificates = {
      hybrid: hybridCertificate,
      local: { subject: 'CN=EX01', dnsNames: ['ex01.contoso.local'], issuer: 'CN=EX01', publiclyTrusted: false },
    };
    const naming = (TlsCertificateName: string) => {
      const topology = cloudToPremises({}, { certificate: ['local', 'hybrid'] }, certificates);
      return {
        ...topology,
        onPremises: { ...topology.onPremises, receiveConnectors: [{ ...receive, TlsCertificateName }] },
      };
    };
    const good = await outcomeOf(naming('<I>CN=Contoso Public CA<S>CN=mail.contoso.com'), message);
    const stale = await outcomeOf(naming('<I>CN=Old CA<S>CN=mail.contoso.com'), message);
    expect([tried(good), tried(stale)]).toEqual([delivered('verified'), queued]);
    expect(stale.reply?.text).toContain('STARTTLS is required');
  });
});

describe('an on-premises send connector', () => {
  const back = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };
  const sending = (connector: Piece, host: Piece = {}) => ({
    ...base,
    onPremises: {
      ...base.onPremises,
      servers: [{ ...server, ...host }],
      sendConnectors: [{ ...toCoexistence(['EX01']), ...connector }],
    },
  });

  test('CERT-5, OPR-11, CMIS-24: a TlsCertificateName that no certificate has: 454 4.7.5, the mail stays on the server', async () => {
    const outcome = await outcomeOf(sending({ TlsCertificateName: '<I>CN=Old CA<S>CN=mail.contoso.com' }), back);
    expect([outcome.status, outcome.endsAt, outcome.reply?.code, outcome.reply?.enhanced, outcome.connectors]).toEqual([
      'deferred',
      'server:EX01',
      '454',
      '4.7.5',
      ['send:To Office 365'],
    ]);
  });

  test('OPR-2: TlsDomain mail.protection.outlook.com is what Exchange Online presents; another name is not', async () => {
    expect((await outcomeOf(sending({}), back)).tls).toBe('verified');
    const wrong = await outcomeOf(sending({ TlsDomain: 'contoso.com' }), back);
    expect([wrong.status, wrong.endsAt]).toEqual(['deferred', 'server:EX01']);
  });

  test('OPR-10: DomainValidation without TlsDomain compares with the recipient domain, which Exchange Online does not present', async () => {
    const outcome = await outcomeOf(sending({ TlsDomain: null }), back);
    expect([outcome.status, outcome.endsAt]).toEqual(['deferred', 'server:EX01']);
  });

  test.each([
    { TlsAuthLevel: null, RequireTLS: false, tls: 'opportunistic' },
    { TlsAuthLevel: null, RequireTLS: true, tls: 'encrypted' },
    { TlsAuthLevel: 'EncryptionOnly', RequireTLS: true, tls: 'encrypted' },
    { TlsAuthLevel: 'CertificateValidation', RequireTLS: true, tls: 'encrypted' },
  ])('OPR-2: TlsAuthLevel $TlsAuthLevel, RequireTLS $RequireTLS: $tls', async ({ tls, ...rest }) => {
    expect((await outcomeOf(sending({ TlsDomain: null, ...rest }), back)).tls).toBe(tls);
  });

  test('ATTR-19, CMIS-05: with an expired certificate the hybrid mail arrives Incoming and Anonymous', async () => {
    const topology = { ...sending({}), certificates: { hybrid: { ...hybridCertificate, notAfter: '2026-11-20' } } };
    const outcome = await outcomeOf(topology, back);
    expect([outcome.status, outcome.directionality, outcome.authAs]).toEqual(['delivered', 'Incoming', 'Anonymous']);
  });
});

test('the weakest leg counts, and a leg in clear is weaker than any', async () => {
  const topology = hybrid({ mx: 'F>E', cmt: false });
  const [filter] = topology.services;
  const outcome = await outcomeOf(
    { ...topology, services: [{ ...filter, tls: 'none' }] },
    { from: 'alice@example.org', to: ['bob@contoso.com'], source: { address: '192.0.2.10' } },
  );
  expect(outcome.tls).toBe('none');
});

test('NET-2: a service that demands TLS refuses a client without it', async () => {
  const topology = hybrid({ mx: 'F>E', cmt: false });
  const [filter] = topology.services;
  const outcome = await outcomeOf(
    { ...topology, services: [{ ...filter, tls: 'required' }] },
    { from: 'alice@example.org', to: ['bob@contoso.com'], source: { address: '192.0.2.10', tls: 'none' } },
  );
  expect([outcome.status === 'delivered', outcome.reply?.from]).toEqual([false, 'service:filter']);
});
