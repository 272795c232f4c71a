import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CommandsOfChange,
  commandsOfChange as partsOfChange,
} from '../../src/fix/dialects/powershell/commands-of-change.ts';
import { isPrintable, quoted, typedCommand } from '../../src/fix/dialects/powershell/print-command.ts';
import { powershellScript, type ScriptStep, takenBack } from '../../src/fix/dialects/powershell/script.ts';
import { spellingOf } from '../../src/input/topology/known-properties.ts';
import { type Change, invert, type ObjectChange, type Properties } from '../../src/model/change.ts';
import { plain, text } from '../../src/model/text.ts';
import { changeableObjects } from '../../src/reference/cmdlets/changing-cmdlets.ts';
import { powershellSyntax } from '../support/powershell-syntax.ts';

const inbound = (name: string, before: Properties | null, after: Properties | null): ObjectChange => ({
  target: 'object',
  within: '/tenant/inboundConnectors',
  name,
  before,
  after,
});

/** The commands of a change that is made on one side alone. */
function commandsOfChange(change: ObjectChange): CommandsOfChange {
  const [part, another] = partsOfChange(change);
  if (part === undefined || another !== undefined) throw new Error('made on one side');
  return part;
}

const step = (...changes: readonly Change[]): ScriptStep => ({
  title: text`Take the private address out`,
  reason: text`connector/private-ip: it can never connect.`,
  changes,
});

const scriptOf = (...changes: readonly Change[]): string => powershellScript(text`Fixes`, [step(...changes)]);

const lineOf = (script: string, cmdlet: string): string | undefined =>
  script.split('\n').find((line) => line.trimStart().startsWith(cmdlet));

test('a list that changes is set whole, the identity first', () => {
  const change = inbound(
    'Hybrid',
    { SenderIPAddresses: ['10.0.0.5', '198.51.100.7'] },
    { SenderIPAddresses: ['198.51.100.7'] },
  );
  expect(lineOf(scriptOf(change), 'Set-')?.trim()).toBe(
    "Set-InboundConnector -Identity 'Hybrid' -SenderIPAddresses @('198.51.100.7') -WhatIf:$WhatIf -ErrorAction Stop",
  );
});

test('what is no longer set is emptied, or gets the default that Microsoft documents', () => {
  const [set] = commandsOfChange(
    inbound('Hybrid', { EFSkipIPs: ['192.0.2.1'], EFSkipLastIP: true, Enabled: false }, {}),
  ).commands;
  expect(set?.parameters).toEqual([
    ['Identity', 'Hybrid'],
    ['Enabled', true],
    ['EFSkipLastIP', false],
    ['EFSkipIPs', null],
  ]);
});

test('where no default is documented, a person sets it back', () => {
  // The built-in remote domain has another default on-premises than in Exchange Online.
  const change: ObjectChange = {
    target: 'object',
    within: '/onPremises/remoteDomains',
    name: 'Partner',
    before: { AutoForwardEnabled: true },
    after: {},
  };
  const { commands, left } = commandsOfChange(change);
  expect(commands).toEqual([]);
  expect(left.map((one) => plain(one))).toEqual([
    'Of Partner, AutoForwardEnabled gets a value that no command can be given here; set it by hand.',
  ]);
});

test('what no cmdlet sets is named and left to a person', () => {
  const change = { ...inbound('Hybrid', {}, { IsValidated: true }) };
  const { commands, left } = commandsOfChange(change);
  expect(commands).toEqual([]);
  expect(left.map((one) => plain(one))).toEqual(['No command that is known here sets IsValidated of Hybrid.']);
  expect(scriptOf(change)).toContain('# | 1. No command that is known here sets IsValidated of Hybrid.');
});

test('what is no object of Exchange has no command', () => {
  const change: ObjectChange = {
    target: 'object',
    within: '/services',
    name: 'filter',
    before: {},
    after: { shared: false },
  };
  expect(commandsOfChange(change)).toMatchObject({ side: undefined, commands: [] });
});

test('every way in which an export writes a value gives the same command', () => {
  const parameters = (after: Properties) => commandsOfChange(inbound('H', {}, after)).commands[0]?.parameters;
  const expected = [
    ['Identity', 'H'],
    ['Enabled', false],
    ['SenderIPAddresses', ['192.0.2.1']],
  ];
  expect(parameters({ SenderIPAddresses: ['192.0.2.1'], Enabled: false })).toEqual(expected);
  expect(parameters({ SenderIPAddresses: '192.0.2.1', Enabled: '$false' })).toEqual(expected);
  expect(parameters({ senderipaddresses: { value: ['192.0.2.1'], Count: 1 }, Enabled: 'False' })).toEqual(expected);
});

test('a connector is created with what New- takes and then given what only Set- does; taken back, it is removed', () => {
  const change = inbound('From filter', null, {
    Name: 'From filter',
    ConnectorType: 'Partner',
    SenderDomains: ['*'],
    RequireTls: true,
    EFSkipLastIP: true,
  });
  expect(
    commandsOfChange(change).commands.map(({ cmdlet, parameters }) => [cmdlet, ...parameters.map(([name]) => name)]),
  ).toEqual([
    ['New-InboundConnector', 'Name', 'RequireTls', 'SenderDomains', 'ConnectorType'],
    ['Set-InboundConnector', 'Identity', 'EFSkipLastIP'],
  ]);
  const back = takenBack([step(change)]);
  expect(back[0]?.changes.flatMap((one) => (one.target === 'object' ? commandsOfChange(one).commands : []))).toEqual([
    { cmdlet: 'Remove-InboundConnector', parameters: [['Identity', 'From filter']], whatIf: true },
  ]);
});

test('a rule is switched by the cmdlets that do it', () => {
  const rule = (before: Properties, after: Properties): ObjectChange => ({
    target: 'object',
    within: '/tenant/transportRules',
    name: 'R',
    before,
    after,
  });
  const cmdlets = (change: ObjectChange) => commandsOfChange(change).commands.map(({ cmdlet }) => cmdlet);
  expect(cmdlets(rule({ State: 'Enabled' }, { State: 'Disabled' }))).toEqual(['Disable-TransportRule']);
  expect(cmdlets(rule({ State: 'Disabled' }, {}))).toEqual(['Enable-TransportRule']);
  expect(cmdlets(rule({ State: 'Disabled' }, { State: 'Enabled', Priority: 0 }))).toEqual([
    'Set-TransportRule',
    'Enable-TransportRule',
  ]);
});

test('one object of two cmdlets is set by both, and by no identity', () => {
  const change: ObjectChange = {
    target: 'object',
    within: '/tenant/organizationConfig',
    name: undefined,
    before: {},
    after: { SmtpClientAuthenticationDisabled: true, RejectDirectSend: true },
  };
  expect(commandsOfChange(change).commands).toEqual([
    { cmdlet: 'Set-OrganizationConfig', parameters: [['RejectDirectSend', true]], whatIf: true },
    { cmdlet: 'Set-TransportConfig', parameters: [['SmtpClientAuthenticationDisabled', true]], whatIf: true },
  ]);
});

test('a cmdlet without -WhatIf is not called at all where the script is only asked', async () => {
  const script = scriptOf({
    target: 'object',
    within: '/tenant/hostedOutboundSpamFilterPolicies',
    name: 'May forward',
    before: null,
    after: { Name: 'May forward', AutoForwardingMode: 'On' },
  });
  expect(script).toContain('if (-not $WhatIf) {\n');
  expect(lineOf(script, 'New-')).not.toContain('-WhatIf');
  expect((await powershellSyntax(script)).errors).toEqual([]);
});

test('each side has its section', async () => {
  const script = scriptOf(inbound('A', { Enabled: false }, { Enabled: true }), {
    target: 'object',
    within: '/onPremises/receiveConnectors',
    name: 'EX01\\Relay',
    before: { AuthMechanism: 'Tls' },
    after: { AuthMechanism: ['Tls', 'ExchangeServer'] },
  });
  const [online = '', server = ''] = script.split('} else {');
  expect(online).toContain('Set-InboundConnector');
  expect(online).not.toContain('Set-ReceiveConnector');
  expect(server).toContain("Set-ReceiveConnector -Identity 'EX01\\Relay' -AuthMechanism 'Tls, ExchangeServer'");
  expect(server).not.toContain('Set-InboundConnector');
  expect((await powershellSyntax(script)).errors).toEqual([]);
});

test('a right of a receive connector is taken from whoever holds it, and given back', async () => {
  const change: ObjectChange = {
    target: 'object',
    within: '/onPremises/receiveConnectors',
    name: 'EX01\\Relay',
    before: {
      extendedRights: [
        { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] },
        { User: 'CONTOSO\\app', ExtendedRights: 'Ms-Exch-SMTP-Submit' },
      ],
    },
    after: { extendedRights: [{ User: 'CONTOSO\\app', ExtendedRights: 'Ms-Exch-SMTP-Submit' }] },
  };
  const line = (one: Change) => lineOf(scriptOf(one), 'Get-ReceiveConnector')?.trim();
  expect(line(change)).toBe(
    "Get-ReceiveConnector -Identity 'EX01\\Relay' -ErrorAction Stop | Remove-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights 'Ms-Exch-SMTP-Accept-Any-Recipient' -WhatIf:$WhatIf -ErrorAction Stop",
  );
  const [back] = takenBack([step(change)])[0]?.changes ?? [];
  expect(back && line(back)).toContain('| Add-ADPermission -User');
  expect((await powershellSyntax(scriptOf(change))).errors).toEqual([]);
});

const lines = (change: ObjectChange): readonly string[] => commandsOfChange(change).commands.map(typedCommand);

const object = (
  within: string,
  name: string | undefined,
  before: Properties | null,
  after: Properties | null,
): ObjectChange => ({ target: 'object', within, name, before, after });

test('a new connector of a server is made on that server, with what it cannot be made without', () => {
  const relay = { Name: 'Relay', Server: 'EX01', Bindings: '0.0.0.0:25', RemoteIPRanges: ['192.0.2.10'] };
  const change = (after: Properties) => object('/onPremises/receiveConnectors', 'EX01\\Relay', null, after);
  expect(lines(change({ ...relay, PermissionGroups: 'AnonymousUsers' }))).toEqual([
    "New-ReceiveConnector -Name 'Relay' -Server 'EX01' -Usage 'Custom' -Bindings @('0.0.0.0:25') -RemoteIPRanges @('192.0.2.10') -PermissionGroups 'AnonymousUsers'",
  ]);
  expect(lines(invert(change(relay)) as ObjectChange)).toEqual(["Remove-ReceiveConnector -Identity 'EX01\\Relay'"]);
  const { RemoteIPRanges: _, ...anybody } = relay;
  expect(commandsOfChange(change(anybody)).left.map((one) => plain(one))).toEqual([
    'New-ReceiveConnector makes EX01\\Relay of RemoteIPRanges, which are not set.',
  ]);
  const send = {
    Name: 'To cloud',
    AddressSpaces: ['contoso.com'],
    DNSRoutingEnabled: false,
    SmartHosts: ['[192.0.2.1]'],
  };
  expect(lines(object('/onPremises/sendConnectors', 'To cloud', null, send))).toEqual([
    "New-SendConnector -Name 'To cloud' -DNSRoutingEnabled $false -AddressSpaces @('contoso.com') -SmartHosts @('[192.0.2.1]')",
  ]);
});

test('a journal rule is made enabled, which it is not by itself, and switched by its own cmdlets', () => {
  const rule = { Name: 'All', JournalEmailAddress: 'journal@example.org' };
  expect(lines(object('/onPremises/journalRules', 'All', null, rule))).toEqual([
    "New-JournalRule -Name 'All' -JournalEmailAddress 'journal@example.org' -Enabled $true",
  ]);
  expect(lines(object('/tenant/journalRules', 'All', {}, { Enabled: false }))).toEqual([
    "Disable-JournalRule -Identity 'All'",
  ]);
  expect(lines(object('/tenant/journalRules', 'All', { Scope: 'Internal', Recipient: 'a@contoso.com' }, {}))).toEqual([
    "Set-JournalRule -Identity 'All' -Recipient $null -Scope 'Global'",
  ]);
});

test('the hybrid configuration is one object', () => {
  const change = object(
    '/onPremises/hybridConfiguration',
    undefined,
    { Features: ['SecureMail', 'Centralized'] },
    { Features: ['SecureMail'] },
  );
  expect(lines(change)).toEqual(["Set-HybridConfiguration -Features @('SecureMail')"]);
});

test('an entry of the Tenant Allow/Block List is made and removed by its value, by cmdlets that know no -WhatIf', async () => {
  const entry = { Value: 'fabrikam.com', Action: 'Block' };
  const change = (after: Properties) => object('/tenant/tenantAllowBlockListItems', 'fabrikam.com', null, after);
  expect(lines(change(entry))).toEqual([
    "New-TenantAllowBlockListItems -ListType 'Sender' -Entries @('fabrikam.com') -Block -NoExpiration",
  ]);
  expect(lines(invert(change({ ...entry, ListType: 'IP' })) as ObjectChange)).toEqual([
    "Remove-TenantAllowBlockListItems -ListType 'IP' -Entries @('fabrikam.com')",
  ]);
  // An entry that allows a sender always expires.
  expect(lines(change({ ...entry, Action: 'Allow' }))).toEqual([]);
  const script = scriptOf(change(entry));
  expect(script).toContain('if (-not $WhatIf) {\n        New-TenantAllowBlockListItems');
  expect(script).not.toContain('NoExpiration -WhatIf');
  expect((await powershellSyntax(script)).errors).toEqual([]);
});

test('a policy for outbound spam is removed by a cmdlet that knows no -WhatIf', () => {
  const script = scriptOf(
    object('/tenant/hostedOutboundSpamFilterPolicies', 'May forward', { Name: 'May forward' }, null),
  );
  expect(script).toContain('if (-not $WhatIf) {\n        Remove-HostedOutboundSpamFilterPolicy');
  expect(lineOf(script, 'Remove-')).not.toContain('-WhatIf');
});

test('a single object that nobody declared is set all the same', () => {
  const change: ObjectChange = {
    target: 'object',
    within: '/tenant/organizationConfig',
    name: undefined,
    before: null,
    after: { RejectDirectSend: true },
  };
  expect(commandsOfChange(change).commands).toEqual([
    { cmdlet: 'Set-OrganizationConfig', parameters: [['RejectDirectSend', true]], whatIf: true },
  ]);
  const back = commandsOfChange({ ...change, before: change.after, after: null });
  expect(back.commands.map(({ parameters }) => parameters)).toEqual([[['RejectDirectSend', false]]]);
});

test('the last step is taken back first', () => {
  const first = inbound('A', { Enabled: false }, { Enabled: true });
  const second = inbound('B', { Enabled: false }, { Enabled: true });
  const script = powershellScript(text`Back`, takenBack([step(first), step(second)]));
  expect(script.indexOf("'B'")).toBeLessThan(script.indexOf("'A'"));
  expect(script).toContain("-Identity 'B' -Enabled $false");
});

/** What PowerShell makes of a single-quoted literal: any two of the five quotes in a row are the first of them. */
const decoded = (literal: string): string => literal.slice(1, -1).replace(/(['‘’‚‛])['‘’‚‛]/gu, '$1');

test.each(["it's", '‘a’', '‚b‛', "'’", "’'", '’; Remove-Mailbox x #'])('%s is one literal', (value) => {
  const literal = quoted(value);
  expect(decoded(literal)).toBe(value);
  // Inside the quotes every quote has its twin, so that none of them ends the literal.
  expect(literal.slice(1, -1).replace(/['‘’‚‛]{2}/gu, '')).not.toMatch(/['‘’‚‛]/u);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '‘',
        '’',
        '‚',
        '‛',
        '"',
        '`',
        '$',
        '#>',
        '<#',
        '\n',
        '\r',
        ';',
        '|',
        '@',
        '(',
        ')',
        '\u0000',
        '\u2028',
        '\u202e',
        '$(rm)',
        'Requires -Version 9',
        'SIG # Begin signature block',
        ' ',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

test('law: whatever the values are, the script is PowerShell, and every value is one literal or in no command', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      fc.array(hostile, { minLength: 1, maxLength: 3 }),
      async (name, words, items) => {
        const change = inbound(name, {}, { SenderDomains: items, TlsSenderCertificateName: words });
        const script = powershellScript(text`Fixes for ${words}`, [
          { title: text`Set ${name}`, reason: text`Because of ${words}`, changes: [change] },
        ]);
        const { errors, commands, literals } = await powershellSyntax(script.replace(/^\ufeff/u, ''));
        expect(errors).toEqual([]);
        const said = commandsOfChange(change).commands.flatMap(({ parameters }) =>
          parameters.flatMap(([, value]) => (Array.isArray(value) ? value : typeof value === 'string' ? [value] : [])),
        );
        const quiet = ["'Nothing to change on this side.'"];
        expect(literals.filter((one) => !quiet.includes(one)).map(decoded)).toEqual(said);
        expect([...new Set(commands.map((one) => one.name))].sort()).toEqual(
          said.length === 0 ? ['Write-Host'] : ['Set-InboundConnector', 'Write-Host'],
        );
        expect(said.every(isPrintable)).toBe(true);
        for (const line of script.split('\n')) expect(line).not.toMatch(/^\s*#\s*(?:requires|sig\b)/iu);
      },
    ),
    { numRuns: 300 },
  );
});

test('a script with other than ASCII says so to Windows PowerShell 5.1, which would read other quotes', () => {
  const change = (name: string) => inbound(name, { Enabled: false }, { Enabled: true });
  expect(scriptOf(change('Büro')).startsWith('\ufeff')).toBe(true);
  expect(scriptOf(change('Office')).startsWith('#')).toBe(true);
});

test('every parameter of the table is a property that Exchange prints for such objects', () => {
  const kinds = new Map([
    ['inboundConnectors', 'inboundConnector'],
    ['outboundConnectors', 'outboundConnector'],
    ['acceptedDomains', 'acceptedDomain'],
    ['organizationConfig', 'organizationConfig'],
    ['transportRules', 'transportRule'],
    ['remoteDomains', 'remoteDomain'],
    ['hostedConnectionFilterPolicies', 'hostedConnectionFilterPolicy'],
    ['hostedContentFilterPolicies', 'hostedContentFilterPolicy'],
    ['hostedOutboundSpamFilterPolicies', 'hostedOutboundSpamFilterPolicy'],
    ['hostedOutboundSpamFilterRules', 'hostedOutboundSpamFilterRule'],
    ['antiPhishPolicies', 'antiPhishPolicy'],
    ['dkimSigningConfigs', 'dkimSigningConfig'],
    ['arcConfig', 'arcConfig'],
    ['addressRewriteEntries', 'addressRewriteEntry'],
    ['sendConnectors', 'sendConnector'],
    ['receiveConnectors', 'receiveConnector'],
    ['hybridConfiguration', 'hybridConfiguration'],
    ['journalRules', 'journalRule'],
  ] as const);
  const wrong = changeableObjects.flatMap(({ within, forms, create, update }) => {
    const kind = kinds.get((within.split('/').at(-1) ?? '') as 'remoteDomains');
    if (kind === undefined) return [within];
    const named = [...(create === undefined ? [] : [create]), ...update].flatMap(({ parameters }) => parameters);
    return [...Object.keys(forms), ...named]
      .filter((name) => spellingOf(kind, name) !== name || forms[name] === undefined)
      .map((name) => `${within} ${name}`);
  });
  expect(wrong).toEqual([]);
});
