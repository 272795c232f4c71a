import type { Check } from '../../check.ts';
import { bypassForgeable } from './bypass-forgeable.ts';
import { loop } from './loop.ts';
import { loopBreakerForgeable } from './loop-breaker-forgeable.ts';
import { notInForce } from './not-in-force.ts';
import { overLimit } from './over-limit.ts';
import { shadowed } from './shadowed.ts';
import { unconditional } from './unconditional.ts';
import { undefinedConnector } from './undefined-connector.ts';
import { unsupported } from './unsupported.ts';

/** The checks of this area. */
export const ruleChecks: readonly Check[] = [
  loop,
  notInForce,
  overLimit,
  shadowed,
  undefinedConnector,
  unsupported,
  loopBreakerForgeable,
  bypassForgeable,
  unconditional,
];
