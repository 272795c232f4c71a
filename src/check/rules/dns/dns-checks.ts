import type { Check } from '../../check.ts';
import { mxInconsistent } from './mx-inconsistent.ts';
import { mxMissing } from './mx-missing.ts';
import { mxUnresolvable } from './mx-unresolvable.ts';
import { mxWrongTenantHost } from './mx-wrong-tenant-host.ts';

/** The checks of this area. */
export const dnsChecks: readonly Check[] = [mxInconsistent, mxMissing, mxUnresolvable, mxWrongTenantHost];
