import { describe, expect, test } from 'vitest';
import { assumptions } from '../../src/model/assumptions.ts';
import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import { bad, direct, end, filtered, fromFilter, good } from './filter-world.ts';
import { follow, type Piece } from './follow.ts';
import { hybrid, hybridInbound } from './hybrid-parts.ts';

/*
 * Every open point outside the mail flow rules: a message whose fate hangs on it, what each answer makes of it, and the point
 * named on the outcome of the default way.
 */

interface Row {
  readonly topology: Piece;
  readonly message: Piece;
  readonly shows?: (trace: Trace) => unknown;
  /** What each answer shows; a point that takes a number is asked with the numbers here. */
  readonly answers: Readonly<Record<string, unknown>>;
}

const ends = (trace: Trace) => trace.outcomes.map(end).join(', ');
const first = (of: (outcome: Outcome) => unknown) => (trace: Trace) => trace.outcomes.map(of)[0];
const last = (of: (outcome: Outcome) => unknown) => (trace: Trace) => trace.outcomes.map(of).at(-1);

const onPremises = (rest: Piece): Piece => ({ Name: 'Premises', ConnectorType: 'OnPremises', ...rest });
const inbound = (...connectors: readonly Piece[]): Piece => ({ inboundConnectors: connectors });
const certificate = (names: readonly string[], rest: Piece = {}): Piece => ({
  certificates: { client: { subject: `CN=${names[0]}`, dnsNames: names, issuer: 'CN=Public CA', ...rest } },
});
const host = { address: '203.0.113.50' };
/** Foreign mail to the outside, which only an OnPremises connector lets in. */
const relayed: Piece = {
  from: 'news@fabrikam.com',
  to: ['alice@example.org'],
  source: { ...host, certificate: 'client' },
  deliverTo: 'tenant',
};
const policies = (mode: string): Piece => ({
  hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: mode }],
});
const spamPolicy = (rest: Piece): Piece => ({
  hostedContentFilterPolicies: [{ Name: 'Default', IsDefault: true, ...rest }],
});
const rule = (rest: Piece): Piece => ({ transportRules: [{ Name: 'R', Priority: 0, ...rest }] });
const annaWith = (rest: Piece): Piece => ({
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud', ...rest },
    { address: 'carl@contoso.com', mailbox: 'cloud' },
  ],
});
const forwarding = (tenant: Piece, rest: Piece = { forwardTo: 'x@fabrikam.com' }): Piece =>
  direct({ tenant, rest: annaWith(rest) });
const redirected: Piece = { SentTo: 'anna@contoso.com', RedirectMessageTo: 'x@fabrikam.com' };
const outwards = (to: string): Piece => ({ from: 'anna@contoso.com', to: [to] });

/** Outbound connectors that lead to an MTA, which sends on by MX. */
const withGateway = (connectors: readonly Piece[], acceptedDomains: readonly unknown[], records: string): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains,
    outboundConnectors: connectors.map((one) => ({
      ConnectorType: 'OnPremises',
      UseMXRecord: false,
      SmartHosts: ['gw.contoso.com'],
      ...one,
    })),
  },
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
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'known@sales.contoso.com', mailbox: 'cloud' },
  ],
  dns: { records: `contoso.com. MX 0 contoso-com.mail.protection.outlook.com.\n${records}` },
});
const connector = first((outcome) => outcome.connectors[0]);
const lock = (rest: Piece): Piece => ({ ...fromFilter({}), ...rest });
const lockByName: Piece = {
  Name: 'Lock by name',
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RequireTls: false,
  RestrictDomainsToCertificate: true,
  TlsSenderCertificateName: '*.filter.example',
};
const straight = (source: Piece): Piece => ({ ...good, source, deliverTo: 'tenant' });

const base = hybrid({ mx: 'E', cmt: false });
const [hybridOut] = base.tenant.outboundConnectors;
const { TlsSenderCertificateName: _, ...hybridByAddress } = hybridInbound;

/** Own servers that send to the Internet through the tenant, and forward. */
const throughTenant: Piece = {
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay', Default: true }],
    inboundConnectors: [hybridInbound],
    ...policies('Off'),
  },
  onPremises: {
    acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'Authoritative', Default: true }],
    servers: [{ name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com', certificate: 'client' }],
    remoteDomains: [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: true }],
    sendConnectors: [
      {
        Name: 'To Internet',
        AddressSpaces: ['SMTP:*;1'],
        DNSRoutingEnabled: false,
        SmartHosts: ['contoso-com.mail.protection.outlook.com'],
        RequireTLS: true,
        TlsAuthLevel: 'DomainValidation',
        TlsDomain: 'mail.protection.outlook.com',
        CloudServicesMailEnabled: true,
      },
    ],
  },
  recipients: [{ address: 'bob@contoso.com', mailbox: 'onPremises', forwardTo: 'x@fabrikam.com' }],
  ...certificate(['mail.contoso.com']),
  dns: {
    records: [
      'contoso.com. MX 0 mail.contoso.com.',
      'mail.contoso.com. A 203.0.113.25',
      'fabrikam.com. MX 10 mx.fabrikam.com.',
      'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ].join('\n'),
  },
};

const chain = Array.from({ length: 8 }, (_unused, index) => ({
  name: `s${index}`,
  receivesAt: [`mx.s${index}.example`],
  addresses: [`198.51.100.${index + 1}`],
  delivers: [{ domains: ['contoso.com'], to: index === 7 ? 'tenant' : `s${index + 1}` }],
}));

const rows: Readonly<Record<string, Row>> = {
  'attribution.recipientFallback': {
    topology: direct({ tenant: inbound(onPremises({ SenderIPAddresses: [host.address] })) }),
    message: { ...relayed, source: host, to: ['anna@contoso.com'] },
    shows: first(({ directionality }) => directionality),
    answers: { 'single-domain': 'Originating', off: 'Incoming' },
  },
  'attribution.parentDomainOfCertificate': {
    topology: direct({
      tenant: inbound(onPremises({ TlsSenderCertificateName: 'mail.contoso.com' })),
      rest: certificate(['mail.contoso.com']),
    }),
    message: relayed,
    answers: { accepted: 'sent', 'exact-only': 'rejected 5.7.64' },
  },
  'attribution.nameWithoutStarMatchesWildcard': {
    topology: direct({
      tenant: inbound(onPremises({ TlsSenderCertificateName: 'contoso.com' })),
      rest: certificate(['*.contoso.com']),
    }),
    message: relayed,
    answers: { no: 'rejected 5.7.64', yes: 'sent' },
  },
  'attribution.partnerMatchesByAddressWithoutRestriction': {
    topology: direct({ tenant: inbound(lock({ RestrictDomainsToIPAddresses: false, RequireTls: true })) }),
    message: straight({ address: '192.0.2.10', tls: 'none' }),
    answers: { 'any-sender-domain-only': 'delivered inbox', never: 'rejected 5.7.x' },
  },
  'attribution.associatedAcceptedDomains': {
    topology: direct({
      tenant: inbound(onPremises({ SenderIPAddresses: [host.address], AssociatedAcceptedDomains: ['contoso.com'] })),
    }),
    message: { ...relayed, from: 'app@contoso.com', source: host },
    answers: { sender: 'sent', recipient: 'rejected 5.7.64' },
  },
  'outbound.specificity': {
    topology: withGateway(
      [
        { Name: 'All', AllAcceptedDomains: true },
        { Name: 'Wildcard', RecipientDomains: ['*.contoso.com'] },
      ],
      ['contoso.com', { DomainName: 'sales.contoso.com', DomainType: 'InternalRelay' }],
      'sales.contoso.com. MX 10 mx.elsewhere.example.',
    ),
    message: outwards('x@sales.contoso.com'),
    shows: connector,
    answers: { 'wildcard-before-all-accepted': 'outbound:Wildcard', 'all-accepted-before-wildcard': 'outbound:All' },
  },
  'outbound.wildcardIncludesApex': {
    topology: withGateway([{ Name: 'Below', RecipientDomains: ['*.example.org'] }], ['contoso.com'], ''),
    message: outwards('x@example.org'),
    shows: connector,
    answers: { yes: 'outbound:Below', no: undefined },
  },
  'outbound.starCoversAcceptedDomains': {
    topology: {
      ...base,
      tenant: { ...base.tenant, outboundConnectors: [{ ...hybridOut, RecipientDomains: ['*'] }] },
    },
    message: outwards('bob@contoso.com'),
    shows: first(({ status, connectors }) => [status, connectors.filter((one) => one.startsWith('outbound:')).length]),
    answers: { yes: ['delivered', 1], no: ['looped', 0] },
  },
  'partner.severalRestrictions': {
    topology: direct({ tenant: inbound(fromFilter({}), lockByName) }),
    message: straight({ address: '198.51.100.25' }),
    shows: (trace) => trace.outcomes.map(({ status }) => status).join(),
    answers: { any: 'delivered', all: 'rejected' },
  },
  'partner.untrustedCertificate': {
    topology: direct({
      tenant: inbound(lockByName),
      rest: certificate(['out.filter.example'], { issuer: 'CN=out.filter.example' }),
    }),
    message: straight({ address: '192.0.2.10', certificate: 'client' }),
    answers: { refused: 'rejected 5.7.51', accepted: 'delivered inbox' },
  },
  'edge.unknownRecipientOnOriginating': {
    topology: direct({ tenant: inbound(onPremises({ SenderIPAddresses: [host.address] })) }),
    message: { ...relayed, from: 'app@contoso.com', source: host, to: ['nobody@contoso.com'] },
    answers: { 'accept-then-bounce': 'bounced 5.1.10', reject: 'rejected 5.4.1' },
  },
  'edge.refusalOrder': {
    topology: direct({ tenant: inbound(fromFilter({})) }),
    message: { ...good, to: ['nobody@contoso.com'], deliverTo: 'tenant' },
    answers: { 'edge-blocking-first': 'rejected 5.4.1', 'attribution-first': 'rejected 5.7.51' },
  },
  'headers.promotionByAddress': {
    topology: {
      ...base,
      tenant: { ...base.tenant, ...inbound({ ...hybridByAddress, SenderIPAddresses: ['203.0.113.10'] }) },
    },
    message: { from: 'bob@contoso.com', to: ['anna@contoso.com'] },
    shows: first(({ authAs }) => authAs),
    answers: { yes: 'Internal', no: 'Anonymous' },
  },
  'headers.fieldsOfOtherSystems': {
    topology: filtered(
      {},
      {
        tenant: {
          acceptedDomains: ['contoso.com', 'filter.contoso.com'],
          ...inbound(onPremises({ TlsSenderCertificateName: 'filter.contoso.com', CloudServicesMailEnabled: true })),
          ...rule({
            HeaderMatchesMessageHeader: 'X-MS-Exchange-Organization-Ticket',
            HeaderMatchesPatterns: ['.'],
            DeleteMessage: true,
          }),
        },
      },
      {
        certificateNames: ['filter.contoso.com'],
        encrypts: 'required',
        stamps: { 'X-MS-Exchange-Organization-Ticket': 'yes' },
      },
    ),
    message: good,
    answers: { removed: 'delivered inbox', kept: 'dropped' },
  },
  'order.malwareBeforeRules': {
    topology: direct({ tenant: rule({ BlindCopyTo: 'carl@contoso.com' }) }),
    message: { ...good, verdict: 'malware' },
    answers: { yes: 'quarantined', no: 'quarantined, quarantined' },
  },
  'order.dmarcBeforeRules': {
    topology: direct({ tenant: rule({ SetSCL: -1 }), dmarc: 'p=reject' }),
    message: bad,
    answers: { no: 'delivered inbox', yes: 'rejected 5.7.509' },
  },
  'connectionFilter.block': {
    topology: direct({ tenant: { hostedConnectionFilterPolicies: [{ Name: 'D', IPBlockList: ['192.0.2.10'] }] } }),
    message: good,
    answers: { reject: 'rejected 5.7.513', drop: 'dropped' },
  },
  'filtering.ruleBlockTable': {
    topology: direct({ tenant: { ...rule({ SetSCL: 6 }), ...spamPolicy({ SpamAction: 'Quarantine' }) } }),
    message: { ...good, verdict: 'spam' },
    answers: { '2026': 'quarantined', '2024': 'delivered junk' },
  },
  'filtering.markedAsSpam': {
    topology: direct({ tenant: { ...rule({ SetSCL: 6 }), ...spamPolicy({ SpamAction: 'Quarantine' }) } }),
    message: good,
    answers: { junk: 'delivered junk', policy: 'quarantined' },
  },
  'filtering.allowAndBlock': {
    topology: direct({ tenant: { ...rule({ SetSCL: -1 }), ...spamPolicy({ BlockedSenders: ['alice@example.org'] }) } }),
    message: good,
    answers: { 'first-stage': 'delivered inbox', block: 'delivered junk' },
  },
  'filtering.allowListsOverrideSpoof': {
    topology: direct({ tenant: spamPolicy({ AllowedSenders: ['alice@example.org'] }), dmarc: 'p=reject' }),
    message: bad,
    answers: { no: 'rejected 5.7.509', yes: 'delivered inbox' },
  },
  'filtering.recoveredAddressInLists': {
    topology: filtered(
      { EFSkipLastIP: true },
      {
        tenant: {
          ...inbound(fromFilter({ EFSkipLastIP: true })),
          hostedConnectionFilterPolicies: [{ Name: 'D', IPBlockList: ['192.0.2.10'] }],
        },
      },
    ),
    message: good,
    answers: { no: 'delivered inbox', yes: 'bounced 5.7.513' },
  },
  'filtering.recoveredSignature': {
    topology: filtered({ EFSkipLastIP: true }, { dmarc: 'p=reject' }, { modifies: { body: true } }),
    message: { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] },
    answers: { yes: 'delivered inbox', no: 'bounced 5.7.509' },
  },
  'filtering.complexRouting': {
    topology: filtered({}, { tenant: { ...inbound(fromFilter({})), ...rule({ SetSCL: -1 }) } }),
    message: { ...good, verdict: 'highConfidencePhish' },
    answers: { 'mx-elsewhere': 'delivered inbox', none: 'quarantined' },
  },
  'filtering.defaultPhishAction': {
    topology: direct(),
    message: { ...good, verdict: 'phish' },
    answers: { MoveToJmf: 'delivered junk', Quarantine: 'quarantined' },
  },
  'filtering.listedDomainCoversSubdomains': {
    topology: direct({ tenant: spamPolicy({ BlockedSenderDomains: ['example.org'] }) }),
    message: { ...good, from: 'alice@eu.example.org', dkim: [{ domain: 'eu.example.org', result: 'pass' }] },
    answers: { no: 'delivered inbox', yes: 'delivered junk' },
  },
  'forwarding.policyGovernsRuleRedirects': {
    topology: forwarding({ ...policies('Off'), ...rule(redirected) }, {}),
    message: good,
    answers: { no: 'sent', yes: 'bounced 5.7.520' },
  },
  'forwarding.automaticMeans': {
    topology: forwarding(policies('Automatic')),
    message: good,
    answers: { off: 'bounced 5.7.520', on: 'sent' },
  },
  'forwarding.onPremisesGoverned': {
    topology: throughTenant,
    message: { ...good, to: ['bob@contoso.com'] },
    shows: last(end),
    answers: { yes: 'bounced 5.7.520', no: 'sent' },
  },
  'forwarding.remoteDomainGovernsRules': {
    topology: forwarding(
      { ...policies('On'), ...rule(redirected), remoteDomains: [{ DomainName: '*', AutoForwardEnabled: false }] },
      {},
    ),
    message: good,
    answers: { no: 'sent', yes: 'dropped' },
  },
  'forwarding.inboxRulesOnJunk': {
    topology: forwarding({}, { inboxRules: [{ forwardTo: ['carl@contoso.com'] }] }),
    message: { ...good, verdict: 'spam' },
    answers: { no: 'delivered junk', yes: 'delivered junk, delivered inbox' },
  },
  'forwarding.refusalReturnedTo': {
    topology: forwarding(policies('Off')),
    message: good,
    shows: first(({ reply }) => reply?.returnedTo),
    answers: { sender: ['alice@example.org'], mailbox: ['anna@contoso.com'] },
  },
  'remoteDomains.nested': {
    topology: forwarding(
      {
        ...policies('On'),
        remoteDomains: [
          { Name: 'All of com', DomainName: '*.com', AutoForwardEnabled: false },
          { Name: 'Fabrikam', DomainName: '*.fabrikam.com', AutoForwardEnabled: true },
        ],
      },
      { forwardTo: 'x@eu.fabrikam.com' },
    ),
    message: good,
    shows: first(({ status }) => status === 'dropped'),
    answers: { longest: false, first: true },
  },
  'srs.dkimAloneAvoidsRelayPool': {
    topology: forwarding(policies('On')),
    message: { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] },
    shows: first(({ egressPool }) => egressPool),
    answers: { no: 'relay', yes: 'regular' },
  },
  'srs.returnedMail': {
    topology: direct(),
    message: {
      from: 'mailer-daemon@fabrikam.com',
      mailFrom: '<>',
      to: ['anna+SRS=hash=time=example.org=alice@contoso.com'],
      type: 'ndr',
      dkim: [{ domain: 'fabrikam.com', result: 'pass' }],
      source: host,
    },
    shows: first(({ finalRecipient }) => finalRecipient),
    answers: { 'original-sender': 'alice@example.org', 'forwarding-mailbox': 'anna@contoso.com' },
  },
  'limits.defaultMessageSize': {
    topology: direct(),
    message: { ...good, size: '30 MB' },
    answers: { '35': 'delivered inbox', '25': 'bounced 5.2.3' },
  },
  'loop.hopLimit': {
    topology: direct({
      rest: { services: chain, dns: { records: 'contoso.com. MX 0 mx.s0.example.\nexample.org. TXT "v=spf1 -all"' } },
    }),
    message: good,
    shows: first(({ status }) => status),
    answers: { '20': 'delivered', '5': 'looped' },
  },
  'dns.missingDmarcMeans': {
    topology: direct({
      rest: {
        dns: {
          records: [
            'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
            'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
          ].join('\n'),
        },
      },
    }),
    message: bad,
    answers: { none: 'delivered junk', unknown: 'delivered inbox' },
  },
};

const points = assumptions.filter(({ id }) => !id.startsWith('rules.'));

test('every open point outside the mail flow rules is here', () => {
  expect(points.map(({ id }) => id).filter((id) => rows[id] === undefined)).toEqual([]);
});

describe.each(points.filter(({ id }) => rows[id] !== undefined))('$id', ({ id, values }) => {
  const row = rows[id] as Row;
  const { topology, message, shows = ends, answers } = row;

  test('each answer, the default first', async () => {
    const shown: Record<string, unknown> = {};
    for (const answer of Object.keys(answers))
      shown[answer] = shows(await follow(topology, message, { assume: { [id]: answer } }));
    expect(shown).toEqual(answers);
    expect(Object.keys(answers).toSorted()).toEqual(expect.arrayContaining([...values].toSorted()));
    expect(shows(await follow(topology, message))).toEqual(answers[values[0]]);
  });

  test('the outcome that hangs on it names it', async () => {
    // The limit of hops is named where it ends a way: by default none here is so long.
    const assume: Readonly<Record<string, string>> = id === 'loop.hopLimit' ? { [id]: '5' } : {};
    const trace = await follow(topology, message, { assume });
    expect(trace.outcomes.flatMap((one) => one.assumptions)).toContain(id);
  });
});
