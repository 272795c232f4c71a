/*
 * The document after the schema has passed it: keys of ours have these shapes, null stands where a key was left empty,
 * and what Exchange owns is `unknown` until it is opened.
 */

type Maybe<T> = T | null | undefined;
/** One text stands for a list of one. */
type Texts = Maybe<string | readonly string[]>;
type FreeValue = string | number | boolean;
type FreeValues = Maybe<Readonly<Record<string, FreeValue | null>>>;

export interface RawTopology {
  readonly name?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly asOf?: Maybe<string>;
  readonly tenant?: RawTenant;
  readonly onPremises?: Maybe<RawOnPremises>;
  readonly recipients?: Maybe<readonly RawRecipient[]>;
  readonly services?: Maybe<readonly RawService[]>;
  readonly partners?: Maybe<readonly RawPartner[]>;
  readonly dns?: Maybe<RawDns>;
  readonly certificates?: Maybe<Readonly<Record<string, RawCertificate>>>;
  readonly assumptions?: FreeValues;
  readonly intents?: Maybe<readonly RawIntent[]>;
  readonly messages?: Maybe<readonly RawMessage[]>;
  readonly settings?: Maybe<RawSettings>;
}

export interface RawTenant {
  readonly domain: string;
  readonly cloud?: Maybe<string>;
  readonly licensed?: Maybe<boolean>;
  readonly acceptedDomains?: unknown;
  readonly organizationConfig?: unknown;
  readonly inboundConnectors?: unknown;
  readonly outboundConnectors?: unknown;
  readonly transportRules?: unknown;
  readonly journalRules?: unknown;
  readonly remoteDomains?: unknown;
  readonly hostedConnectionFilterPolicies?: unknown;
  readonly hostedOutboundSpamFilterPolicies?: unknown;
  readonly hostedOutboundSpamFilterRules?: unknown;
  readonly hostedContentFilterPolicies?: unknown;
  readonly hostedContentFilterRules?: unknown;
  readonly irmConfiguration?: unknown;
  readonly antiPhishPolicies?: unknown;
  readonly antiPhishRules?: unknown;
  readonly tenantAllowBlockListItems?: unknown;
  readonly tenantAllowBlockListSpoofItems?: unknown;
  readonly arcConfig?: unknown;
  readonly dkimSigningConfigs?: unknown;
  readonly onPremisesOrganizations?: unknown;
  readonly recipients?: unknown;
}

export interface RawOnPremises {
  readonly acceptedDomains?: unknown;
  readonly hybridConfiguration?: unknown;
  readonly transportConfig?: unknown;
  readonly servers?: Maybe<readonly RawServer[]>;
  readonly sendConnectors?: unknown;
  readonly receiveConnectors?: unknown;
  readonly remoteDomains?: unknown;
  readonly transportRules?: unknown;
  readonly addressRewriteEntries?: unknown;
  readonly journalRules?: unknown;
  readonly recipients?: unknown;
}

export interface RawServer {
  readonly name: string;
  readonly role?: Maybe<string>;
  readonly addresses?: Texts;
  readonly internalAddresses?: Texts;
  readonly fqdn?: Maybe<string>;
  readonly names?: Texts;
  readonly certificate?: Texts;
  readonly build?: Maybe<string>;
  readonly reachableFrom?: Texts;
  readonly submits?: Maybe<string>;
  readonly sends?: RawSends;
  readonly delivers?: Maybe<readonly RawNextHopRow[]>;
  readonly encrypts?: Maybe<string>;
  readonly tls?: Maybe<string>;
  readonly modifies?: RawModifies;
  readonly stamps?: FreeValues;
}

export interface RawSender {
  readonly from: string;
  readonly mailFrom?: Maybe<string>;
  readonly dkim?: Maybe<string>;
  readonly to?: Maybe<'inside' | 'outside' | 'both'>;
}
export type RawSends = Maybe<string | RawSender | readonly (string | RawSender)[]>;

export interface RawNextHopRow {
  readonly domains: string | readonly string[];
  readonly to: string;
}

export type RawModifies = Maybe<
  | boolean
  | {
      readonly body?: Maybe<boolean>;
      readonly subject?: Maybe<boolean>;
      readonly headers?: Texts;
      readonly removes?: Texts;
      readonly rewritesSender?: Maybe<boolean>;
      readonly hidesReceived?: Maybe<boolean>;
      readonly seals?: Maybe<string>;
      readonly stripsInternalHeaders?: Maybe<boolean>;
    }
>;

export interface RawRecipient {
  readonly address: string;
  readonly aliases?: Texts;
  readonly mailbox?: Maybe<string>;
  readonly forwardTo?: Maybe<string>;
  readonly keepCopy?: Maybe<boolean>;
  readonly inboxRules?: Maybe<readonly RawInboxRule[]>;
  readonly members?: Texts;
  readonly home?: Maybe<'cloud' | 'onPremises'>;
  readonly internalOnly?: Maybe<boolean>;
  readonly contact?: Maybe<string>;
  readonly synced?: Maybe<boolean>;
  readonly smtpAuth?: Maybe<boolean>;
  readonly safeSenders?: Texts;
  readonly blockedSenders?: Texts;
  readonly maxReceiveSize?: Maybe<string | number>;
  readonly maxSendSize?: Maybe<string | number>;
  readonly memberOf?: Texts;
  readonly attributes?: FreeValues;
}

export interface RawInboxRule {
  readonly forwardTo?: Texts;
  readonly forwardAsAttachmentTo?: Texts;
  readonly redirectTo?: Texts;
  readonly delete?: Maybe<boolean>;
}

interface RawCertificateUse {
  readonly certificate?: Texts;
  readonly clientCertificate?: Texts;
  readonly serverCertificate?: Texts;
  readonly certificateNames?: Texts;
}

export interface RawService extends RawCertificateUse {
  readonly name: string;
  readonly provider?: Maybe<string>;
  readonly receivesAt?: Texts;
  readonly addresses?: Texts;
  readonly shared?: Maybe<boolean>;
  readonly fqdn?: Maybe<string>;
  readonly names?: Texts;
  readonly spfInclude?: Maybe<string>;
  readonly delivers?: Maybe<readonly RawNextHopRow[]>;
  readonly accepts?: Texts;
  readonly sendsAs?: RawSends;
  readonly modifies?: RawModifies;
  readonly stamps?: FreeValues;
  readonly encrypts?: Maybe<string>;
  readonly tls?: Maybe<string>;
}

export interface RawPartner extends RawCertificateUse {
  readonly name: string;
  readonly domains?: Texts;
  readonly addresses?: Texts;
  readonly receivesAt?: Texts;
  readonly fqdn?: Maybe<string>;
  readonly names?: Texts;
  readonly tls?: Maybe<string>;
  readonly encrypts?: Maybe<string>;
  readonly tenant?: RawTenant;
}

export interface RawDns {
  readonly zones?: Texts;
  readonly records?: Texts;
  readonly unknownNames?: Maybe<'unknown' | 'nxdomain'>;
}

export interface RawCertificate {
  readonly file?: Maybe<string>;
  readonly passwordEnv?: Maybe<string>;
  readonly subject?: Maybe<string>;
  readonly dnsNames?: Texts;
  readonly issuer?: Maybe<string>;
  readonly notBefore?: Maybe<string>;
  readonly notAfter?: Maybe<string>;
  readonly publiclyTrusted?: Maybe<boolean>;
  readonly chainComplete?: Maybe<boolean>;
  readonly key?: Maybe<string>;
  readonly signature?: Maybe<string>;
  readonly usages?: Texts;
}

export interface RawIntent {
  readonly name: string;
  readonly when: Readonly<Record<string, unknown>>;
  readonly must: Readonly<Record<string, unknown>>;
}

export interface RawMessage {
  readonly name: string;
  readonly from?: Maybe<string>;
  readonly mailFrom?: Maybe<string>;
  readonly to?: Texts;
  readonly cc?: Texts;
  readonly bcc?: Texts;
  readonly source?: Maybe<string | RawSource>;
  readonly deliverTo?: Maybe<string>;
  readonly subject?: Maybe<string>;
  readonly headers?: Maybe<Readonly<Record<string, FreeValue | readonly FreeValue[] | null>>>;
  readonly body?: Maybe<string>;
  readonly attachments?: Maybe<readonly RawAttachment[]>;
  readonly size?: string | number;
  readonly type?: Maybe<string>;
  readonly dkim?: Maybe<readonly { readonly domain: string; readonly result?: Maybe<'pass' | 'fail' | 'none'> }[]>;
  readonly authenticated?: Maybe<boolean>;
  readonly verdict?: Maybe<string>;
  readonly eml?: Maybe<string>;
  readonly ruleErrors?: Texts;
  readonly expect?: Maybe<Readonly<Record<string, unknown>>>;
}

export interface RawAttachment {
  readonly name: string;
  readonly size?: string | number;
  readonly text?: Maybe<string>;
  readonly executable?: Maybe<boolean>;
  readonly passwordProtected?: Maybe<boolean>;
  readonly unsupported?: Maybe<boolean>;
  readonly scanIncomplete?: Maybe<boolean>;
  readonly properties?: FreeValues;
}

export interface RawSource {
  readonly address?: Maybe<string>;
  readonly helo?: Maybe<string>;
  readonly certificate?: Maybe<string>;
  readonly certificateNames?: Maybe<string | readonly string[]>;
  readonly tls?: Maybe<'none' | 'opportunistic'>;
}

export interface RawSettings {
  readonly rules?: Maybe<Readonly<Record<string, string | boolean>>>;
  readonly certificateExpiryDays?: Maybe<number>;
  readonly suppress?: Maybe<
    readonly {
      readonly rule: string;
      readonly subject?: Maybe<string>;
      readonly reason: string;
      readonly until?: Maybe<string>;
    }[]
  >;
}
