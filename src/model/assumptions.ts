/** A point that Microsoft's documents leave open, with the answers that a simulation may take. */
export interface AssumptionPoint {
  readonly id: string;
  /** The first is the default. */
  readonly values: readonly [string, ...string[]];
  /** A whole number is an answer too. */
  readonly takesNumber?: true;
  /** Entry of the semantics that describes the point; undefined for one that is ours. */
  readonly source: string | undefined;
}

/** The closed list; topologies and `--assume` override the defaults, proofs may visit every value. */
export const assumptions = [
  { id: 'attribution.recipientFallback', values: ['single-domain', 'off'], source: 'DEC-1' },
  { id: 'attribution.parentDomainOfCertificate', values: ['accepted', 'exact-only'], source: 'DEC-4' },
  { id: 'attribution.nameWithoutStarMatchesWildcard', values: ['no', 'yes'], source: 'DEC-2' },
  {
    id: 'attribution.partnerMatchesByAddressWithoutRestriction',
    values: ['any-sender-domain-only', 'never'],
    source: 'DEC-10',
  },
  {
    id: 'outbound.specificity',
    values: ['wildcard-before-all-accepted', 'all-accepted-before-wildcard'],
    source: 'DEC-3',
  },
  { id: 'outbound.wildcardIncludesApex', values: ['yes', 'no'], source: 'DEC-11' },
  { id: 'partner.severalRestrictions', values: ['any', 'all'], source: 'DEC-8' },
  { id: 'edge.unknownRecipientOnOriginating', values: ['accept-then-bounce', 'reject'], source: 'CUNC-11' },
  { id: 'loop.hopLimit', values: ['20'], takesNumber: true, source: 'DEC-6' },
  { id: 'rules.addedRecipientsSeenByLaterRules', values: ['yes', 'no'], source: 'PUNC-9' },
  { id: 'rules.recipientAddressType', values: ['2026', '2022'], source: 'PUNC-1' },
  { id: 'rules.unauthenticatedOwnDomain', values: ['outside', 'neither'], source: 'PUNC-10' },
  { id: 'rules.fromScopeFollowsAddressLocation', values: ['yes', 'no'], source: 'PUNC-11' },
  { id: 'rules.externalMailUserIsInside', values: ['yes', 'no'], source: 'PUNC-13' },
  { id: 'rules.redirectIsAutoForward', values: ['unknown', 'yes', 'no'], source: 'PUNC-14' },
  { id: 'order.malwareBeforeRules', values: ['yes', 'no'], source: 'PUNC-3' },
  { id: 'connectionFilter.block', values: ['reject', 'drop'], source: 'PUNC-4' },
  { id: 'forwarding.policyGovernsRuleRedirects', values: ['no', 'yes'], source: 'PUNC-6' },
  { id: 'forwarding.automaticMeans', values: ['off', 'on'], source: 'PUNC-7' },
  { id: 'forwarding.onPremisesGoverned', values: ['yes', 'no'], source: 'PUNC-8' },
  { id: 'forwarding.remoteDomainGovernsRules', values: ['no', 'yes'], source: 'PUNC-12' },
  { id: 'srs.dkimAloneAvoidsRelayPool', values: ['no', 'yes'], source: 'PUNC-15' },
  { id: 'filtering.ruleBlockTable', values: ['2026', '2024'], source: 'PUNC-17' },
  { id: 'dns.missingDmarcMeans', values: ['none', 'unknown'], source: undefined },
  // Beyond the contract's table, which allows more.
  { id: 'attribution.associatedAcceptedDomains', values: ['sender', 'recipient'], source: 'CUNC-14' },
  { id: 'order.dmarcBeforeRules', values: ['no', 'yes'], source: 'AUTH-8' },
  { id: 'filtering.allowAndBlock', values: ['first-stage', 'block'], source: 'SAFE-4' },
  { id: 'filtering.allowListsOverrideSpoof', values: ['no', 'yes'], source: 'AUTH-8' },
  { id: 'edge.refusalOrder', values: ['edge-blocking-first', 'attribution-first'], source: 'PUNC-18' },
  { id: 'filtering.recoveredAddressInLists', values: ['no', 'yes'], source: 'PUNC-5' },
  { id: 'filtering.recoveredSignature', values: ['yes', 'no'], source: 'EFC-6' },
  { id: 'filtering.complexRouting', values: ['mx-elsewhere', 'none'], source: 'SAFE-4' },
  { id: 'filtering.defaultPhishAction', values: ['MoveToJmf', 'Quarantine'], source: 'SAFE-4' },
  { id: 'filtering.listedDomainCoversSubdomains', values: ['no', 'yes'], source: 'SAFE-3' },
  { id: 'filtering.markedAsSpam', values: ['junk', 'policy'], source: 'ACT-17a' },
  { id: 'headers.promotionByAddress', values: ['yes', 'no'], source: 'CUNC-9' },
  { id: 'headers.fieldsOfOtherSystems', values: ['removed', 'kept'], source: 'CMIS-55' },
  { id: 'outbound.starCoversAcceptedDomains', values: ['yes', 'no'], source: 'ROUTE-13' },
  { id: 'remoteDomains.nested', values: ['longest', 'first'], source: 'PUNC-16' },
  { id: 'forwarding.inboxRulesOnJunk', values: ['no', 'yes'], source: 'SAFE-7' },
  { id: 'forwarding.refusalReturnedTo', values: ['sender', 'mailbox'], source: 'PUNC-8' },
  { id: 'rules.onPremisesServers', values: ['first-only', 'each'], source: undefined },
  { id: 'rules.edgeDisconnect', values: ['lost', 'retried'], source: undefined },
  { id: 'rules.onPremisesLoopLimit', values: ['3', '1'], source: 'RULE-53' },
  { id: 'rules.rejectStatusAndReason', values: ['as-configured', 'status-reset', 'reason-reset'], source: 'PUNC-2' },
  { id: 'rules.repeatedHeader', values: ['any', 'first'], source: 'PUNC-20' },
  { id: 'rules.betweenMembersDirection', values: ['either', 'first-to-second'], source: 'PUNC-20' },
  { id: 'rules.sizeOver', values: ['at-least', 'more'], source: 'PUNC-21' },
  { id: 'rules.attachmentScanLimit', values: ['1MB', '150KB'], source: 'LIM-7' },
  { id: 'rules.stopInFork', values: ['fork', 'message'], source: 'RULE-24' },
  { id: 'rules.stopInTestMode', values: ['ignored', 'honoured'], source: 'RULE-24' },
  { id: 'rules.approvalRequests', values: ['not-evaluated', 'evaluated'], source: 'RULE-28b' },
  { id: 'rules.underscoreInWords', values: ['letter', 'punctuation'], source: 'PUNC-20' },
  { id: 'rules.anyRecipientUnit', values: ['message', 'recipient'], source: 'RULE-50' },
  { id: 'rules.actionOrder', values: ['recipients-first', 'ending-first'], source: 'PUNC-20' },
  { id: 'partner.untrustedCertificate', values: ['refused', 'accepted'], source: undefined },
  { id: 'limits.defaultMessageSize', values: ['35', '25'], source: 'PUNC-22' },
  { id: 'srs.returnedMail', values: ['original-sender', 'forwarding-mailbox'], source: 'SRS-2' },
] as const satisfies readonly AssumptionPoint[];

export type AssumptionId = (typeof assumptions)[number]['id'];

/** The point with this id; undefined for an id that is not in the list. */
export const assumptionById = (id: string): AssumptionPoint | undefined => assumptions.find((point) => point.id === id);

/**
 * The value of a point as it is written in the list, from what a document or an option says: numbers (`2026`) count as
 * their text, and `true` and `false` as `yes` and `no` or `on` and `off`, which YAML 1.1 tools make of them.
 * @returns undefined when the point does not take the value.
 */
export function assumptionValue(point: AssumptionPoint, written: string | number | boolean): string | undefined {
  if (typeof written === 'boolean') {
    return point.values.find((value) => (written ? ['yes', 'on'] : ['no', 'off']).includes(value));
  }
  const value = String(written).trim();
  if (point.values.includes(value)) return value;
  return point.takesNumber === true && /^[1-9]\d{0,3}$/u.test(value) ? value : undefined;
}
