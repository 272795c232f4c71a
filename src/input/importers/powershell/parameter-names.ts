/*
 * What a parameter sets, where the property that Get- prints has another name or notation. Parameters and properties with
 * the same name are not listed. Sources: the page of each cmdlet in Microsoft's documentation
 * (learn.microsoft.com/powershell/module/exchange, read from MicrosoftDocs/office-docs-powershell in November 2026),
 * and the schemas of Microsoft365DSC for keys of its resources.
 */

type Notation =
  /** `$true` and `$false` are printed as `Enabled` and `Disabled`. */
  'state' | 'same';

interface Renamed {
  readonly noun: string;
  readonly parameter: string;
  readonly property: string;
  readonly notation: Notation;
  /** The page that describes the parameter. */
  readonly source: string;
}

const state = (noun: string): Renamed => ({
  noun,
  parameter: 'Enabled',
  property: 'State',
  notation: 'state',
  source: `New-${noun}`,
});

const renamed = (noun: string, parameter: string, property: string, source: string): Renamed => ({
  noun,
  parameter,
  property,
  notation: 'same',
  source,
});

export const renamedParameters: readonly Renamed[] = [
  state('TransportRule'),
  state('HostedOutboundSpamFilterRule'),
  state('HostedContentFilterRule'),
  state('AntiPhishRule'),
  renamed('TransportRule', 'NotifySender', 'SenderNotificationType', 'New-TransportRule'),
  renamed('AcceptedDomain', 'MakeDefault', 'Default', 'Set-AcceptedDomain'),
  renamed('HostedConnectionFilterPolicy', 'MakeDefault', 'IsDefault', 'Set-HostedConnectionFilterPolicy'),
  renamed('HostedContentFilterPolicy', 'MakeDefault', 'IsDefault', 'Set-HostedContentFilterPolicy'),
  renamed('AntiPhishPolicy', 'MakeDefault', 'IsDefault', 'Set-AntiPhishPolicy'),
  renamed('DkimSigningConfig', 'DomainName', 'Domain', 'New-DkimSigningConfig'),
  renamed('JournalRule', 'RuleScope', 'Scope', 'MSFT_EXOJournalRule'),
];

const byName = new Map(renamedParameters.map((one) => [`${one.noun} ${one.parameter}`.toLowerCase(), one]));

export const renamedParameter = (noun: string, parameter: string): Renamed | undefined =>
  byName.get(`${noun} ${parameter}`.toLowerCase());

/** Parameters that say how a cmdlet runs, and nothing of the object (about_CommonParameters and Exchange's own). */
const aboutTheRun = new Set(
  `confirm whatif verbose debug erroraction warningaction informationaction progressaction errorvariable warningvariable
   informationvariable outvariable outbuffer pipelinevariable domaincontroller force bypassvalidation asjob organization
   bypassownercheck ignoredefaultscope originatingserver password noexpiration roommailboxpassword resetpasswordonnextlogon
   bypassdualwrite sendmoderationnotifications`
    .toLowerCase()
    .split(/\s+/u),
);

export const isAboutTheRun = (parameter: string): boolean => aboutTheRun.has(parameter.toLowerCase());

/** Switches: parameters that take a value only behind a colon. */
const switches = new Set(
  `confirm whatif verbose debug force bypassvalidation asjob allow block noexpiration shared room equipment archive
   custom internet internal client partner bypassownercheck ignoredefaultscope bypassdualwrite`.split(/\s+/u),
);

export const isSwitch = (parameter: string): boolean => switches.has(parameter.toLowerCase());
