import { type AssumptionText, open } from './assumption-text.ts';

/** Points about the filtering of content and senders. */
export const filteringAssumptions: readonly AssumptionText[] = [
  open(
    'order.dmarcBeforeRules',
    'Does a failed DMARC check end a message before the mail flow rules run?',
    {
      no: 'The rules run first, and what they decide can override it, such as an SCL of -1.',
      yes: 'It does; no rule sees the message.',
    },
    'AUTH-8',
    'ORDER-8',
    'ORDER-31',
  ),
  open(
    'filtering.allowAndBlock',
    'Which holds when one setting of the tenant allows a message and another, of another kind, blocks it?',
    {
      'first-stage': 'The one of the earlier stage: a rule, the IP allow list, then the lists of content filtering.',
      block: 'The block.',
    },
    'SAFE-2',
    'SAFE-4',
  ),
  open(
    'filtering.allowListsOverrideSpoof',
    'Does an allowed sender of an anti-spam policy or of the Tenant Allow/Block List override a failed authentication?',
    { no: 'It does not; only what AUTH-8 names does.', yes: 'It does.' },
    'AUTH-8',
    'SAFE-4',
  ),
  open(
    'edge.refusalOrder',
    'What is said of a recipient that edge blocking does not know where the restriction of a Partner connector is unmet too?',
    {
      'edge-blocking-first': 'That the recipient is unknown (5.4.1); the trace reports both.',
      'attribution-first': 'That the restriction is unmet (5.7.51), as attribution comes before.',
    },
    'PUNC-18',
    'ORDER-18',
    'PIPE-2',
  ),
  open(
    'filtering.recoveredAddressInLists',
    'Which address do the IP allow and block lists look at where Enhanced Filtering finds one behind the connecting one?',
    { no: 'The connecting one.', yes: 'The one that Enhanced Filtering finds.' },
    'PUNC-5',
    'CF-8',
  ),
  open(
    'filtering.recoveredSignature',
    'Does a DKIM signature count that the filter in front has broken, where Enhanced Filtering finds the source?',
    {
      yes: 'It does, as the current text says: the message is judged as if it came directly.',
      no: 'It does not: the signature fails.',
    },
    'EFC-6',
  ),
  open(
    'filtering.complexRouting',
    'Where does a rule with an SCL of -1 let high-confidence phishing pass?',
    {
      'mx-elsewhere': "Where the MX of the recipient's domain leads elsewhere first.",
      none: 'Nowhere.',
    },
    'SAFE-4',
  ),
  open(
    'filtering.defaultPhishAction',
    'What happens to phishing when no PhishSpamAction is declared?',
    {
      MoveToJmf: 'It goes to Junk, as in the default policy of a tenant.',
      Quarantine: 'It is quarantined, as the description of the cmdlet has it.',
    },
    'SAFE-4',
  ),
  open(
    'filtering.listedDomainCoversSubdomains',
    'Does a domain in a list of allowed, blocked or safe senders stand for its subdomains too?',
    { no: 'It does not.', yes: 'It does.' },
    'SAFE-3',
  ),
  open(
    'filtering.markedAsSpam',
    'What happens to a message that a rule or a list marks as spam where the policy has another action than Junk?',
    { junk: 'It goes to Junk.', policy: 'The action of the policy for spam, or for high-confidence spam, is taken.' },
    'ACT-17a',
    'SAFE-4',
  ),
];
