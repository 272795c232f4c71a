import { type CollectedExport, collectedExports } from './collected-exports.ts';

/**
 * A PowerShell script that exports what mxproof can use: for Windows PowerShell 5.1 and PowerShell 7, connected to Exchange
 * Online or, with `-OnPremises`, in the Exchange Management Shell. It calls Get- cmdlets and writes into one folder.
 */
export function collectingScript(): string {
  const of = (side: CollectedExport['side']): string =>
    collectedExports
      .filter((one) => one.side === side)
      .map(blockOf)
      .join('\n');
  return `${head}\nif (-not $OnPremises) {\n${of('tenant')}\n} else {\n${of('onPremises')}\n}\n${foot}`;
}

const head = `<#
.SYNOPSIS
    Exports the mail flow settings that mxproof reads. Reads only: nothing is changed.
.DESCRIPTION
    Run it twice if there are servers, too: once after Connect-ExchangeOnline, and once with -OnPremises in the Exchange
    Management Shell. Both runs may write into the same folder. What cannot be exported, for example for want of a
    permission, is written down in collected.txt of the folder, and the rest goes on.
    A role with the right to view is enough: Global Reader, or View-Only Organization Management.
.PARAMETER Folder
    Where the exports are written. It is made if it is not there.
.PARAMETER OnPremises
    Exports the settings of Exchange Server instead of those of Exchange Online.
.PARAMETER Recipients
    How many recipients, mailboxes and groups are exported at most; 0: none.
.PARAMETER InboxRules
    Exports the inbox rules of these mailboxes, too. That is one question for each mailbox, and takes long.
.EXAMPLE
    .\\collect.ps1 -Folder exports
    Then: mxproof import exports -o topology.yaml
#>
[CmdletBinding()]
param(
    [string] $Folder = 'mxproof-exports',
    [switch] $OnPremises,
    [ValidateRange(0, 1000000)] [int] $Recipients = 20000,
    [switch] $InboxRules
)

$target = (New-Item -ItemType Directory -Path $Folder -Force -ErrorAction Stop).FullName
$log = Join-Path -Path $target -ChildPath 'collected.txt'

# Writes a line for whoever reads the folder later.
function Export-Note {
    param([string] $Text)
    "$(Get-Date -Format o) $Text" | Out-File -FilePath $log -Encoding utf8 -Append
    Write-Host $Text
}

# Runs a question and writes its answer as JSON; a question that fails leaves a note and no file.
function Export-Answer {
    param([string] $Side, [string] $Noun, [scriptblock] $Question)
    Write-Progress -Activity 'Exporting' -Status "$Side $Noun"
    try {
        $found = @(& $Question)
        $file = Join-Path -Path $target -ChildPath "$Side-$Noun.json"
        $answer = @{ $Side = @{ "Get-$Noun" = $found } }
        ConvertTo-Json -InputObject $answer -Depth 6 | Out-File -FilePath $file -Encoding utf8
        Export-Note "$Side \${Noun}: $($found.Count)"
    } catch {
        Export-Note "$Side \${Noun}: NOT EXPORTED. $($_.Exception.Message)"
    }
}

# Says when there may be more than were asked for.
function Export-Bound {
    param([string] $Noun, [int] $Count)
    if ($Count -ge $Recipients) {
        Export-Note "\${Noun}: there may be more than $Recipients; use -Recipients to export them."
    }
}
`;

const foot = `Write-Progress -Activity 'Exporting' -Completed
Export-Note "Done: $target"
`;

function blockOf(one: CollectedExport): string {
  const body = bodyOf(one);
  const lines = body.map((line) => `        ${line}`.trimEnd());
  const block = [`    Export-Answer '${one.side}' '${one.noun}' {`, ...lines, '    }'];
  if (!one.ofRecipients) return block.join('\n');
  const condition = one.noun === 'InboxRule' ? '$InboxRules -and $Recipients -gt 0' : '$Recipients -gt 0';
  return [`    if (${condition}) {`, ...block.map((line) => `    ${line}`), '    }'].join('\n');
}

const stop = '-ErrorAction Stop';

function bodyOf(one: CollectedExport): readonly string[] {
  switch (one.each) {
    case 'group':
      return groupBody(one);
    case 'mailbox':
      return mailboxBody(one);
    case 'server':
      return serverBody(one);
    case 'receiveConnector':
      return rightsBody(one);
    default:
      return plainBody(one);
  }
}

function plainBody({ calls, properties, noun, ofRecipients }: CollectedExport): readonly string[] {
  if (properties === undefined) return calls.map((call) => `${call} ${stop}`);
  return [
    ...assigned(properties),
    `$found = @(${calls.join('; ')} ${stop} | Select-Object -Property $properties)`,
    ...(ofRecipients ? [`Export-Bound '${noun}' $found.Count`] : []),
    '$found',
  ];
}

/** A group with the addresses of its members, which no property of it holds. */
const groupBody = ({ calls, properties = [], noun }: CollectedExport): readonly string[] => [
  ...assigned(properties),
  `$groups = @(${calls.join('; ')} ${stop})`,
  `Export-Bound '${noun}' $groups.Count`,
  '$done = 0',
  'foreach ($group in $groups) {',
  '    $done++',
  `    ${progress('groups')}`,
  '    try {',
  '        $identity = $group.DistinguishedName',
  `        $found = @(Get-DistributionGroupMember -Identity $identity -ResultSize $Recipients ${stop})`,
  '        $members = @($found | ForEach-Object { "$($_.PrimarySmtpAddress)" })',
  "        $group | Select-Object -Property ($properties + @{ Name = 'Members'; Expression = { $members } })",
  '    } catch {',
  '        Export-Note "Members of $($group.Name): NOT EXPORTED. $($_.Exception.Message)"',
  '        $group | Select-Object -Property $properties',
  '    }',
  '}',
];

/** Rules do not name the address of their mailbox in every version. */
const mailboxBody = ({ properties = [] }: CollectedExport): readonly string[] => [
  ...assigned(properties.filter((name) => name !== 'MailboxOwnerId')),
  `$mailboxes = @(Get-Mailbox -ResultSize $Recipients ${stop})`,
  '$done = 0',
  'foreach ($mailbox in $mailboxes) {',
  '    $done++',
  `    ${progress('mailboxes')}`,
  '    $owner = "$($mailbox.PrimarySmtpAddress)"',
  '    try {',
  `        Get-InboxRule -Mailbox $owner ${stop} |`,
  "            Select-Object -Property ($properties + @{ Name = 'MailboxOwnerId'; Expression = { $owner } })",
  '    } catch {',
  '        Export-Note "Inbox rules of $($owner): NOT EXPORTED. $($_.Exception.Message)"',
  '    }',
  '}',
];

/** Certificates of each server, with their bytes as Base64: names and chain are read from these. */
const serverBody = ({ calls, properties = [] }: CollectedExport): readonly string[] => [
  ...assigned(properties.filter((name) => name !== 'RawData')),
  `foreach ($server in @(Get-ExchangeServer ${stop})) {`,
  '    try {',
  `        ${calls.join('; ')} ${stop} | Select-Object -Property ($properties + @(`,
  "            @{ Name = 'Server'; Expression = { $server.Name } }",
  "            @{ Name = 'RawData'; Expression = { [Convert]::ToBase64String($_.RawData) } }))",
  '    } catch {',
  '        Export-Note "Certificates of $($server.Name): NOT EXPORTED. $($_.Exception.Message)"',
  '    }',
  '}',
];

/** Rights beyond the permission groups, such as the one to relay. */
const rightsBody = ({ calls, properties = [] }: CollectedExport): readonly string[] => [
  ...assigned(properties.filter((name) => !['Identity', 'User', 'ExtendedRights'].includes(name))),
  `foreach ($connector in @(Get-ReceiveConnector ${stop})) {`,
  '    try {',
  `        ${calls.join('; ')} ${stop} | Where-Object { $_.ExtendedRights } |`,
  '            Select-Object -Property ($properties + @(',
  `                @{ Name = 'Identity'; Expression = { "$($connector.Identity)" } }`,
  `                @{ Name = 'User'; Expression = { "$($_.User)" } }`,
  `                @{ Name = 'ExtendedRights'; Expression = { @($_.ExtendedRights | ForEach-Object { "$_" }) } }))`,
  '    } catch {',
  '        Export-Note "Rights of $($connector.Identity): NOT EXPORTED. $($_.Exception.Message)"',
  '    }',
  '}',
];

const progress = (what: string): string =>
  `Write-Progress -Activity 'Exporting' -Status "${what} $done" -PercentComplete (100 * $done / $${what}.Count)`;

/** Assigns a list of names, over several lines, each short enough to read. */
function assigned(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names.map((each) => `'${each}'`)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > widest) lines.push(name);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return [`$properties = @(${only})`];
  return ['$properties = @(', ...lines.map((line) => `    ${line}`), ')'];
}

const widest = 90;
