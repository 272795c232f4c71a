import type { Check } from '../../check.ts';
import { allowedOutside } from './allowed-outside.ts';
import { automaticMode } from './automatic-mode.ts';
import { blocked } from './blocked.ts';

/** The checks of this area. */
export const forwardingChecks: readonly Check[] = [allowedOutside, automaticMode, blocked];
