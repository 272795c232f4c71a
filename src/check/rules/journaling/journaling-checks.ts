import type { Check } from '../../check.ts';
import { mailboxInTenant } from './mailbox-in-tenant.ts';
import { reportMailboxOfSomebody } from './report-mailbox-of-somebody.ts';

/** The checks of this area. */
export const journalingChecks: readonly Check[] = [mailboxInTenant, reportMailboxOfSomebody];
