import type { Instant } from '../base/time.ts';
import type { Comparison, Replay } from '../check/replay/compare-evidence.ts';
import type { Deviation } from '../input/evidence/read-deviations.ts';
import type { SourceIndex } from '../model/source.ts';
import type { Text } from '../model/text.ts';

export interface ComparedCopy extends Replay {
  /** Differences that a deviation explains, with it. */
  readonly known: ReadonlyMap<Comparison, Deviation>;
}

/** What `trace --compare` says. */
export interface ReplayReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  readonly evidenceFile: string;
  readonly deviationsFile: string | undefined;
  readonly copies: readonly ComparedCopy[];
  /** Messages of the evidence that cannot be traced, and why. */
  readonly notCompared: readonly { readonly name: string; readonly because: Text }[];
  readonly unusedDeviations: readonly Deviation[];
  readonly sources: SourceIndex;
}

/** Differences that nobody has explained, in the order of the way. */
export const unexplained = (copy: ComparedCopy): readonly Comparison[] =>
  copy.comparisons.filter((one) => one.result === 'different' && !copy.known.has(one));
