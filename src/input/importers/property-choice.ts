import type { ObjectKind } from '../topology/known-properties.ts';
import { words } from '../topology/name-words.ts';

/*
 * Most objects go into the topology with every property that their kind has. Some cmdlets print hundreds about calendars,
 * quotas and telephones, for each of thousands of mailboxes; of those only what mail flow can depend on.
 */

const acceptedDomain = words(`
  CatchAllRecipientID Default DomainName DomainType EmailOnly InitialDomain IsCoexistenceDomain MatchSubDomains Name
  OutboundOnly PendingRemoval SendingFromDomainDisabled SendingToDomainDisabled SmtpDaneStatus
`);

const organizationConfig = words(`
  AllowLegacyTLSClients AttributionRejectBeforeMServRequest AttributionRejectConsumerMessages DirectSendRejectionEnabled
  DisablePlusAddressInRecipients EnableForwardingAddressSyncForMailboxes ExternalPostmasterAddress InternalSMTPServers
  JournalArchivingEnabled JournalingReportNdrTo MaxReceiveSize MaxRecipientEnvelopeLimit MaxSendSize MessageExpiration
  OpenDomainRoutingEnabled PreventDuplicateJournalingEnabled RejectDirectSend SendFromAliasEnabled
  SmtpClientAuthenticationDisabled TLSReceiveDomainSecureList TLSSendDomainSecureList
  TransportRuleAttachmentTextScanLimit TransportRuleCollectionAddedRecipientsLimit
  TransportRuleCollectionRegexCharsLimit TransportRuleConfig TransportRuleLimit TransportRuleRegexValidationTimeout
  TransportRuleSizeLimit
`);

const receiveConnector = words(`
  AcceptConsumerMail AuthMechanism Bindings DomainSecureEnabled Enabled ExtendedProtectionPolicy Fqdn MaxHopCount
  MaxMessageSize MaxRecipientsPerMessage Name PermissionGroups RejectReservedSecondLevelRecipientDomains
  RejectReservedTopLevelRecipientDomains RejectSingleLabelRecipientDomains RemoteIPRanges RequireEHLODomain RequireTLS
  Server ServiceDiscoveryFqdn SmtpUtf8Enabled SuppressXAnonymousTls TlsCertificateName TlsDomainCapabilities
  TransportRole extendedRights
`);

const recipient = words(`
  AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers AcceptMessagesOnlyFromSendersOrMembers Alias City Company
  CountryOrRegion CustomAttribute1 CustomAttribute10 CustomAttribute11 CustomAttribute12 CustomAttribute13
  CustomAttribute14 CustomAttribute15 CustomAttribute2 CustomAttribute3 CustomAttribute4 CustomAttribute5
  CustomAttribute6 CustomAttribute7 CustomAttribute8 CustomAttribute9 DeliverToMailboxAndForward Department DisplayName
  EmailAddresses ExtensionCustomAttribute1 ExtensionCustomAttribute2 ExtensionCustomAttribute3
  ExtensionCustomAttribute4 ExtensionCustomAttribute5 ExternalEmailAddress Fax FirstName ForwardingAddress
  ForwardingSmtpAddress GroupMemberCount HomePhone Initials LastName Manager MaxReceiveSize MaxSendSize MemberOf Members
  MobilePhone ModeratedBy ModerationEnabled Name Notes Office OtherFax OtherHomePhone OtherTelephone Pager Phone
  PostalCode PrimarySmtpAddress RecipientLimits RecipientType RecipientTypeDetails RejectMessagesFrom
  RejectMessagesFromDLMembers RejectMessagesFromSendersOrMembers RemoteRoutingAddress RequireAllSendersAreAuthenticated
  RequireSenderAuthenticationEnabled SmtpClientAuthenticationDisabled StateOrProvince StreetAddress TargetAddress Title
  UserPrincipalName WindowsEmailAddress
`);

/** Where an empty value says something: null and absent differ for the reader of the topology. */
const emptyMatters: ReadonlySet<string> = new Set(['ForwardingAddress', 'ForwardingSmtpAddress']);

const chosen: Partial<Readonly<Record<ObjectKind, ReadonlySet<string>>>> = {
  acceptedDomain: new Set(acceptedDomain),
  organizationConfig: new Set(organizationConfig),
  receiveConnector: new Set(receiveConnector),
  recipient: new Set(recipient),
};

/** Kinds with a property for everything that might be set: what is not set says nothing. */
const sparse: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['transportRule', 'recipient']);

/** Whether a known property goes into the topology. */
export function isChosen(kind: ObjectKind, name: string, isEmpty: boolean): boolean {
  const set = chosen[kind];
  if (set !== undefined && !set.has(name)) return false;
  return !isEmpty || !sparse.has(kind) || emptyMatters.has(name);
}

/** Whether a property that nobody knows is worth a line in the topology; it is listed in any case. */
export const isCarried = (kind: ObjectKind | undefined, isEmpty: boolean): boolean =>
  !isEmpty || kind === undefined || !sparse.has(kind);
