import { words } from '../topology/name-words.ts';

/** One file that the collecting script writes: what a cmdlet prints, on one side. */
export interface CollectedExport {
  /** Noun of the cmdlet, and part of the name of the file. */
  readonly noun: string;
  readonly side: 'tenant' | 'onPremises';
  /** The calls, as the script writes them; `-ErrorAction Stop` is added. */
  readonly calls: readonly string[];
  /** Only these properties; undefined: all, because they are few and any may decide. */
  readonly properties: readonly string[] | undefined;
  /** Asked for each of several objects; the script has code of its own for it. */
  readonly each: 'group' | 'mailbox' | 'server' | 'receiveConnector' | undefined;
  /** Left out unless the script is asked for recipients, because a tenant may have a hundred thousand. */
  readonly ofRecipients: boolean;
}

type Side = CollectedExport['side'];

const settings = (side: Side, noun: string, parameters = ''): CollectedExport => ({
  noun,
  side,
  calls: [`Get-${noun}${parameters === '' ? '' : ` ${parameters}`}`],
  properties: undefined,
  each: undefined,
  ofRecipients: false,
});

const bound = '-ResultSize $Recipients';

const recipients = (
  side: Side,
  noun: string,
  properties: readonly string[],
  each?: CollectedExport['each'],
): CollectedExport => ({ ...settings(side, noun, bound), properties, each, ofRecipients: true });

const address = words(`
  Name DisplayName Alias PrimarySmtpAddress EmailAddresses RecipientType RecipientTypeDetails DistinguishedName
`);

const attributes = words(`
  City Company CountryOrRegion CustomAttribute1 CustomAttribute2 CustomAttribute3 CustomAttribute4 CustomAttribute5
  CustomAttribute6 CustomAttribute7 CustomAttribute8 CustomAttribute9 CustomAttribute10 CustomAttribute11
  CustomAttribute12 CustomAttribute13 CustomAttribute14 CustomAttribute15 Department FirstName LastName Manager Notes
  Office Phone PostalCode StateOrProvince Title
`);

const restrictions = words(`
  AcceptMessagesOnlyFromSendersOrMembers MaxReceiveSize MaxSendSize ModeratedBy ModerationEnabled
  RejectMessagesFromSendersOrMembers RequireSenderAuthenticationEnabled
`);

const forwards = words('DeliverToMailboxAndForward ForwardingAddress ForwardingSmtpAddress RecipientLimits');

const ofRecipients = (side: Side): readonly CollectedExport[] => [
  recipients(side, 'Recipient', [...address, 'ExternalEmailAddress', ...attributes]),
  recipients(side, 'Mailbox', [...address, ...forwards, ...restrictions]),
  ...(side === 'onPremises'
    ? [recipients(side, 'RemoteMailbox', [...address, 'RemoteRoutingAddress', ...restrictions])]
    : []),
  recipients(side, 'DistributionGroup', [...address, ...restrictions], 'group'),
  recipients(side, 'CASMailbox', [
    'Name',
    'PrimarySmtpAddress',
    'SmtpClientAuthenticationDisabled',
    'DistinguishedName',
  ]),
  recipients(
    side,
    'InboxRule',
    words(`
      Name Identity Enabled Priority MailboxOwnerId ForwardTo ForwardAsAttachmentTo RedirectTo DeleteMessage StopProcessingRules
    `),
    'mailbox',
  ),
];

const onServers = (noun: string, each: CollectedExport['each'], call: string, properties: readonly string[]) => ({
  ...settings('onPremises', noun),
  calls: [call],
  each,
  properties,
});

/** Everything that mxproof can use, in the order in which the script asks for it. */
export const collectedExports: readonly CollectedExport[] = [
  settings('tenant', 'AcceptedDomain'),
  settings('tenant', 'OrganizationConfig'),
  settings('tenant', 'TransportConfig'),
  settings('tenant', 'InboundConnector'),
  settings('tenant', 'OutboundConnector', '-IncludeTestModeConnectors $true'),
  settings('tenant', 'TransportRule', '-ResultSize Unlimited'),
  settings('tenant', 'JournalRule'),
  settings('tenant', 'RemoteDomain'),
  settings('tenant', 'HostedConnectionFilterPolicy'),
  settings('tenant', 'HostedOutboundSpamFilterPolicy'),
  settings('tenant', 'HostedOutboundSpamFilterRule'),
  settings('tenant', 'HostedContentFilterPolicy'),
  settings('tenant', 'HostedContentFilterRule'),
  settings('tenant', 'AntiPhishPolicy'),
  settings('tenant', 'AntiPhishRule'),
  {
    ...settings('tenant', 'TenantAllowBlockListItems'),
    calls: ['Get-TenantAllowBlockListItems -ListType Sender', 'Get-TenantAllowBlockListItems -ListType IP'],
  },
  settings('tenant', 'TenantAllowBlockListSpoofItems'),
  settings('tenant', 'IRMConfiguration'),
  settings('tenant', 'ArcConfig'),
  settings('tenant', 'DkimSigningConfig'),
  settings('tenant', 'OnPremisesOrganization'),
  ...ofRecipients('tenant'),
  settings('onPremises', 'AcceptedDomain'),
  settings('onPremises', 'OrganizationConfig'),
  settings('onPremises', 'TransportConfig'),
  settings('onPremises', 'HybridConfiguration'),
  settings('onPremises', 'ExchangeServer'),
  settings('onPremises', 'SendConnector'),
  settings('onPremises', 'ReceiveConnector'),
  onServers('ADPermission', 'receiveConnector', 'Get-ADPermission -Identity $connector.DistinguishedName', [
    'Identity',
    'User',
    'ExtendedRights',
    'Deny',
    'IsInherited',
  ]),
  onServers(
    'ExchangeCertificate',
    'server',
    'Get-ExchangeCertificate -Server $server.Name',
    words(`
      Thumbprint Subject Issuer CertificateDomains NotBefore NotAfter Services Status IsSelfSigned HasPrivateKey
      PublicKeySize RootCAType RawData
    `),
  ),
  settings('onPremises', 'RemoteDomain'),
  settings('onPremises', 'TransportRule', '-ResultSize Unlimited'),
  settings('onPremises', 'JournalRule'),
  settings('onPremises', 'IRMConfiguration'),
  settings('onPremises', 'AddressRewriteEntry'),
  ...ofRecipients('onPremises'),
];

/** Name of the file that holds an export. */
export const fileOf = ({ side, noun }: Pick<CollectedExport, 'side' | 'noun'>): string => `${side}-${noun}.json`;
