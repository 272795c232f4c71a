import { expect, test } from 'vitest';
import { commandsOfChange } from '../../src/fix/dialects/powershell/commands-of-change.ts';
import { typedCommand } from '../../src/fix/dialects/powershell/print-command.ts';
import { powershellScript, takenBack } from '../../src/fix/dialects/powershell/script.ts';
import { doing, planScripts } from '../../src/fix/scripts.ts';
import { spellingOf } from '../../src/input/topology/known-properties.ts';
import { invert, type ObjectChange, type Properties, type RecipientObjects } from '../../src/model/change.ts';
import { plain, text } from '../../src/model/text.ts';
import { recipientForms } from '../../src/reference/cmdlets/changing-recipients.ts';
import { powershellSyntax } from '../support/powershell-syntax.ts';

const cloudOnly = { tenant: 'UserMailbox', onPremises: null };
const movedToCloud = { tenant: 'UserMailbox', onPremises: 'RemoteUserMailbox' };
const onPremises = { tenant: 'MailUser', onPremises: 'UserMailbox' };
const contact = { tenant: 'MailContact', onPremises: 'MailContact' };
const group = 'MailUniversalDistributionGroup';

type Objects = Pick<RecipientObjects, 'tenant' | 'onPremises'> & Partial<RecipientObjects>;

const change = (
  within: string,
  objects: Objects,
  before: Properties | null,
  after: Properties | null,
): ObjectChange => ({
  target: 'object',
  within,
  name: 'anna@contoso.com',
  before,
  after,
  recipient: { address: 'anna@contoso.com', isSynchronised: false, ...objects },
});

const shorthand = (objects: Objects, before: Properties, after: Properties) =>
  change('/recipients', objects, before, after);

/** The commands by side, and what is left to a person. */
function done(one: ObjectChange): {
  readonly tenant: readonly string[];
  readonly onPremises: readonly string[];
  readonly left: readonly string[];
} {
  const parts = commandsOfChange(one);
  const on = (side: string) =>
    parts.filter((part) => part.side === side).flatMap(({ commands }) => commands.map(typedCommand));
  return {
    tenant: on('tenant'),
    onPremises: on('onPremises'),
    left: parts.flatMap(({ left }) => left.map((line) => plain(line))),
  };
}

const nothing = { tenant: [], onPremises: [], left: [] };

test('the address outside is set by the cmdlet of what the recipient is', () => {
  const outside = (objects: Objects, within = '/tenant/recipients') =>
    done(
      change(
        within,
        objects,
        { ExternalEmailAddress: 'SMTP:a@example.org' },
        { ExternalEmailAddress: 'b@example.org' },
      ),
    );
  const set = (cmdlet: string) => `${cmdlet} -Identity 'anna@contoso.com' -ExternalEmailAddress 'b@example.org'`;
  expect(outside({ tenant: 'MailContact', onPremises: null })).toEqual({
    ...nothing,
    tenant: [set('Set-MailContact')],
  });
  expect(outside({ tenant: 'MailUser', onPremises: null })).toEqual({ ...nothing, tenant: [set('Set-MailUser')] });
  expect(outside({ tenant: 'GuestMailUser', onPremises: null }).tenant).toEqual([set('Set-MailUser')]);
  expect(outside({ tenant: null, onPremises: 'MailUser' }, '/onPremises/recipients')).toEqual({
    ...nothing,
    onPremises: [set('Set-MailUser')],
  });
});

test('taken back, a contact gets the address that it had; where it had none, a person says which', () => {
  const to = { ExternalEmailAddress: 'b@example.org' };
  const objects = { tenant: 'MailContact', onPremises: null };
  const back = (before: Properties) => done(invert(change('/tenant/recipients', objects, before, to)) as ObjectChange);
  expect(back({ ExternalEmailAddress: 'SMTP:a@example.org' }).tenant).toEqual([
    "Set-MailContact -Identity 'anna@contoso.com' -ExternalEmailAddress 'SMTP:a@example.org'",
  ]);
  expect(back({})).toEqual({
    ...nothing,
    left: ['Of anna@contoso.com, ExternalEmailAddress gets a value that no command can be given here; set it by hand.'],
  });
});

test('a recipient whose kind nobody declared is set by the only cmdlet that can, and else by a person', () => {
  const unsaid = (after: Properties) =>
    done(change('/onPremises/recipients', { tenant: null, onPremises: undefined }, {}, after));
  expect(unsaid({ RemoteRoutingAddress: 'anna@contoso.mail.onmicrosoft.com' }).onPremises).toEqual([
    "Set-RemoteMailbox -Identity 'anna@contoso.com' -RemoteRoutingAddress 'anna@contoso.mail.onmicrosoft.com'",
  ]);
  expect(unsaid({ ExternalEmailAddress: 'a@example.org' })).toEqual({
    ...nothing,
    left: [
      'Which command sets ExternalEmailAddress of anna@contoso.com hangs on its RecipientTypeDetails, which are not declared; set it by hand.',
    ],
  });
});

test('a contact of the shorthand is changed where directory synchronisation takes it from', () => {
  const moved = (objects: Objects) =>
    done(shorthand(objects, { contact: 'fab@fabrikam.com' }, { contact: 'fab@fabrikam.example' }));
  const set = "Set-MailContact -Identity 'anna@contoso.com' -ExternalEmailAddress 'fab@fabrikam.example'";
  expect(moved(contact)).toEqual({ ...nothing, onPremises: [set] });
  expect(moved({ ...contact, onPremises: null })).toEqual({ ...nothing, tenant: [set] });
});

test('a forward of the shorthand is set where the mailbox is', () => {
  const stopped = (objects: Objects) => done(shorthand(objects, { forwardTo: 'a@example.org', keepCopy: true }, {}));
  const set =
    "Set-Mailbox -Identity 'anna@contoso.com' -ForwardingSmtpAddress $null -DeliverToMailboxAndForward $false";
  expect(stopped(cloudOnly)).toEqual({ ...nothing, tenant: [set] });
  expect(stopped(movedToCloud)).toEqual({ ...nothing, tenant: [set] });
  expect(stopped(onPremises)).toEqual({ ...nothing, onPremises: [set] });
});

test('addresses come and go one by one, and on-premises where the recipient is synchronised', () => {
  const given = (objects: Objects) =>
    done(
      shorthand(
        objects,
        { aliases: ['old@contoso.com', 'Kept@contoso.com'] },
        { aliases: ['kept@contoso.com', 'a.b@contoso.com'] },
      ),
    );
  const edits = "-EmailAddresses @{Add=@('smtp:a.b@contoso.com'); Remove=@('smtp:old@contoso.com')}";
  expect(given(cloudOnly)).toEqual({ ...nothing, tenant: [`Set-Mailbox -Identity 'anna@contoso.com' ${edits}`] });
  expect(given(movedToCloud)).toEqual({
    ...nothing,
    onPremises: [`Set-RemoteMailbox -Identity 'anna@contoso.com' ${edits}`],
  });
  expect(given(onPremises).onPremises).toEqual([`Set-Mailbox -Identity 'anna@contoso.com' ${edits}`]);
  expect(given(contact).onPremises).toEqual([`Set-MailContact -Identity 'anna@contoso.com' ${edits}`]);
});

test('what of one recipient is set on both sides stands in both parts', () => {
  const both = shorthand(
    movedToCloud,
    {},
    { aliases: ['a@contoso.com'], forwardTo: 'a@example.org', maxSendSize: '25 MB' },
  );
  expect(done(both)).toEqual({
    tenant: ["Set-Mailbox -Identity 'anna@contoso.com' -ForwardingSmtpAddress 'a@example.org' -MaxSendSize '25 MB'"],
    onPremises: ["Set-RemoteMailbox -Identity 'anna@contoso.com' -EmailAddresses @{Add=@('smtp:a@contoso.com')}"],
    left: [],
  });
});

test('members of a group are put in and taken out where the group is', () => {
  const members = (objects: Objects) =>
    done(
      shorthand(
        objects,
        { members: ['a@contoso.com', 'b@contoso.com'] },
        { members: ['b@contoso.com', 'c@contoso.com'] },
      ),
    );
  const commands = [
    "Add-DistributionGroupMember -Identity 'anna@contoso.com' -Member 'c@contoso.com'",
    "Remove-DistributionGroupMember -Identity 'anna@contoso.com' -Member 'a@contoso.com'",
  ];
  expect(members({ tenant: group, onPremises: 'RemoteUserMailbox' })).toEqual({ ...nothing, tenant: commands });
  expect(members({ tenant: 'MailUser', onPremises: group })).toEqual({ ...nothing, onPremises: commands });
  expect(members({ tenant: 'DynamicDistributionGroup', onPremises: null }).left).toEqual([
    'No command that is known here sets members of anna@contoso.com.',
  ]);
});

test('what the shorthand leaves out has the meaning of the format, not the default of a cmdlet', () => {
  const closed = shorthand({ tenant: group, onPremises: null }, { internalOnly: true }, {});
  expect(done(closed).tenant).toEqual([
    "Set-DistributionGroup -Identity 'anna@contoso.com' -RequireSenderAuthenticationEnabled $false",
  ]);
  const smtp = (after: Properties) => done(shorthand(cloudOnly, {}, after)).tenant;
  expect(smtp({ smtpAuth: true })).toEqual([
    "Set-CASMailbox -Identity 'anna@contoso.com' -SmtpClientAuthenticationDisabled $false",
  ]);
  expect(done(shorthand(cloudOnly, { smtpAuth: true }, {})).tenant).toEqual([
    "Set-CASMailbox -Identity 'anna@contoso.com' -SmtpClientAuthenticationDisabled $null",
  ]);
  expect(smtp({ safeSenders: ['example.org'] })).toEqual([
    "Set-MailboxJunkEmailConfiguration -Identity 'anna@contoso.com' -TrustedSendersAndDomains @{Add=@('example.org')}",
  ]);
});

test('a pasted object says nothing of what it leaves out, and a person sets that back', () => {
  const closed = change(
    '/tenant/recipients',
    { tenant: group, onPremises: null },
    { RequireSenderAuthenticationEnabled: true },
    {},
  );
  expect(done(closed)).toEqual({
    ...nothing,
    left: [
      'Of anna@contoso.com, RequireSenderAuthenticationEnabled gets a value that no command can be given here; set it by hand.',
    ],
  });
});

test('where the mailbox is and what rules it has is set by no command', () => {
  expect(done(shorthand(onPremises, { mailbox: 'onPremises' }, { mailbox: 'cloud' }))).toEqual({
    ...nothing,
    left: ['No command that is known here sets mailbox of anna@contoso.com.'],
  });
  expect(done(change('/recipients', onPremises, { mailbox: 'onPremises' }, null)).left).toEqual([
    'Change the recipient anna@contoso.com where its mailbox is.',
  ]);
});

test("a copy of the directory on-premises is not written in the tenant, but what is the mailbox's own is", () => {
  const copy = (tenant: string, before: Properties, after: Properties) =>
    done(change('/tenant/recipients', { tenant, onPremises: null, isSynchronised: true }, before, after));
  expect(copy('MailUser', {}, { ExternalEmailAddress: 'a@example.org' })).toEqual({
    ...nothing,
    left: [
      'The tenant has anna@contoso.com from the directory on-premises (IsDirSynced): set ExternalEmailAddress there, and wait for the synchronisation.',
    ],
  });
  expect(copy('UserMailbox', { ForwardingSmtpAddress: 'smtp:a@example.org' }, {}).tenant).toEqual([
    "Set-Mailbox -Identity 'anna@contoso.com' -ForwardingSmtpAddress $null",
  ]);
});

test('a script for recipients is PowerShell, says what it would do where it is asked, and is taken back', async () => {
  const made = shorthand(
    movedToCloud,
    { aliases: ['old@contoso.com'] },
    { aliases: ["o'neil@contoso.com"], forwardTo: 'a@example.org' },
  );
  const step = { title: text`Give Anna an address`, reason: text`rewriting/reply-address-missing`, changes: [made] };
  for (const [script, address] of [
    [powershellScript(text`Fix`, [step]), "o''neil@contoso.com"],
    [powershellScript(text`Back`, takenBack([step])), 'old@contoso.com'],
  ] as const) {
    const [online = '', server = ''] = script.split('} else {');
    expect(online).toContain('Set-Mailbox -Identity');
    expect(server).toContain('Set-RemoteMailbox -Identity');
    expect(server).toContain(`Add=@('smtp:${address}')`);
    const lines = script.split('\n').filter((line) => line.trimStart().startsWith('Set-'));
    for (const line of lines) expect(line).toMatch(/ -WhatIf:\$WhatIf -ErrorAction Stop$/u);
    expect((await powershellSyntax(script)).errors).toEqual([]);
  }
});

test('a step shows what it has set by the cmdlets that print it', () => {
  const changes = [shorthand(movedToCloud, {}, { aliases: ['a@contoso.com'], forwardTo: 'a@example.org' })] as const;
  const options = { ttlOf: () => undefined, waitOf: () => undefined };
  const step = { title: text`T`, changes, cures: { rule: 'a/b', problem: text`P` } };
  const { steps } = planScripts({ steps: [step as never] }, 'x', options);
  expect(steps[0]?.verify).toEqual([
    "Get-RemoteMailbox -Identity 'anna@contoso.com' | Format-List EmailAddresses",
    "Get-Mailbox -Identity 'anna@contoso.com' | Format-List ForwardingSmtpAddress",
  ]);
  const members = shorthand({ tenant: group, onPremises: null }, {}, { members: ['a@contoso.com'] });
  expect(doing([members], () => undefined).tenant).toEqual([
    "Add-DistributionGroupMember -Identity 'anna@contoso.com' -Member 'a@contoso.com'",
  ]);
});

test('every parameter of recipients is a property that Exchange prints for them', () => {
  // Get-MailboxJunkEmailConfiguration prints these two, and a topology has them as shorthand alone.
  const junk = ['TrustedSendersAndDomains', 'BlockedSendersAndDomains'];
  const names = Object.keys(recipientForms).filter((name) => !junk.includes(name));
  expect(names.filter((name) => spellingOf('recipient', name) !== name)).toEqual([]);
});
