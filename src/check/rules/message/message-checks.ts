import type { Check } from '../../check.ts';
import { expectation } from './expectation.ts';

/** The checks of this area. */
export const messageChecks: readonly Check[] = [expectation];
