import { expect, test } from 'vitest';
import type { Topology } from '../../../src/model/topology.ts';
import {
  clixml,
  csv,
  type ExportObject,
  formatList,
  json7,
  json51,
  scubaGear,
  type Tenant,
} from './dialect-writers.ts';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';

const noise: ExportObject = {
  Identity: 'x',
  Guid: '5c597b00-69f6-44cf-b30b-474fb38a1e0a',
  WhenChangedUTC: '2026-05-04T07:31:21Z',
  IsValid: true,
  RunspaceId: '4f1d6ed3-81ee-4120-9d38-b803867135e5',
};

const domain = (DomainName: string, more: ExportObject): ExportObject => ({
  ...noise,
  DomainName,
  DomainType: 'Authoritative',
  MatchSubDomains: false,
  Default: false,
  InitialDomain: false,
  IsCoexistenceDomain: false,
  ...more,
  Name: DomainName,
});

const tenant: Tenant = {
  AcceptedDomain: [
    domain('contoso.onmicrosoft.com', { InitialDomain: true }),
    domain('contoso.com', { Default: true }),
    domain('relay.contoso.com', { DomainType: 'InternalRelay' }),
    domain('contoso.mail.onmicrosoft.com', { IsCoexistenceDomain: true }),
  ],
  InboundConnector: [
    {
      ...noise,
      Name: 'From filter',
      Enabled: true,
      ConnectorType: 'Partner',
      SenderDomains: ['smtp:*;1'],
      SenderIPAddresses: ['198.51.100.20/32', '198.51.100.21', '203.0.113.0/24'],
      TlsSenderCertificateName: null,
      RequireTls: true,
      RestrictDomainsToIPAddresses: true,
      EFSkipLastIP: true,
      EFSkipIPs: [],
      EFUsers: [],
    },
    {
      ...noise,
      Name: 'Hybrid',
      Enabled: true,
      ConnectorType: 'OnPremises',
      SenderDomains: ['smtp:*;1', 'smtp:*.fabrikam.com;2'],
      SenderIPAddresses: [],
      TlsSenderCertificateName: '*.contoso.com',
      RequireTls: true,
      CloudServicesMailEnabled: true,
    },
  ],
  OutboundConnector: [
    {
      ...noise,
      Name: 'To filter',
      Enabled: true,
      ConnectorType: 'Partner',
      UseMXRecord: false,
      SmartHosts: ['out.filter.example', '198.51.100.30'],
      RecipientDomains: ['*'],
      TlsSettings: 'DomainValidation',
      TlsDomain: 'filter.example',
      IsTransportRuleScoped: true,
    },
  ],
  TransportRule: [
    {
      ...noise,
      Name: 'Route "secret" mail',
      Priority: 0,
      State: 'Enabled',
      Mode: 'Enforce',
      ActivationDate: '2026-01-02T03:04:05Z',
      FromScope: 'InOrganization',
      SentToScope: 'NotInOrganization',
      RecipientDomainIs: ['fabrikam.com', 'example.org'],
      RouteMessageOutboundConnector: 'To filter',
      StopRuleProcessing: false,
      SetSCL: null,
    },
  ],
  RemoteDomain: [
    { ...noise, Name: 'Default', DomainName: '*', AutoForwardEnabled: false, TrustedMailInboundEnabled: false },
    { ...noise, Name: 'Fabrikam', DomainName: 'fabrikam.com', AutoForwardEnabled: true, IsInternal: false },
  ],
  HostedConnectionFilterPolicy: [
    { ...noise, Name: 'Default', IPAllowList: ['198.51.100.7', '203.0.113.9'], IPBlockList: [], EnableSafeList: false },
  ],
  TransportConfig: [
    {
      ...noise,
      MaxReceiveSize: '35 MB (36,700,160 bytes)',
      SmtpClientAuthenticationDisabled: true,
      InternalSMTPServers: [],
    },
  ],
};

/** The tenant of a model without what is about writing: places, and the properties as they stood. */
function meaning({ tenant: read }: Topology): unknown {
  const bare = (value: unknown, key = ''): unknown => {
    if (['at', 'properties', 'places'].includes(key)) return undefined;
    if (Array.isArray(value)) return value.map((item) => bare(item));
    if (value instanceof Map) return [...value].map(([name, item]) => [name, bare(item)]);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, bare(item, name)]));
  };
  return JSON.parse(JSON.stringify(bare(read)));
}

async function read(files: Record<string, string>) {
  const { topology, account } = await importTexts(files);
  const { topology: model } = await readWritten(topology);
  return { model, account };
}

test('what PowerShell 7 exports is read as the objects say', async () => {
  const { model, account } = await read(json7(tenant));
  expect(remarksOf(account)).toEqual([]);
  expect(account.files.flatMap(({ objects }) => objects.flatMap(({ unknown }) => unknown))).toEqual([]);
  const { tenant: it } = model;
  expect(it?.domain).toBe('contoso.onmicrosoft.com');
  expect(it?.acceptedDomains.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    'contoso.com Authoritative',
    'contoso.mail.onmicrosoft.com Authoritative',
    'contoso.onmicrosoft.com Authoritative',
    'relay.contoso.com InternalRelay',
  ]);
  const [filter, hybrid] = it?.inboundConnectors ?? [];
  expect(filter?.name).toBe('From filter');
  expect(filter?.senderIPAddresses).toHaveLength(3);
  expect(hybrid?.tlsSenderCertificateName?.text).toBe('*.contoso.com');
  expect(hybrid?.senderDomains).toHaveLength(2);
  const [outbound] = it?.outboundConnectors ?? [];
  expect(outbound?.smartHosts.map(({ text }) => text)).toEqual(['out.filter.example', '198.51.100.30']);
  expect(outbound?.tlsSettings).toBe('DomainValidation');
  const [rule] = it?.transportRules ?? [];
  expect(rule?.name).toBe('Route "secret" mail');
  expect(rule?.conditions).toHaveLength(3);
  expect(rule?.activationDate?.instant).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(it?.organization.smtpClientAuthenticationDisabled).toBe(true);
  expect(it?.organization.limits.receiveSize).toMatchObject({ value: 36_700_160 });
});

test.each([
  ['Windows PowerShell 5.1', json51],
  ['CLIXML', clixml],
  ['Format-List text', formatList],
  ['CSV with joined lists', csv],
  ['ScubaGear', scubaGear],
])('the same tenant in %s is the same model', async (_, write) => {
  const expected = await read(json7(tenant));
  const found = await read(write(tenant));
  expect(remarksOf(found.account)).toEqual([]);
  expect(meaning(found.model)).toEqual(meaning(expected.model));
});

test('the same tenant in several dialects at once is the same model, each object once', async () => {
  const expected = await read(json7(tenant));
  const prefixed = (prefix: string, files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${prefix}/${name}`, content]));
  const found = await read({
    ...prefixed('a', json51(tenant)),
    ...prefixed('b', clixml(tenant)),
    ...prefixed('c', formatList(tenant)),
    ...prefixed('d', scubaGear(tenant)),
  });
  expect(remarksOf(found.account)).toEqual([]);
  expect(meaning(found.model)).toEqual(meaning(expected.model));
  const repeated = found.account.files.flatMap(({ objects }) => objects).filter(({ because }) => because !== undefined);
  expect(repeated).toHaveLength(3 * Object.values(tenant).flat().length);
});
