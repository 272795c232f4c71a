import type { Check } from '../../check.ts';
import { allowListedGateway } from './allow-listed-gateway.ts';
import { enhancedFilteringOff } from './enhanced-filtering-off.ts';
import { enhancedFilteringUnsupported } from './enhanced-filtering-unsupported.ts';
import { listEntryWithoutEffect } from './list-entry-without-effect.ts';
import { refusedListEntry } from './refused-list-entry.ts';

/** The checks of this area. */
export const filteringChecks: readonly Check[] = [
  allowListedGateway,
  enhancedFilteringOff,
  enhancedFilteringUnsupported,
  listEntryWithoutEffect,
  refusedListEntry,
];
