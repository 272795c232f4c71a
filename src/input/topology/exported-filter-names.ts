import { words } from './name-words.ts';

/** Property names of the objects about filtering, as Exchange prints them. */
export const filterNames = {
  hostedConnectionFilterPolicy: words(`
    ConfigurationXmlRaw DirectoryBasedEdgeBlockMode EnableSafeList IPAllowList IPBlockList IsDefault Name
  `),
  hostedContentFilterPolicy: words(`
    AddXHeaderValue AllowedSenderDomains AllowedSenders ApplyPhishActionToIntraOrg BlockedSenderDomains
    BlockedSenders BulkQuarantineTag BulkSpamAction BulkThreshold DmarcPassthrough DownloadLink EmailPassthrough
    EnableEndUserSpamNotifications EnableLanguageBlockList EnableRegionBlockList
    EndUserSpamNotificationCustomFromAddress EndUserSpamNotificationCustomFromName
    EndUserSpamNotificationCustomSubject EndUserSpamNotificationFrequency EndUserSpamNotificationLanguage
    EndUserSpamNotificationLimit FalsePositiveAdditionalRecipients HighConfidencePhishAction
    HighConfidencePhishQuarantineTag HighConfidenceSpamAction HighConfidenceSpamQuarantineTag
    IncreaseScoreWithBizOrInfoUrls IncreaseScoreWithImageLinks IncreaseScoreWithNumericIps
    IncreaseScoreWithRedirectToOtherPort InlineSafetyTipsEnabled IntraOrgFilterState IsDefault LanguageBlockList
    MarkAsSpamBulkMail MarkAsSpamEmbedTagsInHtml MarkAsSpamEmptyMessages MarkAsSpamFormTagsInHtml
    MarkAsSpamFramesInHtml MarkAsSpamFromAddressAuthFail MarkAsSpamJavaScriptInHtml MarkAsSpamNdrBackscatter
    MarkAsSpamObjectTagsInHtml MarkAsSpamSensitiveWordList MarkAsSpamSpfRecordHardFail MarkAsSpamWebBugsInHtml
    ModifySubjectValue Name PhishQuarantineTag PhishSpamAction PhishZapEnabled QuarantineRetentionPeriod
    RecommendedPolicyType RedirectToRecipients RegionBlockList SpamAction SpamQuarantineTag SpamZapEnabled
    TestModeAction TestModeBccToRecipients ZapEnabled
  `),
  hostedContentFilterRule: words(`
    Comments Conditions Enabled ExceptIfRecipientDomainIs ExceptIfSentTo ExceptIfSentToMemberOf Exceptions
    HostedContentFilterPolicy Name Priority RecipientDomainIs SentTo SentToMemberOf State
  `),
  antiPhishPolicy: words(`
    AntiSpoofEnforcementType AuthenticationFailAction DmarcQuarantineAction DmarcRejectAction
    EnableAntispoofEnforcement EnableAuthenticationSafetyTip EnableAuthenticationSoftPassSafetyTip
    EnableFirstContactSafetyTips EnableMailboxIntelligence EnableMailboxIntelligenceProtection
    EnableOrganizationDomainsProtection EnableSimilarDomainsSafetyTips EnableSimilarUsersSafetyTips
    EnableSpoofIntelligence EnableSuspiciousSafetyTip EnableTargetedDomainsProtection EnableTargetedUserProtection
    EnableUnauthenticatedSender EnableUnusualCharactersSafetyTips EnableViaTag Enabled ExcludedDomains
    ExcludedSenders HonorDmarcPolicy ImpersonationProtectionState IsDefault MailboxIntelligenceProtectionAction
    MailboxIntelligenceProtectionActionRecipients MailboxIntelligenceQuarantineTag Name PhishThresholdLevel
    PolicyTag RecommendedPolicyType SpoofQuarantineTag TargetedDomainActionRecipients TargetedDomainProtectionAction
    TargetedDomainQuarantineTag TargetedDomainsToProtect TargetedUserActionRecipients TargetedUserProtectionAction
    TargetedUserQuarantineTag TargetedUsersToProtect TreatSoftPassAsAuthenticated
  `),
  antiPhishRule: words(`
    AntiPhishPolicy Comments Conditions Enabled ExceptIfRecipientDomainIs ExceptIfSentTo ExceptIfSentToMemberOf
    Exceptions Name Priority RecipientDomainIs SentTo SentToMemberOf State
  `),
  tenantAllowBlockListItem: words(`
    Action CreatedDateTime Entry EntryValueHash Error ExpirationDate LastModifiedDateTime LastUsedDate ListSubType
    ListType ModifiedBy Notes ObjectState RemoveAfter SubmissionID SubmissionUserId SysManaged Value
  `),
  tenantAllowBlockListSpoofItem: words(`
    Action SendingInfrastructure SpoofType SpoofedUser
  `),
  arcConfig: words(`
    ArcTrustedSealers IsDefault Name
  `),
} as const satisfies Readonly<Record<string, readonly string[]>>;
