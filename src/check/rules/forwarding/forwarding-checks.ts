import type { Check } from '../../check.ts';
import { automaticMode } from './automatic-mode.ts';

/** The checks of this area. */
export const forwardingChecks: readonly Check[] = [automaticMode];
