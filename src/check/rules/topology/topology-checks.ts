import type { Check } from '../../check.ts';
import { lossyExport } from './lossy-export.ts';
import { undefinedReference } from './undefined-reference.ts';
import { undetermined } from './undetermined.ts';
import { unknownProperty } from './unknown-property.ts';

/** The checks of this area. */
export const topologyChecks: readonly Check[] = [lossyExport, undefinedReference, undetermined, unknownProperty];
