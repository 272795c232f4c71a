import { expect, test } from 'vitest';
import { importTexts, readWritten } from './import-topology.ts';
import { fixtureText, readWith, said, shown } from './read-with.ts';

const title = 'Microsoft365DSC configuration';
const fixture = () => readWith(title, fixtureText('powershell/m365dsc.ps1'), 'm365dsc.ps1');

test('resources become the objects that cmdlets print', () => {
  const [domain, inbound, outbound, old, rule, ...others] = fixture().objects.map(shown);
  expect(others).toEqual([]);
  expect(domain).toMatchObject({
    is: 'listed AcceptedDomain tenant',
    DomainName: 'contoso.com',
    DomainType: 'Authoritative',
    MatchSubDomains: false,
  });
  expect(inbound).toMatchObject({
    is: 'listed InboundConnector tenant',
    Identity: 'From filter',
    SenderDomains: ['smtp:*;1'],
    SenderIPAddresses: ['198.51.100.20/32', '198.51.100.21'],
    EFSkipIPs: [],
    Enabled: true,
  });
  expect(outbound).toMatchObject({ Identity: 'To partner', RecipientDomains: 'fabrikam.com', UseMxRecord: false });
  expect(old).toEqual({ is: 'removed InboundConnector tenant', Identity: 'Old', Name: 'Old' });
  expect(rule).toMatchObject({ is: 'listed TransportRule tenant', Name: 'Block list', State: 'Disabled', Priority: 0 });
});

test('keys of the resource itself and of its connection are no properties', () => {
  const names = fixture().objects.flatMap(({ properties }) => [...properties.keys()]);
  expect(names.filter((name) => /ensure|credential|instance/iu.test(name))).toEqual([]);
});

test('what the configuration data holds, and what the resource has no key for, is undetermined', () => {
  const outbound = fixture().objects[2];
  const unknown = [...(outbound?.properties ?? [])].flatMap(([name, { flaw }]) => (flaw === undefined ? [] : [name]));
  expect(unknown).toEqual(['SmartHosts', 'MtaStsMode', 'SmtpDaneMode']);
  expect(outbound?.properties.get('SmartHosts')?.at).toMatchObject({ line: 56, column: 32 });
});

test('a key that a newer resource has is taken', () => {
  const script = "EXOOutboundConnector 'x' { Identity = 'To partner'; MtaStsMode = 'None' }";
  expect(readWith(title, script).objects.map(shown)).toEqual([
    {
      is: 'listed OutboundConnector tenant',
      Identity: 'To partner',
      MtaStsMode: 'None',
      Name: 'To partner',
      SmtpDaneMode: '?',
    },
  ]);
});

test('other workloads are said once, resources under a condition each time', () => {
  expect(said(fixture())).toEqual([
    'ignored 75:9 AADUser sets nothing that a topology holds.',
    'doubtful 85:13 Whether EXORemoteDomain applies is decided when the configuration is compiled: it stands in code of if.',
  ]);
});

test('whether an object is to exist may be unknown', () => {
  const contents = readWith(title, "EXOInboundConnector 'x' { Identity = 'x'; Ensure = $Wanted }");
  expect(contents.objects).toEqual([]);
  expect(said(contents)).toEqual([
    'doubtful 1:52 Whether the object is to exist is decided when the configuration is compiled.',
  ]);
});

test('what is called by a variable is called as it is written; a domain without its name is left out', async () => {
  const script = [
    'EXOAcceptedDomain "a" { Identity = $OrganizationName; DomainType = "Authoritative" }',
    'EXOAcceptedDomain "b" { Identity = "contoso.com" }',
    'EXOInboundConnector "c" { Identity = "From $OrganizationName"; ConnectorType = "Partner" }',
    'EXOInboundConnector "d" { Identity = "From $OrganizationName"; ConnectorType = "OnPremises" }',
    'EXOInboundConnector "e" { Identity = $OrganizationName; Ensure = "Absent" }',
  ].join('\n');
  const contents = readWith(title, script);
  expect(contents.objects.map(shown)).toEqual([
    { is: 'listed AcceptedDomain tenant', DomainName: 'contoso.com', Identity: 'contoso.com' },
    { is: 'listed InboundConnector tenant', Name: '"From $OrganizationName" (line 3)', ConnectorType: 'Partner' },
    { is: 'listed InboundConnector tenant', Name: '"From $OrganizationName" (line 4)', ConnectorType: 'OnPremises' },
  ]);
  expect(said(contents)).toEqual([
    'doubtful 1:36 Which AcceptedDomain is meant is decided when the script runs; it is left out.',
    'doubtful 3:38 What the InboundConnector is called is decided when the script runs; here it is called "From $OrganizationName" (line 3).',
    'doubtful 4:38 What the InboundConnector is called is decided when the script runs; here it is called "From $OrganizationName" (line 4).',
    'doubtful 5:38 Which InboundConnector is meant is decided when the script runs; it is left out.',
  ]);
  const { tenant } = (await readWritten((await importTexts({ 'a.ps1': script })).topology)).topology;
  expect(tenant?.inboundConnectors).toHaveLength(2);
});

test('a default policy is one, whatever makes it so', () => {
  const script = "EXOHostedContentFilterPolicy 'x' { Identity = 'Default'; MakeDefault = $True }";
  expect(readWith(title, script).objects.map(shown)).toMatchObject([{ IsDefault: true }]);
});
