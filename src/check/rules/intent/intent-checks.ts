import type { Check } from '../../check.ts';
import { violated } from './violated.ts';

/** The checks of this area. */
export const intentChecks: readonly Check[] = [violated];
