/** A point that the documents leave open, with the answers that a topology may choose (`assumptions:`). */
export interface AssumptionText {
  readonly id: string;
  /** What is open. */
  readonly question: string;
  /** Default first, each with what it makes a simulation do. */
  readonly answers: readonly { readonly value: string; readonly effect: string }[];
  /** Ids that state the open point. */
  readonly from: readonly string[];
}

const open = (
  id: string,
  question: string,
  answers: Readonly<Record<string, string>>,
  ...from: readonly string[]
): AssumptionText => ({
  id,
  question,
  answers: Object.entries(answers).map(([value, effect]) => ({ value, effect })),
  from,
});

/** For answers that are numbers: as keys of an object they would change their order, and with it the default. */
const listed = (
  id: string,
  question: string,
  answers: readonly (readonly [string, string])[],
  ...from: readonly string[]
): AssumptionText => ({ id, question, answers: answers.map(([value, effect]) => ({ value, effect })), from });

/** The closed list: the contract's table, then the points beyond it. */
export const assumptionTexts: readonly AssumptionText[] = [
  open(
    'attribution.recipientFallback',
    'Does the recipient domain attribute a session to an OnPremises connector when neither certificate domain nor envelope sender is accepted?',
    {
      'single-domain':
        'It does, when all recipients of the session are in one accepted domain (order of the Message Center, 2026).',
      off: 'It does not; such mail is Incoming and meets partner restrictions and edge blocking.',
    },
    'DEC-1',
    'ATTR-8',
    'CUNC-6',
  ),
  open(
    'attribution.parentDomainOfCertificate',
    'Is a certificate name such as host.contoso.com accepted when only its parent contoso.com is an accepted domain?',
    { accepted: 'The immediate parent is enough.', 'exact-only': 'The exact name must be an accepted domain.' },
    'DEC-4',
    'ATTR-5',
    'CUNC-5',
  ),
  open(
    'attribution.nameWithoutStarMatchesWildcard',
    'Does a connector that names contoso.com match a certificate for *.contoso.com?',
    { no: 'It does not; only the same name or a connector for *.contoso.com does.', yes: 'It does.' },
    'DEC-2',
    'ATTR-4',
    'CUNC-4',
  ),
  open(
    'attribution.partnerMatchesByAddressWithoutRestriction',
    'Do addresses or the certificate name of a Partner connector without restriction decide whether it applies?',
    {
      'any-sender-domain-only': 'They do when SenderDomains is *; otherwise the sender domain alone decides.',
      never: 'They do not; the sender domain alone decides.',
    },
    'DEC-10',
    'INB-20',
    'CUNC-15',
  ),
  open(
    'outbound.specificity',
    'Which outbound connector wins for an own subdomain: the wildcard of its domain or the one for all accepted domains?',
    {
      'wildcard-before-all-accepted': 'The wildcard, as in the example that Microsoft gives.',
      'all-accepted-before-wildcard': 'The one for all accepted domains, as in the list that Microsoft gives.',
    },
    'DEC-3',
    'OUT-5',
    'OUT-6',
  ),
  open(
    'outbound.wildcardIncludesApex',
    'Does *.contoso.com in RecipientDomains of an outbound connector include contoso.com itself?',
    { yes: 'It does, unless an exact entry exists.', no: 'It covers subdomains only.' },
    'DEC-11',
    'OUT-6b',
    'CUNC-16',
  ),
  open(
    'partner.severalRestrictions',
    'When several restricting Partner connectors cover the sender domain, must one or all be satisfied?',
    { any: 'One is enough.', all: 'Each must be satisfied.' },
    'DEC-8',
    'INB-8',
    'CUNC-3',
  ),
  open(
    'edge.unknownRecipientOnOriginating',
    'Are unknown recipients refused at the edge also for mail that is attributed to the own organisation?',
    {
      'accept-then-bounce': 'They are accepted and returned with 5.1.10.',
      reject: 'They are refused in the session with 5.4.1.',
    },
    'CUNC-11',
    'ACC-24',
  ),
  listed(
    'loop.hopLimit',
    'After how many rounds is a loop broken?',
    [
      [
        '20',
        'The number that Microsoft names for loops between on-premises servers and Exchange Online; any other number may be given.',
      ],
    ],
    'DEC-6',
    'ACC-16',
    'CUNC-7',
  ),
  open(
    'rules.addedRecipientsSeenByLaterRules',
    'Do later rules evaluate recipients that an earlier rule added?',
    { yes: 'They do.', no: 'They see the recipients of the start only.' },
    'PUNC-9',
    'RULE-23',
  ),
  listed(
    'rules.recipientAddressType',
    'What do the values of RecipientAddressType mean?',
    [
      ['2026', 'Original is the address as written, Resolved the primary one.'],
      ['2022', 'Original is the primary address, Resolved all addresses of the recipient.'],
    ],
    'PUNC-1',
    'RULE-33',
  ),
  open(
    'rules.unauthenticatedOwnDomain',
    'Is an unauthenticated sender in an own domain outside the organisation for mail flow rules?',
    { outside: 'It is: NotInOrganization holds.', neither: 'It is neither inside nor outside.' },
    'PUNC-10',
    'RULE-39',
  ),
  open(
    'rules.fromScopeFollowsAddressLocation',
    'Does FromScope follow SenderAddressLocation?',
    { yes: 'It judges the address that the setting names.', no: 'It always judges the From header.' },
    'PUNC-11',
    'RULE-35',
  ),
  open(
    'rules.externalMailUserIsInside',
    'Is a mail user with an external address inside the organisation for SentToScope?',
    { yes: 'It is, as an object of the directory.', no: 'Its external address decides.' },
    'PUNC-13',
    'RULE-41',
  ),
  open(
    'rules.redirectIsAutoForward',
    'Does an inbox-rule redirection have the message type AutoForward?',
    { unknown: 'Both are possible; where it matters, both outcomes are shown.', yes: 'It has.', no: 'It has not.' },
    'PUNC-14',
    'PRED-50',
  ),
  open(
    'order.malwareBeforeRules',
    'Is malware filtered before the mail flow rules run?',
    { yes: 'It is.', no: 'The rules run first.' },
    'PUNC-3',
    'ORDER-29',
    'ORDER-30',
  ),
  open(
    'connectionFilter.block',
    'What becomes of mail from an address in the IP block list?',
    { reject: 'It is refused with 5.7.513.', drop: 'It is accepted and discarded.' },
    'PUNC-4',
    'CF-6',
  ),
  open(
    'forwarding.policyGovernsRuleRedirects',
    'Does AutoForwardingMode govern redirections by mail flow rules and external members of groups?',
    { no: 'It does not.', yes: 'It blocks them too.' },
    'PUNC-6',
  ),
  open(
    'forwarding.automaticMeans',
    'What does AutoForwardingMode Automatic mean for this tenant?',
    { off: 'Off, as for new tenants and those that did not forward in 2021.', on: 'On, as it may remain for others.' },
    'PUNC-7',
    'OSP-6',
  ),
  open(
    'forwarding.onPremisesGoverned',
    'Does AutoForwardingMode govern forwards of on-premises mailboxes that pass through Exchange Online?',
    { yes: 'It does.', no: 'It does not.' },
    'PUNC-8',
    'FWD-17',
  ),
  open(
    'forwarding.remoteDomainGovernsRules',
    'Does AutoForwardEnabled of a remote domain stop redirections by mail flow rules?',
    { no: 'It does not.', yes: 'It drops them too.' },
    'PUNC-12',
    'RD-17',
  ),
  open(
    'srs.dkimAloneAvoidsRelayPool',
    'Does a passing DKIM signature alone keep a forwarded message out of the relay pool?',
    { no: 'It does not (text of 2026).', yes: 'It does (text of 2023).' },
    'PUNC-15',
    'SRS-5',
  ),
  listed(
    'filtering.ruleBlockTable',
    'What happens to spam and phishing when a rule sets an SCL of 5 to 9?',
    [
      ['2026', 'The action of the filter verdict decides.'],
      ['2024', 'Phishing takes the action of the policy, spam goes to Junk.'],
    ],
    'PUNC-17',
    'SAFE-4',
  ),
  open('dns.missingDmarcMeans', 'What does a DMARC or DKIM record mean that no supplied zone contains?', {
    none: 'That it does not exist; where that changes the outcome, the other case is shown as an alternative.',
    unknown: 'That it is not known.',
  }),
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
    'srs.returnedMail',
    'Who gets an NDR that comes back to a sender which Exchange Online rewrote to <mailbox>+SRS=…?',
    {
      'original-sender':
        'The original sender, whom the rewritten address names: the service decodes it and sends it on.',
      'forwarding-mailbox': 'The mailbox that forwarded, as with any plus address.',
    },
    'SRS-2',
    'CFWD-2',
  ),
  open(
    'remoteDomains.nested',
    'Which remote domain holds where several with a wildcard cover the domain?',
    { longest: 'The one with the longest domain.', first: 'The one that is listed first.' },
    'PUNC-16',
    'RD-3',
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
