import type { Check } from '../../check.ts';
import { missingTrailingDot } from './missing-trailing-dot.ts';
import { mxInconsistent } from './mx-inconsistent.ts';
import { mxMissing } from './mx-missing.ts';
import { mxUnresolvable } from './mx-unresolvable.ts';
import { mxWrongTenantHost } from './mx-wrong-tenant-host.ts';
import { oddRecord } from './odd-record.ts';
import { ttlDiffers } from './ttl-differs.ts';

/** The checks of this area. */
export const dnsChecks: readonly Check[] = [
  missingTrailingDot,
  mxInconsistent,
  mxMissing,
  mxUnresolvable,
  mxWrongTenantHost,
  oddRecord,
  ttlDiffers,
];
