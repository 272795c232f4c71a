import { describe, expect, test } from 'vitest';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';

/* One test for every quirk that exports are known to have. */

const domains = '[{"DomainName":"contoso.onmicrosoft.com","DomainType":"Authoritative","InitialDomain":true}]';
const ipv4 = '198.51.100.20';

/** The inbound connectors of an import, as the reader of topologies understands them. */
async function inbound(files: Readonly<Record<string, string | Uint8Array>>) {
  const imported = await importTexts({ 'domains.json': domains, ...files });
  const { topology } = await readWritten(imported.topology);
  return { connectors: topology.tenant?.inboundConnectors ?? [], topology, account: imported.account };
}

const connector = (more: Readonly<Record<string, unknown>> = {}) => ({
  Name: 'From filter',
  ConnectorType: 'Partner',
  Enabled: true,
  SenderIPAddresses: [ipv4],
  RestrictDomainsToIPAddresses: true,
  ...more,
});

const utf16 = (text: string, mark: boolean): Uint8Array =>
  new Uint8Array(Buffer.concat([mark ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0), Buffer.from(text, 'utf16le')]));

describe('encodings', () => {
  const text = JSON.stringify(connector({ Comment: 'Zürich' }));
  test.each<[string, string | Uint8Array]>([
    ['UTF-8', text],
    ['UTF-8 with a byte order mark', `\ufeff${text}`],
    ['UTF-16 with a byte order mark', utf16(text, true)],
    ['UTF-16 without one', utf16(text, false)],
  ])('%s', async (_, content) => {
    const { connectors, account } = await inbound({ 'in.json': content });
    expect(connectors.map(({ name }) => name)).toEqual(['From filter']);
    expect(remarksOf(account)).toEqual([]);
  });
});

describe('JSON', () => {
  test('dates of both PowerShells and of the REST interface are the same instant', async () => {
    const instants = await Promise.all(
      [
        '/Date(1772500523000)/',
        '2026-03-03T01:15:23Z',
        '2026-03-03T01:15:23.0000000Z',
        '2026-03-03T01:15:23+00:00',
      ].map(async (date) => {
        const rule = { Name: 'r', Priority: 0, FromScope: 'InOrganization', SetSCL: 5, ActivationDate: date };
        const { topology } = await inbound({ 'rules.json': JSON.stringify([rule]) });
        return topology.tenant?.transportRules[0]?.activationDate?.instant;
      }),
    );
    expect(instants).toEqual([1772500523000, 1772500523000, 1772500523000, 1772500523000]);
  });

  test('an empty list exported as [null] has nothing in it', async () => {
    const { connectors, account } = await inbound({
      'all.json': JSON.stringify({ inbound_connectors: [null], outbound_connectors: [null] }),
      'in.json': JSON.stringify(connector({ EFSkipIPs: [null] })),
    });
    expect(connectors).toHaveLength(1);
    expect(connectors[0]?.efSkipIPs).toEqual([]);
    expect(remarksOf(account).filter((remark) => remark.startsWith('refused'))).toEqual([]);
  });

  test('one element without its brackets is a list of one', async () => {
    const { connectors } = await inbound({
      'in.json': JSON.stringify({ inbound_connectors: connector({ SenderIPAddresses: ipv4 }) }),
    });
    expect(connectors[0]?.senderIPAddresses.map(({ text }) => text)).toEqual([ipv4]);
  });

  test('collections wrapped as { value, Count } are unwrapped, with the place of each item', async () => {
    const wrapped = `{"value": [${JSON.stringify(connector({ SenderIPAddresses: { value: [ipv4, '198.51.100.21'], Count: 2 } }))}],\n"Count": 1}`;
    const { topology: yaml } = await importTexts({ 'd.json': domains, 'in.json': wrapped });
    const { connectors } = await inbound({ 'in.json': wrapped });
    expect(connectors[0]?.senderIPAddresses.map(({ text }) => text)).toEqual([ipv4, '198.51.100.21']);
    expect(yaml).toContain(`- 198.51.100.21  #@ in.json:1:${wrapped.indexOf('"198.51.100.21"') + 1}\n`);
  });

  test('an enum as { value, Value } of PowerShell 5.1, and a number whose name is known', async () => {
    const out = {
      Name: 'o',
      UseMXRecord: true,
      RecipientDomains: ['*'],
      ConnectorType: { value: 1, Value: 'Partner' },
    };
    const { topology } = await inbound({ 'out.json': JSON.stringify(out) });
    expect(topology.tenant?.outboundConnectors[0]?.connectorType).toBe('Partner');
  });

  test('what the depth cut is refused, with the command that exports it whole', async () => {
    const { topology, account } = await importTexts({
      'in.json': JSON.stringify(connector({ SenderIPAddresses: 'System.String[]', EFUsers: ['@{Name=x}'] })),
    });
    expect(topology).toBeUndefined();
    const remarks = account.files.flatMap((file) => file.remarks);
    expect(remarks.map(({ kind, at }) => `${kind} ${at.line}`)).toEqual(['refused 1', 'refused 1']);
    expect(
      remarks.every(({ remedy }) => remedy?.values.includes('Get-InboundConnector | ConvertTo-Json -Depth 6')),
    ).toBe(true);
  });

  test('cut text in what nobody needs is no loss', async () => {
    const { connectors, account } = await inbound({
      'in.json': JSON.stringify(connector({ ExchangeVersion: '@{Major=14; Minor=0}', ObjectClass: 'System.String[]' })),
    });
    expect(connectors).toHaveLength(1);
    expect(remarksOf(account)).toEqual([]);
  });

  test('a list that the depth made one text of addresses is taken apart', async () => {
    const { connectors } = await inbound({
      'in.json': JSON.stringify(
        connector({ SenderIPAddresses: `${ipv4} 198.51.100.21`, SenderDomains: 'smtp:*;1 smtp:b.example;2' }),
      ),
    });
    expect(connectors[0]?.senderIPAddresses).toHaveLength(2);
    expect(connectors[0]?.senderDomains.map(({ text }) => text)).toEqual(['smtp:*;1', 'smtp:b.example;2']);
  });

  test('side keys of the admin API and of remoting are ignored, and said to be', async () => {
    const page = {
      '@odata.context': 'https://outlook.example/adminapi/$metadata#InboundConnector',
      value: [
        {
          '@odata.type': '#Exchange.InboundConnector',
          'SenderIPAddresses@data.type': '#Collection(String)',
          ...connector(),
          RunspaceId: 'x',
          PSComputerName: 'outlook.office365.com',
          PSShowComputerName: false,
        },
      ],
    };
    const { connectors, account } = await inbound({ 'in.json': JSON.stringify(page) });
    expect(connectors).toHaveLength(1);
    const [object] = account.files.find(({ file }) => file === 'in.json')?.objects ?? [];
    expect(object?.ignored).toEqual(['RunspaceId', 'PSComputerName', 'PSShowComputerName']);
    expect(object?.unknown).toEqual([]);
  });

  test('names in lower case are those of Exchange', async () => {
    const lower = Object.fromEntries(Object.entries(connector()).map(([name, value]) => [name.toLowerCase(), value]));
    const { connectors, account } = await inbound({ 'in.json': JSON.stringify([lower]) });
    expect(connectors[0]?.senderIPAddresses).toHaveLength(1);
    expect(account.files.flatMap(({ objects }) => objects.flatMap(({ unknown }) => unknown))).toEqual([]);
  });

  test('a property that nobody knows is carried along and listed', async () => {
    const { topology, account } = await importTexts({
      'd.json': domains,
      'in.json': JSON.stringify(connector({ BrandNewSwitch: true })),
    });
    expect(account.files.find(({ file }) => file === 'in.json')?.objects[0]?.unknown).toEqual(['BrandNewSwitch']);
    expect(topology).toContain('BrandNewSwitch: true  #@ in.json:1:');
  });

  test('an absent switch stays absent: nothing is defaulted', async () => {
    const { topology } = await inbound({
      'org.json': JSON.stringify({ AuditDisabled: false, IsDehydrated: false, MailTipsAllTipsEnabled: true }),
    });
    expect(topology.tenant?.organization.rejectDirectSend).toBeUndefined();
  });

  test('results of ScubaGear hold the provider export under Raw', async () => {
    const results = {
      MetaData: { Tool: 'ScubaGear' },
      Summary: {},
      Results: { EXO: [] },
      Raw: { inbound_connectors: [connector()] },
    };
    const { connectors } = await inbound({ 'ScubaResults.json': JSON.stringify(results) });
    expect(connectors).toHaveLength(1);
  });

  test('answers that ScubaGear got are records of the names it asked', async () => {
    const { topology } = await inbound({
      'p.json': JSON.stringify({
        spf_records: [
          {
            domain: 'contoso.com',
            rdata: ['v=spf1 -all', 'other="x"'],
            log: [{ query_name: 'contoso.com', query_answers: 'v=spf1 -all' }],
          },
        ],
        dmarc_records: {
          domain: 'a.contoso.com',
          rdata: ['v=DMARC1; p=none'],
          log: [{ query_name: '_dmarc.contoso.com', query_answers: ['v=DMARC1; p=none'] }],
        },
        dkim_records: { domain: 'contoso.com', rdata: '' },
      }),
    });
    const ask = (name: string) => topology.dns.view.lookup(name, 'TXT');
    expect(ask('contoso.com')).toMatchObject({
      status: 'records',
      records: ['v=spf1 -all', 'other="x"'],
    });
    expect(ask('_dmarc.contoso.com')).toMatchObject({ status: 'records' });
    expect(ask('_dmarc.a.contoso.com').status).toBe('not-supplied');
  });
});

describe('CSV', () => {
  test('the line with the type is skipped and tells the cmdlet', async () => {
    const { connectors } = await inbound({
      'in.csv':
        '#TYPE Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector\n"Name","Enabled"\n"Hybrid","False"\n',
    });
    expect(connectors.map(({ name, enabled }) => `${name} ${enabled}`)).toEqual(['Hybrid false']);
  });

  test.each([
    'System.String[]',
    'Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]',
    'System.Collections.ArrayList',
  ])('a cell with the name of a type instead of its list is refused: %s', async (cell) => {
    const { topology, account } = await importTexts({
      'in.csv': `Name,ConnectorType,SenderIPAddresses\nx,Partner,${cell}\n`,
    });
    expect(topology).toBeUndefined();
    expect(remarksOf(account)).toEqual([
      `refused in.csv:2 SenderIPAddresses of InboundConnector x was cut by the export: ${cell}.`,
    ]);
  });

  test('semicolons of another locale, quotes and line breaks in cells', async () => {
    const { connectors } = await inbound({
      'in.csv':
        'Name;ConnectorType;RequireTls;SenderIPAddresses\r\n"a ""b"";\r\nc";Partner;True;"198.51.100.1;198.51.100.2"\r\n',
    });
    expect(connectors[0]?.name).toBe('a "b";\r\nc');
    expect(connectors[0]?.requireTls).toBe(true);
    expect(connectors[0]?.senderIPAddresses).toHaveLength(2);
  });
});

describe('Format-List text', () => {
  const list = `

Enabled                      : True
ConnectorType                : Partner
Comment                      : a text of
                               two lines
SenderIPAddresses            : {198.51.100.20, 198.51.100.21,
                               198.51.100.22}
EFUsers                      : {}
TlsSenderCertificateName     :
WhenChanged                  : 15.03.2019 02:31:53
Name                         : From filter

Enabled                      : False
ConnectorType                : OnPremises
Name                         : Hybrid
TlsSenderCertificateName     : *.contoso.com

`;

  test('continued lines are joined, empty lists and values understood, dates of a locale left alone', async () => {
    const { connectors, account } = await inbound({ 'in.txt': list });
    const [filter, hybrid] = connectors;
    expect(filter?.senderIPAddresses.map(({ text }) => text)).toEqual([ipv4, '198.51.100.21', '198.51.100.22']);
    expect(filter?.efUsers).toEqual([]);
    expect(filter?.tlsSenderCertificateName).toBeUndefined();
    expect(hybrid?.tlsSenderCertificateName?.text).toBe('*.contoso.com');
    expect(hybrid?.enabled).toBe(false);
    expect(remarksOf(account)).toEqual([]);
  });

  test('an empty line in a text of several lines does not end the object', async () => {
    const text =
      'Name        : r\nPriority    : 0\nDescription : If the message\n\n              goes out\n\nFromScope   : InOrganization\nSetSCL      : 5\n';
    const { topology } = await inbound({ 'r.txt': text });
    expect(topology.tenant?.transportRules.map(({ name, conditions }) => `${name} ${conditions.length}`)).toEqual([
      'r 1',
    ]);
  });

  test.each(['...', '…'])('a list that $FormatEnumerationLimit cut is refused: %s', async (dots) => {
    const cut = list.replace(/198\.51\.100\.21,\s+198\.51\.100\.22/u, `198.51.100.21${dots}`);
    const { topology, account } = await importTexts({ 'in.txt': cut });
    expect(topology).toBeUndefined();
    expect(remarksOf(account)).toEqual([
      `refused in.txt:7 The list {198.51.100.20, 198.51.100.21${dots}} ends where $FormatEnumerationLimit cut it.`,
    ]);
  });

  test('a table is refused: it shows what fits into the window', async () => {
    const table =
      'Name        SenderDomains SenderIPAddresses\n----        ------------- -----------------\nFrom filter {smtp:*;1}    {198.51.100.20, 198...\n';
    const { topology, account } = await importTexts({ 'in.txt': table });
    expect(topology).toBeUndefined();
    expect(remarksOf(account)[0]).toMatch(/^refused in\.txt:1 The file is a table/u);
  });
});

test('sizes are the number of bytes in their brackets', async () => {
  const { topology } = await inbound({
    't.json': JSON.stringify({
      MaxReceiveSize: '35 MB (36,700,160 bytes)',
      MaxDumpsterTime: '7.00:00:00',
      InternalSMTPServers: [],
    }),
  });
  expect(topology.tenant?.organization.limits.receiveSize?.value).toBe(36_700_160);
});
