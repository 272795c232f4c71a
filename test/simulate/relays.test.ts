import { describe, expect, test } from 'vitest';
import { follow, only, outcomeOf, type Piece, wayOf } from './follow.ts';
import { hybrid } from './hybrid-parts.ts';

/*
 * Services, MTAs and appliances: nothing is known of them but what spec/topology.md lets a document declare.
 */
const world = (service: Piece, rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  services: [
    {
      name: 'filter',
      receivesAt: ['mx.filter.example'],
      addresses: ['198.51.100.25'],
      delivers: [
        { domains: ['contoso.com'], to: 'tenant' },
        { domains: ['*'], to: 'mx' },
      ],
      ...service,
    },
  ],
  dns: { records: 'contoso.com. MX 10 mx.filter.example.' },
  ...rest,
});
const inwards: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '192.0.2.10' } };
const smartHosted = (service: Piece): Piece => {
  const base = world(service);
  return {
    ...base,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      outboundConnectors: [
        {
          Name: 'By filter',
          ConnectorType: 'Partner',
          RecipientDomains: ['*'],
          UseMXRecord: false,
          SmartHosts: ['mx.filter.example'],
        },
      ],
    },
  };
};
const outwards: Piece = { from: 'anna@contoso.com', to: ['x@example.net'] };
const relaying: Piece = { ...inwards, to: ['x@example.net'], deliverTo: 'mx.filter.example' };

describe('whose mail a service relays (`accepts`)', () => {
  test('by default the Internet’s for the domains it names, never by `*`', async () => {
    expect(wayOf(await outcomeOf(world({}), inwards))).toBe('delivered: internet > service:filter > tenant');
    const refused = await outcomeOf(world({}), relaying);
    expect([wayOf(refused), refused.endsAt, refused.reply?.from]).toEqual([
      'rejected: internet > service:filter',
      'service:filter',
      'service:filter',
    ]);
  });

  test('by default any mail of whoever smart-hosts to it', async () => {
    expect(wayOf(await outcomeOf(smartHosted({}), outwards))).toBe('sent: tenant > service:filter > internet');
  });

  test('declared, only those who are listed: the tenant', async () => {
    expect(wayOf(await outcomeOf(smartHosted({ accepts: ['tenant'] }), outwards))).toBe(
      'sent: tenant > service:filter > internet',
    );
    const refused = await outcomeOf(smartHosted({ accepts: ['onPremises'] }), outwards);
    expect([refused.status, refused.endsAt, refused.reply?.returnedTo]).toEqual([
      'bounced',
      'service:filter',
      ['anna@contoso.com'],
    ]);
  });

  test('declared without `internet`, it takes nothing of the Internet, also not for its domains', async () => {
    const outcome = await outcomeOf(world({ accepts: ['tenant', 'onPremises'] }), inwards);
    expect([wayOf(outcome), outcome.endsAt]).toEqual(['rejected: internet > service:filter', 'service:filter']);
  });

  test('`internet` listed is no open relay: only the domains that it names', async () => {
    const accepts = ['internet', 'tenant'];
    expect((await outcomeOf(world({ accepts }), inwards)).status).toBe('delivered');
    expect((await outcomeOf(world({ accepts }), relaying)).status).toBe('rejected');
  });

  test('an unlisted partner is a host of the Internet like any other', async () => {
    const partners = [{ name: 'fabrikam', domains: ['fabrikam.com'], addresses: ['192.0.2.50'] }];
    const topology = world({ accepts: ['internet', 'tenant'] }, { partners });
    expect((await outcomeOf(topology, { from: 'f@fabrikam.com', to: ['anna@contoso.com'] })).status).toBe('delivered');
  });

  test('an address or prefix may be listed', async () => {
    const accepts = ['192.0.2.0/24'];
    expect((await outcomeOf(world({ accepts }), { ...relaying, source: { address: '203.0.113.9' } })).status).toBe(
      'rejected',
    );
  });
});

describe('where it delivers (`delivers`)', () => {
  test('the first row that holds the domain wins, in the order written', async () => {
    const delivers = [
      { domains: ['*.contoso.com'], to: 'other' },
      { domains: ['contoso.com'], to: 'tenant' },
    ];
    const services = [
      { name: 'filter', receivesAt: ['mx.filter.example'], addresses: ['198.51.100.25'], delivers },
      { name: 'other', addresses: ['198.51.100.26'], delivers: [{ domains: ['contoso.com'], to: 'tenant' }] },
    ];
    expect(wayOf(await outcomeOf(world({}, { services }), inwards))).toBe(
      'delivered: internet > service:filter > service:other > tenant',
    );
  });

  test('a domain that no row holds is returned', async () => {
    const outcome = await outcomeOf(smartHosted({ delivers: [{ domains: ['contoso.com'], to: 'tenant' }] }), outwards);
    expect([outcome.status, outcome.endsAt]).toEqual(['bounced', 'service:filter']);
  });

  test('without a table: undetermined', async () => {
    const outcome = await outcomeOf(world({ delivers: undefined }), inwards);
    expect([outcome.status, outcome.endsAt]).toEqual(['undetermined', 'service:filter']);
  });

  test.each([
    { to: 'tenant', route: 'internet > service:filter > tenant' },
    { to: 'contoso-com.mail.protection.outlook.com', route: 'internet > service:filter > tenant' },
    { to: '203.0.113.10', route: 'internet > service:filter > server:EX01' },
    { to: 'mail.contoso.com', route: 'internet > service:filter > server:EX01' },
    { to: 'onPremises', route: 'internet > service:filter > server:EX01' },
    { to: 'EX01', route: 'internet > service:filter > server:EX01' },
    { to: 'server:EX01', route: 'internet > service:filter > server:EX01' },
  ])('a next hop $to', async ({ to, route }) => {
    const topology = world(
      { delivers: [{ domains: ['contoso.com'], to }] },
      {
        onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }] },
        recipients: [
          { address: 'anna@contoso.com', mailbox: 'cloud' },
          { address: 'bob@contoso.com', mailbox: 'onPremises' },
        ],
      },
    );
    const to_ = route.endsWith('tenant') ? 'anna@contoso.com' : 'bob@contoso.com';
    expect(wayOf(await outcomeOf(topology, { ...inwards, to: [to_] }))).toBe(`delivered: ${route}`);
  });

  test.each([
    { domains: 'contoso.com', anna: 'delivered: internet > server:ZIMBRA > tenant' },
    { domains: '*', anna: 'rejected: internet > server:ZIMBRA' },
  ])('a mailbox on an MTA is delivered there before its table ($domains) is read', async ({ domains, anna }) => {
    const delivers = [{ domains: [domains], to: 'tenant' }];
    const topology = world(
      {},
      {
        onPremises: {
          servers: [
            {
              name: 'ZIMBRA',
              role: 'mta',
              addresses: ['203.0.113.60'],
              fqdn: 'z.contoso.com',
              delivers,
            },
          ],
        },
        recipients: [
          { address: 'anna@contoso.com', mailbox: 'cloud' },
          { address: 'zoe@contoso.com', mailbox: 'ZIMBRA' },
        ],
        dns: { records: 'contoso.com. MX 10 z.contoso.com.\nz.contoso.com. A 203.0.113.60' },
      },
    );
    const trace = await follow(topology, { ...inwards, to: ['zoe@contoso.com', 'anna@contoso.com'] });
    expect(trace.outcomes.map(wayOf)).toEqual(['delivered: internet > server:ZIMBRA', anna]);
  });
});

describe('what it does to the message (`modifies`)', () => {
  const signed: Piece = { ...inwards, dkim: [{ domain: 'example.org', result: 'pass' }] };
  const dkim = async (modifies: Piece) => (await outcomeOf(world({ modifies }), signed)).dkim;

  test('a changed body or subject breaks the signature, other changes do not', async () => {
    expect([
      await dkim({}),
      await dkim({ body: true }),
      await dkim({ subject: true }),
      await dkim({ headers: ['X-Scanned'] }),
    ]).toEqual(['pass', 'fail', 'fail', 'pass']);
  });

  test('a rewritten sender is what the next system sees', async () => {
    const outcome = await outcomeOf(world({ modifies: { rewritesSender: true } }), inwards);
    expect(outcome.lastMailFrom.endsWith('filter.example')).toBe(true);
    const ndr = await outcomeOf(world({ modifies: { rewritesSender: true } }), {
      ...inwards,
      mailFrom: '<>',
      type: 'ndr',
    });
    expect(ndr.lastMailFrom).toBe('<>');
  });
});

describe('ROUTE-10, HDR-8: what a service keeps of what says Internal', () => {
  /** Cloud mail to the outside goes to the add-on, which returns it to the tenant. */
  const loop = (changes: { inbound?: Piece; outbound?: Piece; service?: Piece }) => {
    const base = hybrid({ mx: 'E', cmt: false });
    return {
      ...base,
      tenant: {
        ...base.tenant,
        acceptedDomains: [...base.tenant.acceptedDomains, 'c1.smtp.addon.example'],
        inboundConnectors: [
          ...base.tenant.inboundConnectors,
          {
            Name: 'From add-on',
            ConnectorType: 'OnPremises',
            TlsSenderCertificateName: 'c1.smtp.addon.example',
            CloudServicesMailEnabled: true,
            ...changes.inbound,
          },
        ],
        outboundConnectors: [
          ...base.tenant.outboundConnectors,
          {
            Name: 'To add-on',
            ConnectorType: 'OnPremises',
            RecipientDomains: ['example.net'],
            UseMXRecord: false,
            SmartHosts: ['smtp.addon.example'],
            CloudServicesMailEnabled: true,
            ...changes.outbound,
          },
        ],
      },
      services: [
        {
          name: 'addon',
          names: ['smtp.addon.example'],
          addresses: ['198.51.100.60'],
          certificate: 'addon',
          delivers: [{ domains: ['*'], to: 'tenant' }],
          ...changes.service,
        },
      ],
      certificates: {
        ...base.certificates,
        addon: { subject: 'CN=c1.smtp.addon.example', dnsNames: ['c1.smtp.addon.example'], issuer: 'CN=Public CA' },
      },
    };
  };
  /** What the tenant makes of the message when it is back. */
  const returned = async (changes: Parameters<typeof loop>[0]) => {
    const trace = await follow(loop(changes), outwards);
    const outcome = only(trace);
    return [outcome.route.slice(0, 3), outcome.authAs];
  };
  const back = ['tenant', 'service:addon', 'tenant'];

  test('both connectors of the loop with CloudServicesMailEnabled, and a certificate: it is kept', async () => {
    expect(await returned({})).toEqual([back, 'Internal']);
  });
  test('one of them without it: stripped', async () => {
    expect(await returned({ outbound: { CloudServicesMailEnabled: false } })).toEqual([back, 'Anonymous']);
    expect(await returned({ inbound: { CloudServicesMailEnabled: false } })).toEqual([back, 'Anonymous']);
  });
  test('the service may say itself that it strips', async () => {
    expect(await returned({ service: { modifies: { stripsInternalHeaders: true } } })).toEqual([back, 'Anonymous']);
  });

  test('HDR-8: other connectors of the tenant are not those of the loop: a filter between premises and cloud strips', async () => {
    const base = hybrid({ mx: 'E', cmt: false });
    const [coexistence, star] = base.onPremises.sendConnectors;
    const topology = {
      ...base,
      onPremises: {
        ...base.onPremises,
        sendConnectors: [
          {
            ...coexistence,
            DNSRoutingEnabled: false,
            SmartHosts: ['mx.filter.example'],
            TlsAuthLevel: 'EncryptionOnly',
            TlsDomain: null,
          },
          star,
        ],
      },
      services: [
        {
          name: 'filter',
          receivesAt: ['mx.filter.example'],
          addresses: ['198.51.100.25'],
          certificate: 'hybrid',
          delivers: [{ domains: ['*'], to: 'tenant' }],
        },
      ],
    };
    const outcome = await outcomeOf(topology, { from: 'bob@contoso.com', to: ['anna@contoso.com'] });
    expect([outcome.route, outcome.directionality, outcome.authAs]).toEqual([
      ['server:EX01', 'service:filter', 'tenant'],
      'Originating',
      'Anonymous',
    ]);
  });
});
