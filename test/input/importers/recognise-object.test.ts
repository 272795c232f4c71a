import { expect, test } from 'vitest';
import type { ExportedObject } from '../../../src/input/importers/exported-object.ts';
import { recogniseNoun } from '../../../src/input/importers/recognise-object.ts';

const at = { file: 'x', line: 1, column: 1 };
const object = (names: string): ExportedObject => ({
  noun: undefined,
  side: undefined,
  at,
  properties: new Map(names.split(' ').map((name) => [name, { value: 'x', at }])),
  how: 'listed',
});

test.each([
  ['AcceptedDomain', 'DomainName DomainType Name'],
  ['RemoteDomain', 'DomainName AutoForwardEnabled Name'],
  ['InboundConnector', 'Name Enabled ConnectorType SenderIPAddresses'],
  ['InboundConnector', 'name enabled connectortype tlssendercertificatename'],
  ['OutboundConnector', 'Name Enabled ConnectorType SmartHosts UseMXRecord'],
  ['SendConnector', 'Name Enabled AddressSpaces SmartHosts'],
  ['ReceiveConnector', 'Name Enabled RemoteIPRanges Bindings'],
  ['TransportRule', 'Name State Priority FromScope SetSCL'],
  ['JournalRule', 'Name Recipient JournalEmailAddress Scope'],
  ['HostedConnectionFilterPolicy', 'Name IPAllowList IPBlockList'],
  ['HostedOutboundSpamFilterPolicy', 'Name AutoForwardingMode'],
  ['HostedOutboundSpamFilterRule', 'Name HostedOutboundSpamFilterPolicy From'],
  ['HostedContentFilterPolicy', 'Name AllowedSenders BulkThreshold'],
  ['HostedContentFilterRule', 'Name HostedContentFilterPolicy SentTo'],
  ['AntiPhishPolicy', 'Name HonorDmarcPolicy Enabled'],
  ['AntiPhishRule', 'Name AntiPhishPolicy State'],
  ['TenantAllowBlockListSpoofItems', 'SpoofedUser SendingInfrastructure SpoofType Action'],
  ['DkimSigningConfig', 'Domain Enabled Selector1CNAME'],
  ['OnPremisesOrganization', 'Name HybridDomains InboundConnector'],
  ['HybridConfiguration', 'Domains Features OnPremisesSmartHost'],
  ['IRMConfiguration', 'TransportDecryptionSetting Identity'],
  ['ArcConfig', 'ArcTrustedSealers Identity'],
  ['OrganizationConfig', 'Name RejectDirectSend AuditDisabled'],
  ['TransportConfig', 'InternalSMTPServers TLSSendDomainSecureList'],
  ['AddressRewriteEntry', 'Name InternalAddress ExternalAddress'],
  ['Recipient', 'Name PrimarySmtpAddress RecipientTypeDetails'],
  ['Mailbox', 'Name PrimarySmtpAddress RecipientTypeDetails ForwardingSmtpAddress'],
  ['RemoteMailbox', 'Name PrimarySmtpAddress RemoteRoutingAddress'],
  ['InboxRule', 'Name Identity MailboxOwnerId RedirectTo'],
  ['CASMailbox', 'Name PrimarySmtpAddress OWAEnabled ImapEnabled SmtpClientAuthenticationDisabled'],
  ['ExchangeCertificate', 'Thumbprint Subject NotAfter Services'],
  ['ExchangeServer', 'Name Fqdn ServerRole AdminDisplayVersion Edition'],
  ['ADPermission', 'Identity User ExtendedRights Deny'],
])('%s by its properties: %s', (noun, names) => {
  expect(recogniseNoun(object(names))?.name).toBe(noun);
});

test.each(['Name Enabled', 'DomainName Name', 'Name Priority State', 'Foo Bar', 'Identity Guid WhenChanged'])(
  'what several cmdlets print, or none, tells nothing: %s',
  (names) => {
    expect(recogniseNoun(object(names))).toBeUndefined();
  },
);
