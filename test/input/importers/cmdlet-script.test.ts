import { expect, test } from 'vitest';
import { importTexts } from './import-topology.ts';
import { fixtureText, readWith, said, shown } from './read-with.ts';

const title = 'PowerShell script';
const read = (script: string) => readWith(title, script);
const objects = (script: string) => read(script).objects.map(shown);
const fixture = () => readWith(title, fixtureText('powershell/tenant.ps1'), 'tenant.ps1');

test('cmdlets create, change and remove objects, with parameters from hashtables', () => {
  expect(fixture().objects.map(shown)).toEqual([
    {
      is: 'created InboundConnector tenant',
      Name: 'From filter',
      ConnectorType: 'Partner',
      SenderDomains: '*',
      SenderIPAddresses: ['198.51.100.20/32', '198.51.100.21'],
      RestrictDomainsToIPAddresses: true,
      RequireTls: true,
      Enabled: false,
    },
    { is: 'set InboundConnector tenant', Identity: 'From filter', EFSkipLastIP: true, Enabled: true },
    {
      is: 'created InboundConnector tenant',
      Name: 'From plant',
      ConnectorType: 'OnPremises',
      SenderDomains: '*',
      TlsSenderCertificateName: 'mail.contoso.com',
      SenderIPAddresses: '?',
    },
    {
      is: 'created TransportRule tenant',
      Name: 'Block list',
      SenderDomainIs: ['spam.example', 'junk.example'],
      DeleteMessage: true,
      Priority: 0,
      State: 'Disabled',
    },
    {
      is: 'created TransportRule tenant',
      Name: 'Too large',
      MessageSizeOver: 26_214_400,
      RejectMessageReasonText: 'It\'s "too" large,\n$5 a megabyte.',
      RejectMessageEnhancedStatusCode: '5.7.900',
    },
    { is: 'set TransportRule tenant', Identity: 'Block list', State: 'Enabled' },
    { is: 'set TransportRule tenant', Identity: 'Too large', State: 'Disabled' },
    { is: 'set HostedConnectionFilterPolicy tenant', Identity: 'Default', IPAllowList: '?' },
    { is: 'removed OutboundConnector tenant', Identity: 'To old partner' },
    { is: 'set OrganizationConfig tenant', RejectDirectSend: true },
    {
      is: 'set Mailbox tenant',
      Identity: 'carol@contoso.com',
      ForwardingSmtpAddress: 'carol@mail.example',
      DeliverToMailboxAndForward: true,
    },
    { is: 'created TenantAllowBlockListItems tenant', ListType: 'Sender', Action: 'Block', Value: 'eve@example.org' },
    {
      is: 'created TenantAllowBlockListItems tenant',
      ListType: 'Sender',
      Action: 'Block',
      Value: 'mallory@example.org',
    },
  ]);
});

test('what only a run decides is said where it stands, other commands once', () => {
  expect(said(fixture())).toEqual([
    'ignored 8:1 Connect-ExchangeOnline changes nothing that a topology holds.',
    'ignored 30:47 Out-Null changes nothing that a topology holds.',
    'ignored 32:1 Get-TransportRule changes nothing that a topology holds.',
    'doubtful 40:20 Whether, and how often, Set-RemoteDomain runs is decided when the script runs: it stands in code of if.',
    'ignored 41:1 Get-InboundConnector changes nothing that a topology holds.',
    'doubtful 41:24 Which object Set-InboundConnector changes is decided when the script runs.',
    'unknown 42:1 New-MigrationBatch is no cmdlet that mxproof knows.',
    'ignored 43:1 Write-Host changes nothing that a topology holds.',
  ]);
});

test.each([
  ['a hashtable that is changed', "$p = @{ Name = 'a' }\n$p.Enabled = $false\nNew-InboundConnector @p"],
  ['a hashtable that a method changes', "$p = @{ Name = 'a' }\n$p.Remove('Name')\nNew-InboundConnector @p"],
  ['a hashtable that is added to', "$p = @{ Name = 'a' }\n$p += @{ Enabled = $false }\nNew-InboundConnector @p"],
  [
    'a hashtable that a condition changes',
    "$p = @{ Name = 'a' }\nif ($x) { $p.Enabled = $true }\nNew-InboundConnector @p",
  ],
  [
    'a hashtable that a block changes',
    "$p = @{ Name = 'a' }\n1..2 | ForEach-Object { $p.Name = $_ }\nNew-InboundConnector @p",
  ],
  [
    'a hashtable that an argument changes',
    "$p = @{ Name = 'a' }\nWrite-Host $p.Remove('Name')\nNew-InboundConnector @p",
  ],
  ['a variable from elsewhere', 'New-InboundConnector @p'],
  ['a hashtable below', "New-InboundConnector @p\n$p = @{ Name = 'a' }"],
])('%s is not followed', (_, script) => {
  const contents = read(script);
  expect(contents.objects).toEqual([]);
  expect(said(contents).join()).toContain('The parameters of New-InboundConnector stand in @p');
});

test('a hashtable that is assigned again holds what it was assigned last', () => {
  const script = "$p = @{ Name = 'a' }\nNew-InboundConnector @p\n$p = @{ Name = 'b' }\nNew-InboundConnector @p";
  expect(objects(script).map((one) => (one as Record<string, unknown>).Name)).toEqual(['a', 'b']);
});

test('a dry run, and what stands behind the end of the script, change nothing', () => {
  expect(said(read("Remove-InboundConnector 'a' -WhatIf"))).toEqual([
    'ignored 1:1 Remove-InboundConnector runs with -WhatIf and changes nothing.',
  ]);
  expect(objects("Remove-InboundConnector 'a' -WhatIf:$false")).toHaveLength(1);
  const ended = read("return\nRemove-InboundConnector 'a'");
  expect(ended.objects).toEqual([]);
  expect(said(ended)).toEqual(['ignored 1:1 The script ends here with return; what follows does not run.']);
});

test('rights that are added to a receive connector', () => {
  const script =
    "Get-ReceiveConnector 'EX01\\Relay' | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights 'Ms-Exch-SMTP-Accept-Any-Recipient'";
  expect(objects(script)).toEqual([
    {
      is: 'created ADPermission onPremises',
      User: 'NT AUTHORITY\\ANONYMOUS LOGON',
      ExtendedRights: 'Ms-Exch-SMTP-Accept-Any-Recipient',
      Identity: 'EX01\\Relay',
    },
  ]);
});

test('the side is that of the noun, then of the connection', () => {
  expect(objects('Set-RemoteDomain Default -AutoForwardEnabled $false').map(({ is }) => is)).toEqual([
    'set RemoteDomain undefined',
  ]);
  const script = 'Connect-ExchangeServer -Auto\nSet-RemoteDomain Default -AutoForwardEnabled $false';
  expect(objects(script).map(({ is }) => is)).toEqual(['set RemoteDomain onPremises']);
  expect(objects("New-SendConnector 'x' -AddressSpaces *").map(({ is }) => is)).toEqual([
    'created SendConnector onPremises',
  ]);
});

test.each([
  [
    "Enable-RemoteMailbox bob -RemoteRoutingAddress 'bob@contoso.mail.onmicrosoft.com'",
    'created RemoteMailbox onPremises',
  ],
  ['Disable-Mailbox bob@contoso.com -Confirm:$false', 'removed Mailbox undefined'],
  ["Disable-JournalRule 'All'", 'set JournalRule undefined'],
])('%s', (script, is) => {
  expect(objects(script).map((one) => one.is)).toEqual([is]);
});

test('an archive makes no mailbox', () => {
  expect(objects('Enable-Mailbox bob@contoso.com -Archive')).toEqual([]);
});

test('a list of Format-List, JSON and prose are no scripts', () => {
  for (const content of [
    'Name : New-InboundConnector',
    '["New-InboundConnector"]',
    'use New-InboundConnector',
    '<a>\n',
  ])
    expect(() => read(content)).toThrow();
});

test('the usage of a receive connector decides what is not given', () => {
  const script = "New-ReceiveConnector 'Relay' -Server EX01 -Internet -Bindings 0.0.0.0:25 -AuthMechanism Tls";
  expect(objects(script)).toEqual([
    {
      is: 'created ReceiveConnector onPremises',
      Name: 'Relay',
      Server: 'EX01',
      Bindings: '0.0.0.0:25',
      AuthMechanism: 'Tls',
      PermissionGroups: '?',
    },
  ]);
});

test('what a script sets to something unknown is no longer what an export says', async () => {
  const inbound = JSON.stringify([
    { Name: 'From plant', ConnectorType: 'OnPremises', SenderDomains: ['smtp:*;1'], SenderIPAddresses: ['192.0.2.1'] },
  ]);
  const imported = async (script: string) => (await importTexts({ 'a.json': inbound, 'b.ps1': script })).topology ?? '';
  const before = await imported("Set-InboundConnector 'From plant' -Enabled $false");
  expect(before).toContain('192.0.2.1');
  expect(before).toContain('Enabled: false  #@ b.ps1:1:');
  const after = await imported("Set-InboundConnector 'From plant' -SenderIPAddresses $addresses");
  expect(after).not.toContain('192.0.2.1');
  expect(after).toContain('# SenderIPAddresses: the export does not say');
  const again = await imported(
    "Set-InboundConnector 'From plant' -SenderIPAddresses $a\nSet-InboundConnector 'From plant' -SenderIPAddresses 192.0.2.9",
  );
  expect(again).toContain('192.0.2.9');
  expect(again).not.toContain('the export does not say');
});

test('a connector that a variable names is called as the script writes it', () => {
  expect(objects('New-InboundConnector -Name $name -ConnectorType Partner')).toEqual([
    { is: 'created InboundConnector tenant', Name: '$name (line 1)', ConnectorType: 'Partner' },
  ]);
  expect(objects('New-RemoteMailbox -Name x -PrimarySmtpAddress $address')).toEqual([]);
});

test('looking at a hashtable does not change it', () => {
  const script = '$p = @{ Name = \'a\' }\nWrite-Host $p "$p"\nNew-InboundConnector @p';
  expect(objects(script)).toEqual([{ is: 'created InboundConnector tenant', Name: 'a' }]);
});

test('a cmdlet inside of a value is told, and verbs of JavaScript are none', () => {
  expect(said(read("New-InboundConnector a -Comment @('x', (Remove-InboundConnector b))"))).toEqual([
    'doubtful 1:41 Whether, and how often, Remove-InboundConnector runs is decided when the script runs: it stands in code of New-InboundConnector.',
  ]);
  expect(objects('New-InboundConnector a\nconstructor-InboundConnector b\ntoString-InboundConnector c')).toHaveLength(
    1,
  );
});

test('a script may begin with an attribute or a hashtable', () => {
  expect(objects('[CmdletBinding()]\nparam()\nNew-InboundConnector a')).toHaveLength(1);
  expect(objects("$p = @{ Name = 'a' }\nNew-InboundConnector @p")).toHaveLength(1);
});

test('a change of the name is said, and the object stays the one that it was', () => {
  const contents = read(
    'Set-InboundConnector a -Name b -Enabled $false\nSet-RemoteDomain -Name c -AutoForwardEnabled $true',
  );
  expect(contents.objects.map(shown)).toEqual([
    { is: 'set InboundConnector tenant', Identity: 'a', Enabled: false },
    { is: 'set RemoteDomain undefined', Name: 'c', AutoForwardEnabled: true },
  ]);
  expect(said(contents)).toEqual([
    'doubtful 1:30 Set-InboundConnector changes Name to b; here the object keeps the one that it has.',
  ]);
});
