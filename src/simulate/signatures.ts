import type { Transit } from './run.ts';
import { transitWith } from './transit.ts';

/** A DKIM signature covers the body and header fields: after a change to them, one that was good is broken (ACT-13, ARW-6), and so is an ARC chain. */
export const withoutSignature = (transit: Transit): Transit =>
  transitWith(transit, {
    arc: transit.arc && { ...transit.arc, intact: false },
    dkim: transit.dkim.map((one) => (one.result === 'pass' ? { ...one, result: 'fail' as const } : one)),
  });
