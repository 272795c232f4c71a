import type { ObjectKind } from '../topology/known-properties.ts';
import { objectKinds } from '../topology/known-properties.ts';
import { words } from '../topology/name-words.ts';
import { partNames } from './part-names.ts';

export type Side = 'tenant' | 'onPremises';

/** Where objects of a noun go: a list or a single object of a side, or a reading of their own (`parts/`). */
export type Destination =
  | { readonly list: string }
  | { readonly single: string }
  | { readonly part: 'inbox-rule' | 'client-access' | 'certificate' | 'server' | 'permission' | 'txt-record' }
  | { readonly nothing: true };

/** What a cmdlet prints. */
export interface Noun {
  /** As Exchange spells it: `InboundConnector`. */
  readonly name: string;
  readonly kind: ObjectKind | undefined;
  /** The side on which the cmdlet exists; undefined: on both. */
  readonly side: Side | undefined;
  readonly into: Destination;
  /** Properties, where the kind does not list them. */
  readonly properties: readonly string[];
  readonly command: string;
}

const noun = (
  name: string,
  kind: ObjectKind | undefined,
  side: Side | undefined,
  into: Destination,
  properties: readonly string[] = kind === undefined ? [] : objectKinds[kind].properties,
): Noun => ({ name, kind, side, into, properties, command: `Get-${name}` });

const list = (name: string, kind: ObjectKind, side: Side | undefined, key: string): Noun =>
  noun(name, kind, side, { list: key });

const recipient = (name: string, side?: Side): Noun => noun(name, 'recipient', side, { list: 'recipients' }, []);

const ignored = (name: string, properties: string): Noun =>
  noun(name, undefined, undefined, { nothing: true }, words(properties));

/** Nouns that a topology takes, then those that are known and no matter of it. */
export const nouns: readonly Noun[] = [
  list('AcceptedDomain', 'acceptedDomain', undefined, 'acceptedDomains'),
  list('InboundConnector', 'inboundConnector', 'tenant', 'inboundConnectors'),
  list('OutboundConnector', 'outboundConnector', 'tenant', 'outboundConnectors'),
  list('TransportRule', 'transportRule', undefined, 'transportRules'),
  list('JournalRule', 'journalRule', undefined, 'journalRules'),
  list('RemoteDomain', 'remoteDomain', undefined, 'remoteDomains'),
  list('HostedConnectionFilterPolicy', 'hostedConnectionFilterPolicy', 'tenant', 'hostedConnectionFilterPolicies'),
  list(
    'HostedOutboundSpamFilterPolicy',
    'hostedOutboundSpamFilterPolicy',
    'tenant',
    'hostedOutboundSpamFilterPolicies',
  ),
  list('HostedOutboundSpamFilterRule', 'hostedOutboundSpamFilterRule', 'tenant', 'hostedOutboundSpamFilterRules'),
  list('HostedContentFilterPolicy', 'hostedContentFilterPolicy', 'tenant', 'hostedContentFilterPolicies'),
  list('HostedContentFilterRule', 'hostedContentFilterRule', 'tenant', 'hostedContentFilterRules'),
  list('AntiPhishPolicy', 'antiPhishPolicy', 'tenant', 'antiPhishPolicies'),
  list('AntiPhishRule', 'antiPhishRule', 'tenant', 'antiPhishRules'),
  list('TenantAllowBlockListItems', 'tenantAllowBlockListItem', 'tenant', 'tenantAllowBlockListItems'),
  list('TenantAllowBlockListSpoofItems', 'tenantAllowBlockListSpoofItem', 'tenant', 'tenantAllowBlockListSpoofItems'),
  list('DkimSigningConfig', 'dkimSigningConfig', 'tenant', 'dkimSigningConfigs'),
  list('OnPremisesOrganization', 'onPremisesOrganization', 'tenant', 'onPremisesOrganizations'),
  noun('IRMConfiguration', 'irmConfiguration', undefined, { single: 'irmConfiguration' }),
  noun('ArcConfig', 'arcConfig', 'tenant', { single: 'arcConfig' }),
  noun(
    'OrganizationConfig',
    'organizationConfig',
    undefined,
    { single: 'organizationConfig' },
    objectKinds.organizationConfig.properties.filter((name) => !partNames.transportConfig.includes(name)),
  ),
  noun('TransportConfig', 'organizationConfig', undefined, { single: 'organizationConfig' }, partNames.transportConfig),
  noun('HybridConfiguration', 'hybridConfiguration', 'onPremises', { single: 'hybridConfiguration' }),
  list('SendConnector', 'sendConnector', 'onPremises', 'sendConnectors'),
  list('ReceiveConnector', 'receiveConnector', 'onPremises', 'receiveConnectors'),
  list('AddressRewriteEntry', 'addressRewriteEntry', 'onPremises', 'addressRewriteEntries'),
  noun('Recipient', 'recipient', undefined, { list: 'recipients' }),
  recipient('Mailbox'),
  recipient('EXOMailbox', 'tenant'),
  recipient('EXORecipient', 'tenant'),
  recipient('RemoteMailbox', 'onPremises'),
  recipient('MailUser'),
  recipient('MailContact'),
  recipient('DistributionGroup'),
  recipient('DynamicDistributionGroup'),
  recipient('UnifiedGroup', 'tenant'),
  recipient('MailPublicFolder'),
  noun('InboxRule', undefined, undefined, { part: 'inbox-rule' }, partNames.inboxRule),
  noun('CASMailbox', undefined, undefined, { part: 'client-access' }, partNames.casMailbox),
  noun('ExchangeCertificate', undefined, 'onPremises', { part: 'certificate' }, partNames.exchangeCertificate),
  noun('ExchangeServer', undefined, 'onPremises', { part: 'server' }, partNames.exchangeServer),
  noun('ADPermission', undefined, 'onPremises', { part: 'permission' }, partNames.adPermission),
  noun('ScubaSpfRecord', undefined, 'tenant', { part: 'txt-record' }, partNames.scubaRecord),
  noun('ScubaDmarcRecord', undefined, 'tenant', { part: 'txt-record' }, partNames.scubaRecord),
  noun('ScubaDkimRecord', undefined, 'tenant', { part: 'txt-record' }, partNames.scubaRecord),
  ignored('SharingPolicy', 'Domains Enabled Default'),
  ignored('IntraOrganizationConnector', 'DiscoveryEndpoint TargetAddressDomains TargetSharingEpr'),
  ignored('OrganizationRelationship', 'DomainNames FreeBusyAccessEnabled TargetApplicationUri TargetAutodiscoverEpr'),
  ignored('MalwareFilterPolicy', 'EnableFileFilter FileTypeAction FileTypes EnableInternalSenderAdminNotifications'),
  ignored('MalwareFilterRule', 'MalwareFilterPolicy'),
  ignored('SafeLinksPolicy', 'EnableSafeLinksForEmail EnableSafeLinksForTeams ScanUrls TrackClicks'),
  ignored('SafeAttachmentPolicy', 'ActionOnError Redirect RedirectAddress QuarantineTag'),
  ignored('EmailAddressPolicy', 'EnabledEmailAddressTemplates EnabledPrimarySMTPAddressTemplate'),
  ignored('MobileDeviceMailboxPolicy', 'AllowBluetooth AllowCamera DevicePasswordEnabled'),
];

const spelled = new Map(nouns.map((one) => [plainName(one.name), one]));

/** Other names of the same thing: type names of PowerShell, keys of ScubaGear. */
const synonyms: Readonly<Record<string, string>> = {
  tenantinboundconnector: 'InboundConnector',
  tenantoutboundconnector: 'OutboundConnector',
  smtpsendconnectorconfig: 'SendConnector',
  domaincontentconfig: 'RemoteDomain',
  transportconfigcontainer: 'TransportConfig',
  adorganizationconfig: 'OrganizationConfig',
  exchangeconfigurationunit: 'OrganizationConfig',
  rule: 'TransportRule',
  journalruleobject: 'JournalRule',
  reducedrecipient: 'Recipient',
  adacepresentationobject: 'ADPermission',
  dkimconfig: 'DkimSigningConfig',
  orgconfig: 'OrganizationConfig',
  connfilter: 'HostedConnectionFilterPolicy',
  connectionfilter: 'HostedConnectionFilterPolicy',
  outboundspamfilterpolicy: 'HostedOutboundSpamFilterPolicy',
  contentfilterpolicy: 'HostedContentFilterPolicy',
  spfrecord: 'ScubaSpfRecord',
  dmarcrecord: 'ScubaDmarcRecord',
  dkimrecord: 'ScubaDkimRecord',
  intraorgconnector: 'IntraOrganizationConnector',
  intraorgconfig: 'IntraOrganizationConnector',
};

/** Lower case, without a verb before it, marks inside it and a plural behind it. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:get|new|set|export)-/u, '')
    .replace(/[^a-z0-9]/gu, '')
    .replace(/ies$/u, 'y')
    .replace(/(?<!s)s$/u, '');
}

/** The noun that a type name, a key or a cmdlet names, in any case, in the plural, with underscores or a verb. */
export function nounNamed(name: string): Noun | undefined {
  const plain = plainName(name);
  return spelled.get(plain) ?? spelled.get(plainName(synonyms[plain] ?? ''));
}

/** `Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain` is an AcceptedDomain. */
export function nounOfType(type: string): Noun | undefined {
  if (!/Microsoft\.Exchange\./u.test(type)) return undefined;
  return nounNamed(type.trim().replace(/`.*$/su, '').split('.').at(-1) ?? '');
}
