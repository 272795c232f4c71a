import type { Limit, MessageLimits } from './message-limits.ts';
import type { Pointer } from './source.ts';
import type { AddressEntry, DomainPattern, PastedObject, Written } from './topology.ts';

/* Policies and remote domains of an organisation, as the Get- cmdlets print them; part of the topology. */

export interface RemoteDomain {
  readonly at: Pointer;
  readonly name: string;
  readonly domain: DomainPattern;
  readonly trustedMailInboundEnabled: boolean;
  readonly trustedMailOutboundEnabled: boolean;
  readonly targetDeliveryDomain: boolean;
  readonly isInternal: boolean;
  /** RD-5, RD-6, RD-10. undefined: not declared, the default of the side holds. */
  readonly autoForwardEnabled: boolean | undefined;
  readonly autoReplyEnabled: boolean | undefined;
  readonly ndrEnabled: boolean | undefined;
  /** RD-7 */
  readonly allowedOofType: 'External' | 'ExternalLegacy' | 'InternalLegacy' | 'None' | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Get-HostedOutboundSpamFilterPolicy (OSP-1, OSP-5). */
export interface OutboundSpamPolicy {
  readonly at: Pointer;
  readonly name: string;
  readonly isDefault: boolean;
  /** undefined: not declared, the service's default (Automatic) holds. */
  readonly autoForwardingMode: 'Automatic' | 'On' | 'Off' | undefined;
  /** OSP-9 */
  readonly bccSuspiciousOutboundMail: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Get-HostedOutboundSpamFilterRule: whose mail a policy is for (OSP-2). */
export interface OutboundSpamRule extends PastedObject {
  readonly enabled: boolean;
  /** Name of the policy, as written. */
  readonly policy: string;
  readonly conditions: OutboundSpamScope;
  readonly exceptions: OutboundSpamScope;
}

/** Empty lists are conditions that are not set. */
export interface OutboundSpamScope {
  readonly from: readonly Written[];
  readonly fromMemberOf: readonly Written[];
  readonly senderDomainIs: readonly Written[];
}

export interface ConnectionFilterPolicy {
  readonly at: Pointer;
  readonly name: string;
  readonly ipAllowList: readonly AddressEntry[];
  readonly ipBlockList: readonly AddressEntry[];
  readonly enableSafeList: boolean;
}

/** AUTH-5. undefined: not declared, the service's default holds. */
export interface AntiPhishPolicy {
  readonly at: Pointer;
  readonly name: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  readonly honorDmarcPolicy: boolean | undefined;
  readonly dmarcRejectAction: 'Reject' | 'Quarantine' | undefined;
  readonly dmarcQuarantineAction: 'Quarantine' | 'MoveToJmf' | undefined;
  readonly authenticationFailAction: 'MoveToJmf' | 'Quarantine' | undefined;
  readonly enableSpoofIntelligence: boolean | undefined;
}

export interface DkimSigningConfig {
  readonly at: Pointer;
  readonly domain: string;
  readonly enabled: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Get-OrganizationConfig and Get-TransportConfig in one. */
/** What a tenant allows of mail flow rules, as Get-TransportConfig prints it; undefined where it does not say so. */
export interface RuleLimits {
  /** LIM-1: how many. */
  readonly rules: Limit | undefined;
  /** LIM-2: bytes of one. */
  readonly ruleSize: Limit | undefined;
  /** LIM-3: characters of all patterns of all rules. */
  readonly patterns: Limit | undefined;
  /** LIM-4: recipients that all rules add to a message. */
  readonly added: Limit | undefined;
  /** LIM-7: bytes of the text of an attachment that rules see. */
  readonly attachmentText: Limit | undefined;
}

/** Get-IRMConfiguration. */
export interface IrmConfiguration extends PastedObject {
  /** Whether the service opens protected messages on their way (RULE-28f). */
  readonly transportDecryption: 'Disabled' | 'Optional' | 'Mandatory';
}

export interface OrganizationConfig {
  readonly at: Pointer;
  readonly rejectDirectSend: boolean | undefined;
  readonly smtpClientAuthenticationDisabled: boolean | undefined;
  readonly allowLegacyTlsClients: boolean | undefined;
  /** Who gets journal reports that cannot be delivered; undefined: not set or not exported. */
  readonly journalingReportNdrTo: Written | undefined;
  readonly journalArchivingEnabled: boolean | undefined;
  readonly preventDuplicateJournalingEnabled: boolean | undefined;
  readonly limits: MessageLimits;
  readonly ruleLimits: RuleLimits;
  readonly properties: Readonly<Record<string, unknown>>;
}
