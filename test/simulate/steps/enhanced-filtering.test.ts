import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import type { Trace } from '../../../src/simulate/trace.ts';
import { bad, decided, direct, end, type FilterWorld, filtered, fromFilter, good } from '../filter-world.ts';
import { type FollowOptions, follow, idsOf, only, type Piece } from '../follow.ts';

/*
 * Section 6 of the semantics of policies, entry by entry, against what a trace shows. By default alice@example.org sends from
 * her own address through a filter that alone has MX.
 */

const rejecting: FilterWorld = { dmarc: 'p=reject' };
/** A rule that matches says so by quarantining: what it reads is there. */
const rule = (header: string, pattern: string): Piece => ({
  transportRules: [
    {
      Name: 'Reads',
      Priority: 0,
      HeaderMatchesMessageHeader: header,
      HeaderMatchesPatterns: pattern,
      Quarantine: true,
    },
  ],
});
const skipListed = 'X-MS-Exchange-SkipListedInternetSender';
const original = 'X-MS-Exchange-ExternalOriginalInternetSender';
const withRule = (connector: Piece, header: string, pattern = '.') =>
  filtered(connector, { tenant: { inboundConnectors: [fromFilter(connector)], ...rule(header, pattern) } });

const source = (trace: Trace): string => {
  const [note] = decided(trace, 'recover-source-address');
  return note === undefined ? 'none' : plain(note.verdict);
};
const because = (trace: Trace): string =>
  decided(trace, 'recover-source-address')
    .map((one) => plain(one.because))
    .join('; ');
const judged = (trace: Trace) => {
  const { spf, dkim, dmarc } = only(trace);
  return [source(trace), spf, dkim, dmarc];
};

/** In no way, alternatives included, does the rule act. */
const untouched = (trace: Trace) =>
  [trace, ...trace.alternatives].every((one) => one.outcomes.every(({ status }) => status === 'delivered'));

interface Row {
  readonly says: string;
  readonly topology: Piece;
  readonly message?: Piece;
  readonly options?: FollowOptions;
  readonly shows: (trace: Trace) => unknown;
  readonly expected: unknown;
}

const onPremisesFirst = (connector: Piece): Piece => ({
  ...direct({
    tenant: {
      acceptedDomains: ['contoso.com', { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }],
      inboundConnectors: [
        { Name: 'Premises', ConnectorType: 'OnPremises', SenderIPAddresses: ['203.0.113.10'], ...connector },
      ],
    },
    rest: {
      onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }] },
      dns: {
        records: [
          'contoso.com. SOA ns.contoso.com. h.contoso.com. 1 2 3 4 5',
          'contoso.com. MX 0 mail.contoso.com.',
          'mail.contoso.com. A 203.0.113.10',
          'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
        ].join('\n'),
      },
    },
  }),
});
const central: Piece = {
  outboundConnectors: [
    {
      Name: 'To premises',
      ConnectorType: 'OnPremises',
      RecipientDomains: ['*'],
      SmartHosts: ['mail.contoso.com'],
      UseMxRecord: false,
      RouteAllMessagesViaOnPremises: true,
    },
  ],
};
const scl = {
  transportRules: [{ Name: 'Filter is trusted', Priority: 0, SenderIpRanges: '198.51.100.25', SetSCL: -1 }],
};

const rows: Readonly<Record<string, readonly Row[]>> = {
  'EFC-1': [
    {
      says: 'on a Partner connector',
      topology: filtered({ EFSkipLastIP: true }),
      shows: source,
      expected: '192.0.2.10',
    },
    {
      says: 'on an OnPremises connector',
      topology: onPremisesFirst({ EFSkipLastIP: true }),
      shows: (trace) => decided(trace, 'recover-source-address').map((one) => plain(one.verdict)),
      expected: ['192.0.2.10'],
    },
    {
      says: 'EFTestMode and EFSkipMailGateway are reserved and do nothing',
      topology: filtered({ EFTestMode: true, EFSkipMailGateway: ['198.51.100.25'] }),
      shows: source,
      expected: '198.51.100.25',
    },
  ],
  'EFC-2': [
    { says: 'off by default', topology: filtered({}), shows: source, expected: '198.51.100.25' },
    {
      says: 'EFSkipLastIP goes before EFSkipIPs',
      topology: filtered({ EFSkipLastIP: true, EFSkipIPs: ['192.0.2.10'] }),
      shows: source,
      expected: '192.0.2.10',
    },
    {
      says: 'EFSkipIPs skips what it lists',
      topology: filtered({ EFSkipIPs: ['198.51.100.0/24'] }),
      shows: source,
      expected: '192.0.2.10',
    },
  ],
  'EFC-3': [
    {
      says: 'private hops are skipped by themselves',
      topology: filtered({ EFSkipLastIP: true }),
      message: { ...good, headers: { Received: 'from relay (10.1.2.3) by mx.filter.example' } },
      shows: source,
      expected: '192.0.2.10',
    },
  ],
  'EFC-4': [
    {
      says: 'all recipients must be listed',
      topology: filtered({ EFSkipLastIP: true, EFUsers: ['ANNA@contoso.com'] }),
      message: { ...good, to: ['anna@contoso.com', 'carl@contoso.com'] },
      shows: source,
      expected: '198.51.100.25',
    },
    {
      says: 'listed exactly, whatever the case',
      topology: filtered({ EFSkipLastIP: true, EFUsers: ['ANNA@contoso.com'] }),
      shows: source,
      expected: '192.0.2.10',
    },
  ],
  'EFC-5': [
    {
      says: 'nothing left: the connecting address',
      topology: filtered({ EFSkipLastIP: true }, {}, { modifies: { hidesReceived: true } }),
      shows: (trace) => [source(trace), idsOf(trace, 'recover-source-address')],
      expected: ['198.51.100.25', ['EFC-5']],
    },
    {
      says: 'a connecting address that is not listed counts itself',
      topology: filtered({ EFSkipIPs: ['203.0.113.7'] }),
      shows: because,
      expected: 'the connecting address is not among EFSkipIPs of From filter, and counts',
    },
  ],
  'EFC-6': [
    {
      says: 'SPF and DMARC are judged for the source',
      topology: filtered({ EFSkipLastIP: true }, rejecting),
      shows: judged,
      expected: ['192.0.2.10', 'pass', 'none', 'pass'],
    },
    {
      says: 'a signature that the filter broke counts again',
      topology: filtered({ EFSkipLastIP: true }, rejecting, { modifies: { body: true } }),
      message: { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] },
      shows: judged,
      expected: ['203.0.113.99', 'fail', 'pass', 'pass'],
    },
    {
      says: 'by the older text it does not',
      topology: filtered({ EFSkipLastIP: true }, rejecting, { modifies: { body: true } }),
      message: { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] },
      options: { assume: { 'filtering.recoveredSignature': 'no' } },
      shows: (trace) => [only(trace).dkim, end(only(trace)), only(trace).assumptions],
      expected: ['fail', 'bounced 5.7.509', ['filtering.recoveredSignature']],
    },
    {
      says: 'nor without Enhanced Filtering',
      topology: filtered({}, rejecting, { modifies: { body: true } }),
      message: { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] },
      shows: judged,
      expected: ['198.51.100.25', 'fail', 'fail', 'fail'],
    },
  ],
  'EFC-7': [
    {
      says: 'rules read the source',
      topology: withRule({ EFSkipLastIP: true }, original, 'ip=\\[192\\.0\\.2\\.10\\]'),
      shows: (trace) => end(only(trace)),
      expected: 'quarantined',
    },
    {
      says: 'skip listing is written down where EFUsers leaves the recipient out',
      topology: withRule({ EFSkipLastIP: true, EFUsers: ['carl@contoso.com'] }, skipListed),
      shows: (trace) => end(only(trace)),
      expected: 'quarantined',
    },
    {
      says: 'and the other field is not',
      topology: withRule({ EFSkipLastIP: true, EFUsers: ['carl@contoso.com'] }, original),
      shows: untouched,
      expected: true,
    },
    {
      says: 'neither where it is off',
      topology: withRule({}, skipListed),
      shows: untouched,
      expected: true,
    },
    {
      says: 'the HELO name in it is not known',
      topology: withRule({ EFSkipLastIP: true }, original, 'domain=mail'),
      shows: (trace) => trace.alternatives.flatMap((one) => one.outcomes.map(end)),
      expected: ['quarantined'],
    },
  ],
  'EFC-8': [
    {
      says: 'a rule with SCL -1 for the filter takes its effect on the verdict away',
      topology: filtered(
        { EFSkipLastIP: true },
        { ...rejecting, tenant: { inboundConnectors: [fromFilter({ EFSkipLastIP: true })], ...scl } },
      ),
      message: bad,
      shows: (trace) => [only(trace).dmarc, end(only(trace))],
      expected: ['fail', 'delivered inbox'],
    },
    {
      says: 'without it the policy of the sender acts',
      topology: filtered({ EFSkipLastIP: true }, rejecting),
      message: bad,
      shows: (trace) => end(only(trace)),
      expected: 'bounced 5.7.509',
    },
  ],
  'EFC-9': [
    {
      says: 'a connector for other senders gives nothing',
      topology: filtered({ EFSkipLastIP: true, SenderDomains: ['fabrikam.com'] }),
      shows: source,
      expected: '198.51.100.25',
    },
  ],
  'EFC-10': [
    {
      says: 'beside centralized mail transport it is unsupported, which the trace says',
      topology: filtered(
        { EFSkipLastIP: true },
        {
          tenant: { inboundConnectors: [fromFilter({ EFSkipLastIP: true })], ...central },
          rest: { onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }] } },
        },
      ),
      shows: (trace) => [idsOf(trace, 'recover-source-address').includes('EFC-10'), because(trace)],
      expected: [true, expect.stringContaining('centralized mail transport (To premises) Microsoft does not support')],
    },
    {
      says: 'without it nothing is said',
      topology: filtered({ EFSkipLastIP: true }),
      shows: (trace) => idsOf(trace, 'recover-source-address').includes('EFC-10'),
      expected: false,
    },
  ],
  'EFC-12': [
    {
      says: 'behind a filter without it: SPF of the filter, and p=reject is not honoured',
      topology: filtered({}, rejecting),
      message: bad,
      shows: (trace) => [...judged(trace), end(only(trace)), idsOf(trace, 'honor-dmarc').includes('EFC-12')],
      expected: ['198.51.100.25', 'fail', 'none', 'fail', 'delivered junk', true],
    },
    {
      says: 'and what is forwarded leaves by the relay pool',
      topology: {
        ...filtered(
          {},
          { tenant: { hostedOutboundSpamFilterPolicies: [{ Name: 'D', IsDefault: true, AutoForwardingMode: 'On' }] } },
        ),
        recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud', forwardTo: 'x@fabrikam.com' }],
      },
      shows: (trace) => only(trace).egressPool,
      expected: 'relay',
    },
  ],
  'EFC-14': [
    {
      says: 'after the connection is accepted, before authentication',
      topology: filtered(
        { EFSkipLastIP: true },
        {
          tenant: {
            inboundConnectors: [fromFilter({ EFSkipLastIP: true })],
            hostedConnectionFilterPolicies: [{ Name: 'Default', IPAllowList: ['198.51.100.25'] }],
          },
        },
      ),
      shows: (trace) =>
        trace.hops
          .flatMap((hop) => hop.decisions.map((one) => one.step))
          .filter((step) => ['attribute-connection', 'filter-connection', 'recover-source-address'].includes(step)),
      expected: ['attribute-connection', 'filter-connection', 'recover-source-address'],
    },
    {
      says: 'authentication follows',
      topology: filtered({ EFSkipLastIP: true }),
      shows: (trace) =>
        trace.hops
          .flatMap((hop) => hop.decisions.map((one) => one.step))
          .filter((step) => ['recover-source-address', 'authenticate-sender', 'filter-content'].includes(step)),
      expected: ['recover-source-address', 'authenticate-sender', 'filter-content'],
    },
  ],
};

describe.each(Object.entries(rows))('%s', (_, cases) => {
  test.each(cases)('$says', async ({ topology, message = good, options = {}, shows, expected }) => {
    expect(shows(await follow(topology, message, options))).toEqual(expected);
  });
});

test('every entry of the section is here, but for advice about what to build (EFC-11, EFC-13)', () => {
  const all = Array.from({ length: 14 }, (_, index) => `EFC-${index + 1}`);
  expect(all.filter((id) => rows[id] === undefined)).toEqual(['EFC-11', 'EFC-13']);
});
