import type { Instant } from '../base/time.ts';
import type { AddressSet } from './addresses/address-set.ts';
import type { Pointer } from './source.ts';
import type { DomainPattern, Written } from './topology.ts';

/*
 * What a tenant declares about the filtering of content: the anti-spam policies, the rules that say for whom a policy is, and
 * the Tenant Allow/Block List.
 */

/** What content filtering finds in a message; a sample declares it. */
export type ContentVerdict =
  | 'clean'
  | 'bulk'
  | 'spam'
  | 'highConfidenceSpam'
  | 'phish'
  | 'highConfidencePhish'
  | 'malware';

/** The verdicts that an anti-spam policy has an action for. */
export type SpamVerdict = Exclude<ContentVerdict, 'clean' | 'malware'>;

export type SpamAction =
  | 'MoveToJmf'
  | 'AddXHeader'
  | 'ModifySubject'
  | 'Redirect'
  | 'Delete'
  | 'Quarantine'
  | 'NoAction';

/** Get-HostedContentFilterPolicy. */
export interface ContentFilterPolicy {
  readonly at: Pointer;
  readonly name: string;
  readonly isDefault: boolean;
  /** undefined: not declared, and the documents differ on the default. */
  readonly actions: Readonly<Record<SpamVerdict, SpamAction | undefined>>;
  /** MarkAsSpamBulkMail: without it bulk mail is only stamped. */
  readonly marksBulk: boolean;
  /** Verdicts that are acted on in mail between own mailboxes. */
  readonly intraOrganization: readonly SpamVerdict[];
  readonly redirectToRecipients: readonly Written[];
  /** Name of the header field of AddXHeader. */
  readonly addXHeaderValue: string;
  /** What ModifySubject puts in front of the subject. */
  readonly modifySubjectValue: string;
  readonly allowedSenders: readonly Written[];
  readonly allowedSenderDomains: readonly Written[];
  readonly blockedSenders: readonly Written[];
  readonly blockedSenderDomains: readonly Written[];
}

/** Get-HostedContentFilterRule, Get-AntiPhishRule: for whom a policy is. */
export interface FilterRule {
  readonly at: Pointer;
  readonly name: string;
  readonly enabled: boolean;
  /** The lowest goes first. */
  readonly priority: number;
  readonly policy: string;
  /** Kinds that are not empty must all hold, of each kind one entry. */
  readonly conditions: FilterScope;
  /** Any entry takes the recipient out. */
  readonly exceptions: FilterScope;
}

export interface FilterScope {
  readonly sentTo: readonly Written[];
  readonly sentToMemberOf: readonly Written[];
  readonly recipientDomainIs: readonly DomainPattern[];
}

/** Get-TenantAllowBlockListItems with ListType Sender. */
export interface AllowBlockItem extends Written {
  readonly action: 'Allow' | 'Block';
  /** An address, a domain, or `*.x` for the domain's subdomains. */
  readonly pattern: DomainPattern | { readonly kind: 'address'; readonly address: string };
  readonly expires: Instant | undefined;
}

/** Get-TenantAllowBlockListSpoofItems: a pair of spoofed sender and sending infrastructure. */
export interface SpoofItem {
  readonly at: Pointer;
  readonly action: 'Allow' | 'Block';
  readonly spoofedUser: Written;
  readonly infrastructure: Written &
    (
      | { readonly kind: 'all' }
      | { readonly kind: 'domain'; readonly domain: string }
      | { readonly kind: 'addresses'; readonly set: AddressSet }
    );
}
