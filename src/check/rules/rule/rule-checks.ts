import type { Check } from '../../check.ts';
import { notInForce } from './not-in-force.ts';
import { undefinedConnector } from './undefined-connector.ts';
import { unsupported } from './unsupported.ts';

/** The checks of this area. */
export const ruleChecks: readonly Check[] = [notInForce, undefinedConnector, unsupported];
