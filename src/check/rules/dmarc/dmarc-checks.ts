import type { Check } from '../../check.ts';
import { missing } from './missing.ts';
import { syntax } from './syntax.ts';
import { unalignedSender } from './unaligned-sender.ts';

/** The checks of this area. */
export const dmarcChecks: readonly Check[] = [missing, syntax, unalignedSender];
