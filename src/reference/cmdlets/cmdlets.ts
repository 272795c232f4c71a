import type { Provenance } from '../provenance.ts';

/*
 * Cmdlets that the collecting script calls, with the parameters that Microsoft documents and the script may need. A test
 * holds the script against this table, so that it calls nothing that does not exist.
 */

export interface Cmdlet {
  readonly name: string;
  /** Where it can be called: in Exchange Online PowerShell, in the Exchange Management Shell, or in any PowerShell. */
  readonly where: readonly ('tenant' | 'onPremises' | 'powershell')[];
  readonly parameters: readonly string[];
}

export const cmdletsSource: Provenance = {
  publisher: 'Microsoft',
  source:
    'MicrosoftDocs/office-docs-powershell: exchange/exchange-ps/ExchangePowerShell/<cmdlet>.md; MicrosoftDocs/PowerShell-Docs',
  date: '2026-11-22',
};

const tenant = (name: string, ...parameters: string[]): Cmdlet => ({ name, where: ['tenant'], parameters });
const onPremises = (name: string, ...parameters: string[]): Cmdlet => ({ name, where: ['onPremises'], parameters });
const both = (name: string, ...parameters: string[]): Cmdlet => ({ name, where: ['tenant', 'onPremises'], parameters });
const powershell = (name: string, ...parameters: string[]): Cmdlet => ({ name, where: ['powershell'], parameters });

export const cmdlets: readonly Cmdlet[] = [
  both('Get-AcceptedDomain', 'Identity', 'ResultSize'),
  tenant('Get-InboundConnector', 'Identity', 'ResultSize'),
  tenant('Get-OutboundConnector', 'Identity', 'IncludeTestModeConnectors', 'IsTransportRuleScoped', 'ResultSize'),
  both('Get-TransportRule', 'Identity', 'DlpPolicy', 'ExcludeConditionActionDetails', 'Filter', 'ResultSize', 'State'),
  both('Get-JournalRule', 'Identity'),
  both('Get-RemoteDomain', 'Identity', 'ResultSize'),
  both('Get-OrganizationConfig'),
  both('Get-TransportConfig', 'Identity'),
  both('Get-IRMConfiguration', 'Identity'),
  tenant('Get-HostedConnectionFilterPolicy', 'Identity'),
  tenant('Get-HostedOutboundSpamFilterPolicy', 'Identity'),
  tenant('Get-HostedOutboundSpamFilterRule', 'Identity', 'State'),
  tenant('Get-HostedContentFilterPolicy', 'Identity'),
  tenant('Get-HostedContentFilterRule', 'Identity', 'State'),
  tenant('Get-AntiPhishPolicy', 'Identity', 'Advanced', 'Impersonation', 'Spoof'),
  tenant('Get-AntiPhishRule', 'Identity', 'State'),
  tenant('Get-TenantAllowBlockListItems', 'ListType', 'Allow', 'Block', 'Entry', 'ListSubType', 'NoExpiration'),
  tenant('Get-TenantAllowBlockListSpoofItems', 'Identity', 'Action', 'SpoofType'),
  tenant('Get-ArcConfig', 'Identity'),
  tenant('Get-DkimSigningConfig', 'Identity'),
  tenant('Get-OnPremisesOrganization', 'Identity'),
  onPremises('Get-HybridConfiguration', 'DomainController'),
  onPremises('Get-SendConnector', 'Identity'),
  onPremises('Get-ReceiveConnector', 'Identity', 'Server'),
  onPremises('Get-ADPermission', 'Identity', 'Owner', 'User'),
  onPremises('Get-ExchangeServer', 'Identity', 'Domain', 'Status'),
  onPremises('Get-ExchangeCertificate', 'Thumbprint', 'DomainName', 'Instance', 'Server'),
  onPremises('Get-AddressRewriteEntry', 'Identity'),
  onPremises('Get-RemoteMailbox', 'Identity', 'Archive', 'Filter', 'ResultSize', 'SortBy'),
  both('Get-Recipient', 'Identity', 'Filter', 'RecipientType', 'RecipientTypeDetails', 'ResultSize', 'SortBy'),
  both('Get-Mailbox', 'Identity', 'Archive', 'Filter', 'RecipientTypeDetails', 'ResultSize', 'SortBy'),
  both('Get-CASMailbox', 'Identity', 'Filter', 'ResultSize', 'SortBy'),
  both('Get-DistributionGroup', 'Identity', 'Filter', 'RecipientTypeDetails', 'ResultSize', 'SortBy'),
  both('Get-DistributionGroupMember', 'Identity', 'ResultSize'),
  both('Get-InboxRule', 'Identity', 'IncludeHidden', 'Mailbox', 'ResultSize'),
  powershell('Get-Date', 'Format'),
  powershell('ConvertTo-Json', 'Depth', 'InputObject', 'Compress'),
  powershell('Out-File', 'Append', 'Encoding', 'FilePath', 'InputObject'),
  powershell('New-Item', 'ItemType', 'Path', 'Force'),
  powershell('Join-Path', 'Path', 'ChildPath'),
  powershell('Select-Object', 'Property'),
  powershell('Where-Object', 'FilterScript'),
  powershell('ForEach-Object', 'Process'),
  powershell('Write-Host', 'Object'),
  powershell('Write-Progress', 'Activity', 'Status', 'PercentComplete', 'Completed'),
];

/** Parameters that every cmdlet has (about_CommonParameters), as far as the script uses them. */
export const commonParameters: readonly string[] = ['ErrorAction', 'WarningAction'];
