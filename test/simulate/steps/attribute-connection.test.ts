import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, openPoints, outcomeOf, type Piece } from '../follow.ts';

const onPremises = (name: string, rest: Piece): Piece => ({ Name: name, ConnectorType: 'OnPremises', ...rest });
const byAddress = onPremises('By address', { SenderIPAddresses: ['203.0.113.50'] });
const byName = onPremises('By name', { TlsSenderCertificateName: '*.contoso.com' });

interface World {
  readonly connectors?: readonly Piece[];
  readonly accepted?: readonly unknown[];
  readonly certificate?: Piece;
  readonly more?: Piece;
}

const certificateOf = (names: readonly string[], rest: Piece = {}): Piece => ({
  subject: `CN=${names[0]}`,
  dnsNames: names,
  issuer: 'CN=Public CA',
  notAfter: '2027-01-01',
  ...rest,
});

const world = ({ connectors = [], accepted = ['contoso.com'], certificate, more }: World): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: accepted,
    organizationConfig: { RejectDirectSend: false },
    inboundConnectors: connectors,
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  ...(certificate === undefined ? {} : { certificates: { client: certificate } }),
  // Whether mail of a foreign sender leaves by the relay pool is no open point here.
  dns: { records: 'fabrikam.com. TXT "v=spf1 ip4:203.0.113.50 -all"' },
  ...more,
});

const host = { address: '203.0.113.50' };
const hostWithCertificate = { ...host, certificate: 'client' };
const outwards: Piece = { from: 'app@contoso.com', to: ['alice@example.org'], source: host, deliverTo: 'tenant' };
const foreignOutwards: Piece = { ...outwards, from: 'news@fabrikam.com' };
const foreignInwards: Piece = { ...foreignOutwards, to: ['anna@contoso.com'] };
const presenting = (message: Piece): Piece => ({ ...message, source: hostWithCertificate });

const attributed = ({ directionality, connectors, status, reply }: Outcome) => ({
  as: directionality,
  by: connectors.find((one) => one.startsWith('inbound:')),
  end: reply === null ? status : `${status} ${reply.code} ${reply.enhanced}`,
});

const originating = (name: string) => ({ as: 'Originating', by: `inbound:${name}`, end: 'sent' });
const refused = { as: null, by: undefined, end: 'rejected 550 5.7.64' };
const incoming = { as: 'Incoming', by: undefined, end: 'delivered' };

describe('the certificate of a client against TlsSenderCertificateName', () => {
  const cases = [
    { id: 'ATTR-4', value: 'mail.contoso.com', names: ['mail.contoso.com'], fits: true },
    { id: 'ATTR-4', value: 'mail.contoso.com', names: ['smtp.contoso.com', 'mail.contoso.com'], fits: true },
    { id: 'ATTR-4', value: 'MAIL.contoso.com', names: ['mail.CONTOSO.com'], fits: true },
    { id: 'ATTR-4', value: 'mail.contoso.com', names: ['smtp.contoso.com'], fits: false },
    { id: 'ATTR-4', value: '*.contoso.com', names: ['mail.contoso.com'], fits: true },
    { id: 'ATTR-4', value: '*.contoso.com', names: ['*.contoso.com'], fits: true },
    { id: 'INB-22', value: '*.contoso.com', names: ['contoso.com'], fits: true },
    { id: 'ATTR-4', value: '*.contoso.com', names: ['mail.notcontoso.com'], fits: false },
    { id: 'DEC-2', value: 'contoso.com', names: ['*.contoso.com'], fits: false },
    { id: 'DEC-2', value: 'contoso.com', names: ['mail.contoso.com'], fits: false },
  ];
  test.each(cases)('$id: $value and a certificate for $names: $fits', async ({ value, names, fits }) => {
    const connector = onPremises('By name', { TlsSenderCertificateName: value });
    const outcome = await outcomeOf(
      world({ connectors: [connector], certificate: certificateOf(names) }),
      presenting(foreignOutwards),
    );
    expect(attributed(outcome)).toEqual(fits ? originating('By name') : refused);
  });

  test('DEC-2: that `x` could match the certificate `*.x` is an open point, and can be settled either way', async () => {
    const connector = onPremises('By name', { TlsSenderCertificateName: 'contoso.com' });
    const topology = world({ connectors: [connector], certificate: certificateOf(['*.contoso.com']) });
    const id = 'attribution.nameWithoutStarMatchesWildcard';
    const trace = await follow(topology, presenting(foreignOutwards));
    expect([openPoints(trace), only(trace).assumptions]).toEqual([[id], [id]]);
    const settled = await follow(topology, presenting(foreignOutwards), { assume: { [id]: 'yes' } });
    expect([attributed(only(settled)), openPoints(settled)]).toEqual([originating('By name'), []]);
  });

  test('without TLS there is no certificate (ATTR-1)', async () => {
    const outcome = await outcomeOf(world({ connectors: [byName], certificate: certificateOf(['mail.contoso.com']) }), {
      ...foreignOutwards,
      source: { ...hostWithCertificate, tls: 'none' },
    });
    expect(attributed(outcome)).toEqual(refused);
  });
});

describe('the accepted-domain test of the connector value', () => {
  const cases = [
    { id: 'ATTR-5a', value: '*.contoso.com', accepted: ['contoso.com'], names: ['mail.contoso.com'], fits: true },
    { id: 'ATTR-5a', value: '*.contoso.com', accepted: ['jpn.contoso.com'], names: ['mail.contoso.com'], fits: true },
    { id: 'ATTR-5a', value: '*.contoso.com', accepted: ['fabrikam.net'], names: ['mail.contoso.com'], fits: false },
    {
      id: 'ATTR-5b',
      value: 'mail.contoso.com',
      accepted: ['mail.contoso.com'],
      names: ['mail.contoso.com'],
      fits: true,
    },
    { id: 'ATTR-5b', value: 'mail.contoso.com', accepted: ['contoso.com'], names: ['mail.contoso.com'], fits: true },
    {
      id: 'ATTR-5b, CMIS-03',
      value: 'host.sub.contoso.com',
      accepted: ['contoso.com'],
      names: ['host.sub.contoso.com'],
      fits: false,
    },
  ];
  test.each(cases)('$id: $value with accepted $accepted: $fits', async ({ value, accepted, names, fits }) => {
    const connector = onPremises('By name', { TlsSenderCertificateName: value });
    const outcome = await outcomeOf(
      world({ connectors: [connector], accepted, certificate: certificateOf(names) }),
      presenting(foreignOutwards),
    );
    expect(attributed(outcome)).toEqual(fits ? originating('By name') : refused);
  });

  test('DEC-4: an accepted immediate parent is an open point; settled to exact-only, the foreign sender is refused', async () => {
    const id = 'attribution.parentDomainOfCertificate';
    const connector = onPremises('By name', { TlsSenderCertificateName: 'mail.contoso.com' });
    const topology = world({ connectors: [connector], certificate: certificateOf(['mail.contoso.com']) });
    const trace = await follow(topology, presenting(foreignOutwards));
    expect([openPoints(trace), only(trace).assumptions, only(trace).confidence]).toEqual([[id], [id], 'inferred']);
    const settled = await outcomeOf(topology, presenting(foreignOutwards), { assume: { [id]: 'exact-only' } });
    expect(attributed(settled)).toEqual(refused);
  });

  test('DEC-4 does not matter, and is not mentioned, where the envelope sender is accepted anyway (ATTR-7)', async () => {
    const connector = onPremises('By name', { TlsSenderCertificateName: 'mail.contoso.com' });
    const trace = await follow(
      world({ connectors: [connector], certificate: certificateOf(['mail.contoso.com']) }),
      presenting(outwards),
    );
    expect([attributed(only(trace)), openPoints(trace), only(trace).assumptions]).toEqual([
      originating('By name'),
      [],
      [],
    ]);
  });
});

describe('certificates that are worth nothing', () => {
  const cases = [
    { id: 'ATTR-18', what: 'a self-signed one', rest: { issuer: 'CN=mail.contoso.com', publiclyTrusted: false } },
    { id: 'ATTR-18', what: 'one of a private authority', rest: { publiclyTrusted: false } },
    { id: 'ATTR-18, CMIS-02', what: 'one without its intermediates', rest: { chainComplete: false } },
    { id: 'ATTR-19', what: 'an expired one', rest: { notAfter: '2026-11-20' } },
  ];
  test.each(cases)('$id: $what does not identify the client', async ({ rest }) => {
    const certificate = certificateOf(['mail.contoso.com'], rest);
    const outcome = await outcomeOf(world({ connectors: [byName], certificate }), presenting(outwards));
    expect(attributed(outcome)).toEqual(refused);
  });

  test('ATTR-13: for a hosted recipient the same fault is silent: Incoming', async () => {
    const certificate = certificateOf(['mail.contoso.com'], { chainComplete: false });
    const outcome = await outcomeOf(world({ connectors: [byName], certificate }), presenting(foreignInwards));
    expect(attributed(outcome)).toEqual(incoming);
  });

  test('ATTR-3: the address step still runs when the certificate step yields nothing', async () => {
    const certificate = certificateOf(['mail.contoso.com'], { chainComplete: false });
    const outcome = await outcomeOf(world({ connectors: [byName, byAddress], certificate }), presenting(outwards));
    expect(attributed(outcome)).toEqual(originating('By address'));
  });
});

describe('which connector, of several', () => {
  const certificate = certificateOf(['exchange.contoso.com']);
  test('ATTR-3: the certificate beats the address', async () => {
    const outcome = await outcomeOf(world({ connectors: [byAddress, byName], certificate }), presenting(outwards));
    expect(attributed(outcome)).toEqual(originating('By name'));
  });

  test('ATTR-6: the most specific name wins', async () => {
    const exact = onPremises('Exact', { TlsSenderCertificateName: 'exchange.contoso.com' });
    const outcome = await outcomeOf(world({ connectors: [byName, exact], certificate }), presenting(outwards));
    expect(attributed(outcome)).toEqual(originating('Exact'));
  });

  test('DEC-5: a tie is an open question with every candidate', async () => {
    const twin = onPremises('Twin', { TlsSenderCertificateName: '*.contoso.com' });
    const trace = await follow(world({ connectors: [byName, twin], certificate }), presenting(outwards));
    const taken = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)].map((one) => attributed(one).by);
    expect(taken.sort()).toEqual(['inbound:By name', 'inbound:Twin']);
  });

  test('INB: a disabled connector is invisible', async () => {
    const outcome = await outcomeOf(world({ connectors: [{ ...byAddress, Enabled: false }] }), outwards);
    expect(attributed(outcome)).toEqual(refused);
  });

  test('INB: SenderDomains of an OnPremises connector are no filter', async () => {
    const connector = { ...byAddress, SenderDomains: ['fabrikam.com'] };
    expect(attributed(await outcomeOf(world({ connectors: [connector] }), outwards))).toEqual(
      originating('By address'),
    );
  });

  test('CUNC-2: a connector with a certificate name and addresses is met by either', async () => {
    const both = onPremises('Both', {
      TlsSenderCertificateName: '*.contoso.com',
      SenderIPAddresses: ['203.0.113.50'],
    });
    const without = await outcomeOf(world({ connectors: [both] }), outwards);
    const elsewhere = await outcomeOf(world({ connectors: [both], certificate }), {
      ...outwards,
      source: { address: '203.0.113.77', certificate: 'client' },
    });
    expect([attributed(without), attributed(elsewhere)]).toEqual([originating('Both'), originating('Both')]);
  });

  test.each([
    { key: 'an address', connector: byAddress, message: outwards },
    { key: 'a certificate', connector: byName, message: presenting(outwards) },
  ])(
    'INB-21, CUNC-14: AssociatedAcceptedDomains limit a connector that $key identifies, to which side is open',
    async ({ connector, message }) => {
      const accepted = ['contoso.com', 'contoso.net'];
      const limited = (domain: string) =>
        world({ connectors: [{ ...connector, AssociatedAcceptedDomains: [domain] }], accepted, certificate });
      expect(attributed(await outcomeOf(limited('contoso.net'), message))).toEqual(refused);
      const trace = await follow(limited('contoso.com'), message);
      expect(attributed(only(trace)).as).toBe('Originating');
      expect(openPoints(trace)).toEqual(['attribution.associatedAcceptedDomains']);
    },
  );

  test('a Partner connector never grants relay (INB 3.1)', async () => {
    const partner = {
      Name: 'Partner',
      ConnectorType: 'Partner',
      SenderDomains: ['*'],
      SenderIPAddresses: ['203.0.113.50'],
      RestrictDomainsToIPAddresses: true,
    };
    expect(attributed(await outcomeOf(world({ connectors: [partner] }), outwards))).toEqual(refused);
  });
});

describe('the second condition: whose sender or recipient', () => {
  test('ATTR-7: an address and an own envelope sender', async () => {
    expect(attributed(await outcomeOf(world({ connectors: [byAddress] }), outwards))).toEqual(
      originating('By address'),
    );
  });

  test('ATTR-7: since November 2023 the From header does not count', async () => {
    const message = { ...outwards, mailFrom: 'bounce@fabrikam.com' };
    expect(attributed(await outcomeOf(world({ connectors: [byAddress] }), message))).toEqual(refused);
  });

  test('ATTR-7: a certificate whose domain is not accepted, with an own envelope sender', async () => {
    const connector = onPremises('By name', { TlsSenderCertificateName: 'gw.fabrikam.net' });
    const topology = world({ connectors: [connector], certificate: certificateOf(['gw.fabrikam.net']) });
    expect(attributed(await outcomeOf(topology, presenting(outwards)))).toEqual(originating('By name'));
    expect(attributed(await outcomeOf(topology, presenting(foreignOutwards)))).toEqual(refused);
  });

  test('ATTR-10: the null sender passes only with a certificate whose domain is accepted', async () => {
    const ndr = { ...outwards, mailFrom: '<>', type: 'ndr' };
    const certificate = certificateOf(['mail.contoso.com']);
    expect(attributed(await outcomeOf(world({ connectors: [byAddress] }), ndr))).toEqual(refused);
    expect(attributed(await outcomeOf(world({ connectors: [byName], certificate }), presenting(ndr)))).toEqual(
      originating('By name'),
    );
  });

  test('ATTR-8: a foreign sender to an own recipient over an address connector: Originating, as an open point (DEC-1)', async () => {
    const id = 'attribution.recipientFallback';
    const topology = world({ connectors: [byAddress] });
    const trace = await follow(topology, foreignInwards);
    expect([attributed(only(trace)), openPoints(trace), only(trace).assumptions]).toEqual([
      { as: 'Originating', by: 'inbound:By address', end: 'delivered' },
      [id],
      [id],
    ]);
    const off = await follow(topology, foreignInwards, { assume: { [id]: 'off' } });
    expect([attributed(only(off)), openPoints(off)]).toEqual([incoming, []]);
  });

  test('ATTR-9: recipients in several domains of the tenant, foreign sender: the fallback does not act', async () => {
    const topology = {
      ...world({ connectors: [byAddress], accepted: ['contoso.com', 'contoso.net'] }),
      recipients: [
        { address: 'anna@contoso.com', mailbox: 'cloud' },
        { address: 'nina@contoso.net', mailbox: 'cloud' },
      ],
    };
    const trace = await follow(topology, { ...foreignInwards, to: ['anna@contoso.com', 'nina@contoso.net'] });
    expect(trace.outcomes.map(attributed)).toEqual([incoming, incoming]);
  });

  test('ATTR-9: with an outside recipient in the session, that one is refused and the own one is Incoming', async () => {
    const trace = await follow(world({ connectors: [byAddress] }), {
      ...foreignInwards,
      to: ['anna@contoso.com', 'alice@example.org'],
    });
    expect(trace.outcomes.map(attributed)).toEqual([incoming, refused]);
  });

  test('ACC-13: an envelope sender in a subdomain counts where MatchSubDomains covers it', async () => {
    const accepted = [{ DomainName: 'contoso.com', DomainType: 'InternalRelay', MatchSubDomains: true }];
    const message = { ...outwards, from: 'app@sales.contoso.com' };
    expect(attributed(await outcomeOf(world({ connectors: [byAddress], accepted }), message))).toEqual(
      originating('By address'),
    );
    expect(attributed(await outcomeOf(world({ connectors: [byAddress] }), message))).toEqual(refused);
  });
});

describe('several tenants', () => {
  const fabrikam = (connectors: readonly Piece[]): Piece => ({
    partners: [
      {
        name: 'fabrikam',
        domains: ['fabrikam.com'],
        tenant: {
          domain: 'fabrikam.onmicrosoft.com',
          acceptedDomains: ['fabrikam.com'],
          organizationConfig: { RejectDirectSend: false },
          inboundConnectors: connectors,
        },
      },
    ],
    recipients: [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'frank@fabrikam.com', mailbox: 'cloud' },
    ],
  });

  test('ATTR-15: one address on connectors of two tenants: the tenant that owns the envelope sender', async () => {
    const topology = world({ connectors: [byAddress], more: fabrikam([{ ...byAddress, Name: 'Theirs' }]) });
    const own = await outcomeOf(topology, outwards);
    const theirs = await outcomeOf(topology, foreignOutwards);
    expect([own.connectors, own.route]).toEqual([['inbound:By address'], ['internet', 'tenant', 'internet']]);
    expect([theirs.connectors, theirs.route]).toEqual([
      ['inbound:fabrikam/Theirs'],
      ['internet', 'partner:fabrikam', 'internet'],
    ]);
  });

  test('ATTR-11: mail to another tenant from an own server is attributed to the own tenant first', async () => {
    const topology = world({ connectors: [byAddress], more: fabrikam([]) });
    const outcome = await outcomeOf(topology, { ...outwards, to: ['frank@fabrikam.com'] });
    expect([outcome.status, outcome.route, outcome.connectors]).toEqual([
      'delivered',
      ['internet', 'tenant', 'partner:fabrikam'],
      ['inbound:By address'],
    ]);
  });

  test('ATTR-25, PIPE-3: Incoming recipients of two tenants in one session are each attributed to their own', async () => {
    const trace = await follow(world({ more: fabrikam([]) }), {
      from: 'alice@example.org',
      to: ['anna@contoso.com', 'frank@fabrikam.com'],
      source: host,
      deliverTo: 'tenant',
    });
    expect(trace.outcomes.map(({ status, endsAt }) => `${status} ${endsAt}`)).toEqual([
      'delivered tenant',
      'delivered partner:fabrikam',
    ]);
  });
});

describe('what is refused at the front door', () => {
  test('ATTR-12: nobody’s recipient from nobody’s host: 5.7.64 in the session, at the tenant', async () => {
    const outcome = await outcomeOf(world({}), foreignOutwards);
    expect([outcome.status, outcome.endsAt, outcome.route, outcome.reply]).toMatchObject([
      'rejected',
      'tenant',
      ['internet', 'tenant'],
      { code: '550', enhanced: '5.7.64', from: 'tenant', final: null, returnedTo: [] },
    ]);
  });

  test('ATTR-20: a name of another cloud: 451 4.4.62, which stays in the queue of the client', async () => {
    const outcome = await outcomeOf(world({}), {
      ...foreignInwards,
      deliverTo: 'contoso-com.mail.protection.office365.us',
    });
    expect([outcome.status, outcome.endsAt, outcome.route, outcome.reply]).toMatchObject([
      'deferred',
      'internet',
      ['internet'],
      { code: '451', enhanced: '4.4.62', from: 'tenant' },
    ]);
  });

  test('ATTR-20: the name of the own cloud under any tenant’s prefix is fine (PIPE-3)', async () => {
    const outcome = await outcomeOf(world({}), {
      ...foreignInwards,
      deliverTo: 'fabrikam-com.mail.protection.outlook.com',
    });
    expect(attributed(outcome)).toEqual(incoming);
  });

  test('ACC-23: a tenant without mail subscription: 451 4.4.4 ATTR5', async () => {
    const topology = world({});
    const unlicensed = { ...topology, tenant: { ...(topology.tenant as Piece), licensed: false } };
    const outcome = await outcomeOf(unlicensed, foreignInwards);
    expect([outcome.status, outcome.reply?.code, outcome.reply?.enhanced]).toEqual(['deferred', '451', '4.4.4']);
  });
});

describe('what SenderIPAddresses cannot hold (INB 3.1) identifies nobody', () => {
  test.each([
    ['203.0.113.0/24', originating('By address')],
    ['203.0.113.50/32', originating('By address')],
    ['203.0.112.0/23', refused],
    ['203.0.113.40-203.0.113.60', refused],
  ])('%s', async (entry, expected) => {
    const connectors = [onPremises('By address', { SenderIPAddresses: [entry] })];
    expect(attributed(await outcomeOf(world({ connectors }), outwards))).toEqual(expected);
  });
});
