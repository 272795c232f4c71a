import type { SampleMessage } from '../../model/topology.ts';
import type { Side } from '../classes/contents.ts';
import { type Comparison, compare } from '../compare/compare.ts';
import type { ProofOptions } from '../prove.ts';
import type { Failure } from './failure.ts';
import { type Flow, flowLedger } from './flows.ts';

/** What breaks when something fails, and what still works. */
export interface Drill {
  readonly failures: readonly Failure[];
  /** Legitimate mail by who sends it and where it goes. */
  readonly flows: readonly Flow[];
  /** Kinds of messages that fare otherwise, as between two topologies. */
  readonly comparison: Comparison;
  /** Classes of what the failed nodes themselves send; none of it leaves them. */
  readonly silent: number;
}

/** A topology that messages can be traced in, and where a message enters it. */
export interface DrillSide extends Side {
  readonly originOf: (message: SampleMessage) => string;
}

/** Compares every class of messages with and without the failure. */
export function drill(failures: readonly Failure[], sound: DrillSide, failed: DrillSide, options: ProofOptions): Drill {
  const ledger = flowLedger();
  let silent = 0;
  const comparison = compare(sound, failed, {
    ...options,
    only: (of) => {
      const sends = !failed.world.down.has(sound.originOf(of.witness));
      if (!sends) silent += 1;
      return sends;
    },
    each: ledger.enter,
  });
  return { failures, flows: ledger.flows(), comparison, silent };
}

/** Classes of legitimate mail of which a copy does not arrive. */
export const brokenBy = ({ flows }: Drill): { readonly deferred: number; readonly lost: number } => ({
  deferred: flows.reduce((sum, one) => sum + one.deferred, 0),
  lost: flows.reduce((sum, one) => sum + one.lost, 0),
});
