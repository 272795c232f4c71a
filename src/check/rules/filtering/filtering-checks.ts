import type { Check } from '../../check.ts';
import { allowListedGateway } from './allow-listed-gateway.ts';
import { allowedSenderDomain } from './allowed-sender-domain.ts';
import { blockListBehindFilter } from './block-list-behind-filter.ts';
import { changedBeforeTenant } from './changed-before-tenant.ts';
import { dmarcNotHonoured } from './dmarc-not-honoured.ts';
import { enhancedFilteringOff } from './enhanced-filtering-off.ts';
import { enhancedFilteringUnsupported } from './enhanced-filtering-unsupported.ts';
import { listEntryWithoutEffect } from './list-entry-without-effect.ts';
import { organizationHeaderStamped } from './organization-header-stamped.ts';
import { outboundPolicyForNobody } from './outbound-policy-for-nobody.ts';
import { refusedListEntry } from './refused-list-entry.ts';
import { safeList } from './safe-list.ts';
import { suspiciousCopyIgnored } from './suspicious-copy-ignored.ts';

/** The checks of this area. */
export const filteringChecks: readonly Check[] = [
  allowListedGateway,
  enhancedFilteringOff,
  enhancedFilteringUnsupported,
  listEntryWithoutEffect,
  refusedListEntry,
  safeList,
  allowedSenderDomain,
  dmarcNotHonoured,
  blockListBehindFilter,
  changedBeforeTenant,
  organizationHeaderStamped,
  outboundPolicyForNobody,
  suspiciousCopyIgnored,
];
