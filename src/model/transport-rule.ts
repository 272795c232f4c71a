import type { Instant } from '../base/time.ts';
import type { Pointer } from './source.ts';
import type { AddressEntry, DomainPattern, PastedObject, Written } from './topology.ts';

/*
 * A mail flow rule as Get-TransportRule prints it, its flat properties gathered into conditions, exceptions and actions
 * (RULE-1 to RULE-14). References to people, groups and connectors stay as written: whoever resolves them compares
 * address, alias, Name, display name and distinguished name, in this order.
 */

/** The order of a list of rules is the order in which they run (RULE-21). */
export interface TransportRule extends PastedObject {
  /** As exported; where it is not, the place in the list. */
  readonly priority: number;
  readonly enabled: boolean;
  readonly mode: 'Enforce' | 'Audit' | 'AuditAndNotify';
  /** Outside of the two the rule behaves as disabled (RULE-5). */
  readonly activationDate: RuleDate | undefined;
  readonly expiryDate: RuleDate | undefined;
  readonly ruleErrorAction: 'Ignore' | 'Defer';
  readonly senderAddressLocation: 'Header' | 'Envelope' | 'HeaderOrEnvelope';
  readonly recipientAddressType: 'Original' | 'Resolved';
  readonly useLegacyRegex: boolean;
  /** Also among the actions, as `stop`. */
  readonly stopRuleProcessing: boolean;
  /** Bytes, where the export says so (LIM-2). */
  readonly size: number | undefined;
  /** All must hold (RULE-15); none: every message (RULE-17). */
  readonly conditions: readonly Predicate[];
  /** One that holds is enough (RULE-16). */
  readonly exceptions: readonly Predicate[];
  readonly actions: readonly Action[];
  /**
   * Predicates and actions that the rule has and whose meaning nobody read: a name in Conditions, Exceptions or Actions
   * without a value that belongs to it, a value that is none of its kind, or a property that is set and unknown. Whether
   * the rule matches, or what it does, is then undetermined.
   */
  readonly notUnderstood: readonly NotUnderstood[];
  /** Conditions, exceptions, actions and values that have no function in Exchange Online; empty for rules of own servers. */
  readonly withoutFunction: readonly Written[];
}

/** `part` says what is undetermined: whether the rule matches, what it does, or how and whether it runs at all. */
export interface NotUnderstood extends Written {
  readonly part: 'conditions' | 'exceptions' | 'actions' | 'rule';
}

/** A date that is set; `instant` is undefined where the export wrote it in the notation of some locale. */
export interface RuleDate extends Written {
  readonly instant: Instant | undefined;
}

/**
 * What a predicate is evaluated for (RULE-45, RULE-46, RULE-49): each recipient by itself, the message with all recipients
 * of its fork, or what is the same for all of them (sender, subject, size …).
 */
export type PredicateUnit = 'recipient' | 'message' | 'sender';

interface PredicateFacts {
  readonly at: Pointer;
  /** `PRED-1` to `PRED-56`. */
  readonly semantics: string;
  readonly unit: PredicateUnit;
}

/** One condition or exception; several values of one are alternatives (RULE-15). `parameter` is without `ExceptIf`. */
export type Predicate = PredicateFacts &
  (
    | { readonly kind: 'words'; readonly parameter: WordsParameter; readonly words: readonly Written[] }
    | { readonly kind: 'patterns'; readonly parameter: PatternsParameter; readonly patterns: readonly Written[] }
    | { readonly kind: 'recipients'; readonly parameter: RecipientsParameter; readonly recipients: readonly Written[] }
    | { readonly kind: 'groups'; readonly parameter: GroupsParameter; readonly groups: readonly Written[] }
    | { readonly kind: 'scope'; readonly parameter: 'FromScope' | 'SentToScope'; readonly scope: RuleScope }
    /** A domain and all its subdomains (RULE-37). */
    | {
        readonly kind: 'domains';
        readonly parameter: 'SenderDomainIs' | 'RecipientDomainIs';
        readonly domains: readonly DomainPattern[];
      }
    | { readonly kind: 'addresses'; readonly parameter: 'SenderIpRanges'; readonly addresses: readonly AddressEntry[] }
    /** Directory attributes; one test that holds is enough. */
    | {
        readonly kind: 'attributes';
        readonly parameter: AttributesParameter;
        readonly matching: 'words' | 'patterns';
        readonly tests: readonly NamedTest[];
      }
    /** Properties of an attached document. */
    | {
        readonly kind: 'attachmentProperties';
        readonly parameter: 'AttachmentPropertyContainsWords';
        readonly tests: readonly NamedTest[];
      }
    | {
        readonly kind: 'headerWords';
        readonly parameter: 'HeaderContainsWords';
        readonly header: Written;
        readonly words: readonly Written[];
      }
    | {
        readonly kind: 'headerPatterns';
        readonly parameter: 'HeaderMatchesPatterns';
        readonly header: Written;
        readonly patterns: readonly Written[];
      }
    | {
        readonly kind: 'size';
        readonly parameter: 'AttachmentSizeOver' | 'MessageSizeOver';
        readonly bytes: number;
      }
    | { readonly kind: 'number'; readonly parameter: 'SCLOver'; readonly value: number }
    /** Only HasNoClassification is ever false here ("has one"): false is what an export prints for a flag that is not set. */
    | { readonly kind: 'flag'; readonly parameter: FlagParameter; readonly value: boolean }
    | { readonly kind: 'messageType'; readonly parameter: 'MessageTypeMatches'; readonly type: RuleMessageType }
    | {
        readonly kind: 'importance';
        readonly parameter: 'WithImportance';
        readonly importance: 'Low' | 'Normal' | 'High';
      }
    | { readonly kind: 'classification'; readonly parameter: 'HasClassification'; readonly classification: Written }
    /** `Manager`: the sender manages a recipient; `DirectReport`: a recipient manages the sender. */
    | {
        readonly kind: 'managementRelationship';
        readonly parameter: 'SenderManagementRelationship';
        readonly relationship: 'Manager' | 'DirectReport';
      }
    /** Sender in one, recipient in the other. */
    | {
        readonly kind: 'between';
        readonly parameter: 'BetweenMemberOf';
        readonly first: readonly Written[];
        readonly second: readonly Written[];
      }
    | {
        readonly kind: 'manager';
        readonly parameter: 'ManagerAddresses';
        readonly evaluated: 'Sender' | 'Recipient';
        readonly managers: readonly Written[];
      }
    | {
        readonly kind: 'comparison';
        readonly parameter: 'ADComparisonAttribute';
        readonly attribute: Written;
        readonly operator: 'Equal' | 'NotEqual';
      }
    /**
     * Nothing that can be simulated: reserved (never true), or a matter of servers or of Purview (`outcome` unknown). In
     * Exchange Online also among `withoutFunction`.
     */
    | {
        readonly kind: 'withoutFunction';
        readonly parameter: WithoutFunctionParameter;
        readonly outcome: 'never' | 'unknown';
      }
  );

export type WordsParameter =
  | 'FromAddressContainsWords'
  | 'RecipientAddressContainsWords'
  | 'AnyOfRecipientAddressContainsWords'
  | 'SubjectContainsWords'
  | 'SubjectOrBodyContainsWords'
  | 'AttachmentContainsWords'
  | 'AttachmentExtensionMatchesWords'
  | 'ContentCharacterSetContainsWords';

export type PatternsParameter =
  | 'FromAddressMatchesPatterns'
  | 'RecipientAddressMatchesPatterns'
  | 'AnyOfRecipientAddressMatchesPatterns'
  | 'SubjectMatchesPatterns'
  | 'SubjectOrBodyMatchesPatterns'
  | 'AttachmentMatchesPatterns'
  | 'AttachmentNameMatchesPatterns';

export type RecipientsParameter = 'From' | 'SentTo' | 'AnyOfToHeader' | 'AnyOfCcHeader' | 'AnyOfToCcHeader';

export type GroupsParameter =
  | 'FromMemberOf'
  | 'SentToMemberOf'
  | 'AnyOfToHeaderMemberOf'
  | 'AnyOfCcHeaderMemberOf'
  | 'AnyOfToCcHeaderMemberOf';

export type AttributesParameter =
  | 'SenderADAttributeContainsWords'
  | 'SenderADAttributeMatchesPatterns'
  | 'RecipientADAttributeContainsWords'
  | 'RecipientADAttributeMatchesPatterns';

export type FlagParameter =
  | 'AttachmentIsUnsupported'
  | 'AttachmentProcessingLimitExceeded'
  | 'AttachmentHasExecutableContent'
  | 'AttachmentIsPasswordProtected'
  | 'HasNoClassification';

export type WithoutFunctionParameter =
  | 'SenderInRecipientList'
  | 'RecipientInSenderList'
  | 'HasSenderOverride'
  | 'MessageContainsDataClassifications'
  | 'MessageContainsAllDataClassifications'
  | 'SentToScope';

export type RuleScope = 'InOrganization' | 'NotInOrganization';

export type RuleMessageType =
  | 'OOF'
  | 'AutoForward'
  | 'Encrypted'
  | 'Calendaring'
  | 'PermissionControlled'
  | 'Voicemail'
  | 'Signed'
  | 'ApprovalRequest'
  | 'ReadReceipt';

/** `Attr:value 1,value 2`, split: the attribute has one of the values. */
export interface NamedTest {
  readonly at: Pointer;
  readonly name: string;
  readonly values: readonly Written[];
}

interface ActionFacts {
  /** The leading one where several properties make one action. */
  readonly parameter: string;
  readonly at: Pointer;
  /** `ACT-1` to `ACT-27`; empty for actions of Edge servers, whose row has no number. */
  readonly semantics: string;
}

/** All actions of a rule that matches are taken (RULE-19). */
export type Action = ActionFacts &
  (
    | { readonly kind: 'moderate'; readonly moderators: readonly Written[] }
    | { readonly kind: 'moderateByManager' }
    | { readonly kind: 'redirect'; readonly recipients: readonly Written[] }
    | { readonly kind: 'quarantine' }
    | { readonly kind: 'route'; readonly connector: Written }
    /** At least one of the two is set; what the other one then is: ACT-6, ACT-6a, ACT-7. */
    | { readonly kind: 'reject'; readonly reason: Written | undefined; readonly status: Written | undefined }
    | { readonly kind: 'delete' }
    | { readonly kind: 'addRecipients'; readonly box: 'to' | 'cc' | 'bcc'; readonly recipients: readonly Written[] }
    | { readonly kind: 'addManager'; readonly as: 'To' | 'Cc' | 'Bcc' | 'Redirect' }
    | {
        readonly kind: 'disclaimer';
        readonly html: Written;
        readonly location: 'Append' | 'Prepend';
        readonly fallback: 'Wrap' | 'Ignore' | 'Reject';
      }
    | { readonly kind: 'removeHeader'; readonly header: Written }
    | { readonly kind: 'setHeader'; readonly header: Written; readonly value: string }
    | { readonly kind: 'classify'; readonly classification: Written }
    | { readonly kind: 'setScl'; readonly scl: number }
    | { readonly kind: 'protect'; readonly template: Written; readonly customization: Written | undefined }
    | { readonly kind: 'requireTls' }
    /** Office 365 Message Encryption of before 2018. */
    | { readonly kind: 'encryptLegacy' | 'decryptLegacy' }
    | { readonly kind: 'removeProtection'; readonly ofAttachments: boolean }
    | { readonly kind: 'prependSubject'; readonly prefix: string }
    /** Policy tip; without function in Exchange Online. With the words of the rejection, where it is one (ACT-23). */
    | {
        readonly kind: 'notifySender';
        readonly how: Written;
        readonly reason: Written | undefined;
        readonly status: Written | undefined;
      }
    | { readonly kind: 'incidentReport'; readonly to: readonly Written[]; readonly content: readonly Written[] }
    | { readonly kind: 'notifyRecipients'; readonly html: Written }
    | { readonly kind: 'auditSeverity'; readonly severity: Written }
    | { readonly kind: 'stop' }
    /** Of Edge servers: the session ends without a word, or with this answer; `code` from 400 to 500, default 550. */
    | { readonly kind: 'disconnect' }
    | { readonly kind: 'smtpReject'; readonly code: number | undefined; readonly text: Written | undefined }
    | { readonly kind: 'logEvent' }
  );

/** Whether the rule has an action that only Edge servers know, which keep their rules to themselves. */
export const isEdgeRule = ({ actions }: TransportRule): boolean =>
  actions.some(
    ({ kind }) => kind === 'disconnect' || kind === 'smtpReject' || kind === 'logEvent' || kind === 'quarantine',
  );

/** The server from which a rule was exported, in lower case, where the export says so. */
export function originOf({ properties }: TransportRule): string | undefined {
  const named = [properties.OriginatingServer, properties.PSComputerName].find((one) => typeof one === 'string');
  return typeof named === 'string' ? named.trim().toLowerCase() : undefined;
}

/** The outbound connectors that a rule routes to, as written; also those of a rule that is disabled. */
export const connectorsOf = (rule: TransportRule): readonly Written[] =>
  rule.actions.flatMap((action) => (action.kind === 'route' ? [action.connector] : []));
