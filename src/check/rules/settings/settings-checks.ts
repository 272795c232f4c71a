import type { Check } from '../../check.ts';
import { suppressionExpired } from './suppression-expired.ts';
import { suppressionUnused } from './suppression-unused.ts';

/** The checks of this area. */
export const settingsChecks: readonly Check[] = [suppressionExpired, suppressionUnused];
