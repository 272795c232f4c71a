import type { Instant } from '../base/time.ts';
import type { AddressRewriteEntry } from './address-rewriting.ts';
import type { AddressSet } from './addresses/address-set.ts';
import type { Certificate } from './certificate.ts';
import type { DnsView } from './dns.ts';
import type { AllowBlockItem, ContentFilterPolicy, FilterRule, SpoofItem } from './filtering.ts';
import type { JournalRule } from './journal-rule.ts';
import type {
  AntiPhishPolicy,
  ConnectionFilterPolicy,
  DkimSigningConfig,
  IrmConfiguration,
  OrganizationConfig,
  OutboundSpamPolicy,
  OutboundSpamRule,
  RemoteDomain,
} from './mail-policies.ts';
import type { Limit, MessageLimits } from './message-limits.ts';
import type { DeclaredMessage } from './sample-message.ts';
import type { Settings } from './settings.ts';
import type { Pointer } from './source.ts';
import type { Text } from './text.ts';
import type { TransportRule } from './transport-rule.ts';

export type { MessageType } from './message-type.ts';
export type { DeclaredMessage, Expectation, MessageSource, SampleMessage } from './sample-message.ts';

/*
 * What a topology document means, defaults made explicit, names parsed. The reader (input/topology) is the only place
 * that normalises: domains and host names are lower-case A-labels without a trailing dot, mail addresses keep the case of
 * their local part and have a normalised domain. `undefined` means "not declared", which is not "false" and not "empty".
 */

export type Cloud = 'worldwide' | 'gcc' | 'gcchigh' | 'dod' | 'china';

export interface Topology {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly asOf: Instant | undefined;
  readonly tenant: Tenant | undefined;
  readonly onPremises: OnPremises | undefined;
  readonly recipients: readonly Recipient[];
  /** The recipients as the own servers know them, until both directories agree; absent, and of every document: the same. */
  readonly premisesRecipients?: readonly Recipient[];
  readonly services: readonly Service[];
  readonly partners: readonly Partner[];
  readonly dns: DeclaredDns;
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** Only what the document sets; ids are known to be valid, values are among those allowed. */
  readonly assumptions: ReadonlyMap<string, { readonly value: string; readonly at: Pointer }>;
  readonly intents: readonly Intent[];
  readonly messages: readonly DeclaredMessage[];
  readonly settings: Settings;
}

/** A value as written, and where; `text` is what the user reads back. */
export interface Written {
  readonly text: string;
  readonly at: Pointer;
}

/** A domain, a domain with its subdomains (`*.x`), or everything (`*`). */
export type DomainPattern = Written &
  ({ readonly kind: 'all' } | { readonly kind: 'exact' | 'wildcard'; readonly domain: string });

/** An address, prefix or range as written. `set` is empty where the text is no address; that is reported at reading. */
export interface AddressEntry extends Written {
  readonly set: AddressSet;
  readonly family: 4 | 6 | undefined;
  /** Length of the prefix where it was written as one or as a single address (32, 128). */
  readonly prefixLength: number | undefined;
}

// ---- Exchange Online -------------------------------------------------------------------------------------------------

export interface Tenant {
  readonly at: Pointer;
  /** `tenant` for the user's own, `partner:<name>` for a partner's. */
  readonly node: string;
  /** Partner's name in front of connector and rule names (`fabrikam/`), empty for the own tenant. */
  readonly prefix: string;
  readonly domain: string;
  readonly cloud: Cloud;
  readonly licensed: boolean;
  /** Includes the initial domain, listed or not. */
  readonly acceptedDomains: readonly AcceptedDomain[];
  readonly organization: OrganizationConfig;
  readonly inboundConnectors: readonly InboundConnector[];
  readonly outboundConnectors: readonly OutboundConnector[];
  readonly remoteDomains: readonly RemoteDomain[];
  /** In the order in which they run. */
  readonly transportRules: readonly TransportRule[];
  readonly journalRules: readonly JournalRule[];
  readonly hostedConnectionFilterPolicies: readonly ConnectionFilterPolicy[];
  readonly hostedOutboundSpamFilterPolicies: readonly OutboundSpamPolicy[];
  /** In the order in which they are tried (OSP-3). */
  readonly hostedOutboundSpamFilterRules: readonly OutboundSpamRule[];
  readonly hostedContentFilterPolicies: readonly ContentFilterPolicy[];
  /** undefined: not declared, so whom a policy besides the default one is for is not known. */
  readonly hostedContentFilterRules: readonly FilterRule[] | undefined;
  readonly irmConfiguration: IrmConfiguration | undefined;
  readonly antiPhishPolicies: readonly AntiPhishPolicy[];
  /** undefined: not declared, as above. */
  readonly antiPhishRules: readonly FilterRule[] | undefined;
  readonly tenantAllowBlockListItems: readonly AllowBlockItem[];
  readonly tenantAllowBlockListSpoofItems: readonly SpoofItem[];
  readonly arcTrustedSealers: readonly Written[];
  readonly dkimSigningConfigs: readonly DkimSigningConfig[];
  readonly onPremisesOrganizations: readonly PastedObject[];
  /** Overrides of the shorthand, by address; null: missing on this side. */
  readonly recipients: readonly RecipientOverride[];
}

export interface PastedObject {
  readonly at: Pointer;
  readonly name: string;
  /** Property values by the contract's (Exchange's) spelling, unwrapped from export wrappers. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface AcceptedDomain {
  readonly at: Pointer;
  /** The domain; for `*.x` the `x`, with `matchSubDomains` true. */
  readonly name: string;
  readonly type: 'Authoritative' | 'InternalRelay' | 'ExternalRelay';
  readonly isDefault: boolean;
  readonly matchSubDomains: boolean;
  readonly isCoexistence: boolean;
  readonly outboundOnly: boolean;
  readonly sendingFromDisabled: boolean;
  readonly sendingToDisabled: boolean;
  /** The tenant's initial domain. */
  readonly isInitial: boolean;
  /** False for the initial domain where the document does not list it. */
  readonly isListed: boolean;
}

/** Get-InboundConnector, with the defaults of INB 3.1. */
export interface InboundConnector {
  readonly at: Pointer;
  readonly name: string;
  readonly enabled: boolean;
  readonly connectorType: 'Partner' | 'OnPremises';
  readonly connectorSource: string | undefined;
  readonly senderDomains: readonly DomainPattern[];
  readonly senderIPAddresses: readonly AddressEntry[];
  readonly tlsSenderCertificateName: Written | undefined;
  readonly requireTls: boolean;
  readonly restrictDomainsToIPAddresses: boolean;
  readonly restrictDomainsToCertificate: boolean;
  readonly cloudServicesMailEnabled: boolean;
  readonly treatMessagesAsInternal: boolean;
  readonly associatedAcceptedDomains: readonly Written[];
  readonly efSkipLastIP: boolean;
  readonly efSkipIPs: readonly AddressEntry[];
  readonly efUsers: readonly Written[];
  readonly trustedOrganizations: readonly Written[];
  readonly clientHostNames: readonly Written[];
  readonly scanAndDropRecipients: readonly Written[];
}

/** Get-OutboundConnector, with the defaults of OUT 5.1. */
export interface OutboundConnector {
  readonly at: Pointer;
  readonly name: string;
  readonly enabled: boolean;
  readonly connectorType: 'Partner' | 'OnPremises';
  readonly connectorSource: string | undefined;
  readonly recipientDomains: readonly DomainPattern[];
  readonly allAcceptedDomains: boolean;
  readonly isTransportRuleScoped: boolean;
  readonly useMXRecord: boolean;
  readonly smartHosts: readonly SmartHost[];
  readonly tlsSettings: TlsDemand | undefined;
  readonly tlsDomain: Written | undefined;
  readonly cloudServicesMailEnabled: boolean;
  readonly routeAllMessagesViaOnPremises: boolean;
  readonly senderRewritingEnabled: boolean;
  readonly mtaStsMode: 'Opportunistic' | 'None';
  readonly smtpDaneMode: 'Opportunistic' | 'Mandatory' | 'None';
  readonly testMode: boolean;
}

/** `TlsSettings` of an outbound connector, `TlsAuthLevel` of a send connector. */
export type TlsDemand = 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation';

/** A host name, an address literal (with or without brackets) or a prefix. */
export type SmartHost = Written &
  ({ readonly kind: 'name'; readonly host: string } | { readonly kind: 'address'; readonly set: AddressSet });

// ---- On-premises -----------------------------------------------------------------------------------------------------

export interface OnPremises {
  readonly at: Pointer;
  /** undefined: not declared; the reader does not fill in the default, the simulator does and says so. */
  readonly acceptedDomains: readonly AcceptedDomain[] | undefined;
  readonly hybridConfiguration: HybridConfiguration | undefined;
  /** Get-TransportConfig; what the own servers do not declare has no default here. */
  readonly transportConfig: Pick<OrganizationConfig, 'limits' | 'journalingReportNdrTo'>;
  readonly servers: readonly Server[];
  /** undefined: not declared, which the traces treat otherwise than an empty list. */
  readonly sendConnectors: readonly SendConnector[] | undefined;
  readonly receiveConnectors: readonly ReceiveConnector[] | undefined;
  readonly remoteDomains: readonly RemoteDomain[];
  /** In the order in which they run. */
  readonly transportRules: readonly TransportRule[];
  readonly addressRewriteEntries: readonly AddressRewriteEntry[];
  readonly journalRules: readonly JournalRule[];
  readonly recipients: readonly RecipientOverride[];
}

export interface HybridConfiguration {
  readonly at: Pointer;
  readonly features: readonly string[];
  readonly domains: readonly string[];
  readonly tlsCertificateName: Written | undefined;
  readonly onPremisesSmartHost: Written | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type ServerRole = 'mailbox' | 'edge' | 'mta' | 'appliance' | 'application' | 'device';
export type TlsAsClient = 'none' | 'opportunistic' | 'required' | 'verified';
export type TlsAsServer = 'none' | 'opportunistic' | 'required';

export interface Server {
  readonly at: Pointer;
  /** `server:<name>` */
  readonly node: string;
  readonly name: string;
  readonly role: ServerRole;
  readonly addresses: readonly AddressEntry[];
  readonly internalAddresses: readonly AddressEntry[];
  /** First the declared fqdn, then `names`; lower case. */
  readonly names: readonly string[];
  readonly fqdn: string | undefined;
  readonly certificates: readonly Certificate[];
  readonly build: string | undefined;
  /** undefined: anyone. */
  readonly reachableFrom: readonly Peer[] | undefined;
  /** undefined: not declared. `via` names the server (its node id). */
  readonly submits:
    | { readonly how: 'direct' | 'relay' | 'smtpAuth' }
    | { readonly how: 'via'; readonly node: string }
    | undefined;
  readonly sends: readonly Sending[];
  /** undefined: no table declared. */
  readonly delivers: readonly NextHopRow[] | undefined;
  readonly encrypts: TlsAsClient | undefined;
  readonly tls: TlsAsServer | undefined;
  readonly modifies: Modifications;
  readonly stamps: ReadonlyMap<string, string>;
}

/** A declared node, or a set of addresses. `internet` and `onPremises` are nodes here. */
export type Peer = Written &
  ({ readonly kind: 'node'; readonly node: string } | { readonly kind: 'addresses'; readonly set: AddressSet });

/** As whom a host originates mail, and to whom. */
export interface Sending {
  readonly at: Pointer;
  /** An address or a bare domain (then any address in it). */
  readonly from: string;
  /** Envelope sender: an address or domain; undefined: the same as `from`. `''` is the null sender. */
  readonly mailFrom: string | undefined;
  /** Domain that signs with DKIM, and passes. */
  readonly dkim: string | undefined;
  readonly to: 'inside' | 'outside' | 'both' | undefined;
}

export interface NextHopRow {
  readonly at: Pointer;
  readonly domains: readonly DomainPattern[];
  readonly to: NextHop;
}

/** Where a next-hop table points; resolved by the reader to a declared node where the text names one. */
export type NextHop = Written &
  (
    | { readonly kind: 'tenant' | 'onPremises' | 'mx' }
    | { readonly kind: 'node'; readonly node: string }
    | { readonly kind: 'host'; readonly host: string }
    | { readonly kind: 'address'; readonly set: AddressSet }
  );

export interface Modifications {
  readonly body: boolean;
  readonly subject: boolean;
  /** Header fields that it adds or changes. */
  readonly headers: readonly string[];
  readonly removes: readonly string[];
  readonly rewritesSender: boolean;
  readonly hidesReceived: boolean;
  /** Domain of the ARC set that it adds; undefined: it adds none. */
  readonly seals: string | undefined;
  /** undefined: not declared, HDR-8 decides. */
  readonly stripsInternalHeaders: boolean | undefined;
}

export interface SendConnector {
  readonly at: Pointer;
  readonly name: string;
  readonly enabled: boolean;
  readonly addressSpaces: readonly (DomainPattern & { readonly cost: number; readonly allAccepted: boolean })[];
  readonly dnsRoutingEnabled: boolean;
  readonly smartHosts: readonly SmartHost[];
  readonly requireTLS: boolean;
  readonly tlsAuthLevel: TlsDemand | undefined;
  readonly tlsDomain: Written | undefined;
  readonly tlsCertificateName: Written | undefined;
  readonly cloudServicesMailEnabled: boolean;
  readonly fqdn: string | undefined;
  /** Names of servers as written; empty: not declared, every mailbox server. */
  readonly sourceTransportServers: readonly Written[];
  readonly isScopedConnector: boolean;
  readonly maxMessageSize: Limit | undefined;
}

export interface ReceiveConnector {
  readonly at: Pointer;
  /** Name without the server. */
  readonly name: string;
  readonly server: string;
  readonly enabled: boolean;
  readonly bindings: readonly { readonly address: string; readonly port: number }[];
  readonly remoteIPRanges: readonly AddressEntry[];
  /** Members in lower case: `tls`, `integrated`, `basicauth`, `basicauthrequiretls`, `exchangeserver`, `externalauthoritative`, `none`. */
  readonly authMechanism: readonly string[];
  /** Members in lower case: `anonymoususers`, `exchangeusers`, `exchangeservers`, `exchangelegacyservers`, `partners`, `custom`, `none`. */
  readonly permissionGroups: readonly string[];
  readonly transportRole: 'HubTransport' | 'FrontendTransport' | undefined;
  readonly fqdn: string | undefined;
  readonly requireTLS: boolean;
  readonly tlsCertificateName: Written | undefined;
  /** `mail.protection.outlook.com:AcceptCloudServicesMail`, split. */
  readonly tlsDomainCapabilities: readonly {
    readonly domain: string;
    readonly capability: string;
    readonly at: Pointer;
  }[];
  /** Accounts (as written) that hold Ms-Exch-SMTP-Accept-Any-Recipient. */
  readonly acceptAnyRecipient: readonly string[];
  readonly maxHopCount: number | undefined;
  readonly maxMessageSize: Limit | undefined;
}

// ---- Recipients ------------------------------------------------------------------------------------------------------

/** The shorthand of the document: one person, group or contact and where it lives. */
export interface Recipient {
  readonly at: Pointer;
  readonly address: string;
  readonly aliases: readonly string[];
  readonly kind: 'mailbox' | 'group' | 'contact' | 'none';
  /** For a mailbox: `cloud`, or `onPremises` with the node that holds it (undefined: the first mailbox server). */
  readonly mailbox:
    | { readonly where: 'cloud' }
    | { readonly where: 'onPremises'; readonly node: string | undefined }
    | undefined;
  /** Members of a group, as written. */
  readonly members: readonly Written[];
  readonly home: 'cloud' | 'onPremises';
  /** External address of a contact. */
  readonly contact: string | undefined;
  readonly synced: boolean;
  readonly internalOnly: boolean;
  readonly forwardTo: Written | undefined;
  readonly keepCopy: boolean;
  readonly inboxRules: readonly {
    readonly at: Pointer;
    readonly kind: 'forwardTo' | 'forwardAsAttachmentTo' | 'redirectTo';
    readonly to: readonly Written[];
    readonly deletes: boolean;
  }[];
  readonly smtpAuth: boolean | undefined;
  /** Get-MailboxJunkEmailConfiguration: addresses and domains. */
  readonly safeSenders: readonly Written[];
  readonly blockedSenders: readonly Written[];
  readonly limits: MessageLimits;
  readonly memberOf: readonly Written[];
  readonly attributes: ReadonlyMap<string, string | null>;
}

/** A pasted directory object that replaces what the shorthand stands for on one side. */
export interface RecipientOverride {
  readonly at: Pointer;
  readonly address: string;
  /** null: no such object on this side. */
  readonly entry: {
    readonly recipientType: string;
    readonly aliases: readonly string[];
    /** ExternalEmailAddress or RemoteRoutingAddress. */
    readonly target: string | undefined;
    readonly members: readonly Written[];
    readonly internalOnly: boolean;
    readonly forwarding: MailboxForwarding;
    readonly limits: MessageLimits;
    readonly properties: Readonly<Record<string, unknown>>;
  } | null;
}

/** What a pasted mailbox says of its forwarding (FWD-1 to FWD-4); null: it has none. undefined: the object does not say. */
export interface MailboxForwarding {
  /** A recipient of the directory, as written. */
  readonly forwardingAddress: Written | null | undefined;
  readonly forwardingSmtpAddress: Written | null | undefined;
  readonly deliverToMailboxAndForward: boolean | undefined;
}

// ---- Others ----------------------------------------------------------------------------------------------------------

export interface Service {
  readonly at: Pointer;
  /** `service:<name>` */
  readonly node: string;
  readonly name: string;
  readonly provider: string | undefined;
  readonly receivesAt: readonly string[];
  readonly addresses: readonly AddressEntry[];
  /** Declared, or the provider's, or false. undefined: the provider's data does not say. */
  readonly shared: boolean | undefined;
  /** Where `shared` comes from: a declared value, or the provider's data with its source. */
  readonly sharedBasis: Text;
  readonly names: readonly string[];
  readonly fqdn: string | undefined;
  readonly clientCertificates: readonly Certificate[];
  readonly serverCertificates: readonly Certificate[];
  readonly spfInclude: string | undefined;
  readonly delivers: readonly NextHopRow[] | undefined;
  /** undefined: not declared; the default is the Internet's mail for named domains, and whoever smart-hosts to it. */
  readonly accepts: readonly Peer[] | undefined;
  readonly sendsAs: readonly Sending[];
  readonly modifies: Modifications;
  readonly stamps: ReadonlyMap<string, string>;
  readonly encrypts: TlsAsClient;
  readonly tls: TlsAsServer;
}

export interface Partner {
  readonly at: Pointer;
  /** `partner:<name>` */
  readonly node: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly addresses: readonly AddressEntry[];
  readonly receivesAt: readonly string[];
  readonly names: readonly string[];
  readonly fqdn: string | undefined;
  readonly clientCertificates: readonly Certificate[];
  readonly serverCertificates: readonly Certificate[];
  readonly tls: TlsAsServer;
  readonly encrypts: TlsAsClient;
  readonly tenant: Tenant | undefined;
}

export interface DeclaredDns {
  readonly at: Pointer;
  readonly view: DnsView;
  /** As hosts outside see it to find where mail goes, until no cache holds another answer; absent, and of every document: the same. */
  readonly outsideView?: DnsView;
  /** Names of the zones that were given with their SOA and are therefore complete. */
  readonly completeZones: readonly string[];
  /** Domains of which a record says who may send as them (SPF, DMARC), included policies left out. */
  readonly authenticatedDomains?: readonly string[];
  /** Every name at which a record is declared, in lower case; absent: nobody can list them. */
  readonly names?: readonly string[];
  readonly unknownNames: 'unknown' | 'nxdomain';
}

// ---- Questions -------------------------------------------------------------------------------------------------------
export interface Intent {
  readonly at: Pointer;
  readonly name: string;
  readonly when: Readonly<Record<string, unknown>>;
  readonly must: Readonly<Record<string, unknown>>;
}

export type Severity = 'error' | 'warning' | 'info';
