/*
 * The words of the contract and of Exchange that mean something as a whole value. What is not among them is taken for the
 * user's own and replaced, so a word that is missing here costs a difference that is found, and not a secret.
 */
const split = (list: string): readonly string[] => list.trim().toLowerCase().split(/\s+/u);

const values: ReadonlySet<string> = new Set([
  ...split(`
    * -- <> @ none null true false yes no on off all any default anyone unlimited
    tenant internet onPremises cloud mx accepted worldwide gcc gcchigh dod china
    mailbox edge mta appliance application device direct relay smtpAuth inside outside both
    opportunistic required verified encrypted unknown nxdomain inbox junk
    normal oof autoForward calendaring permissionControlled voicemail signed approvalRequest readReceipt ndr
    clean bulk spam highConfidenceSpam phish highConfidencePhish malware
    pass fail softfail neutral temperror permerror bestguesspass
    delivered sent rejected bounced dropped quarantined held deferred looped undetermined
    incoming originating internal anonymous error warning info
    serverAuth clientAuth rsa2048 rsa4096 p256 sha256 sha1
    Authoritative InternalRelay ExternalRelay OnPremises Partner AdminUI HybridWizard Migrated
    EncryptionOnly CertificateValidation DomainValidation Mandatory Enabled Disabled
    InOrganization NotInOrganization ExternalPartner ExternalNonPartner Enforce Audit AuditAndNotify Ignore Defer
    Header Envelope HeaderOrEnvelope Original Resolved Append Prepend Wrap Reject Equal NotEqual
    To Cc Bcc From Redirect Sender Manager DirectReport Low Medium Normal High Automatic Test
    Quarantine MoveToJmf Delete NoAction AddXHeader ModifySubject External ExternalLegacy InternalLegacy Allow Block
    Sender Recipient Url FileHash IP Scope Global Entry Internal Optional Critical
    Tls Integrated BasicAuth BasicAuthRequireTLS ExchangeServer ExternalAuthoritative
    AnonymousUsers ExchangeUsers ExchangeServers ExchangeLegacyServers Partners Custom HubTransport FrontendTransport
    SecureMail CentralizedTransport FreeBusy MoveMailbox Mailtips MessageTracking OwaRedirection OnlineArchive Photos
    UserMailbox MailUser RemoteUserMailbox SharedMailbox RoomMailbox EquipmentMailbox MailContact GuestMailUser
    MailUniversalDistributionGroup MailUniversalSecurityGroup DynamicDistributionGroup GroupMailbox PublicFolder
    Inbound Outbound Bidirectional Autoforward Encrypted
    NotifyOnly RejectMessage RejectUnlessFalsePositiveOverride RejectUnlessSilentOverride RejectUnlessExplicitOverride
    Recipients Subject Severity Override RuleDetections FalsePositive DataClassifications IdMatch AttachOriginalMail
    Ms-Exch-SMTP-Accept-Any-Recipient
  `),
  'nt authority\\anonymous logon',
]);

/** Whether a whole value, or each part of a list in one text (`Tls, Integrated`), is a word of the contract. */
export const isVocabulary = (value: string): boolean =>
  value
    .toLowerCase()
    .split(',')
    .every((part) => values.has(part.trim()));

/** Words that mean something wherever they stand. */
export const commonWords: ReadonlySet<string> = new Set([
  ...split('true false yes no null postmaster acceptcloudservicesmail acceptoorgprotocol srs hash time'),
]);

/** What stands before a colon and says how to read the rest. */
export const schemes: ReadonlySet<string> = new Set(
  split(`
    smtp x500 x400 sip eum mailto http https autod server service partner via inbound outbound send receive recipient
    certificate domain dns rule remote-domain policy message intent topology mx ip4 ip6 include exists redirect host
  `),
);

/** Attribute types of distinguished names (RFC 4514, and what Exchange and Windows print besides). */
export const nameAttributes: ReadonlySet<string> = new Set(split('cn ou dc o c l st s e emailaddress street uid'));

const headers: ReadonlySet<string> = new Set(
  split(`
    from to cc bcc subject sender reply-to date message-id received return-path resent-from resent-to
    mime-version content-type content-transfer-encoding content-disposition auto-submitted precedence
    authentication-results received-spf dkim-signature arc-seal arc-message-signature arc-authentication-results
    list-id list-unsubscribe importance sensitivity x-priority in-reply-to references x-auto-response-suppress
    x-originatororg x-eopattributedmessage x-eoptenantattributedmessage disposition-notification-to
  `),
);

/** Whether a header field is one of a standard or of Exchange, so that its name says nothing of anybody. */
export const isPublicHeader = (name: string): boolean =>
  headers.has(name.toLowerCase()) || /^x-(?:ms-exchange|forefront|microsoft|exchange)-/iu.test(name);
