import type { Check } from '../../check.ts';

/** The checks of this area. */
export const certificateChecks: readonly Check[] = [];
