import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, openPoints, outcomeOf, type Piece } from '../follow.ts';
import { hybrid } from '../hybrid-parts.ts';

const soa = (zone: string): readonly string[] => [`${zone}. SOA ns.${zone}. h.${zone}. 1 2 3 4 5`];
const dns = {
  records: [
    ...soa('contoso.com'),
    'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
    'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    'contoso.net. MX 0 contoso-net.mail.protection.outlook.com.',
    ...soa('example.org'),
    'example.org. MX 10 mx.example.org.',
    'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ...soa('nohome.example'),
    'nohome.example. TXT "v=spf1 ip4:192.0.2.10 -all"',
  ].join('\n'),
};
const world = (tenant: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [{ DomainName: 'contoso.net' }, { DomainName: 'contoso.com', Default: true }],
    organizationConfig: { RejectDirectSend: false },
    ...tenant,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'fab@contoso.com', contact: 'fab@fabrikam.com' },
    { address: 'all@contoso.net', members: ['fab@contoso.com', 'far@fabrikam.com'] },
    { address: `${'l'.repeat(60)}@contoso.com`, contact: 'long@fabrikam.com' },
  ],
  dns,
});
const passing: Piece = { from: 'alice@example.org', to: ['fab@contoso.com'], source: { address: '192.0.2.10' } };
const failing: Piece = { ...passing, source: { address: '203.0.113.99' } };
const left = ({ status, egressPool, lastMailFrom }: Outcome) => ({ status, egressPool, lastMailFrom });

describe('mail of the tenant’s own', () => {
  test('CFWD-4: an own envelope sender leaves through the regular pool, unchanged, and passes SPF', async () => {
    const outcome = await outcomeOf(world(), { from: 'anna@contoso.com', to: ['x@fabrikam.com'] });
    expect([left(outcome), outcome.egressSpf]).toEqual([
      { status: 'sent', egressPool: 'regular', lastMailFrom: 'anna@contoso.com' },
      'pass',
    ]);
  });

  test('CFWD-5: a null sender leaves like every NDR, through the high-risk pool', async () => {
    const outcome = await outcomeOf(world(), { ...passing, mailFrom: '<>', type: 'ndr' });
    expect(left(outcome)).toEqual({ status: 'sent', egressPool: 'highRisk', lastMailFrom: '<>' });
  });

  test('own domains inside are no egress', async () => {
    const outcome = await outcomeOf(hybrid({ mx: 'E', cmt: false }), {
      from: 'alice@example.org',
      to: ['bob@contoso.com'],
      source: { address: '192.0.2.10' },
    });
    expect([outcome.egressIp, outcome.egressPool, outcome.lastMailFrom]).toEqual([null, null, 'alice@example.org']);
  });
});

describe('mail of others that passes on to the outside', () => {
  test('CFWD-1, CFWD-2: with SPF passed on arrival it leaves through the regular pool, the sender rewritten', async () => {
    expect(left(await outcomeOf(world(), passing))).toEqual({
      status: 'sent',
      egressPool: 'regular',
      lastMailFrom: 'fab+SRS=hash=time=example.org=alice@contoso.com',
    });
  });

  test('CFWD-1: an external member of a group', async () => {
    const trace = await follow(world(), { ...passing, to: ['all@contoso.net'] });
    expect(trace.outcomes.map((one) => one.lastMailFrom)).toEqual([
      'fab+SRS=hash=time=example.org=alice@contoso.com',
      'all+SRS=hash=time=example.org=alice@contoso.net',
    ]);
  });

  test('CFWD-2: a local part over 64 characters becomes bounces of the default domain', async () => {
    const outcome = await outcomeOf(world(), { ...passing, to: [`${'l'.repeat(60)}@contoso.com`] });
    expect(outcome.lastMailFrom).toBe('bounces+SRS=hash=time@contoso.com');
  });

  test('CFWD-3, CFWD-4: where SPF failed on arrival nothing is rewritten, and the relay pool carries it', async () => {
    const outcome = await outcomeOf(world(), failing);
    expect(left(outcome)).toEqual({ status: 'sent', egressPool: 'relay', lastMailFrom: 'alice@example.org' });
    expect([outcome.egressIp?.startsWith('40.95.'), outcome.egressSpf]).toEqual([true, 'fail']);
  });

  test('CFWD-4: where nobody knows whether SPF passed on arrival the pool is open, and both are shown', async () => {
    const unknown = { ...passing, from: 'bob@litware.example' };
    const trace = await follow(world(), unknown);
    expect(trace.outcomes.map((one) => [one.spf, left(one)])).toEqual([
      ['undetermined', { status: 'sent', egressPool: 'relay', lastMailFrom: 'bob@litware.example' }],
    ]);
    const other = trace.alternatives.filter(({ question }) => plain(question).includes('SPF of litware.example'));
    expect(other.map(({ answer, outcomes }) => [answer, ...outcomes.map(left)])).toEqual([
      [
        'yes',
        { status: 'sent', egressPool: 'regular', lastMailFrom: 'fab+SRS=hash=time=litware.example=bob@contoso.com' },
      ],
    ]);
    // Known either way, nothing is asked.
    for (const known of [passing, failing])
      expect((await follow(world(), known)).alternatives.map(({ question }) => plain(question)).join()).not.toContain(
        'SPF of',
      );
    // An own envelope sender takes the regular pool whatever SPF says.
    const own = await follow(world(), { ...unknown, mailFrom: 'anna@contoso.com' });
    expect(own.alternatives.map(({ question }) => plain(question)).join()).not.toContain('SPF of');
  });

  test('CFWD-4, PUNC-15: whether DKIM alone saves it from the relay pool is an open point', async () => {
    const id = 'srs.dkimAloneAvoidsRelayPool';
    const signed = { ...failing, dkim: [{ domain: 'example.org', result: 'pass' }] };
    // Whether the policy governs what a group hands on is a point of its own (PUNC-6).
    const open = () => world({ hostedOutboundSpamFilterPolicies: [{ Name: 'Default', AutoForwardingMode: 'On' }] });
    const trace = await follow(open(), signed);
    expect([trace.outcomes.map((one) => one.egressPool), openPoints(trace)]).toEqual([['relay'], [id]]);
    const yes = await outcomeOf(open(), signed, { assume: { [id]: 'yes' } });
    expect(yes.egressPool).toBe('regular');
    expect(openPoints(await follow(open(), failing))).toEqual([]);
  });

  test('CFWD-5: an envelope sender whose domain has neither A nor MX takes the high-risk pool', async () => {
    const outcome = await outcomeOf(world(), { ...passing, from: 'x@nohome.example' });
    expect(outcome.egressPool).toBe('highRisk');
  });

  test('CFWD-3: through an OnPremises connector nothing is rewritten, unless SenderRewritingEnabled', async () => {
    const connector = {
      Name: 'Out',
      ConnectorType: 'OnPremises',
      RecipientDomains: ['fabrikam.com'],
      UseMXRecord: false,
      SmartHosts: ['gw.contoso.com'],
    };
    const through = async (rest: Piece) => {
      const topology = {
        ...world({ outboundConnectors: [{ ...connector, ...rest }] }),
        onPremises: {
          servers: [
            {
              name: 'GW',
              role: 'mta',
              addresses: ['203.0.113.30'],
              fqdn: 'gw.contoso.com',
              delivers: [{ domains: ['*'], to: 'mx' }],
            },
          ],
        },
      };
      const outcome = await outcomeOf(topology, passing);
      return [outcome.route.at(-2), outcome.lastMailFrom, outcome.egressIp];
    };
    expect([
      await through({}),
      await through({ SenderRewritingEnabled: true }),
      await through({ ConnectorType: 'Partner' }),
    ]).toEqual([
      ['server:GW', 'alice@example.org', '203.0.113.30'],
      ['server:GW', 'fab+SRS=hash=time=example.org=alice@contoso.com', '203.0.113.30'],
      ['server:GW', 'fab+SRS=hash=time=example.org=alice@contoso.com', '203.0.113.30'],
    ]);
  });

  test('CFWD-6: behind a filter without Enhanced Filtering forwarded mail takes the relay pool, with it the regular one', async () => {
    const filtered = async (EFSkipLastIP: boolean) => {
      const base = world({
        inboundConnectors: [
          {
            Name: 'From filter',
            ConnectorType: 'Partner',
            SenderDomains: ['*'],
            RestrictDomainsToIPAddresses: true,
            SenderIPAddresses: ['198.51.100.25'],
            EFSkipLastIP,
          },
        ],
      });
      const topology = {
        ...base,
        services: [
          {
            name: 'filter',
            receivesAt: ['mx.filter.example'],
            addresses: ['198.51.100.25'],
            delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
          },
        ],
        dns: { records: dns.records.replace('contoso-com.mail.protection.outlook.com.', 'mx.filter.example.') },
      };
      return (await outcomeOf(topology, passing)).egressPool;
    };
    expect([await filtered(false), await filtered(true)]).toEqual(['relay', 'regular']);
  });
});

describe('what the receiver sees of other senders', () => {
  test('an own server’s mail leaves from its own address, without a pool', async () => {
    const outcome = await outcomeOf(hybrid({ mx: 'E', cmt: false }), {
      from: 'bob@contoso.com',
      to: ['x@fabrikam.com'],
    });
    expect([outcome.egressIp, outcome.egressPool, outcome.egressSpf]).toEqual(['203.0.113.10', null, 'pass']);
  });

  test('CFWD-4: mail that an own server relays through the tenant with an own sender takes the regular pool', async () => {
    const outcome = await outcomeOf(hybrid({ mx: 'E', cmt: false, premisesOut: 'E' }), {
      from: 'bob@contoso.com',
      to: ['x@fabrikam.com'],
    });
    expect([outcome.egressPool, outcome.egressSpf, outcome.lastMailFrom]).toEqual([
      'regular',
      'pass',
      'bob@contoso.com',
    ]);
  });

  test('a service that stands last hands it over from its own address', async () => {
    const outcome = await outcomeOf(hybrid({ mx: 'F>E', cmt: false, cloudOutByFilter: true }), {
      from: 'anna@contoso.com',
      to: ['x@fabrikam.com'],
    });
    expect([outcome.route.at(-2), outcome.egressIp, outcome.egressPool]).toEqual([
      'service:filter',
      '198.51.100.25',
      null,
    ]);
  });

  test('mail that never leaves has no egress', async () => {
    const outcome = await outcomeOf(world(), { ...passing, to: ['anna@contoso.com'] });
    expect([outcome.egressIp, outcome.egressPool, outcome.egressSpf]).toEqual([null, null, null]);
  });
});
