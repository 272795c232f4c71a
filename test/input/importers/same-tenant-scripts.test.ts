import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cmdletScript } from '../../../src/input/importers/powershell/cmdlet-script.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';
import {
  collection,
  command,
  configuration,
  doubleQuoted,
  hereString,
  type Settings,
  singleQuoted,
  splatted,
} from './script-writers.ts';

const domains: readonly Settings[] = [
  { Name: 'contoso.onmicrosoft.com', DomainName: 'contoso.onmicrosoft.com', DomainType: 'Authoritative' },
  { Name: 'contoso.com', DomainName: 'contoso.com', DomainType: 'Authoritative', MatchSubDomains: false },
  { Name: 'relay.contoso.com', DomainName: 'relay.contoso.com', DomainType: 'InternalRelay', OutboundOnly: false },
];

const made: Readonly<Record<string, readonly Settings[]>> = {
  InboundConnector: [
    {
      Name: "From the filter's \u201cfront\u201d",
      Enabled: true,
      ConnectorType: 'Partner',
      SenderDomains: ['smtp:*;1'],
      SenderIPAddresses: ['198.51.100.20/32', '198.51.100.21'],
      RequireTls: true,
      RestrictDomainsToIPAddresses: true,
      EFSkipLastIP: true,
      EFSkipIPs: [],
    },
    {
      Name: 'Hybrid $1',
      Enabled: false,
      ConnectorType: 'OnPremises',
      SenderDomains: ['smtp:*;1', 'smtp:*.fabrikam.com;2'],
      TlsSenderCertificateName: '*.contoso.com',
      CloudServicesMailEnabled: true,
    },
  ],
  OutboundConnector: [
    {
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
      Name: 'Route "secret" mail',
      Priority: 0,
      State: 'Enabled',
      Mode: 'Enforce',
      FromScope: 'InOrganization',
      RecipientDomainIs: ['fabrikam.com', 'example.org'],
      SubjectMatchesPatterns: ['^(?:secret|intern)`?$', "it's"],
      RouteMessageOutboundConnector: 'To filter',
      StopRuleProcessing: true,
    },
    { Name: 'Off', Priority: 1, State: 'Disabled', SenderDomainIs: ['example.net'], DeleteMessage: true, SetSCL: null },
  ],
  RemoteDomain: [{ Name: 'Fabrikam', DomainName: 'fabrikam.com', AutoForwardEnabled: true, IsInternal: false }],
};

const json = (objects: Readonly<Record<string, readonly Settings[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(objects).map(([noun, all]) => [`${noun}.json`, JSON.stringify(all)]));

/** The tenant of a model without what is about writing: places, and the properties as they stood. */
function meaning({ tenant }: Topology): unknown {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (value === null || typeof value !== 'object') return value;
    const kept = Object.entries(value).filter(([key]) => !['at', 'properties', 'places'].includes(key));
    return Object.fromEntries(kept.map(([key, item]) => [key, bare(item)]));
  };
  return JSON.parse(JSON.stringify(bare(tenant)));
}

async function read(files: Record<string, string>) {
  const { topology, account } = await importTexts(files);
  return { meaning: meaning((await readWritten(topology)).topology), remarks: remarksOf(account) };
}

const expected = () => read(json({ AcceptedDomain: domains, ...made }));
const commands = (write: (noun: string, settings: Settings) => string): string =>
  Object.entries(made)
    .flatMap(([noun, all]) => all.map((settings) => write(noun, settings)))
    .join('\n');

test('what is expected holds what the objects say', async () => {
  const { meaning: tenant, remarks } = await expected();
  expect(remarks).toEqual([]);
  expect(tenant).toMatchObject({
    inboundConnectors: [{ name: "From the filter's \u201cfront\u201d" }, { name: 'Hybrid $1', enabled: false }],
    outboundConnectors: [{ name: 'To filter', useMXRecord: false }],
    transportRules: [
      { name: 'Route "secret" mail', enabled: true, stopRuleProcessing: true },
      { name: 'Off', enabled: false },
    ],
  });
});

test.each([
  ['a script', command],
  ['a script of hashtables', splatted],
])('the same tenant in %s is the same model', async (_, write) => {
  const script = `Connect-ExchangeOnline\n${commands(write)}`;
  const found = await read({ ...json({ AcceptedDomain: domains }), 'tenant.ps1': script });
  expect(found.meaning).toEqual((await expected()).meaning);
  expect(found.remarks.filter((one) => !/Connect-ExchangeOnline|Out-Null/u.test(one))).toEqual([]);
});

test('the same tenant in Microsoft365DSC is the same model, but for what it has no keys for', async () => {
  const found = await read({ 'tenant.ps1': configuration({ AcceptedDomain: domains, ...made }) });
  expect(found.meaning).toEqual((await expected()).meaning);
  expect(found.remarks.filter((one) => !one.includes('has no key for'))).toEqual([]);
});

test('the same rules in a collection are the same model', async () => {
  const { TransportRule = [], ...others } = made;
  const found = await read({ ...json({ AcceptedDomain: domains, ...others }), 'rules.xml': collection(TransportRule) });
  expect(found.meaning).toEqual((await expected()).meaning);
});

test('whatever text is written in quotation marks is read as it was meant', () => {
  const difficult = [
    ...'\'"`$@#{}()[];,|&<>-\n\r\t \u2018\u2019\u201a\u201b\u201c\u201d\u201e\u0000',
    'a',
    '$a',
    '$(',
    "'@",
    '"@',
  ];
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...difficult), { maxLength: 12 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const styles = fc.constantFrom(singleQuoted, doubleQuoted, hereString);
  fc.assert(
    fc.property(texts, styles, (text, write) => {
      fc.pre(write !== hereString || !/(?:^|[\r\n])['\u2018-\u201b]@|\r$/u.test(text));
      const script = `New-InboundConnector -Name ${write(text)} -Comment 'end'`;
      const { objects, remarks } = cmdletScript.read(script, 'x.ps1');
      expect(remarks).toEqual([]);
      expect(
        objects.map(({ properties }) => [properties.get('Name')?.value, properties.get('Comment')?.value]),
      ).toEqual([[text, 'end']]);
    }),
    { numRuns: 2_000, seed: 41 },
  );
});
