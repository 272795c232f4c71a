import type { Check } from '../../check.ts';
import { deadEnd } from './dead-end.ts';
import { filterBypass } from './filter-bypass.ts';
import { hybridInconsistent } from './hybrid-inconsistent.ts';
import { loop } from './loop.ts';
import { openRelay } from './open-relay.ts';
import { spoofAccepted } from './spoof-accepted.ts';
import { trustLost } from './trust-lost.ts';
import { unencrypted } from './unencrypted.ts';

/** What traces alone show. */
export const routingChecks: readonly Check[] = [
  loop,
  deadEnd,
  hybridInconsistent,
  filterBypass,
  openRelay,
  unencrypted,
  trustLost,
  spoofAccepted,
];
