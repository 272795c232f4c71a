import { filterNames } from './exported-filter-names.ts';
import { mailboxNames } from './exported-mailbox-names.ts';
import { organizationNames } from './exported-organization-names.ts';
import { words } from './name-words.ts';

/*
 * Property names that Exchange prints, by kind of object, in its own spelling: read from public exports of 2019 to 2026
 * and from the cmdlets' parameter lists in Microsoft's documentation (MicrosoftDocs/office-docs-powershell).
 */

export const exportedNames = {
  ...filterNames,
  organizationConfig: organizationNames,
  acceptedDomain: words(`
    AddressBookEnabled AuthenticationType AzureProvisioningRegion CanHaveCloudCache CatchAllRecipient
    CatchAllRecipientID Default DomainName DomainType EmailOnly EnableNego2Authentication ExternallyManaged
    FederatedOrganizationLink InitialDomain IsCoexistenceDomain IsDefaultFederatedDomain LiveIdInstanceType
    MailFlowPartner MailFlowRegion MakeDefault MatchSubDomains Name OutboundOnly PendingCompletion
    PendingFederatedAccountNamespace PendingFederatedDomain PendingRemoval PerimeterDuplicateDetected
    RawAuthenticationType SendingFromDomainDisabled SendingToDomainDisabled SmtpDaneStatus
  `),
  inboundConnector: words(`
    AssociatedAcceptedDomains ClientHostNames CloudServicesMailEnabled ConnectorSource ConnectorType
    DetectSenderIPBySkippingLastIP DetectSenderIPBySkippingTheseIPs DetectSenderIPBySkippingTheseProviders
    DetectSenderIPRecipientList EFSkipIPs EFSkipLastIP EFSkipMailGateway EFTestMode EFUsers Enabled IsValidated
    LastValidationTimestamp Name RequireTls RestrictDomainsToCertificate RestrictDomainsToIPAddresses
    ScanAndDropRecipients SenderDomains SenderIPAddresses TestMode TlsSenderCertificateName TreatMessagesAsInternal
    TrustedOrganizations
  `),
  outboundConnector: words(`
    AllAcceptedDomains CloudServicesMailEnabled ConnectorSource ConnectorType Enabled IsTransportRuleScoped
    IsValidated LastValidationTimestamp LinkForModifiedConnector MtaStsMode Name RecipientDomains
    RouteAllMessagesViaOnPremises SenderRewritingEnabled SmartHosts SmtpDaneMode TestMode TlsDomain TlsSettings
    UseMXRecord ValidationRecipients
  `),
  transportRule: words(`
    ADComparisonAttribute ADComparisonOperator Actions ActivationDate AddManagerAsRecipientType AddToRecipients
    AnyOfCcHeader AnyOfCcHeaderMemberOf AnyOfRecipientAddressContainsWords AnyOfRecipientAddressMatchesPatterns
    AnyOfToCcHeader AnyOfToCcHeaderMemberOf AnyOfToHeader AnyOfToHeaderMemberOf ApplyClassification
    ApplyHtmlDisclaimerFallbackAction ApplyHtmlDisclaimerLocation ApplyHtmlDisclaimerText ApplyOME
    ApplyRightsProtectionCustomizationTemplate ApplyRightsProtectionTemplate AttachmentContainsWords
    AttachmentExtensionMatchesWords AttachmentHasExecutableContent AttachmentIsPasswordProtected
    AttachmentIsUnsupported AttachmentMatchesPatterns AttachmentNameMatchesPatterns
    AttachmentProcessingLimitExceeded AttachmentPropertyContainsWords AttachmentSizeOver BetweenMemberOf1
    BetweenMemberOf2 BlindCopyTo Conditions ContentCharacterSetContainsWords ContentMatchesPrompt
    ContentMatchesPromptVerdict CopyTo DeleteMessage Disconnect DlpPolicy DlpPolicyId Enabled
    ExceptIfADComparisonAttribute ExceptIfADComparisonOperator ExceptIfAnyOfCcHeader ExceptIfAnyOfCcHeaderMemberOf
    ExceptIfAnyOfRecipientAddressContainsWords ExceptIfAnyOfRecipientAddressMatchesPatterns ExceptIfAnyOfToCcHeader
    ExceptIfAnyOfToCcHeaderMemberOf ExceptIfAnyOfToHeader ExceptIfAnyOfToHeaderMemberOf
    ExceptIfAttachmentContainsWords ExceptIfAttachmentExtensionMatchesWords ExceptIfAttachmentHasExecutableContent
    ExceptIfAttachmentIsPasswordProtected ExceptIfAttachmentIsUnsupported ExceptIfAttachmentMatchesPatterns
    ExceptIfAttachmentNameMatchesPatterns ExceptIfAttachmentProcessingLimitExceeded
    ExceptIfAttachmentPropertyContainsWords ExceptIfAttachmentSizeOver ExceptIfBetweenMemberOf1
    ExceptIfBetweenMemberOf2 ExceptIfContentCharacterSetContainsWords ExceptIfContentMatchesPrompt
    ExceptIfContentMatchesPromptVerdict ExceptIfFrom ExceptIfFromAddressContainsWords
    ExceptIfFromAddressMatchesPatterns ExceptIfFromMemberOf ExceptIfFromScope ExceptIfHasClassification
    ExceptIfHasNoClassification ExceptIfHasSenderOverride ExceptIfHeaderContainsMessageHeader
    ExceptIfHeaderContainsWords ExceptIfHeaderMatchesMessageHeader ExceptIfHeaderMatchesPatterns
    ExceptIfManagerAddresses ExceptIfManagerForEvaluatedUser ExceptIfMessageContainsAllDataClassifications
    ExceptIfMessageContainsDataClassifications ExceptIfMessageSizeOver ExceptIfMessageTypeMatches
    ExceptIfRecipientADAttributeContainsWords ExceptIfRecipientADAttributeMatchesPatterns
    ExceptIfRecipientAddressContainsWords ExceptIfRecipientAddressMatchesPatterns ExceptIfRecipientDomainIs
    ExceptIfRecipientInSenderList ExceptIfSCLOver ExceptIfSenderADAttributeContainsWords
    ExceptIfSenderADAttributeMatchesPatterns ExceptIfSenderDomainIs ExceptIfSenderInRecipientList
    ExceptIfSenderIpRanges ExceptIfSenderManagementRelationship ExceptIfSentTo ExceptIfSentToMemberOf
    ExceptIfSentToScope ExceptIfSubjectContainsWords ExceptIfSubjectMatchesPatterns
    ExceptIfSubjectOrBodyContainsWords ExceptIfSubjectOrBodyMatchesPatterns ExceptIfWithImportance Exceptions
    ExpiryDate From FromAddressContainsWords FromAddressMatchesPatterns FromMemberOf FromScope
    GenerateIncidentReport GenerateNotification HasClassification HasNoClassification HasSenderOverride
    HeaderContainsMessageHeader HeaderContainsWords HeaderMatchesMessageHeader HeaderMatchesPatterns
    IncidentReportContent IsRuleConfigurationSupported LogEventText ManagerAddresses ManagerForEvaluatedUser
    MessageContainsAllDataClassifications MessageContainsDataClassifications MessageSizeOver MessageTypeMatches Mode
    ModerateMessageByManager ModerateMessageByUser Name NotifySender PrependSubject Priority Quarantine
    RecipientADAttributeContainsWords RecipientADAttributeMatchesPatterns RecipientAddressContainsWords
    RecipientAddressMatchesPatterns RecipientAddressType RecipientDomainIs RecipientInSenderList RedirectMessageTo
    RegexSize RejectMessageEnhancedStatusCode RejectMessageReasonText RemoveHeader RemoveOME RemoveOMEv2
    RemoveRMSAttachmentEncryption RouteMessageOutboundConnector RouteMessageOutboundRequireTls
    RuleConfigurationUnsupportedReason RuleErrorAction RuleSubType SCLOver SenderADAttributeContainsWords
    SenderADAttributeMatchesPatterns SenderAddressLocation SenderDomainIs SenderInRecipientList SenderIpRanges
    SenderManagementRelationship SenderNotificationType SentTo SentToMemberOf SentToScope SetAuditSeverity
    SetHeaderName SetHeaderValue SetSCL Size SmtpRejectMessageRejectStatusCode SmtpRejectMessageRejectText State
    StopRuleProcessing SubjectContainsWords SubjectMatchesPatterns SubjectOrBodyContainsWords
    SubjectOrBodyMatchesPatterns UseLegacyRegex WithImportance
  `),
  remoteDomain: words(`
    AllowedOOFType AutoForwardEnabled AutoReplyEnabled ByteEncoderTypeFor7BitCharsets CharacterSet ContentType
    DeliveryReportEnabled DisplaySenderName DomainName IsInternal LineWrapSize MeetingForwardNotificationEnabled
    MessageCountThreshold NDRDiagnosticInfoEnabled NDREnabled Name NonMimeCharacterSet
    PreferredInternetCodePageForShiftJis RequiredCharsetCoverage SmtpDaneMandatoryModeEnabled TNEFEnabled
    TargetDeliveryDomain TrustedMailInboundEnabled TrustedMailOutboundEnabled UseSimpleDisplayName
  `),
  hostedOutboundSpamFilterPolicy: words(`
    ActionWhenThresholdReached AutoForwardingMode BccSuspiciousOutboundAdditionalRecipients
    BccSuspiciousOutboundMail ConfigurationType Enabled IsDefault MessageRateLimit Name NotifyOutboundSpam
    NotifyOutboundSpamRecipients RecipientLimitExternalPerHour RecipientLimitInternalPerHour RecipientLimitPerDay
    RecommendedPolicyType
  `),
  hostedOutboundSpamFilterRule: words(`
    Conditions Enabled ExceptIfFrom ExceptIfFromMemberOf ExceptIfSenderDomainIs Exceptions From FromMemberOf
    HostedOutboundSpamFilterPolicy IsRuleConfigurationSupported Name Priority RuleConfigurationUnsupportedReason
    SenderDomainIs State
  `),
  irmConfiguration: words(`
    AutomaticServiceUpdateEnabled AzureRMSLicensingEnabled ClientAccessServerEnabled DecryptAttachmentForEncryptOnly
    DecryptAttachmentFromPortal EDiscoverySuperUserEnabled EnablePdfEncryption EnablePortalTrackingLogs
    EnableTextEncryption ExternalLicensingEnabled InternalLicensingEnabled JournalReportDecryptionEnabled
    LicensingLocation Name PublishingLocation RMSOnlineKeySharingLocation RMSOnlineVersion
    RejectIfRecipientHasNoRights SearchEnabled ServiceLocation SimplifiedClientAccessDoNotForwardDisabled
    SimplifiedClientAccessEnabled SimplifiedClientAccessEncryptOnlyDisabled SystemCleanupPeriod
    TransportDecryptionSetting
  `),
  dkimSigningConfig: words(`
    Algorithm BodyCanonicalization Domain Enabled HeaderCanonicalization IncludeKeyExpiration
    IncludeSignatureCreationTime IsDefault KeyCreationTime KeySize LastChecked Name NumberOfBytesToSign RotateOnDate
    Selector1CNAME Selector1KeySize Selector1PublicKey Selector2CNAME Selector2KeySize Selector2PublicKey
    SelectorAfterRotateOnDate SelectorBeforeRotateOnDate Status
  `),
  onPremisesOrganization: words(`
    HybridDomains InboundConnector Name OrganizationGuid OrganizationName OrganizationRelationship OutboundConnector
  `),
  hybridConfiguration: words(`
    AutoDiscover ClientAccessServers Domains EdgeTransportServers ExternalIPAddresses Features Name
    OnPremisesSmartHost ReceivingTransportServers SecureMailCertificateThumbprint SendingTransportServers
    TlsCertificateName TransportServers
  `),
  sendConnector: words(`
    AddressSpaces AuthenticationCredential CertificateSubject CloudServicesMailEnabled ConnectedDomains
    ConnectionInactivityTimeOut ConnectorType Custom DNSRoutingEnabled DomainSecureEnabled Enabled ErrorPolicies
    ForceHELO Fqdn FrontendProxyEnabled HomeMTA HomeMtaServerId IgnoreSTARTTLS Internal Internet IsScopedConnector
    IsSmtpConnector LinkedReceiveConnector MaxMessageSize Name Partner Port ProtocolLoggingLevel Region RequireOorg
    RequireTLS SmartHostAuthMechanism SmartHosts SmartHostsString SmtpMaxMessagesPerConnection SourceIPAddress
    SourceRoutingGroup SourceTransportServers TlsAuthLevel TlsCertificateName TlsDomain Usage
    UseExternalDNSServersEnabled
  `),
  receiveConnector: words(`
    AcceptConsumerMail AdvertiseClientSettings AuthMechanism AuthTarpitInterval Banner BareLinefeedRejectionEnabled
    BinaryMimeEnabled Bindings ChunkingEnabled ConnectionInactivityTimeout ConnectionTimeout DefaultDomain
    DeliveryStatusNotificationEnabled DomainSecureEnabled EightBitMimeEnabled EnableAuthGSSAPI Enabled
    EnhancedStatusCodesEnabled ExtendedProtectionPolicy Fqdn LiveCredentialEnabled LongAddressesEnabled
    MaxAcknowledgementDelay MaxHeaderSize MaxHopCount MaxInboundConnection MaxInboundConnectionPerSource
    MaxInboundConnectionPercentagePerSource MaxLocalHopCount MaxLogonFailures MaxMessageSize MaxProtocolErrors
    MaxRecipientsPerMessage MessageRateLimit MessageRateSource Name OrarEnabled PermissionGroups PipeliningEnabled
    ProtocolLoggingLevel ProxyEnabled RejectReservedSecondLevelRecipientDomains
    RejectReservedTopLevelRecipientDomains RejectSingleLabelRecipientDomains RemoteIPRanges RequireEHLODomain
    RequireTLS Server ServiceDiscoveryFqdn SizeEnabled SmtpUtf8Enabled SuppressXAnonymousTls TarpitInterval
    TlsCertificateName TlsDomainCapabilities TransportRole Usage extendedRights
  `),
  journalRule: words('Enabled ExpiryDate FullReport JournalEmailAddress Name Recipient RuleType Scope'),
  addressRewriteEntry: words('Direction ExceptionList ExternalAddress InternalAddress Name OutboundOnly'),
  recipient: [
    ...mailboxNames,
    ...words(`
    AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers AcceptMessagesOnlyFromSendersOrMembers
    ActiveSyncMailboxPolicy ActiveSyncMailboxPolicyIsDefaulted AddressBookPolicy AddressListMembership
    AdministrativeUnits AggregatedMailboxGuids Alias AllowUMCallsFromNonUsers ArbitrationMailbox ArchiveDatabase
    ArchiveDomain ArchiveGuid ArchiveRelease ArchiveState ArchiveStatus AssistantName AuditEnabled
    AuthenticationType BlockedRecipients BypassModerationFromSendersOrMembers Capabilities CapabilitiesRaw City
    Company CountryCode CountryOrRegion CustomAttribute1 CustomAttribute10 CustomAttribute11 CustomAttribute12
    CustomAttribute13 CustomAttribute14 CustomAttribute15 CustomAttribute2 CustomAttribute3 CustomAttribute4
    CustomAttribute5 CustomAttribute6 CustomAttribute7 CustomAttribute8 CustomAttribute9 Database DatabaseName
    DeliverToMailboxAndForward Department DirectMembershipOnly DisplayName EmailAddressPolicyEnabled EmailAddresses
    EndDateForRetentionHold ExchangeGuid ExchangeUserAccountControl ExpansionServer ExtensionCustomAttribute1
    ExtensionCustomAttribute2 ExtensionCustomAttribute3 ExtensionCustomAttribute4 ExtensionCustomAttribute5
    Extensions ExternalDirectoryObjectId ExternalEmailAddress Fax FirstName ForeignGroups ForwardingAddress
    ForwardingSmtpAddress GrantSendOnBehalfTo GroupExternalMemberCount GroupMemberCount GroupType
    HasActiveSyncDevicePolicy HiddenFromAddressListsEnabled HiddenGroupMembershipEnabled HomePhone InPlaceHolds
    InPlaceHoldsRaw IncludeInGarbageCollection IncludedRecipients InformationBarrierSegments Initials IsDirSynced
    IsInactiveMailbox IsLinked IsMailboxEnabled IsMailboxProvisioned IsResource IsRootPublicFolderMailbox IsShared
    IsSoftDeletedByDisable IsSoftDeletedByRemove IsValidSecurityPrincipal IssueWarningQuota Languages LastName
    LdapRecipientFilter LegacyExchangeDN LinkedMasterAccount LitigationHoldEnabled MacAttachmentFormat MailTip
    MailTipTranslations MailboxLocations MailboxMoveBatchName MailboxMoveFlags MailboxMoveRemoteHostName
    MailboxMoveSourceArchiveMDB MailboxMoveSourceMDB MailboxMoveStatus MailboxMoveTargetArchiveMDB
    MailboxMoveTargetMDB MailboxRelease ManagedBy ManagedFolderMailboxPolicy Manager MasterAccountOnly
    MaxReceiveSize MaxSendSize MemberDepartRestriction MemberJoinRestriction MemberOf Members MessageBodyFormat
    MessageFormat MessageTrackingReadStatusEnabled MicrosoftOnlineServicesID MobilePhone ModeratedBy
    ModerationEnabled Name Notes Office OnPremisesOrganizationRelationship OtherFax OtherHomePhone OtherTelephone
    OwaMailboxPolicy Pager PersistedCapabilities Phone PoliciesExcluded PoliciesIncluded PostalCode
    PrimarySmtpAddress ProhibitSendQuota ProhibitSendReceiveQuota RecipientContainer RecipientFilter
    RecipientFilterType RecipientLimits RecipientSubType RecipientType RecipientTypeDetails RejectMessagesFrom
    RejectMessagesFromDLMembers RejectMessagesFromSendersOrMembers RemoteRecipientType RemoteRoutingAddress
    ReportToManagerEnabled ReportToOriginatorEnabled RequireAllSendersAreAuthenticated
    RequireSenderAuthenticationEnabled ResetPasswordOnNextLogon ResourceCapacity ResourceCustom ResourceType
    RetentionHoldEnabled RetentionPolicy RoleGroupType RoomMailboxAccountEnabled RulesQuota SKUAssigned
    SamAccountName SendModerationNotifications SendOofMessageToOriginatorEnabled ServerLegacyDN ServerName
    SharingPolicy ShouldUseDefaultRetentionPolicy SimpleDisplayName SmtpClientAuthenticationDisabled StateOrProvince
    StorageGroupName StreetAddress StsRefreshTokensValidFrom TargetAddress Title UMDtmfMap UMEnabled UMMailboxPolicy
    UMRecipientDialPlanId UnifiedGroupSKU UsageLocation UseDatabaseQuotaDefaults UseMapiRichTextFormat
    UsePreferMessageFormat UserPrincipalName WebPage WhenIBSegmentChanged WhenMailboxCreated WindowsEmailAddress
    WindowsLiveID
  `),
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Names that any object may carry and that never decide anything about mail: identities, dates, remoting, serialisation. */
export const noiseNames = words(`
  AccessTokens AdminDisplayName ApplicationId CertificatePassword CertificatePath CertificateThumbprint Comment
  Comments ConfigurationUnit CreatedBy Credential DataObject Depth Description DistinguishedName DomainId Ensure
  ExchangeBuild ExchangeObjectId ExchangeVersion Guid Id IdForEventLog Identity ImmutableId IsConsumerOrganization
  IsDeleted IsRelativeDn IsValid LastModifiedBy Major ManagedIdentity ManuallyModified Minor NameHashGuid
  NextMajorVersion NextMinorVersion ObjectCategory ObjectClass ObjectGuid ObjectId ObjectState OrgHierarchyToIgnore
  OrganizationId OrganizationalUnit OrganizationalUnitRoot OriginatingServer PSComputerName PSShowComputerName
  PSSourceJobInstanceId Parent PartitionFQDN PartitionGuid PropertyBag Rdn ResourceId RuleVersion RunspaceId
  SerializationData ServiceInstance TenantId ValidationErrors WhenChanged WhenChangedUTC WhenCreated WhenCreatedUTC
  WhenSoftDeleted
`);
