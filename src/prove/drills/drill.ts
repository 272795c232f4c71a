import { list, type Text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Side } from '../classes/contents.ts';
import { type Comparison, compare } from '../compare/compare.ts';
import type { ProofOptions } from '../prove.ts';
import { type Failure, failureText } from './failure.ts';
import { type Flow, flowLedger } from './flows.ts';

/** What breaks when something fails, and what still works. */
export interface Drill {
  readonly failures: readonly Failure[];
  /** What has failed, in words. */
  readonly title: Text;
  /** Legitimate mail by who sends it and where it goes. */
  readonly flows: readonly Flow[];
  /** Classes of legitimate mail of which a copy waits in a queue, and is returned when it expires. */
  readonly deferred: number;
  /** Classes of legitimate mail of which a copy is refused, returned or lost at once. */
  readonly lost: number;
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
  const flows = ledger.flows();
  return {
    failures,
    title: list(failures.map(failureText)),
    flows,
    deferred: flows.reduce((sum, one) => sum + one.deferred, 0),
    lost: flows.reduce((sum, one) => sum + one.lost, 0),
    comparison,
    silent,
  };
}
