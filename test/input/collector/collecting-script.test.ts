import { expect, test } from 'vitest';
import { collectedExports, fileOf } from '../../../src/input/collector/collected-exports.ts';
import { collectingScript } from '../../../src/input/collector/collecting-script.ts';
import { nounNamed, nouns } from '../../../src/input/importers/nouns.ts';
import { spellingOf } from '../../../src/input/topology/known-properties.ts';
import { cmdlets, commonParameters } from '../../../src/reference/cmdlets/cmdlets.ts';
import { powershellSyntax } from '../../support/powershell-syntax.ts';

const script = collectingScript();

test('the script is PowerShell', async () => {
  const { errors, commands } = await powershellSyntax(script);
  expect(errors).toEqual([]);
  expect(commands.length).toBeGreaterThan(100);
});

test.each([
  ["Export-Answer 'tenant' 'InboundConnector' {", "Export-Answer 'tenant' 'InboundConnector {"],
  ['} catch {', '} catch '],
  ['foreach ($group in $groups) {', 'foreach ($group of $groups) {'],
  ['param([string] $Text)', 'param([string $Text)'],
])('a mistake in it would be seen: %s', async (from, to) => {
  const broken = script.replace(from, to);
  expect(broken).not.toBe(script);
  expect((await powershellSyntax(broken)).errors.length).toBeGreaterThan(0);
});

/** Get- reads; the others shape what was read, tell how far it is, and write into the folder. */
const allowed = new Set([
  'ConvertTo-Json',
  'Out-File',
  'New-Item',
  'Join-Path',
  'Select-Object',
  'Where-Object',
  'ForEach-Object',
  'Write-Host',
  'Write-Progress',
]);

test('it reads, and writes nothing but files: every command is a Get- cmdlet, one of a few others, or its own', async () => {
  const { commands, functions } = await powershellSyntax(script);
  expect([...functions].sort()).toEqual(['Export-Answer', 'Export-Bound', 'Export-Note']);
  const others = commands
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('Get-') && !functions.includes(name) && !allowed.has(name));
  // The block that a function was given: `& $Question`.
  expect([...new Set(others)]).toEqual(['$Question']);
});

test('a changing cmdlet would be seen', async () => {
  const planted = script.replace('Get-RemoteDomain -ErrorAction Stop', 'Set-RemoteDomain Default -ErrorAction Stop');
  const { commands } = await powershellSyntax(planted);
  expect(commands.map(({ name }) => name)).toContain('Set-RemoteDomain');
});

test('it calls no cmdlet and no parameter that Microsoft does not document', async () => {
  const { commands, functions } = await powershellSyntax(script);
  const known = new Map(cmdlets.map((one) => [one.name, new Set([...one.parameters, ...commonParameters])]));
  const wrong = commands.flatMap(({ name, parameters }) => {
    if (functions.includes(name) || name === '$Question') return [];
    const documented = known.get(name);
    if (documented === undefined) return [name];
    return parameters.filter((parameter) => !documented.has(parameter)).map((parameter) => `${name} -${parameter}`);
  });
  expect(wrong).toEqual([]);
  const used = new Set(commands.map(({ name }) => name));
  expect(cmdlets.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

test('every cmdlet is asked on a side where it exists', () => {
  const where = new Map(cmdlets.map((one) => [one.name, one.where]));
  const wrong = collectedExports.flatMap(({ calls, side }) =>
    calls.map((call) => call.split(' ')[0] ?? '').filter((name) => where.get(name)?.includes(side) !== true),
  );
  expect(wrong).toEqual([]);
});

test('what it exports is what import takes, on the side where it takes it', () => {
  const unknown = collectedExports.filter(({ noun, side }) => {
    const taken = nounNamed(noun);
    return taken?.name !== noun || (taken.side !== undefined && taken.side !== side) || 'nothing' in taken.into;
  });
  expect(unknown.map(fileOf)).toEqual([]);
  expect(new Set(collectedExports.map(fileOf)).size).toBe(collectedExports.length);
});

test('properties that it selects are known to import', () => {
  const unknown = collectedExports.flatMap(({ noun, properties = [] }) => {
    const taken = nounNamed(noun);
    if (taken === undefined) return [noun];
    const names = new Set(taken.properties.map((name) => name.toLowerCase()));
    return properties
      .filter((name) => !names.has(name.toLowerCase()) && spellingOf(taken.kind ?? 'recipient', name) === undefined)
      .map((name) => `${noun}.${name}`);
  });
  expect(unknown).toEqual([]);
});

/** Taken by import, and not collected: with the reason. */
const notCollected: Readonly<Record<string, string>> = {
  EXOMailbox: 'Get-Mailbox prints the same',
  EXORecipient: 'Get-Recipient prints the same',
  MailUser: 'Get-Recipient prints them, with their external address',
  MailContact: 'Get-Recipient prints them, with their external address',
  DynamicDistributionGroup: 'Get-Recipient prints them; their members are computed when a message arrives',
  UnifiedGroup: 'Get-Recipient prints them',
  MailPublicFolder: 'Get-Recipient prints them',
  ScubaSpfRecord: 'DNS is the matter of capture',
  ScubaDmarcRecord: 'DNS is the matter of capture',
  ScubaDkimRecord: 'DNS is the matter of capture',
};

test('whatever import takes is collected, or it is said why not', () => {
  const collected = new Set(collectedExports.map(({ noun }) => noun));
  const left = nouns.filter(({ into, name }) => !('nothing' in into) && !collected.has(name)).map(({ name }) => name);
  expect(left.sort()).toEqual(Object.keys(notCollected).sort());
});

test('it writes JSON of depth 6 in UTF-8, asks for connectors in test mode, and every question has an answer of its own', () => {
  expect(script).toContain('ConvertTo-Json -InputObject $answer -Depth 6 | Out-File -FilePath $file -Encoding utf8');
  expect(script).toContain('Get-OutboundConnector -IncludeTestModeConnectors $true');
  const answers = [...script.matchAll(/Export-Answer '(\w+)' '(\w+)' \{/gu)].map(
    ([, side, noun]) => `${side}-${noun}.json`,
  );
  expect(answers).toEqual(collectedExports.map(fileOf));
});

test('no line is longer than a screen, and all of it is ASCII, so that no encoding can break it', () => {
  expect(script.split('\n').filter((line) => line.length > 130)).toEqual([]);
  expect([...script].filter((char) => char > '~')).toEqual([]);
});
