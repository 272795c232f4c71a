import { parameterForms } from './parameter-forms.ts';

/*
 * The settings of the organisation in Exchange Online, by the two cmdlets that set them: every parameter that their
 * pages give for the cloud and that takes a value. Switches (AutoExpandingArchive, EnforceShortenEventSetting,
 * ExchangeAttributesCloudManagedByDefault, ExchangeAttributesServerManagedByDefault) cannot be set back and are left out.
 */

/** Set-OrganizationConfig; of most of its parameters the page gives no default. */
export const organizationConfig = parameterForms({
  on: `ActivityBasedAuthenticationTimeoutEnabled ActivityBasedAuthenticationTimeoutWithSingleSignOnEnabled`,
  off: 'RejectDirectSend',
  flag: `ActionableMessagesExtenalAccessTokenEnabled AppsForOfficeEnabled AsyncSendEnabled AuditDisabled
    AutodiscoverPartialDirSync AutoEnableArchiveMailbox AutomaticForcedReadReceiptEnabled
    BlockMoveMessagesForGroupFolders BookingsAddressEntryRestricted BookingsAuthEnabled BookingsBlockedWordsEnabled
    BookingsCreationOfCustomQuestionsRestricted BookingsEnabled BookingsExposureOfStaffDetailsRestricted
    BookingsMembershipApprovalRequired BookingsNamingPolicyEnabled BookingsNamingPolicyPrefixEnabled
    BookingsNamingPolicySuffixEnabled BookingsNotesEntryRestricted BookingsPaymentsEnabled
    BookingsPhoneNumberEntryRestricted BookingsSearchEngineIndexDisabled BookingsSmsMicrosoftEnabled
    BookingsSocialSharingRestricted CalendarVersionStoreEnabled ComplianceMLBgdCrawlEnabled
    ConnectorsActionableMessagesEnabled ConnectorsEnabled ConnectorsEnabledForOutlook ConnectorsEnabledForSharepoint
    ConnectorsEnabledForTeams ConnectorsEnabledForYammer CustomerLockboxEnabled DefaultFolderPermissionRestricted
    DelayedDelicensingEnabled DirectReportsGroupAutoCreationEnabled DisablePlusAddressInRecipients DLPViaDcsEnabled
    DLPWaitOnSendEnabled ElcProcessingDisabled EnableForwardingAddressSyncForMailboxes EnableOutlookEvents
    EndUserDLUpgradeFlowsDisabled EndUserMailNotificationForDelayedDelicensingEnabled EnforceExoAppRbacPermissions
    EwsAllowEntourage EwsAllowMacOutlook EwsAllowOutlook EwsEnabled ExchangeNotificationEnabled
    FindTimeAttendeeAuthenticationEnabled FindTimeAutoScheduleDisabled FindTimeLockPollForAttendeesEnabled
    FindTimeOnlineMeetingOptionDisabled FocusedInboxOn HybridRSVPEnabled InRegionRoutingEnabled IsAgendaMailEnabled
    IsGroupFoldersAndRulesEnabled IsGroupMemberAllowedToEditContent LeanPopoutEnabled LinkPreviewEnabled
    MailTipsAllTipsEnabled MailTipsExternalRecipientsTipsEnabled MailTipsGroupMetricsEnabled
    MailTipsMailboxSourcedTipsEnabled MaskClientIpInReceivedHeadersEnabled MatchSenderOrganizerProperties
    MessageHighlightsEnabled MessageRecallAlertRecipientsEnabled MessageRecallAlertRecipientsReadMessagesOnlyEnabled
    MessageRecallEnabled MessageRemindersEnabled MobileAppEducationEnabled OAuth2ClientProfileEnabled
    OnlineMeetingsByDefaultEnabled OutlookGifPickerDisabled OutlookMobileGCCRestrictionsEnabled
    OutlookMobileHelpShiftEnabled OutlookMobileSingleAccountEnabled OutlookPayEnabled OutlookTextPredictionDisabled
    PerTenantSwitchToESTSEnabled PostponeRoamingSignaturesUntilLater PublicComputersDetectionEnabled
    PublicFolderShowClientControl ReadTrackingEnabled RecallReadMessagesEnabled RecipientDelimiters RefreshSessionEnabled
    SendFromAliasEnabled SharedDomainEmailAddressFlowEnabled SmtpActionableMessagesEnabled
    TenantAdminNotificationForDelayedDelicensingEnabled TwoClickMailPreviewEnabled UnblockUnsafeSenderPromptEnabled
    WebPushNotificationsDisabled WebSuggestedRepliesDisabled WorkspaceTenantEnabled`,
  list: `DistributionGroupNameBlockedWordsList EwsAllowList EwsBlockList ExchangeNotificationRecipients IPListBlocked
    RemotePublicFolderMailboxes`,
  number: `AutoArchivingThresholdPercentage ByteEncoderTypeFor7BitCharsets DefaultMinutesToReduceLongEventsBy
    DefaultMinutesToReduceShortEventsBy DLPWaitOnSendTimeout MailTipsLargeAudienceThreshold
    PreferredInternetCodePageForShiftJis RequiredCharsetCoverage`,
  text: 'EwsAllowedAppIDs',
  choice: `ActivityBasedAuthenticationTimeoutInterval=06:00:00 BookingsNamingPolicyPrefix BookingsNamingPolicySuffix
    DefaultAuthenticationPolicy DefaultGroupAccessType DefaultPublicFolderAgeLimit
    DefaultPublicFolderDeletedItemRetention DefaultPublicFolderIssueWarningQuota DefaultPublicFolderMaxItemSize
    DefaultPublicFolderMovedItemRetention DefaultPublicFolderProhibitPostQuota DistributionGroupDefaultOU
    DistributionGroupNamingPolicy EwsApplicationAccessPolicy HierarchicalAddressBookRoot MessageRecallMaxRecallableAge
    PublicFoldersEnabled ShortenEventScopeDefault=None SiteMailboxCreationURL VisibleMeetingUpdateProperties`,
});

/** Set-TransportConfig, with the defaults that its page gives. */
export const transportConfig = parameterForms({
  on: `ClearCategories ExternalDelayDsnEnabled ExternalDsnLanguageDetectionEnabled ExternalDsnSendHtml
    InternalDelayDsnEnabled InternalDsnLanguageDetectionEnabled InternalDsnSendHtml VoicemailJournalingEnabled`,
  off: `AddressBookPolicyRoutingEnabled ConvertDisclaimerWrapperToEml PreventDuplicateJournalingEnabled
    Rfc2231EncodingEnabled`,
  // SMTP AUTH is off by default in organizations made after January 2020 and on in older ones.
  flag: 'AllowLegacyTLSClients ReplyAllStormProtectionEnabled SmtpClientAuthenticationDisabled',
  text: `ExternalDsnReportingAuthority ExternalPostmasterAddress InternalDsnReportingAuthority JournalingReportNdrTo`,
  number: `JournalMessageExpirationDays ReplyAllStormBlockDurationHours ReplyAllStormDetectionMinimumRecipients
    ReplyAllStormDetectionMinimumReplies`,
  choice: `DSNConversionMode=PreserveDSNBody ExternalDsnDefaultLanguage HeaderPromotionModeSetting=NoCreate
    InternalDsnDefaultLanguage MaxRecipientEnvelopeLimit=Unlimited MessageExpiration=1.00:00:00`,
});
