import { words } from '../topology/name-words.ts';

/*
 * Property names of objects that a topology takes facts from without taking them as they are; Identity and its like are
 * listed where those facts need them. From public exports and from Microsoft's parameter lists, as the names of
 * `src/input/topology/exported-names.ts`.
 */
export const partNames = {
  /** Of the configuration that the topology lays together from two cmdlets, the part of Get-TransportConfig. */
  transportConfig: words(`
    AddressBookPolicyRoutingEnabled AgentGeneratedMessageLoopDetectionInSmtpEnabled
    AgentGeneratedMessageLoopDetectionInSubmissionEnabled AllowLegacyTLSClients AnonymousSenderToRecipientRatePerHour
    AttributionRejectBeforeMServRequest AttributionRejectConsumerMessages ClearCategories
    ConvertDisclaimerWrapperToEml ConvertReportToMessage CurrentTransportSystemState DSNConversionMode
    DiagnosticsAggregationServicePort EnableExternalHTTPMailDelivery ExternalDelayDsnEnabled
    ExternalDsnDefaultLanguage ExternalDsnLanguageDetectionEnabled ExternalDsnMaxMessageAttachSize
    ExternalDsnReportingAuthority ExternalDsnSendHtml ExternalPostmasterAddress GenerateCopyOfDSNFor
    HeaderPromotionModeSetting HygieneSuite InternalDelayDsnEnabled InternalDsnDefaultLanguage
    InternalDsnLanguageDetectionEnabled InternalDsnMaxMessageAttachSize InternalDsnReportingAuthority
    InternalDsnSendHtml InternalSMTPServers JournalArchivingEnabled JournalMessageExpirationDays
    JournalReportDLMemberSubstitutionEnabled JournalingReportNdrTo LegacyArchiveJournalingEnabled
    LegacyArchiveLiveJournalingEnabled LegacyJournalingMigrationEnabled MaxAllowedAgentGeneratedMessageDepth
    MaxAllowedAgentGeneratedMessageDepthPerAgent MaxDumpsterSizePerDatabase MaxDumpsterTime MaxReceiveSize
    MaxRecipientEnvelopeLimit MaxSendSize MessageExpiration MigrationEnabled OpenDomainRoutingEnabled
    OrganizationFederatedMailbox OtherWellKnownObjects PreserveReportBodypart PreventDuplicateJournalingEnabled
    QueueDiagnosticsAggregationInterval RedirectDLMessagesForLegacyArchiveJournaling
    RedirectUnprovisionedUserMessagesForLegacyArchiveJournaling ReplyAllStormBlockDurationHours
    ReplyAllStormDetectionMinimumRecipients ReplyAllStormDetectionMinimumReplies ReplyAllStormProtectionEnabled
    Rfc2231EncodingEnabled SafetyNetHoldTime SmtpClientAuthenticationDisabled SupervisionTags
    TLSReceiveDomainSecureList TLSSendDomainSecureList TransportRuleAttachmentTextScanLimit
    TransportRuleCollectionAddedRecipientsLimit TransportRuleCollectionRegexCharsLimit TransportRuleConfig
    TransportRuleLimit TransportRuleMinProductVersion TransportRuleRegexValidationTimeout TransportRuleSizeLimit
    TransportSystemState VerifySecureSubmitEnabled VoicemailJournalingEnabled Xexch50Enabled
  `),
  inboxRule: words(`
    ApplyCategory ApplySystemCategory BodyContainsWords CopyToFolder DeleteMessage DeleteSystemCategory Enabled
    ExceptIfBodyContainsWords ExceptIfFlaggedForAction ExceptIfFrom ExceptIfFromAddressContainsWords
    ExceptIfFromSubscription ExceptIfHasAttachment ExceptIfHasClassification ExceptIfHeaderContainsWords
    ExceptIfMessageTypeMatches ExceptIfMyNameInCcBox ExceptIfMyNameInToBox ExceptIfMyNameInToOrCcBox
    ExceptIfMyNameNotInToBox ExceptIfReceivedAfterDate ExceptIfReceivedBeforeDate ExceptIfRecipientAddressContainsWords
    ExceptIfSentOnlyToMe ExceptIfSentTo ExceptIfSubjectContainsWords ExceptIfSubjectOrBodyContainsWords
    ExceptIfWithImportance ExceptIfWithSensitivity ExceptIfWithinSizeRangeMaximum ExceptIfWithinSizeRangeMinimum
    FlaggedForAction ForwardAsAttachmentTo ForwardTo From FromAddressContainsWords FromSubscription HasAttachment
    HasClassification HeaderContainsWords Identity InError Legacy MailboxOwnerId MarkAsRead MarkImportance
    MessageTypeMatches MoveToFolder MyNameInCcBox MyNameInToBox MyNameInToOrCcBox MyNameNotInToBox Name PinMessage
    Priority ReceivedAfterDate ReceivedBeforeDate RecipientAddressContainsWords RedirectTo RuleIdentity
    SendTextMessageNotificationTo SentOnlyToMe SentTo SoftDeleteMessage StopProcessingRules SubjectContainsWords
    SubjectOrBodyContainsWords SupportedByTask WithImportance WithSensitivity WithinSizeRangeMaximum
    WithinSizeRangeMinimum
  `),
  casMailbox: words(`
    ActiveSyncAllowedDeviceIDs ActiveSyncBlockedDeviceIDs ActiveSyncDebugLogging ActiveSyncEnabled
    ActiveSyncMailboxPolicy ActiveSyncMailboxPolicyIsDefaulted ActiveSyncSuppressReadReceipt
    CalendarVersionStoreDisabled DisplayName ECPEnabled EmailAddresses EwsAllowEntourage EwsAllowList EwsAllowMacOutlook
    EwsAllowOutlook EwsApplicationAccessPolicy EwsBlockList EwsEnabled ExternalDirectoryObjectId
    ExternalImapSettings ExternalPopSettings ExternalSmtpSettings HasActiveSyncDevicePartnership Identity ImapEnabled
    ImapEnableExactRFC822Size ImapForceICalForCalendarRetrievalOption ImapMessagesRetrievalMimeFormat
    ImapSuppressReadReceipt ImapUseProtocolDefaults InternalImapSettings InternalPopSettings InternalSmtpSettings
    IsOptimizedForAccessibility LegacyExchangeDN LinkedMasterAccount MAPIEnabled MacOutlookEnabled MapiHttpEnabled Name
    OWAEnabled OWAforDevicesEnabled OneWinNativeOutlookEnabled OutlookMobileEnabled OwaMailboxPolicy PopEnabled
    PopEnableExactRFC822Size PopForceICalForCalendarRetrievalOption PopMessageDeleteEnabled
    PopMessagesRetrievalMimeFormat PopSuppressReadReceipt PopUseProtocolDefaults PrimarySmtpAddress
    PublicFolderClientAccess SamAccountName ServerLegacyDN ServerName ShowGalAsDefaultView
    SmtpClientAuthenticationDisabled UniversalOutlookEnabled
  `),
  exchangeCertificate: words(`
    AccessRules Archived CertificateDomains CertificateRequest DnsNameList EnhancedKeyUsageList Extensions FriendlyName
    Handle HasPrivateKey IISServices Identity IsSelfSigned Issuer IssuerName KeyIdentifier NotAfter NotBefore
    PSComputerName PrivateKey PrivateKeyExportable PublicKey PublicKeySize RawData RootCAType SelfSigned
    SendAsTrustedIssuer SerialNumber Server Services ServicesStringForm SignatureAlgorithm Status Subject
    SubjectKeyIdentifier SubjectName Thumbprint Version
  `),
  exchangeServer: words(`
    AdminDisplayVersion ClientAccessArray CurrentConfigDomainController CurrentDomainControllers
    CurrentGlobalCatalogs CustomerFeedbackEnabled DataPath DatabaseAvailabilityGroup Domain Edition
    ErrorReportingEnabled ExchangeLegacyDN ExchangeLegacyServerRole ExchangeTrialEdition Fqdn InternetWebProxy
    InternetWebProxyBypassList IsClientAccessServer IsE14OrLater IsE15OrLater IsEdgeServer IsExchange2007OrLater
    IsExchangeTrialEdition IsExpiredExchangeTrialEdition IsFrontendTransportServer IsHubTransportServer
    IsMailboxServer IsMemberOfCluster IsProvisionedServer IsUnifiedMessagingServer MailboxProvisioningAttributes
    MailboxRelease MitigationsApplied MitigationsBlocked MitigationsEnabled Name NetworkAddress OrganizationalUnit
    ProductID RemainingTrialPeriod RingLevel ServerRole Site StaticConfigDomainController StaticDomainControllers
    StaticExcludedDomainControllers StaticGlobalCatalogs WorkloadManagementPolicy
  `),
  adPermission: words(`
    AccessRights ChildObjectTypes Deny ExtendedRights HasPermission Identity InheritanceType InheritedObjectType
    IsInherited Owner Properties User
  `),
  scubaRecord: words('compliant domain log message rdata'),
} as const;
