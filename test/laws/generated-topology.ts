import fc from 'fast-check';
import type { Piece } from '../simulate/follow.ts';

/*
 * Small topologies in which everything can meet everything: few names and addresses, so that connectors match, tables
 * point at each other and directories disagree. What is generated is readable by construction.
 */
const domains = ['contoso.com', 'contoso.net', 'sales.contoso.com', 'fabrikam.com', 'example.org'] as const;
const addresses = ['192.0.2.10', '198.51.100.25', '203.0.113.10', '203.0.113.11', '203.0.113.40'] as const;
const hosts = [
  'contoso-com.mail.protection.outlook.com',
  'mail.contoso.com',
  'edge.contoso.com',
  'gw.contoso.com',
  'mx.filter.example',
  'mx.other.example',
  'mx.elsewhere.example',
] as const;
const certificates = ['hybrid', 'filter', 'self'] as const;

const some = <T>(values: readonly T[], max = values.length) => fc.subarray([...values], { maxLength: max });
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const pattern = one([
  '*',
  '*.contoso.com',
  'contoso.com',
  'contoso.net',
  'fabrikam.com',
  '*.example.org',
  'example.org',
]);
const names = one(['*.contoso.com', 'mail.contoso.com', '*.filter.example', 'out.filter.example', 'contoso.com']);

const inbound = fc.record({
  ConnectorType: one(['OnPremises', 'Partner']),
  Enabled: one([true, true, true, false]),
  SenderDomains: fc.array(pattern, { minLength: 1, maxLength: 2 }),
  SenderIPAddresses: some(addresses, 2),
  TlsSenderCertificateName: maybe(names),
  RequireTls: fc.boolean(),
  RestrictDomainsToIPAddresses: fc.boolean(),
  RestrictDomainsToCertificate: fc.boolean(),
  CloudServicesMailEnabled: fc.boolean(),
  EFSkipLastIP: fc.boolean(),
});

const outbound = fc.record({
  ConnectorType: one(['OnPremises', 'Partner']),
  Enabled: one([true, true, true, false]),
  RecipientDomains: fc.array(pattern, { minLength: 1, maxLength: 2 }),
  AllAcceptedDomains: fc.boolean(),
  UseMXRecord: fc.boolean(),
  SmartHosts: fc.array(one(hosts), { minLength: 1, maxLength: 2 }),
  TlsSettings: one([null, 'EncryptionOnly', 'CertificateValidation', 'DomainValidation']),
  TlsDomain: one(['mail.contoso.com', '*.filter.example']),
  CloudServicesMailEnabled: fc.boolean(),
  RouteAllMessagesViaOnPremises: fc.boolean(),
});

const accepted = fc.record({ DomainType: one(['Authoritative', 'InternalRelay']), MatchSubDomains: fc.boolean() });

const tenant = fc
  .record({
    first: accepted,
    second: maybe(accepted),
    coexistence: fc.boolean(),
    organizationConfig: fc.record({ RejectDirectSend: fc.boolean() }),
    inboundConnectors: fc.array(inbound, { maxLength: 3 }),
    outboundConnectors: fc.array(outbound, { maxLength: 3 }),
    licensed: one([true, true, true, true, false]),
    allow: some(addresses, 1),
    block: some(addresses, 1),
  })
  .map(({ first, second, coexistence, allow, block, ...rest }) => ({
    ...rest,
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [
      { DomainName: 'contoso.com', Default: true, ...first },
      ...(second === undefined ? [] : [{ DomainName: 'contoso.net', ...second }]),
      ...(coexistence ? [{ DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }] : []),
    ],
    inboundConnectors: rest.inboundConnectors.map((connector, index) => ({ Name: `In ${index}`, ...connector })),
    outboundConnectors: rest.outboundConnectors.map((connector, index) => ({ Name: `Out ${index}`, ...connector })),
    hostedConnectionFilterPolicies: [{ Name: 'Default', IPAllowList: allow, IPBlockList: block }],
  }));

const send = fc.record({
  AddressSpaces: fc.array(
    one(['SMTP:*;1', 'SMTP:*;5', 'SMTP:contoso.mail.onmicrosoft.com;1', 'SMTP:*.contoso.com;1', 'SMTP:--;1']),
    { minLength: 1, maxLength: 2 },
  ),
  smart: maybe(one(hosts)),
  TlsAuthLevel: one([null, 'EncryptionOnly', 'DomainValidation']),
  CloudServicesMailEnabled: fc.boolean(),
  SourceTransportServers: some(['EX01', 'EDGE01'], 1),
});

const onPremises = fc
  .record({
    tls: maybe(one(['none', 'opportunistic', 'required'])),
    certificate: maybe(one(certificates)),
    edge: fc.boolean(),
    gateway: one(['tenant', 'mx', 'filter', 'EX01']),
    relays: fc.boolean(),
    send: maybe(fc.array(send, { maxLength: 3 })),
    receive: fc.boolean(),
    internalRelay: fc.boolean(),
  })
  .map(({ edge, gateway, relays, send: sends, receive, internalRelay, ...server }) => ({
    acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com'].map((DomainName) => ({
      DomainName,
      DomainType: internalRelay ? 'InternalRelay' : 'Authoritative',
    })),
    servers: [
      { name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com', ...server },
      ...(edge ? [{ name: 'EDGE01', role: 'edge', addresses: ['203.0.113.11'], fqdn: 'edge.contoso.com' }] : []),
      {
        name: 'GW',
        role: 'mta',
        addresses: ['203.0.113.40'],
        fqdn: 'gw.contoso.com',
        delivers: [{ domains: ['contoso.com', '*'], to: gateway }],
      },
    ],
    ...(sends === undefined
      ? {}
      : {
          sendConnectors: sends.map(({ smart, SourceTransportServers, ...connector }, index) => ({
            Name: `Send ${index}`,
            ...connector,
            DNSRoutingEnabled: smart === undefined,
            ...(smart === undefined ? {} : { SmartHosts: [smart] }),
            SourceTransportServers: SourceTransportServers.filter((name) => edge || name === 'EX01'),
            RequireTLS: connector.TlsAuthLevel !== null,
          })),
        }),
    ...(receive
      ? {
          receiveConnectors: [
            {
              Identity: 'EX01\\Default Frontend EX01',
              Server: 'EX01',
              Bindings: ['0.0.0.0:25'],
              RemoteIPRanges: ['0.0.0.0-255.255.255.255'],
              AuthMechanism: 'Tls',
              PermissionGroups: 'AnonymousUsers',
              TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
              extendedRights: relays
                ? [{ User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] }]
                : [],
            },
          ],
        }
      : {}),
  }));

const everybody: readonly Piece[] = [
  { address: 'anna@contoso.com', mailbox: 'cloud' },
  { address: 'bob@contoso.com', mailbox: 'onPremises' },
  { address: 'eve@contoso.com', mailbox: 'onPremises', synced: false },
  { address: 'gus@contoso.com', mailbox: 'GW' },
  { address: 'fab@contoso.com', contact: 'fab@fabrikam.com' },
  { address: 'nick@contoso.com', contact: 'anna@contoso.com' },
  { address: 'all@contoso.com', members: ['anna@contoso.com', 'bob@contoso.com', 'inner@contoso.com'] },
  { address: 'inner@contoso.com', home: 'onPremises', members: ['all@contoso.com', 'fab@contoso.com'] },
  { address: 'shy@contoso.com', mailbox: 'cloud', internalOnly: true },
];

const service = (name: string, address: string) =>
  fc
    .record({
      to: one(['tenant', 'onPremises', 'mx', name === 'filter' ? 'other' : 'filter']),
      star: maybe(one(['tenant', 'mx', 'GW'])),
      certificate: maybe(one(certificates)),
      tls: one(['none', 'opportunistic', 'required']),
      accepts: maybe(some(['internet', 'tenant', 'onPremises'])),
    })
    .map(({ to, star, ...rest }) => ({
      name,
      receivesAt: [`mx.${name}.example`],
      addresses: [address],
      delivers: [{ domains: ['contoso.com'], to }, ...(star === undefined ? [] : [{ domains: ['*'], to: star }])],
      ...rest,
    }));

const records = fc
  .record({ mx: fc.array(fc.tuple(one([0, 10]), one(hosts)), { maxLength: 2 }), spf: fc.boolean() })
  .map(({ mx, spf }) =>
    [
      ...mx.map(([preference, host]) => `contoso.com. MX ${preference} ${host}.`),
      ...(spf ? ['contoso.com. TXT "v=spf1 ip4:203.0.113.0/24 include:spf.protection.outlook.com -all"'] : []),
      'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ].join('\n'),
  );

/** A topology document without messages. */
export const topologies: fc.Arbitrary<Piece> = fc.record({
  tenant,
  onPremises,
  recipients: some(everybody),
  services: fc.tuple(service('filter', '198.51.100.25'), service('other', '198.51.100.26')),
  dns: fc.record({ records }),
  certificates: fc.constant({
    hybrid: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], issuer: 'CN=Public CA' },
    filter: { subject: 'CN=out.filter.example', dnsNames: ['out.filter.example'], issuer: 'CN=Public CA' },
    self: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], issuer: 'CN=mail.contoso.com' },
  }),
});

const people = [...everybody.map((one) => String(one.address)), ...domains.map((domain) => `x@${domain}`)];

/** A sample message for such a topology. */
export const messages: fc.Arbitrary<Piece> = fc
  .record({
    from: one(['alice@example.org', 'anna@contoso.com', 'bob@contoso.com', 'x@fabrikam.com']),
    null_: one([false, false, false, true]),
    to: fc.uniqueArray(one(people), { minLength: 1, maxLength: 3 }),
    source: one([
      undefined,
      { address: '192.0.2.10' },
      { address: '198.51.100.25', certificate: 'filter' },
      { address: '203.0.113.99', certificate: 'hybrid' },
      { address: '203.0.113.99', tls: 'none' },
      'server:EX01',
      'server:GW',
      'service:filter',
    ]),
    deliverTo: one([undefined, undefined, 'tenant', 'mail.contoso.com']),
  })
  .map(({ null_, source, deliverTo, ...message }) => ({
    ...message,
    ...(null_ ? { mailFrom: '<>', type: 'ndr' } : {}),
    // Whoever has an own address and no mailbox needs a source; a mailbox has one of its own.
    source: source ?? (message.from.endsWith('example.org') ? 'internet' : 'server:EX01'),
    ...(deliverTo === undefined ? {} : { deliverTo }),
  }));
