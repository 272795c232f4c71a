import type { Check } from '../../check.ts';
import { internalForStrangers } from './internal-for-strangers.ts';
import { reportsForbidden } from './reports-forbidden.ts';
import { subdomainNotCovered } from './subdomain-not-covered.ts';
import { trustedSenders } from './trusted-senders.ts';

/** The checks of this area. */
export const remoteDomainChecks: readonly Check[] = [
  internalForStrangers,
  reportsForbidden,
  subdomainNotCovered,
  trustedSenders,
];
