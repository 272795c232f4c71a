import { type AssumptionText, listed, open } from './assumption-text.ts';

/** Points beyond the contract's table, which allows more. */
export const furtherAssumptions: readonly AssumptionText[] = [
  open(
    'attribution.associatedAcceptedDomains',
    'Which side of the envelope does AssociatedAcceptedDomains of an inbound connector limit?',
    {
      sender: 'The connector takes sessions whose envelope sender is in one of the listed domains.',
      recipient: 'The connector takes sessions whose recipients are all in the listed domains.',
    },
    'CUNC-14',
    'INB-21',
  ),
  open(
    'headers.promotionByAddress',
    'Does a session that an OnPremises connector recognises by its address have its cross-premises headers promoted?',
    {
      yes: 'It does: CloudServicesMailEnabled of the connector is enough, over TLS.',
      no: 'It does not: only a certificate match promotes headers, and the message stays Anonymous.',
    },
    'CUNC-9',
    'HDR-4',
  ),
  open(
    'headers.fieldsOfOtherSystems',
    'What becomes of fields X-MS-Exchange-Organization- and -CrossPremises- that another system than an Exchange server has written, in a session whose connector promotes headers?',
    {
      removed: 'They are removed: only what Exchange servers hand over is promoted.',
      kept: 'They stay, and mail flow rules see them; trust and spam confidence level are not taken from them.',
    },
    'CMIS-55',
    'HDR-4',
    'ROUTE-10',
  ),
  open(
    'outbound.starCoversAcceptedDomains',
    'Does an outbound connector with RecipientDomains * also take mail to accepted domains?',
    {
      yes: 'It does, after every more specific connector.',
      no: 'It does not: mail to an accepted domain that no other connector names follows the MX.',
    },
    'OUT-5',
    'ROUTE-13',
  ),
  open(
    'remoteDomains.nested',
    'Which remote domain holds where several with a wildcard cover the domain?',
    { longest: 'The one with the longest domain.', first: 'The one that is listed first.' },
    'PUNC-16',
    'RD-3',
  ),
  open(
    'forwarding.inboxRulesOnJunk',
    'Do inbox rules act on a message that goes to the junk folder?',
    { no: 'They do not: they belong to the inbox.', yes: 'They do, as on any other message.' },
    'SAFE-7',
    'ORDER-15',
  ),
  open(
    'forwarding.refusalReturnedTo',
    'Who is told that the outbound spam policy refused a forward (5.7.520)?',
    {
      sender: 'The original sender: one outside always, one inside of mailbox forwarding only.',
      mailbox: 'The mailbox that forwards, as reports from the field say.',
    },
    'PUNC-8',
    'FWD-16',
  ),
  open(
    'rules.onPremisesServers',
    'Do the mail flow rules of the own servers run again on a second mailbox server that the message passes?',
    {
      'first-only': 'They do not: the first mailbox server marks the message for the organisation.',
      each: 'They do: every mailbox server on the way evaluates all rules.',
    },
    'RULE-27',
  ),
  open(
    'rules.edgeDisconnect',
    'What becomes of a message whose session a mail flow rule of an Edge server ends with Disconnect?',
    {
      lost: 'It is gone: nobody is told.',
      retried: 'The client keeps it in its queue and tries again until it expires.',
    },
    'ACT-8',
  ),
  listed(
    'rules.onPremisesLoopLimit',
    'How often may mail flow rules of the own servers redirect a message or add recipients to it?',
    [
      ['3', 'Three times, which is what own servers allow inbox rules.'],
      ['1', 'Once, as in Exchange Online.'],
    ],
    'RULE-53',
    'RULE-51',
  ),
  open(
    'rules.rejectStatusAndReason',
    'What does a mail flow rule say that has both a text and a status code for its rejection?',
    {
      'as-configured': 'Both as they are set.',
      'status-reset': 'The text, with the status 5.7.1: setting the text has reset the status.',
      'reason-reset': 'The status, with the default text: setting the status has reset the text.',
    },
    'PUNC-2',
    'ACT-6a',
  ),
  open(
    'rules.repeatedHeader',
    'Which instance does a condition about a header field test that a message carries several times?',
    { any: 'Any of them: one that matches is enough.', first: 'The first, which is the newest.' },
    'PUNC-20',
    'PRED-56',
  ),
  open(
    'rules.betweenMembersDirection',
    'Does BetweenMemberOf hold whichever of the two groups the sender is in?',
    {
      either: 'It does: sender in one, recipient in the other.',
      'first-to-second': 'It does not: the sender must be in the first group, the recipient in the second.',
    },
    'PUNC-20',
    'PRED-47',
  ),
  open(
    'rules.sizeOver',
    'Does MessageSizeOver or AttachmentSizeOver hold for exactly the size that it names?',
    { 'at-least': 'It does, as the admin center words it.', more: 'It does not, as the cmdlet words it.' },
    'PUNC-21',
    'PRED-30',
    'PRED-44',
  ),
  open(
    'rules.attachmentScanLimit',
    'How much of the text of an attachment do mail flow rules see?',
    {
      '1MB': 'The first megabyte, the default of Exchange Online.',
      '150KB': 'The first 150 KB, as the older pages say.',
    },
    'LIM-7',
    'PRED-26',
  ),
  open(
    'rules.stopInFork',
    'What does StopRuleProcessing stop where a rule matches some recipients of a message only?',
    {
      fork: 'Rules for those recipients; the others go on through the rules.',
      message: 'Rules for the whole message.',
    },
    'RULE-24',
  ),
  open(
    'rules.stopInTestMode',
    'Does StopRuleProcessing act in a rule that is in test mode?',
    { ignored: 'It does not, like everything that touches delivery.', honoured: 'It does.' },
    'RULE-24',
    'RULE-4',
  ),
  open(
    'rules.approvalRequests',
    'Do mail flow rules see requests for approval?',
    {
      'not-evaluated': 'They do not, as the pages of Exchange Server say.',
      evaluated: 'They do: MessageTypeMatches has a value for them.',
    },
    'RULE-28b',
    'PRED-50',
  ),
  open(
    'rules.underscoreInWords',
    'Is an underscore beside a word of a mail flow rule part of a word, as letters are?',
    {
      letter: 'It is: the word contoso does not stand in my_contoso.',
      punctuation: 'It is not: it parts words like a hyphen, and contoso stands in my_contoso.',
    },
    'PUNC-20',
    'RULE-29',
  ),
  open(
    'rules.anyRecipientUnit',
    'Does a condition about any recipient address concern all recipients of the message?',
    {
      message: 'It does: one address that matches is enough for all of them.',
      recipient: 'It does not: each recipient is judged by its own address, as an older note said of the cloud.',
    },
    'RULE-50',
    'RULE-46',
  ),
  open(
    'rules.actionOrder',
    'In which order is a message given further recipients and redirected, held or ended by one and the same rule?',
    {
      'recipients-first': 'Recipients are added first, and share the fate of the others.',
      'ending-first': 'They are added at last, and get the message whatever becomes of it for the others.',
    },
    'PUNC-20',
    'RULE-19',
  ),
  open(
    'partner.untrustedCertificate',
    'Does a self-signed or private certificate satisfy the restriction of an inbound Partner connector?',
    {
      refused: 'It does not: the session is refused like one without a certificate.',
      accepted: 'It does, when its name matches.',
    },
    'ATTR-18',
    'ROUTE-7',
  ),
];
