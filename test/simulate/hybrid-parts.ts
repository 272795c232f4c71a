import type { Piece } from './follow.ts';

/** The switches of the hop tables (section 6.2 of the connector semantics). */
export interface HybridSwitches {
  readonly mx: 'E' | 'P' | 'F>E' | 'F>P';
  readonly cmt: boolean;
  /** How the `*` send connector of the premises sends to the Internet; default by DNS. */
  readonly premisesOut?: 'dns' | 'E' | 'F';
  /** An outbound `*` connector of the tenant that smart-hosts to the filter. */
  readonly cloudOutByFilter?: boolean;
  /** Edge Transport in front of the mailbox server; `hybrid`: only its hybrid legs, `all`: also Internet mail. */
  readonly edge?: boolean;
}

const certificateName = '<I>CN=Contoso Public CA<S>CN=mail.contoso.com';

export const hybridInbound: Piece = {
  Name: 'Inbound from premises',
  ConnectorType: 'OnPremises',
  ConnectorSource: 'HybridWizard',
  SenderDomains: ['smtp:*;1'],
  TlsSenderCertificateName: '*.contoso.com',
  RequireTls: true,
  CloudServicesMailEnabled: true,
};

export const hybridOutbound = (cmt: boolean): Piece => ({
  Name: 'Outbound to premises',
  ConnectorType: 'OnPremises',
  ConnectorSource: 'HybridWizard',
  RecipientDomains: [cmt ? '*' : 'contoso.com'],
  UseMXRecord: false,
  SmartHosts: ['mail.contoso.com'],
  TlsSettings: 'DomainValidation',
  TlsDomain: 'mail.contoso.com',
  CloudServicesMailEnabled: true,
  RouteAllMessagesViaOnPremises: cmt,
});

export const filterInbound: Piece = {
  Name: 'From filter',
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.25'],
  RequireTls: true,
  EFSkipLastIP: true,
};

export const toCoexistence = (servers: readonly string[]): Piece => ({
  Name: 'To Office 365',
  AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
  DNSRoutingEnabled: true,
  RequireTLS: true,
  TlsAuthLevel: 'DomainValidation',
  TlsDomain: 'mail.protection.outlook.com',
  TlsCertificateName: certificateName,
  CloudServicesMailEnabled: true,
  SourceTransportServers: servers,
});

const toInternet: Readonly<Record<'dns' | 'E' | 'F', Piece>> = {
  dns: { Name: 'To Internet', AddressSpaces: ['SMTP:*;1'], DNSRoutingEnabled: true },
  E: {
    Name: 'To Internet',
    AddressSpaces: ['SMTP:*;1'],
    DNSRoutingEnabled: false,
    SmartHosts: ['contoso-com.mail.protection.outlook.com'],
    RequireTLS: true,
    TlsAuthLevel: 'CertificateValidation',
    TlsCertificateName: certificateName,
    CloudServicesMailEnabled: true,
  },
  F: {
    Name: 'To Internet',
    AddressSpaces: ['SMTP:*;1'],
    DNSRoutingEnabled: false,
    SmartHosts: ['mx.filter.example'],
  },
};

export const receive = (server: string): Piece => ({
  Identity: `${server}\\Default Frontend ${server}`,
  Server: server,
  Bindings: ['0.0.0.0:25'],
  RemoteIPRanges: ['0.0.0.0-255.255.255.255'],
  AuthMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
  PermissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
  TransportRole: 'FrontendTransport',
  TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
});

const edgeReceive: Piece = {
  Identity: 'EDGE01\\Default internal receive connector EDGE01',
  Server: 'EDGE01',
  Bindings: ['0.0.0.0:25'],
  RemoteIPRanges: ['0.0.0.0-255.255.255.255'],
  AuthMechanism: 'Tls, ExchangeServer',
  PermissionGroups: 'AnonymousUsers, ExchangeServers, Partners',
  TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptOorgProtocol'],
};

/** The certificate of the hybrid servers. */
export const hybridCertificate: Piece = {
  subject: 'CN=mail.contoso.com',
  dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
  issuer: 'CN=Contoso Public CA',
  notAfter: '2027-06-30',
};

const mxRecord = { E: 'contoso-com.mail.protection.outlook.com.', P: 'mail.contoso.com.', F: 'mx.filter.example.' };

/** Contoso as the Hybrid Configuration Wizard leaves it (section 6.1), with anna in the cloud and bob on-premises. */
export function hybrid(switches: HybridSwitches) {
  const { mx, cmt, premisesOut = 'dns', cloudOutByFilter = false, edge = false } = switches;
  const filtered = mx.startsWith('F');
  const hybridHost = edge ? 'EDGE01' : 'EX01';
  return {
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: [
        { DomainName: 'contoso.com', DomainType: 'Authoritative', Default: true },
        { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true },
      ],
      organizationConfig: { RejectDirectSend: false },
      inboundConnectors: [hybridInbound, ...(mx === 'F>E' ? [filterInbound] : [])],
      outboundConnectors: [
        hybridOutbound(cmt),
        ...(cloudOutByFilter
          ? [
              {
                Name: 'To Internet by filter',
                ConnectorType: 'Partner',
                RecipientDomains: ['*'],
                UseMXRecord: false,
                SmartHosts: ['mx.filter.example'],
                TlsSettings: 'EncryptionOnly',
              },
            ]
          : []),
      ],
    },
    onPremises: {
      servers: [
        {
          name: 'EX01',
          addresses: ['203.0.113.10'],
          internalAddresses: ['10.0.0.10'],
          ...(edge ? {} : { fqdn: 'mail.contoso.com' }),
          certificate: 'hybrid',
        },
        ...(edge
          ? [
              {
                name: 'EDGE01',
                role: 'edge',
                addresses: ['203.0.113.11'],
                internalAddresses: ['10.0.0.11'],
                fqdn: 'mail.contoso.com',
                certificate: 'hybrid',
              },
            ]
          : []),
      ],
      sendConnectors: [toCoexistence([hybridHost]), { ...toInternet[premisesOut], SourceTransportServers: ['EX01'] }],
      receiveConnectors: [receive('EX01'), ...(edge ? [edgeReceive] : [])],
    },
    recipients: [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'bob@contoso.com', mailbox: 'onPremises' },
    ],
    services: [
      {
        name: 'filter',
        receivesAt: ['mx.filter.example'],
        addresses: ['198.51.100.25'],
        delivers: [
          { domains: ['contoso.com'], to: mx === 'F>P' ? 'onPremises' : 'tenant' },
          { domains: ['*'], to: 'mx' },
        ],
      },
    ],
    dns: {
      records: [
        `contoso.com. MX 0 ${filtered ? mxRecord.F : mx === 'P' ? mxRecord.P : mxRecord.E}`,
        'contoso.com. TXT "v=spf1 ip4:203.0.113.0/28 ip4:198.51.100.25 include:spf.protection.outlook.com -all"',
        `mail.contoso.com. A ${edge ? '203.0.113.11' : '203.0.113.10'}`,
        'example.org. MX 10 mx.example.org.',
        'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
      ].join('\n'),
    },
    certificates: { hybrid: hybridCertificate },
  };
}
