import { describe, expect, test } from 'vitest';
import { readable } from '../../support/topology-reading.ts';
import { follow, idsOf, only, type Piece, wayOf } from '../follow.ts';

/** Own servers behind an Edge server that shows sales.contoso.com to the outside as contoso.com. */
const site = (entries: readonly Piece[], more: Piece = {}): Piece => ({
  onPremises: {
    acceptedDomains: [
      'contoso.com',
      'sales.contoso.com',
      'eu.sales.contoso.com',
      { DomainName: 'partly.example', DomainType: 'InternalRelay' },
    ],
    servers: [
      { name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'ex01.contoso.com' },
      { name: 'EDGE01', role: 'edge', addresses: ['203.0.113.20'], fqdn: 'edge.contoso.com' },
    ],
    sendConnectors: [
      { Name: 'Out', AddressSpaces: ['SMTP:*;1'], DNSRoutingEnabled: true, SourceTransportServers: ['EDGE01'] },
      {
        Name: 'In',
        AddressSpaces: ['SMTP:--;100'],
        SmartHosts: ['--'],
        DNSRoutingEnabled: false,
        SourceTransportServers: ['EDGE01'],
      },
    ],
    addressRewriteEntries: entries.map((entry, index) => ({ Name: `E${index + 1}`, ...entry })),
    ...more,
  },
  recipients: [
    { address: 'bob@sales.contoso.com', mailbox: 'onPremises' },
    { address: 'eve@eu.sales.contoso.com', mailbox: 'onPremises' },
    { address: 'carl@contoso.com', mailbox: 'onPremises' },
    { address: 'pat@partly.example', mailbox: 'onPremises' },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 edge.contoso.com.',
      'sales.contoso.com. MX 0 edge.contoso.com.',
      'edge.contoso.com. A 203.0.113.20',
      'contoso.com. TXT "v=spf1 ip4:203.0.113.20 -all"',
      '_dmarc.contoso.com. TXT "v=DMARC1; p=reject"',
      'sales.contoso.com. TXT "v=spf1 -all"',
      '_dmarc.sales.contoso.com. TXT "v=DMARC1; p=reject"',
      'eu.sales.contoso.com. TXT "v=spf1 -all"',
      'example.org. MX 0 mx.example.org.',
      'mx.example.org. A 198.51.100.9',
      'example.org. TXT "v=spf1 ip4:198.51.100.7 -all"',
    ].join('\n'),
  },
});

const domain: Piece = { InternalAddress: 'sales.contoso.com', ExternalAddress: 'contoso.com' };
const outbound = (from: string, rest: Piece = {}): Piece => ({ from, to: ['alice@example.org'], ...rest });
const inbound = (to: string, rest: Piece = {}): Piece => ({
  from: 'alice@example.org',
  to: [to],
  source: { address: '198.51.100.7' },
  ...rest,
});

const shownAs = async (entries: readonly Piece[], from: string, rest: Piece = {}, more: Piece = {}) =>
  only(await follow(site(entries, more), outbound(from, rest))).lastMailFrom;

describe('senders of what leaves the organisation (ARW-3)', () => {
  test('are written as the outside knows them, and SPF and DMARC are judged for that', async () => {
    const trace = await follow(site([domain]), outbound('bob@sales.contoso.com'));
    const outcome = only(trace);
    expect(wayOf(outcome)).toBe('sent: server:EX01 > server:EDGE01 > internet');
    expect([outcome.lastMailFrom, outcome.egressSpf, outcome.egressDmarc]).toEqual(['bob@contoso.com', 'pass', 'pass']);
    expect(idsOf(trace, 'rewrite-addresses')).toEqual(['ARW-3', 'ARW-6']);
  });

  test('without an entry the internal domain stands there, for which no address may send', async () => {
    const outcome = only(await follow(site([]), outbound('bob@sales.contoso.com')));
    expect([outcome.lastMailFrom, outcome.egressSpf]).toEqual(['bob@sales.contoso.com', 'fail']);
  });

  test('ARW-4: the closest entry decides, whatever their order', async () => {
    const entries = [
      { InternalAddress: '*.contoso.com', ExternalAddress: 'all.example', OutboundOnly: true },
      { InternalAddress: '*.sales.contoso.com', ExternalAddress: 'sales.example', OutboundOnly: true },
      { InternalAddress: 'sales.contoso.com', ExternalAddress: 'domain.example' },
      { InternalAddress: 'bob@sales.contoso.com', ExternalAddress: 'robert@one.example' },
    ];
    for (const some of [entries, [...entries].reverse()]) {
      expect(await shownAs(some, 'bob@sales.contoso.com')).toBe('robert@one.example');
      expect(
        await shownAs(
          some.filter((one) => !one.InternalAddress.includes('@')),
          'bob@sales.contoso.com',
        ),
      ).toBe('bob@domain.example');
      expect(await shownAs(some, 'eve@eu.sales.contoso.com')).toBe('eve@sales.example');
      expect(await shownAs(some, 'carl@contoso.com')).toBe('carl@all.example');
    }
  });

  test('ARW-2: a wildcard leaves the domains of its ExceptionList alone', async () => {
    const entry = { InternalAddress: '*.contoso.com', ExternalAddress: 'all.example', OutboundOnly: true };
    expect(await shownAs([{ ...entry, ExceptionList: ['sales.contoso.com'] }], 'bob@sales.contoso.com')).toBe(
      'bob@sales.contoso.com',
    );
  });

  test('ARW-4: only addresses of authoritative accepted domains', async () => {
    const entry = { InternalAddress: 'partly.example', ExternalAddress: 'contoso.com' };
    expect(await shownAs([entry], 'pat@partly.example')).toBe('pat@partly.example');
  });

  test('one rewrite an address: the result is not rewritten again', async () => {
    const second = { InternalAddress: 'contoso.com', ExternalAddress: 'other.example' };
    expect(await shownAs([domain, second], 'bob@sales.contoso.com')).toBe('bob@contoso.com');
  });

  test('ARW-6: a signature made before is broken, and without alignment by SPF the mail fails DMARC', async () => {
    const signedBy = (rest: Piece) =>
      outbound('bob@sales.contoso.com', { dkim: [{ domain: 'contoso.com', result: 'pass' }], ...rest });
    const judged = async (entries: readonly Piece[], rest: Piece = {}) =>
      only(await follow(site(entries), signedBy(rest))).egressDmarc;
    const elsewhere = { mailFrom: 'bounces@mailer.example' };
    expect(await judged([{ ...domain, InternalAddress: 'eu.sales.contoso.com' }], elsewhere)).toBe('pass');
    expect(await judged([domain], elsewhere)).toBe('fail');
    expect(await judged([domain])).toBe('pass');
  });

  test('the null sender stays', async () => {
    expect(await shownAs([domain], 'bob@sales.contoso.com', { mailFrom: '<>' })).toBe('<>');
  });

  test('what stays inside keeps its addresses, and so do recipients of the same message outside', async () => {
    const trace = await follow(
      site([domain]),
      outbound('bob@sales.contoso.com', { to: ['carl@contoso.com', 'alice@example.org'] }),
    );
    expect(trace.outcomes.map((one) => [one.status, one.lastMailFrom])).toEqual([
      ['delivered', 'bob@sales.contoso.com'],
      ['sent', 'bob@contoso.com'],
    ]);
  });
});

describe('recipients of what comes in (ARW-3)', () => {
  const reached = async (entries: readonly Piece[], to: string) => {
    const outcome = only(await follow(site(entries), inbound(to)));
    return [outcome.status, outcome.finalRecipient, outcome.recipient];
  };

  test('are written as they are inside', async () => {
    expect(await reached([domain], 'bob@contoso.com')).toEqual([
      'delivered',
      'bob@sales.contoso.com',
      'bob@contoso.com',
    ]);
  });

  test('without an entry the address is nobody', async () => {
    expect((await reached([], 'bob@contoso.com'))[0]).toBe('bounced');
  });

  test('ARW-2: not by an entry that is OutboundOnly', async () => {
    expect((await reached([{ ...domain, OutboundOnly: true }], 'bob@contoso.com'))[0]).toBe('bounced');
    expect((await reached([{ ...domain, Direction: 'OutboundOnly' }], 'bob@contoso.com'))[0]).toBe('bounced');
  });

  test('ARW-4: by the closest entry', async () => {
    const one = { InternalAddress: 'bob@sales.contoso.com', ExternalAddress: 'carl@contoso.com' };
    expect((await reached([domain, one], 'carl@contoso.com'))[1]).toBe('bob@sales.contoso.com');
  });

  test('ARW-5: of two entries with one external address the first is taken', async () => {
    const two = ['bob@sales.contoso.com', 'eve@eu.sales.contoso.com'].map((InternalAddress) => ({
      InternalAddress,
      ExternalAddress: 'team@contoso.com',
    }));
    expect((await reached(two, 'team@contoso.com'))[1]).toBe('bob@sales.contoso.com');
    expect((await reached([...two].reverse(), 'team@contoso.com'))[1]).toBe('eve@eu.sales.contoso.com');
  });

  test('mail for a domain that is not accepted is refused before', async () => {
    const entry = { InternalAddress: 'sales.contoso.com', ExternalAddress: 'elsewhere.example' };
    const outcome = only(
      await follow(site([entry]), inbound('bob@elsewhere.example', { deliverTo: 'edge.contoso.com' })),
    );
    expect([outcome.status, outcome.reply?.enhanced]).toEqual(['rejected', '5.7.54']);
  });
});

describe('entries that are odd', () => {
  const noticed = async (entry: Piece, ...others: readonly Piece[]) =>
    (
      await readable(JSON.stringify({ mxproof: 1, ...site([entry, ...others]) }), undefined, 'topology.json')
    ).notices.map(({ subject, rule }) => `${rule} ${subject}`);

  test('a sound one is not', async () => {
    expect(await noticed(domain)).toEqual([]);
  });

  test.each([
    [
      'ARW-2: a wildcard that is not OutboundOnly',
      [{ InternalAddress: '*.contoso.com', ExternalAddress: 'all.example' }],
    ],
    ['an address for a domain', [{ InternalAddress: 'sales.contoso.com', ExternalAddress: 'x@contoso.com' }]],
    ['a wildcard outside', [{ InternalAddress: 'sales.contoso.com', ExternalAddress: '*.contoso.com' }]],
  ] as const)('%s', async (_, [entry]) => {
    expect(await noticed(entry)).toEqual(['topology/undetermined policy:e1']);
  });

  test('ARW-5: two internal addresses with one external address', async () => {
    const other = { InternalAddress: 'eu.sales.contoso.com', ExternalAddress: 'contoso.com' };
    expect(await noticed(domain, other)).toEqual(['topology/undetermined policy:e2']);
    expect(await noticed(domain, { ...other, OutboundOnly: true })).toEqual([]);
  });
});
