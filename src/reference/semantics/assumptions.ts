import { type AssumptionText, listed, open } from './assumption-text.ts';
import { filteringAssumptions } from './filtering-assumptions.ts';
import { furtherAssumptions } from './further-assumptions.ts';
import { returnAndSizeTexts } from './return-and-size-assumptions.ts';

export type { AssumptionText } from './assumption-text.ts';

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
  ...furtherAssumptions,
  ...filteringAssumptions,
  ...returnAndSizeTexts,
];
