import type { Check } from '../../check.ts';
import { externalAddressTwice } from './external-address-twice.ts';
import { replyAddressMissing } from './reply-address-missing.ts';
import { wildcardBothWays } from './wildcard-both-ways.ts';

/** The checks of this area. */
export const rewritingChecks: readonly Check[] = [externalAddressTwice, replyAddressMissing, wildcardBothWays];
