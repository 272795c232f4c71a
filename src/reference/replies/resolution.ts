import type { ReplyText } from './reply-text.ts';

/** After acceptance: resolution, restrictions, rules, forwarding, volume, loops. */
export const resolutionReplies = {
  recipientNotFound: {
    code: '550',
    enhanced: '5.1.10',
    side: 'ndr',
    semantics: ['ACC-24', 'ACC-25'],
    text: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  },
  noRoutingAddress: {
    code: '550',
    enhanced: '5.1.1',
    side: 'onPremises',
    semantics: ['HYB-3'],
    text: 'RESOLVER.ADR.RecipNotFound; not found',
  },
  hybridRecipientNotFound: {
    code: '550',
    enhanced: '5.1.1',
    side: 'ndr',
    semantics: ['ACC-18'],
    text: 'RESOLVER.ADR.ExRecipNotFound; not found',
  },
  senderNotAuthenticated: {
    code: '550',
    enhanced: '5.7.12',
    side: 'ndr',
    semantics: ['HDR-7'],
    text: 'Sender was not authenticated by organization',
  },
  senderNotAuthenticatedForGroup: {
    code: '550',
    enhanced: '5.7.133',
    side: 'ndr',
    semantics: ['HDR-7', 'CMIS-27'],
    text: 'RESOLVER.RST.SenderNotAuthenticatedForGroup',
  },
  senderNotAuthenticatedForMailbox: {
    code: '550',
    enhanced: '5.7.134',
    side: 'ndr',
    semantics: ['HDR-7'],
    text: 'Sender was not authenticated for mailbox',
  },
  senderNotAuthenticatedForPublicFolder: {
    code: '550',
    enhanced: '5.7.135',
    side: 'ndr',
    semantics: ['HDR-7'],
    text: 'Sender was not authenticated for public folder',
  },
  senderNotAuthenticatedForMailUser: {
    code: '550',
    enhanced: '5.7.136',
    side: 'ndr',
    semantics: ['HDR-7'],
    text: 'Sender was not authenticated',
  },
  messageTooLarge: {
    code: '550',
    enhanced: '5.2.3',
    side: 'ndr',
    semantics: ['LIM-11', 'ORDER-10'],
    text: 'RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
  },
  ruleRejected: {
    code: '550',
    enhanced: '5.7.1',
    side: 'ndr',
    semantics: ['ACT-6'],
    text: 'TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
  },
  /** A rule with its own status (`5.7.1`, `5.7.900` to `5.7.999`) and words; see ACT-6a where both are set. */
  ruleRejectedWithStatus: {
    code: '550',
    enhanced: '{status}',
    side: 'ndr',
    semantics: ['ACT-7', 'ACT-6a'],
    text: '{reason}',
  },
  /** Words of a rule that sets only a status (ACT-7). */
  ruleRejectedByDefault: {
    code: '550',
    enhanced: '{status}',
    side: 'ndr',
    semantics: ['ACT-7'],
    text: 'Delivery not authorized, message refused',
  },
  ruleLoop: {
    code: '550',
    enhanced: '5.7.128',
    side: 'ndr',
    semantics: ['RULE-53', 'LIM-6'],
    text: 'TRANSPORT.RULES.RejectMessage; Transport rules loop count exceeded and message rejected',
  },
  agentDepthExceeded: {
    code: '550',
    enhanced: '5.4.11',
    side: 'ndr',
    semantics: ['ACC-17'],
    text: 'Agent generated message depth exceeded',
  },
  /** Seen with `AS(7550)` as well (CFWD-7). */
  externalForwardingDenied: {
    code: '550',
    enhanced: '5.7.520',
    side: 'ndr',
    semantics: ['CFWD-7', 'FWD-16', 'OSP-5'],
    text: 'Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)',
  },
  autoForwardDropped: {
    code: '250',
    enhanced: '2.1.5',
    side: 'trace',
    semantics: ['RD-5'],
    text: 'RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient',
  },
  automaticReplyDropped: {
    code: '250',
    enhanced: '2.1.5',
    side: 'trace',
    semantics: ['RD-7'],
    text: 'RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient',
  },
  restrictedSender: {
    code: '550',
    enhanced: '5.1.8',
    side: 'ndr',
    semantics: ['OSP-8'],
    text: 'Access denied, bad outbound sender',
  },
  initialDomainLimit: {
    code: '550',
    enhanced: '5.7.236',
    side: 'ndr',
    semantics: ['ACC-21'],
    text: "Your message can't be sent because your tenant has exceeded its daily limit for sending email to external recipients from your tenant's onmicrosoft.com domains",
  },
  unregisteredDomains: {
    code: '550',
    enhanced: '5.7.750',
    side: 'ndr',
    semantics: ['CFWD-9', 'LIM-19'],
    text: 'Service unavailable. Client blocked from sending from unregistered domains',
  },

  // Loops.
  /** Mailboxes that only forward, to each other. */
  forwardingLoop: {
    code: '550',
    enhanced: '5.4.6',
    side: 'ndr',
    semantics: ['RULE-55'],
    text: 'RESOLVER.FWD.Loop; there is a forwarding loop configured in the directory',
  },
  hopCountCloud: {
    code: '554',
    enhanced: '5.4.14',
    side: 'ndr',
    semantics: ['ACC-15', 'RULE-58', 'DEC-6'],
    text: 'Hop count exceeded - possible mail loop ATTR34',
  },
  hopCountOnPremises: {
    code: '554',
    enhanced: '5.4.6',
    side: 'onPremises',
    semantics: ['ACC-15', 'RULE-58', 'DEC-6'],
    text: 'Hop count exceeded - possible mail loop',
  },
} as const satisfies Readonly<Record<string, ReplyText>>;
