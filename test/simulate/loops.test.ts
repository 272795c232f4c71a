import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/simulate/trace.ts';
import { follow, outcomeOf, type Piece } from './follow.ts';
import { hybrid } from './hybrid-parts.ts';

/*
 * spec/cli.md: "`looped` at the first repeated node, with that node's code (5.4.14 tenant, 5.4.6 Exchange Server; a
 * circle over a service is 5.4.14 if the tenant is in it)".
 */
const relayed = { DomainName: 'contoso.com', DomainType: 'InternalRelay' };
const toTenant = [{ domains: ['contoso.com'], to: 'tenant' }];

const world = (mx: string, tenant: Piece = {}, rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [relayed],
    organizationConfig: { RejectDirectSend: false },
    ...tenant,
  },
  onPremises: {
    acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay' }],
    servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }],
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  services: [{ name: 'filter', receivesAt: ['mx.filter.example'], addresses: ['198.51.100.25'], delivers: toTenant }],
  dns: { records: `contoso.com. MX 0 ${mx}.` },
  ...rest,
});
const atTenant = 'contoso-com.mail.protection.outlook.com';
const atFilter = 'mx.filter.example';
const inwards: Piece = { from: 'alice@example.org', to: ['typo@contoso.com'], source: { address: '192.0.2.10' } };

const loop = ({ status, endsAt, route, reply }: Outcome) => ({
  status,
  endsAt,
  route: route.join(' > '),
  code: `${reply?.code} ${reply?.enhanced}`,
  from: reply?.from,
});
const looped = (route: string, code: string) => ({
  status: 'looped',
  endsAt: route.split(' > ').at(-1),
  route,
  code: `554 ${code}`,
  from: route.split(' > ').at(-1),
});

describe('unknown recipients of an InternalRelay domain without connector (ACC-11)', () => {
  test('CMIS-15: with the MX at Exchange Online, it goes round there', async () => {
    const outcome = await outcomeOf(world(atTenant), inwards);
    expect(loop(outcome)).toEqual(looped('internet > tenant > tenant', '5.4.14'));
    expect(outcome.reply?.returnedTo).toEqual(['alice@example.org']);
  });

  test('with the MX at a third party, over that', async () => {
    expect(loop(await outcomeOf(world(atFilter), inwards))).toEqual(
      looped('internet > service:filter > tenant > service:filter', '5.4.14'),
    );
  });

  test('with the MX on-premises it works, when the premises know the recipient', async () => {
    const recipients = [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'eve@contoso.com', mailbox: 'onPremises', synced: false },
    ];
    const message = { ...inwards, to: ['eve@contoso.com'], deliverTo: 'tenant' };
    const outcome = await outcomeOf(world('mail.contoso.com', {}, { recipients }), message);
    expect([outcome.status, outcome.route]).toEqual(['delivered', ['internet', 'tenant', 'server:EX01']]);
  });

  test('with the MX on-premises and relay there too, the two hand it to and fro', async () => {
    const onPremises = {
      acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay' }],
      servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }],
      sendConnectors: [
        { Name: 'To cloud', AddressSpaces: ['SMTP:*;1'], DNSRoutingEnabled: false, SmartHosts: [atTenant] },
      ],
    };
    expect(loop(await outcomeOf(world('mail.contoso.com', {}, { onPremises }), inwards))).toEqual(
      looped('internet > server:EX01 > tenant > server:EX01', '5.4.6'),
    );
    expect(
      loop(await outcomeOf(world('mail.contoso.com', {}, { onPremises }), { ...inwards, deliverTo: 'tenant' })),
    ).toEqual(looped('internet > tenant > server:EX01 > tenant', '5.4.14'));
  });

  test('from a mailbox of the tenant, it starts and ends there', async () => {
    const message = { from: 'anna@contoso.com', to: ['typo@contoso.com'] };
    expect(loop(await outcomeOf(world(atTenant), message))).toEqual(looped('tenant > tenant', '5.4.14'));
  });

  test('the null sender loops as well, and nobody is told', async () => {
    const outcome = await outcomeOf(world(atTenant), { ...inwards, mailFrom: '<>', type: 'ndr' });
    expect([outcome.status, outcome.reply?.returnedTo]).toEqual(['looped', []]);
  });

  test('a lock-down ends the circle at its own door: 5.7.51', async () => {
    const lock = {
      Name: 'Lock',
      ConnectorType: 'Partner',
      SenderDomains: ['*'],
      RestrictDomainsToIPAddresses: true,
      SenderIPAddresses: ['192.0.2.10'],
      RequireTls: false,
    };
    const outcome = await outcomeOf(world(atTenant, { inboundConnectors: [lock] }), inwards);
    expect([outcome.status, outcome.reply?.enhanced, outcome.endsAt]).toEqual(['bounced', '5.7.51', 'tenant']);
  });
});

describe('connectors that lead back', () => {
  const outbound = (rest: Piece): Piece => ({
    outboundConnectors: [{ Name: 'Out', ConnectorType: 'OnPremises', RecipientDomains: ['contoso.com'], ...rest }],
  });

  test('ACC-12, CMIS-14: UseMXRecord with the MX at Exchange Online', async () => {
    const outcome = await outcomeOf(world(atTenant, outbound({ UseMXRecord: true })), inwards);
    expect([loop(outcome), new Set(outcome.connectors)]).toEqual([
      looped('internet > tenant > tenant', '5.4.14'),
      new Set(['outbound:Out']),
    ]);
  });

  test('a smart host that names the tenant itself', async () => {
    const topology = world(atTenant, outbound({ UseMXRecord: false, SmartHosts: [atTenant] }));
    expect(loop(await outcomeOf(topology, inwards))).toEqual(looped('internet > tenant > tenant', '5.4.14'));
  });

  test('ROUTE-13: an unscoped `*` connector to a service that returns everything', async () => {
    const topology = world(
      atTenant,
      {
        inboundConnectors: [{ Name: 'From filter', ConnectorType: 'OnPremises', SenderIPAddresses: ['198.51.100.25'] }],
        outboundConnectors: [
          {
            Name: 'To filter',
            ConnectorType: 'OnPremises',
            RecipientDomains: ['*'],
            UseMXRecord: false,
            SmartHosts: [atFilter],
          },
        ],
      },
      {
        services: [
          {
            name: 'filter',
            receivesAt: [atFilter],
            addresses: ['198.51.100.25'],
            delivers: [{ domains: ['*'], to: 'tenant' }],
          },
        ],
      },
    );
    expect(loop(await outcomeOf(topology, { from: 'anna@contoso.com', to: ['alice@example.org'] }))).toEqual(
      looped('tenant > service:filter > tenant', '5.4.14'),
    );
  });

  test('two services that hand mail to each other: no tenant, no Exchange Server in it', async () => {
    const services = ['one', 'two'].map((name, index) => ({
      name,
      receivesAt: [`mx.${name}.example`],
      addresses: [`198.51.100.${index + 1}`],
      delivers: [{ domains: ['contoso.com'], to: name === 'one' ? 'two' : 'one' }],
    }));
    const outcome = await outcomeOf(world('mx.one.example', {}, { services }), inwards);
    expect([outcome.status, outcome.route]).toEqual([
      'looped',
      ['internet', 'service:one', 'service:two', 'service:one'],
    ]);
  });
});

describe('directories that disagree (CMIS-17): RemoteMailbox on-premises, MailUser in the cloud', () => {
  const base = hybrid({ mx: 'E', cmt: false });
  const circle = {
    ...base,
    tenant: {
      ...base.tenant,
      recipients: [
        {
          PrimarySmtpAddress: 'anna@contoso.com',
          RecipientType: 'MailUser',
          ExternalEmailAddress: 'SMTP:anna@contoso.com',
          EmailAddresses: ['SMTP:anna@contoso.com', 'smtp:anna@contoso.mail.onmicrosoft.com'],
        },
      ],
    },
  };

  test('from the Internet the tenant is the first to see it again: 5.4.14', async () => {
    const message = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '192.0.2.10' } };
    expect(loop(await outcomeOf(circle, message))).toEqual(
      looped('internet > tenant > server:EX01 > tenant', '5.4.14'),
    );
  });

  test('from on-premises the server is: 5.4.6', async () => {
    expect(loop(await outcomeOf(circle, { from: 'bob@contoso.com', to: ['anna@contoso.com'] }))).toEqual(
      looped('server:EX01 > tenant > server:EX01', '5.4.6'),
    );
  });
});

describe('what is no loop', () => {
  test('HYB-4: centralised transport brings a message to the tenant twice', async () => {
    const message = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '192.0.2.10' } };
    const outcome = await outcomeOf(hybrid({ mx: 'F>E', cmt: true }), message);
    expect(outcome.status).toBe('delivered');
  });

  test('ROUTE-9: a service that stamps its mark and returns mail to the tenant, which then delivers', async () => {
    const topology = world(atFilter, {}, {});
    expect((await outcomeOf(topology, { ...inwards, to: ['anna@contoso.com'] })).status).toBe('delivered');
  });
});

test('DEC-6: `loop.hopLimit` bounds a way that repeats no state', async () => {
  const services = Array.from({ length: 8 }, (_, index) => ({
    name: `s${index}`,
    receivesAt: [`mx.s${index}.example`],
    addresses: [`198.51.100.${index + 1}`],
    delivers: [{ domains: ['contoso.com'], to: index === 7 ? 'tenant' : `s${index + 1}` }],
  }));
  const topology = world('mx.s0.example', { acceptedDomains: ['contoso.com'] }, { services });
  const message = { ...inwards, to: ['anna@contoso.com'] };
  expect((await outcomeOf(topology, message)).status).toBe('delivered');
  const limited = await follow(topology, message, { assume: { 'loop.hopLimit': '5' } });
  expect(limited.outcomes.map((one) => one.status)).toEqual(['looped']);
});
