import type { Check } from '../../check.ts';
import { allowListedGateway } from './allow-listed-gateway.ts';
import { enhancedFilteringOff } from './enhanced-filtering-off.ts';

/** The checks of this area. */
export const filteringChecks: readonly Check[] = [allowListedGateway, enhancedFilteringOff];
