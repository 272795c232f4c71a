import { describe, expect, test } from 'vitest';
import { follow, only, outcomeOf, type Piece, wayOf } from '../follow.ts';

const soa = (zone: string): readonly string[] => [
  `${zone}. SOA ns.${zone}. hostmaster.${zone}. 1 3600 600 604800 300`,
  `${zone}. NS ns.${zone}.`,
];

const world = (records: readonly string[], rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  services: [
    { name: 'one', receivesAt: ['mx1.one.example'], addresses: ['198.51.100.1'], delivers: toTenant },
    { name: 'two', receivesAt: ['mx1.two.example'], addresses: ['198.51.100.2'], delivers: toTenant },
  ],
  dns: { records: records.join('\n') },
  ...rest,
});
const toTenant = [{ domains: ['contoso.com'], to: 'tenant' }];
const inwards: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '203.0.113.99' } };
const outwards = (domain: string): Piece => ({ from: 'anna@contoso.com', to: [`x@${domain}`] });
const tenantMx = 'contoso-com.mail.protection.outlook.com.';

describe('MX records', () => {
  test('RFC 5321 5.1: the lowest preference first, in whatever order they are written', async () => {
    const outcome = await outcomeOf(
      world(['contoso.com. MX 20 mx1.two.example.', 'contoso.com. MX 10 mx1.one.example.']),
      inwards,
    );
    expect(wayOf(outcome)).toBe('delivered: internet > service:one > tenant');
  });

  test('equal preferences are an open question; both ways are followed', async () => {
    const trace = await follow(
      world(['contoso.com. MX 10 mx1.one.example.', 'contoso.com. MX 10 mx1.two.example.']),
      inwards,
    );
    const ways = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)].map(wayOf);
    expect(ways.sort()).toEqual([
      'delivered: internet > service:one > tenant',
      'delivered: internet > service:two > tenant',
    ]);
  });

  test('failover: with the best host down the next one takes the mail', async () => {
    const topology = world(['contoso.com. MX 10 mx1.one.example.', `contoso.com. MX 20 ${tenantMx}`]);
    expect(wayOf(await outcomeOf(topology, inwards, { down: ['service:one'] }))).toBe('delivered: internet > tenant');
  });

  test('with every host down the mail waits where it is (OUT-25: 4.4.316, final 5.4.316)', async () => {
    const topology = world(['contoso.com. MX 10 mx1.one.example.', `contoso.com. MX 20 ${tenantMx}`]);
    const outcome = await outcomeOf(topology, inwards, { down: ['service:one', 'tenant'] });
    expect([wayOf(outcome), outcome.endsAt, outcome.reply]).toMatchObject([
      'deferred: internet',
      'internet',
      { code: '450', enhanced: '4.4.316', final: { code: '550', enhanced: '5.4.316' } },
    ]);
  });

  test('a host is known by its address before its name', async () => {
    const topology = world(['contoso.com. MX 10 mx1.one.example.', 'mx1.one.example. A 198.51.100.2']);
    expect(wayOf(await outcomeOf(topology, inwards))).toBe('delivered: internet > service:two > tenant');
  });

  test('a name that is an alias leads where the alias does (RFC 1034 3.6.2; forbidden at an MX, followed in practice)', async () => {
    const topology = world([
      'contoso.com. MX 10 mail.contoso.com.',
      'mail.contoso.com. CNAME in.two.example.',
      'in.two.example. A 198.51.100.2',
    ]);
    expect(wayOf(await outcomeOf(topology, inwards))).toBe('delivered: internet > service:two > tenant');
  });

  test('RFC 5321 5.1: without MX the address of the domain counts', async () => {
    const topology = world([...soa('contoso.com'), 'contoso.com. A 198.51.100.2']);
    expect(wayOf(await outcomeOf(topology, inwards))).toBe('delivered: internet > service:two > tenant');
  });

  test('neither MX nor address in a zone that is complete: nobody to send to', async () => {
    const outcome = await outcomeOf(world(soa('contoso.com')), inwards);
    expect([outcome.status, outcome.endsAt, outcome.reply?.enhanced]).toEqual(['deferred', 'internet', '4.4.312']);
  });

  test('no records at all of an own domain: undetermined, never "does not exist"', async () => {
    const outcome = await outcomeOf(world([]), inwards);
    expect([outcome.status, outcome.missing === null]).toEqual(['undetermined', false]);
  });

  test('an MX host that belongs to nothing declared is a node of its own: undetermined', async () => {
    const outcome = await outcomeOf(world(['contoso.com. MX 10 mx.elsewhere.example.']), inwards);
    expect(wayOf(outcome)).toBe('undetermined: internet > mx:mx.elsewhere.example');
  });

  test('ACC-19, ACC-20: the initial and the coexistence domain lead to the tenant without any record', async () => {
    const message = { ...inwards, to: ['anna@contoso.onmicrosoft.com'] };
    const outcome = await outcomeOf(world(['contoso.com. MX 10 mx1.one.example.']), message);
    expect([wayOf(outcome), outcome.finalRecipient]).toEqual(['delivered: internet > tenant', 'anna@contoso.com']);
  });
});

describe('domains of others', () => {
  test('mail to a domain that nothing declares is sent to the Internet, whatever its MX says', async () => {
    const topology = world(['example.net. MX 10 mx1.one.example.']);
    expect(wayOf(await outcomeOf(topology, outwards('example.net')))).toBe('sent: tenant > internet');
  });

  test('RFC 7505: a null MX is refused at once', async () => {
    const outcome = await outcomeOf(world(['example.net. MX 0 .']), outwards('example.net'));
    expect([outcome.status, outcome.endsAt, outcome.reply?.code, outcome.reply?.enhanced]).toEqual([
      'bounced',
      'tenant',
      '556',
      '5.1.10',
    ]);
  });

  test('OUT-25: a domain that does not exist: 550 5.4.310 of Exchange Online', async () => {
    const outcome = await outcomeOf(world(soa('example.net')), outwards('typo.example.net'));
    expect([outcome.status, outcome.endsAt, outcome.reply?.code, outcome.reply?.enhanced]).toEqual([
      'bounced',
      'tenant',
      '550',
      '5.4.310',
    ]);
  });

  test('section 9: of an Exchange server the same is 5.4.4', async () => {
    const topology = world(soa('example.net'), {
      onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.10'] }] },
      recipients: [{ address: 'bob@contoso.com', mailbox: 'onPremises' }],
    });
    const outcome = await outcomeOf(topology, { from: 'bob@contoso.com', to: ['x@typo.example.net'] });
    expect([outcome.status, outcome.endsAt, outcome.reply?.code, outcome.reply?.enhanced]).toEqual([
      'bounced',
      'server:EX01',
      '550',
      '5.4.4',
    ]);
  });

  test('`unknownNames: nxdomain` makes undeclared names absent', async () => {
    const topology = world([]);
    const outcome = await outcomeOf(
      { ...topology, dns: { records: '', unknownNames: 'nxdomain' } },
      outwards('example.net'),
    );
    expect([outcome.status, outcome.reply?.enhanced]).toEqual(['bounced', '5.4.310']);
  });
});

describe('smart hosts', () => {
  const smart = (hosts: readonly string[], records: readonly string[] = []): Piece => {
    const topology = world(records);
    return {
      ...topology,
      tenant: {
        ...(topology.tenant as Piece),
        outboundConnectors: [
          {
            Name: 'Smart',
            ConnectorType: 'Partner',
            RecipientDomains: ['*'],
            UseMXRecord: false,
            SmartHosts: hosts,
          },
        ],
      },
      services: ['one', 'two'].map((name, index) => ({
        name,
        receivesAt: [`mx1.${name}.example`],
        addresses: [`198.51.100.${index + 1}`],
        delivers: [{ domains: ['*'], to: 'mx' }],
      })),
    };
  };

  test.each([
    { hosts: ['mx1.one.example'], what: 'by the name that a node declares', records: [] },
    { hosts: ['198.51.100.1'], what: 'by address', records: [] },
    { hosts: ['[198.51.100.1]'], what: 'by address in brackets', records: [] },
    { hosts: ['gw.one.example'], what: 'by its A record', records: ['gw.one.example. A 198.51.100.1'] },
    {
      hosts: ['one.example'],
      what: 'by its MX record, which is asked first (OUT-11)',
      records: ['one.example. MX 10 gw.one.example.', 'gw.one.example. A 198.51.100.1', 'one.example. A 198.51.100.2'],
    },
  ])('OUT-11: $hosts is found $what', async ({ hosts, records }) => {
    expect(wayOf(await outcomeOf(smart(hosts, records), outwards('example.net')))).toBe(
      'sent: tenant > service:one > internet',
    );
  });

  test('OUT-11: the MX of a smart host keeps its preferences', async () => {
    const records = ['gw.example. MX 20 mx1.two.example.', 'gw.example. MX 10 mx1.one.example.'];
    const topology = smart(['gw.example'], records);
    expect(wayOf(await outcomeOf(topology, outwards('example.net')))).toBe('sent: tenant > service:one > internet');
    expect(wayOf(await outcomeOf(topology, outwards('example.net'), { down: ['service:one'] }))).toBe(
      'sent: tenant > service:two > internet',
    );
  });

  test('OUT-11: several smart hosts are spread over, with failover', async () => {
    const topology = smart(['mx1.one.example', 'mx1.two.example']);
    const trace = await follow(topology, outwards('example.net'));
    const ways = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)].map(wayOf);
    expect(ways.sort()).toEqual(['sent: tenant > service:one > internet', 'sent: tenant > service:two > internet']);
    expect(wayOf(await outcomeOf(topology, outwards('example.net'), { down: ['service:one'] }))).toBe(
      'sent: tenant > service:two > internet',
    );
  });

  test('OUT-25: a smart host whose name does not resolve in a complete zone: 4.4.312, finally 5.4.312', async () => {
    const outcome = await outcomeOf(smart(['gone.one.example'], soa('one.example')), outwards('example.net'));
    expect([outcome.status, outcome.endsAt, outcome.connectors, outcome.reply]).toMatchObject([
      'deferred',
      'tenant',
      ['outbound:Smart'],
      { code: '450', enhanced: '4.4.312', from: 'tenant', final: { code: '550', enhanced: '5.4.312' } },
    ]);
  });

  test('a smart host of which nothing is declared: undetermined', async () => {
    const outcome = await outcomeOf(smart(['gw.elsewhere.example']), outwards('example.net'));
    expect([outcome.status, outcome.endsAt]).toEqual(['undetermined', 'tenant']);
  });
});
