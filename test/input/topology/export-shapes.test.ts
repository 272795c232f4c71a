import { describe, expect, test } from 'vitest';
import type { Readable } from '../../support/topology-reading.ts';
import { noticeLines, readable } from '../../support/topology-reading.ts';

const withTenant = (part: Record<string, unknown>): Promise<Readable> =>
  readable(
    JSON.stringify({
      mxproof: 1,
      tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'], ...part },
    }),
    undefined,
    'topology.json',
  );

const withServers = (part: Record<string, unknown>): Promise<Readable> =>
  readable(
    JSON.stringify({ mxproof: 1, onPremises: { servers: [{ name: 'EX01' }], ...part } }),
    undefined,
    'topology.json',
  );

const inbound = async (properties: Record<string, unknown>) => {
  const { topology, notices } = await withTenant({
    inboundConnectors: [{ Name: 'From filter', ConnectorType: 'Partner', ...properties }],
  });
  return { connector: topology.tenant?.inboundConnectors[0], notices: noticeLines(notices) };
};

describe('an inbound connector', () => {
  test('has the defaults of the cmdlet where nothing is declared', async () => {
    const { connector, notices } = await inbound({});
    expect(notices).toEqual([]);
    expect(connector).toMatchObject({
      enabled: true,
      requireTls: true,
      restrictDomainsToIPAddresses: false,
      restrictDomainsToCertificate: false,
      cloudServicesMailEnabled: false,
      treatMessagesAsInternal: false,
      efSkipLastIP: false,
      senderDomains: [],
      senderIPAddresses: [],
      tlsSenderCertificateName: undefined,
    });
  });

  test.each([
    ['a list', ['smtp:*;1', 'smtp:contoso.com;1']],
    ['a wrapper of ConvertTo-Json', { value: ['smtp:*;1', 'contoso.com'], Count: 2 }],
    ['what Format-List prints', '{smtp:*;1, smtp:contoso.com;1}'],
    ['one text with commas', '*, contoso.com'],
  ])('takes SenderDomains as %s', async (_, SenderDomains) => {
    const { connector } = await inbound({ SenderDomains });
    expect(connector?.senderDomains.map((pattern) => (pattern.kind === 'all' ? '*' : pattern.domain))).toEqual([
      '*',
      'contoso.com',
    ]);
  });

  test.each([[[null]], [[]], [null], [''], ['{}'], [{ value: [], Count: 0 }]])(
    'takes %j as no address',
    async (SenderIPAddresses) => {
      const { connector, notices } = await inbound({ SenderIPAddresses });
      expect(connector?.senderIPAddresses).toEqual([]);
      expect(notices).toEqual([]);
    },
  );

  test.each([[false], ['False'], ['$false'], ['false'], [0], [[false]]])('takes %j as false', async (RequireTls) => {
    expect((await inbound({ RequireTls })).connector?.requireTls).toBe(false);
  });

  test('keeps IPv6 and wide prefixes for the checks to judge', async () => {
    const { connector } = await inbound({ SenderIPAddresses: ['2001:db8::/48', '192.0.2.0/16'] });
    expect(connector?.senderIPAddresses.map(({ text, family, prefixLength }) => [text, family, prefixLength])).toEqual([
      ['2001:db8::/48', 6, 48],
      ['192.0.2.0/16', 4, 16],
    ]);
  });

  test('is found whatever the case of its properties and values', async () => {
    const { topology, notices } = await withTenant({
      inboundConnectors: [
        { name: 'hybrid', connectortype: 'onPremises', tlssendercertificatename: 'mail.contoso.com' },
      ],
    });
    const connector = topology.tenant?.inboundConnectors[0];
    expect(connector).toMatchObject({
      connectorType: 'OnPremises',
      tlsSenderCertificateName: { text: 'mail.contoso.com' },
    });
    expect(notices).toEqual([]);
  });

  test('takes an enum as the wrapper of PowerShell 5.1', async () => {
    expect((await inbound({ ConnectorType: { value: 1, Value: 'OnPremises' } })).connector?.connectorType).toBe(
      'OnPremises',
    );
  });

  test('of an enum number that nobody has explained stays undetermined, with a notice', async () => {
    const { connector, notices } = await inbound({ ConnectorType: 7 });
    expect(connector?.connectorType).toBe('Partner');
    expect(notices).toEqual([
      expect.stringMatching(
        /^topology\/undetermined inbound:from filter .* is the number 7, whose meaning is not known/u,
      ),
    ]);
  });

  test('without ConnectorType is taken as Partner, and says so', async () => {
    const { topology, notices } = await withTenant({
      inboundConnectors: { Name: 'Pasted', ConnectorSource: 'Default' },
    });
    expect(topology.tenant?.inboundConnectors[0]?.connectorType).toBe('Partner');
    expect(noticeLines(notices)).toEqual([expect.stringContaining('ConnectorType of Pasted is not declared')]);
  });

  test.each(['TrustedOrganizations', 'ClientHostNames'])(
    'whose %s is set says that it is judged without it',
    async (name) => {
      expect((await inbound({ [name]: ['fabrikam.com'] })).notices).toEqual([
        expect.stringContaining(`From filter has ${name}, whose effect on mail flow is not documented`),
      ]);
      expect((await inbound({ [name]: [] })).notices).toEqual([]);
    },
  );

  test('knows the names that enhanced filtering had before 2020', async () => {
    const { connector } = await inbound({
      DetectSenderIPBySkippingLastIP: true,
      DetectSenderIPBySkippingTheseIPs: ['192.0.2.1'],
    });
    expect(connector).toMatchObject({ efSkipLastIP: true, efSkipIPs: [{ text: '192.0.2.1' }] });
  });

  test.each([
    ['TestMode', false],
    ['RunspaceId', 'x'],
    ['SenderIPAddresses@data.type', 'y'],
    ['@odata.type', 'z'],
    ['ExchangeVersion', '@{Major=0; Minor=1}'],
    ['whenchangedutc', '/Date(1772500523000)/'],
  ])('may carry %s without a word', async (name, value) => {
    expect((await inbound({ [name]: value })).notices).toEqual([]);
  });

  test('with a property that nobody knows gives a notice with the nearest name', async () => {
    expect((await inbound({ SenderIPAdresses: ['192.0.2.1'] })).notices).toEqual([
      expect.stringMatching(
        /^topology\/unknown-property inbound:from filter 1:\d+ SenderIPAdresses is no known property of an inbound connector\. Did you mean SenderIPAddresses/u,
      ),
    ]);
  });

  test.each([
    ['SenderIPAddresses', '{192.0.2.1, 192.0.2.2...}'],
    ['SenderIPAddresses', ['192.0.2.1', '…']],
    ['SenderDomains', 'System.String[]'],
    ['EFUsers', ['@{Name=anna; Address=}']],
  ])('whose %s was cut gives the command that exports it whole', async (name, value) => {
    expect((await inbound({ [name]: value })).notices).toEqual([
      expect.stringMatching(/^topology\/lossy-export .*Get-InboundConnector \| ConvertTo-Json -Depth 6/u),
    ]);
  });
});

describe('accepted domains', () => {
  test.each([
    [0, 'Authoritative'],
    [1, 'ExternalRelay'],
    [2, 'InternalRelay'],
    ['internalrelay', 'InternalRelay'],
  ])('read DomainType %j as %s', async (DomainType, expected) => {
    const { topology } = await withTenant({ acceptedDomains: [{ DomainName: 'fabrikam.com', DomainType }] });
    expect(topology.tenant?.acceptedDomains[0]).toMatchObject({ name: 'fabrikam.com', type: expected });
  });

  test('with a star in front stand for their subdomains too', async () => {
    const { topology } = await withTenant({
      acceptedDomains: [{ DomainName: { Domain: 'contoso.local', IncludeSubDomains: true, IsStar: false } }],
    });
    expect(topology.tenant?.acceptedDomains[0]).toMatchObject({ name: 'contoso.local', matchSubDomains: true });
  });

  test('are compared as A-labels', async () => {
    const { topology } = await withTenant({ acceptedDomains: ['Bücher.example'] });
    expect(topology.tenant?.acceptedDomains[0]?.name).toBe('xn--bcher-kva.example');
  });

  test('ending in mail.onmicrosoft.com are the coexistence domain, flag or not', async () => {
    const { topology } = await withTenant({ acceptedDomains: ['contoso.mail.onmicrosoft.com'] });
    expect(topology.tenant?.acceptedDomains[0]?.isCoexistence).toBe(true);
  });
});

describe('connectors of servers', () => {
  test('a send connector is read from the objects that CLIXML holds', async () => {
    const { topology, notices } = await withServers({
      sendConnectors: [
        {
          Name: 'Out',
          AddressSpaces: [
            { Type: 'SMTP', Address: 'contoso.mail.onmicrosoft.com', Cost: 2 },
            'SMTP:*.fabrikam.com;5',
            '--',
          ],
          SmartHosts: [
            { Address: '0.0.0.0', Domain: 'relay.contoso.com', IsIPAddress: false },
            { Address: '192.0.2.9', Domain: null, IsIPAddress: true },
            '[192.0.2.10]',
          ],
          TlsAuthLevel: 2,
          TlsCertificateName: { CertificateIssuer: 'CN=Public CA', CertificateSubject: 'CN=mail.contoso.com' },
          SourceTransportServers: ['contoso.local/Servers/EX01'],
        },
      ],
    });
    expect(noticeLines(notices)).toEqual([]);
    expect(topology.onPremises?.sendConnectors?.[0]).toMatchObject({
      addressSpaces: [
        { kind: 'exact', domain: 'contoso.mail.onmicrosoft.com', cost: 2, allAccepted: false },
        { kind: 'wildcard', domain: 'fabrikam.com', cost: 5, allAccepted: false },
        { allAccepted: true, cost: 1 },
      ],
      smartHosts: [
        { kind: 'name', host: 'relay.contoso.com' },
        { kind: 'address' },
        { kind: 'address', text: '[192.0.2.10]' },
      ],
      dnsRoutingEnabled: false,
      tlsAuthLevel: 'CertificateValidation',
      tlsCertificateName: { text: '<I>CN=Public CA<S>CN=mail.contoso.com' },
      sourceTransportServers: [{ text: 'EX01' }],
    });
  });

  test('a receive connector is read from flags, sums and the identity of its server', async () => {
    const { topology } = await withServers({
      receiveConnectors: [
        {
          Identity: 'ex01\\Default Frontend EX01',
          Name: 'Default Frontend EX01',
          AuthMechanism: 31,
          PermissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
          TransportRole: 16384,
          Bindings: ['[::]:25', '0.0.0.0:25'],
          RemoteIPRanges: [{ LowerBound: '0.0.0.0', UpperBound: '255.255.255.255', RangeFormat: 'LoHi' }],
          TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        },
        {
          Name: 'Relay',
          Server: 'EX01',
          PermissionGroups: 13,
          extendedRights: [
            { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] },
            { User: 'x', ExtendedRights: ['ms-Exch-SMTP-Submit'] },
          ],
        },
      ],
    });
    expect(topology.onPremises?.receiveConnectors?.[0]).toMatchObject({
      name: 'Default Frontend EX01',
      server: 'EX01',
      authMechanism: ['tls', 'integrated', 'basicauth', 'basicauthrequiretls', 'exchangeserver'],
      permissionGroups: ['anonymoususers', 'exchangeservers', 'exchangelegacyservers'],
      transportRole: 'FrontendTransport',
      bindings: [
        { address: '::', port: 25 },
        { address: '0.0.0.0', port: 25 },
      ],
      remoteIPRanges: [{ text: '0.0.0.0-255.255.255.255', family: 4 }],
      tlsDomainCapabilities: [{ domain: 'mail.protection.outlook.com', capability: 'AcceptCloudServicesMail' }],
      acceptAnyRecipient: [],
    });
    expect(topology.onPremises?.receiveConnectors?.[1]).toMatchObject({
      permissionGroups: ['anonymoususers', 'exchangeservers', 'exchangelegacyservers'],
      acceptAnyRecipient: ['NT AUTHORITY\\ANONYMOUS LOGON'],
    });
  });

  test('a sum of flags with a bit that nobody has explained is undetermined', async () => {
    const { notices } = await withServers({
      receiveConnectors: [{ Name: 'Relay', Server: 'EX01', AuthMechanism: 4097 }],
    });
    expect(noticeLines(notices)).toEqual([
      expect.stringContaining('AuthMechanism of Relay is the number 4097, of which not every bit is known'),
    ]);
  });
});

describe('directories', () => {
  test('pasted objects and null say what one side holds', async () => {
    const { topology, notices } = await withTenant({
      recipients: [
        {
          PrimarySmtpAddress: 'anna@contoso.com',
          RecipientTypeDetails: 'MailUser',
          EmailAddresses: ['SMTP:anna@contoso.com', 'smtp:a@contoso.com', 'X500:/o=x'],
          ExternalEmailAddress: 'SMTP:anna@contoso.local.example',
        },
        { 'bob@contoso.com': null },
      ],
    });
    expect(noticeLines(notices)).toEqual([]);
    expect(topology.tenant?.recipients).toMatchObject([
      {
        address: 'anna@contoso.com',
        entry: { recipientType: 'MailUser', aliases: ['a@contoso.com'], target: 'anna@contoso.local.example' },
      },
      { address: 'bob@contoso.com', entry: null },
    ]);
  });
});

test('On and Off of an export count, also where a YAML 1.1 tool made booleans of them', async () => {
  const { topology } = await withTenant({
    hostedOutboundSpamFilterPolicies: [{ Name: 'Default', autoforwardingmode: false }],
  });
  expect(topology.tenant?.hostedOutboundSpamFilterPolicies[0]?.properties).toMatchObject({ AutoForwardingMode: 'Off' });
});

test('the two exports of the organisation are one object, and an absent switch is not false', async () => {
  const { topology } = await withTenant({
    organizationConfig: [{ Name: 'contoso', RejectDirectSend: true }, { AllowLegacyTLSClients: 'False' }],
  });
  expect(topology.tenant?.organization).toMatchObject({
    rejectDirectSend: true,
    allowLegacyTlsClients: false,
    smtpClientAuthenticationDisabled: undefined,
  });
});
