import type { Instant } from '../base/time.ts';
import type { LoadedTopology } from './load-topology.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

/**
 * "Now" for a topology: --as-of, else its own asOf, else the clock. The clock is read at most once, so that all
 * topologies of one run are judged at the same moment.
 */
export function instantOf(settings: Settings, machine: Machine): (input: LoadedTopology) => Instant {
  let clock: Instant | undefined;
  return ({ topology }) => {
    const given = settings.asOf ?? topology.asOf;
    if (given !== undefined) return given;
    clock ??= machine.now();
    return clock;
  };
}
