import type { Check } from '../../check.ts';
import { allowedOutside } from './allowed-outside.ts';
import { automaticMode } from './automatic-mode.ts';
import { blocked } from './blocked.ts';
import { circle } from './circle.ts';
import { relayPool } from './relay-pool.ts';
import { senderNotRewritten } from './sender-not-rewritten.ts';

/** The checks of this area. */
export const forwardingChecks: readonly Check[] = [
  allowedOutside,
  automaticMode,
  blocked,
  circle,
  relayPool,
  senderNotRewritten,
];
