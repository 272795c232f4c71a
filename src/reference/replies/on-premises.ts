import type { ReplyText } from './reply-text.ts';

/** What on-premises Exchange servers say. */
export const onPremisesReplies = {
  unableToRelay: {
    code: '550',
    enhanced: '5.7.54',
    side: 'onPremises',
    semantics: ['OPR-3', 'ACC-25'],
    text: 'SMTP; Unable to relay recipient in non-accepted domain',
  },
  unableToRelayReturn: {
    code: '550',
    enhanced: '5.7.1',
    side: 'onPremises',
    semantics: ['OPR-4', 'CMIS-29'],
    text: 'Unable to relay',
  },
  onPremisesProxy: {
    code: '451',
    enhanced: '4.7.0',
    side: 'onPremises',
    semantics: ['OPR-4', 'CMIS-29'],
    text: 'Temporary server error. Please try again later. PRX5',
  },
  anonymousRefusedOnPremises: {
    code: '530',
    enhanced: '5.7.57',
    side: 'onPremises',
    semantics: ['CMIS-53', 'OPR-8'],
    text: 'SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
  },
  starttlsRequiredByServer: {
    code: '451',
    enhanced: '5.7.3',
    side: 'onPremises',
    semantics: ['OUT-22', 'OPR-2'],
    text: 'STARTTLS is required to send mail',
  },
  certificateNotFound: {
    code: '454',
    enhanced: '4.7.5',
    side: 'onPremises',
    semantics: ['CERT-5', 'OPR-11'],
    text: 'The certificate specified in TlsCertificateName of the SendConnector could not be found.',
  },
  untrustedRootOnPremises: {
    code: '454',
    enhanced: '4.7.0',
    side: 'onPremises',
    semantics: ['CERT-7'],
    text: 'Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied',
  },
  domainDoesNotExistOnPremises: {
    code: '550',
    enhanced: '5.4.4',
    side: 'onPremises',
    semantics: ['OUT-25'],
    text: 'SMTPSEND.DNS.NonExistentDomain',
  },
  messageTooLargeForSession: {
    code: '552',
    enhanced: '5.3.4',
    side: 'onPremises',
    semantics: ['LIM-11'],
    text: 'Message size exceeds fixed maximum message size',
  },
  messageTooLargeForRoute: {
    code: '550',
    enhanced: '5.3.4',
    side: 'onPremises',
    semantics: ['LIM-11'],
    text: 'ROUTING.SizeLimit; message size exceeds fixed maximum size for route',
  },
  journalingRefused: {
    code: '550',
    enhanced: '5.3.190',
    side: 'ndr',
    semantics: ['JRN-3'],
    text: 'Journaling on-premises messages to Microsoft 365 or Office 365 not supported when Journaling Archive is disabled.',
  },
} as const satisfies Readonly<Record<string, ReplyText>>;
