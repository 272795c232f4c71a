import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/simulate/trace.ts';
import { follow, only, outcomeOf, type Piece, wayOf } from './follow.ts';

const world = (server: Piece, tenant: Piece = {}, rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false, SmtpClientAuthenticationDisabled: false },
    ...tenant,
  },
  onPremises: {
    servers: [{ name: 'APP', role: 'application', addresses: ['203.0.113.40'], ...server }],
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'scanner@contoso.com', mailbox: 'cloud' },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 mx.filter.example.',
      'contoso.com. TXT "v=spf1 ip4:203.0.113.40 include:spf.protection.outlook.com -all"',
    ].join('\n'),
  },
  services: [
    {
      name: 'filter',
      receivesAt: ['mx.filter.example'],
      addresses: ['198.51.100.25'],
      delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
    },
  ],
  ...rest,
});
const source = 'server:APP';
const inside: Piece = { from: 'scanner@contoso.com', to: ['anna@contoso.com'], source };
const outside: Piece = { ...inside, to: ['x@example.net'] };
const end = (outcome: Outcome) =>
  outcome.reply === null ? wayOf(outcome) : `${wayOf(outcome)} ${outcome.reply.code} ${outcome.reply.enhanced}`;

describe('an application that sends directly (SUB-5)', () => {
  test('own recipients at the tenant, past any filter, as anonymous Internet mail', async () => {
    const outcome = await outcomeOf(world({ submits: 'direct' }), inside);
    expect([end(outcome), outcome.directionality, outcome.authAs, outcome.spf]).toEqual([
      'delivered: server:APP > tenant',
      'Incoming',
      'Anonymous',
      'pass',
    ]);
  });
  test('others at the MX of their domain, from its own address', async () => {
    const outcome = await outcomeOf(world({ submits: 'direct' }), outside);
    expect([end(outcome), outcome.egressIp]).toEqual(['sent: server:APP > internet', '203.0.113.40']);
  });
  test('DS-1, CMIS-39: RejectDirectSend refuses it', async () => {
    const tenant = { organizationConfig: { RejectDirectSend: true } };
    expect(end(await outcomeOf(world({ submits: 'direct' }, tenant), inside))).toBe(
      'rejected: server:APP > tenant 550 5.7.68',
    );
  });
});

describe('an application that relays through the tenant (SUB-4)', () => {
  const connector = { Name: 'Apps', ConnectorType: 'OnPremises', SenderIPAddresses: ['203.0.113.40'] };
  test('with an OnPremises connector it may send to anyone', async () => {
    const topology = world({ submits: 'relay' }, { inboundConnectors: [connector] });
    const outcome = await outcomeOf(topology, outside);
    expect([end(outcome), outcome.connectors, outcome.directionality, outcome.authAs]).toEqual([
      'sent: server:APP > tenant > internet',
      ['inbound:Apps'],
      'Originating',
      'Anonymous',
    ]);
  });
  test('without one, 5.7.64', async () => {
    expect(end(await outcomeOf(world({ submits: 'relay' }), outside))).toBe('rejected: server:APP > tenant 550 5.7.64');
  });
});

describe('an application that authenticates (SUB-1, SUB-2)', () => {
  test('as a mailbox its mail is Originating and Internal', async () => {
    const outcome = await outcomeOf(world({ submits: 'smtpAuth' }), outside);
    expect([end(outcome), outcome.directionality, outcome.authAs]).toEqual([
      'sent: server:APP > tenant > internet',
      'Originating',
      'Internal',
    ]);
  });
  test('switched off for the tenant: 535 5.7.139', async () => {
    const tenant = { organizationConfig: { SmtpClientAuthenticationDisabled: true } };
    expect(end(await outcomeOf(world({ submits: 'smtpAuth' }, tenant), inside))).toBe(
      'rejected: server:APP > tenant 535 5.7.139',
    );
  });
  test.each([
    { disabled: true, smtpAuth: true, ends: 'delivered: server:APP > tenant' },
    { disabled: false, smtpAuth: false, ends: 'rejected: server:APP > tenant 535 5.7.139' },
  ])('SUB-2: the mailbox’s own setting ($smtpAuth) beats that of the tenant', async ({ disabled, smtpAuth, ends }) => {
    const topology = world(
      { submits: 'smtpAuth' },
      { organizationConfig: { SmtpClientAuthenticationDisabled: disabled } },
      {
        recipients: [
          { address: 'anna@contoso.com', mailbox: 'cloud' },
          { address: 'scanner@contoso.com', mailbox: 'cloud', smtpAuth },
        ],
      },
    );
    expect(end(await outcomeOf(topology, inside))).toBe(ends);
  });
  test('SUB-2: undeclared, its default (off) holds, with the other answer as an alternative', async () => {
    const trace = await follow(world({ submits: 'smtpAuth' }, { organizationConfig: {} }), inside);
    expect([end(only(trace)), trace.alternatives.flatMap((one) => one.outcomes.map(end))]).toEqual([
      'rejected: server:APP > tenant 535 5.7.139',
      ['delivered: server:APP > tenant'],
    ]);
  });
  test('SUB-1: an address that is no mailbox cannot submit', async () => {
    const outcome = await outcomeOf(world({ submits: 'smtpAuth' }), { ...inside, from: 'nobody@contoso.com' });
    expect([outcome.status, outcome.reply?.enhanced]).toEqual(['rejected', '5.7.60']);
  });
  test('`authenticated: true` is a submission from any host', async () => {
    const message = { ...outside, source: { address: '203.0.113.99' }, authenticated: true };
    const outcome = await outcomeOf(world({}), message);
    expect([outcome.status, outcome.directionality, outcome.authAs]).toEqual(['sent', 'Originating', 'Internal']);
  });
});

test('an application that hands in at a server of one’s own takes that server’s way', async () => {
  const topology = world({ submits: 'via:EX01' });
  const onPremises = {
    servers: [
      { name: 'APP', role: 'application', internalAddresses: ['10.0.0.40'], submits: 'via:EX01' },
      { name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' },
    ],
    receiveConnectors: [
      {
        Identity: 'EX01\\Relay',
        Server: 'EX01',
        Bindings: ['0.0.0.0:25'],
        RemoteIPRanges: ['10.0.0.40'],
        PermissionGroups: 'AnonymousUsers',
        extendedRights: [
          { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] },
        ],
      },
    ],
  };
  const outcome = await outcomeOf({ ...topology, onPremises }, outside);
  expect([wayOf(outcome), outcome.connectors, outcome.finalAuthAs]).toEqual([
    'sent: server:APP > server:EX01 > internet',
    ['receive:EX01/Relay'],
    'Anonymous',
  ]);
});

describe('where a message comes from', () => {
  test('a source address of a declared node is that node, and it sends from that address', async () => {
    const topology = world(
      {},
      {
        inboundConnectors: [
          {
            Name: 'From filter',
            ConnectorType: 'Partner',
            SenderDomains: ['*'],
            RestrictDomainsToIPAddresses: true,
            SenderIPAddresses: ['198.51.100.25'],
            RequireTls: false,
          },
        ],
      },
      {
        services: [
          {
            name: 'filter',
            addresses: ['198.51.100.0/24'],
            delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
          },
        ],
      },
    );
    const from = async (address: string) =>
      outcomeOf(topology, { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address } });
    expect([end(await from('198.51.100.25')), end(await from('198.51.100.77'))]).toEqual([
      'delivered: service:filter > tenant',
      'rejected: service:filter > tenant 550 5.7.51',
    ]);
  });

  test('deliverTo overrides the first hop only; the node still presents its certificate', async () => {
    const topology = world(
      {},
      {
        inboundConnectors: [
          {
            Name: 'Lock',
            ConnectorType: 'Partner',
            SenderDomains: ['*'],
            RestrictDomainsToCertificate: true,
            TlsSenderCertificateName: 'out.filter.example',
          },
        ],
      },
      {
        services: [
          {
            name: 'filter',
            addresses: ['198.51.100.25'],
            certificate: 'filter',
            delivers: [{ domains: ['*'], to: 'mx' }],
          },
        ],
        certificates: {
          filter: { subject: 'CN=out.filter.example', dnsNames: ['out.filter.example'], issuer: 'CN=Public CA' },
        },
      },
    );
    const outcome = await outcomeOf(topology, {
      from: 'alice@example.org',
      to: ['anna@contoso.com'],
      source: 'service:filter',
      deliverTo: 'tenant',
    });
    expect(end(outcome)).toBe('delivered: service:filter > tenant');
  });

  test('a message of an own domain starts at the sender’s mailbox, one of a partner’s at the partner', async () => {
    const partners = [{ name: 'fabrikam', domains: ['fabrikam.com'], addresses: ['192.0.2.50'] }];
    const topology = world({}, {}, { partners });
    const routes = [];
    for (const from of ['anna@contoso.com', 'frank@fabrikam.com', 'alice@example.org'])
      routes.push((await outcomeOf(topology, { from, to: ['scanner@contoso.com'] })).route[0]);
    expect(routes).toEqual(['tenant', 'partner:fabrikam', 'internet']);
  });

  test('mail to a partner ends there as sent; in its tenant, as delivered', async () => {
    const plain = [
      { name: 'fabrikam', domains: ['fabrikam.com'], addresses: ['192.0.2.50'], receivesAt: ['mx.fabrikam.com'] },
    ];
    const hosted = [
      {
        name: 'fabrikam',
        domains: ['fabrikam.com'],
        tenant: { domain: 'fabrikam.onmicrosoft.com', acceptedDomains: ['fabrikam.com'] },
      },
    ];
    const message = { from: 'anna@contoso.com', to: ['frank@fabrikam.com'] };
    const recipients = [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'frank@fabrikam.com', mailbox: 'cloud' },
    ];
    expect([
      wayOf(await outcomeOf(world({}, {}, { partners: plain }), message)),
      wayOf(await outcomeOf(world({}, {}, { partners: hosted, recipients }), message)),
    ]).toEqual(['sent: tenant > partner:fabrikam', 'delivered: tenant > partner:fabrikam']);
  });

  test('OUT-13: tenant to tenant is no short cut: it passes the filter at the recipient’s MX', async () => {
    const partners = [
      {
        name: 'fabrikam',
        domains: ['fabrikam.com'],
        tenant: { domain: 'fabrikam.onmicrosoft.com', acceptedDomains: ['fabrikam.com'] },
      },
    ];
    const recipients = [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'frank@fabrikam.com', mailbox: 'cloud' },
    ];
    const outcome = await outcomeOf(world({}, {}, { partners, recipients }), {
      from: 'frank@fabrikam.com',
      to: ['anna@contoso.com'],
    });
    expect(wayOf(outcome)).toBe('delivered: partner:fabrikam > service:filter > tenant');
  });
});
