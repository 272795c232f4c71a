import type { Instant } from '../base/time.ts';
import type { SourceIndex } from '../model/source.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Transition } from '../prove/transition/transition.ts';

import type { FailOn } from './report.ts';

/** What `diff` says; every format is printed from it. */
export interface DiffReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topologies as the user named them. */
  readonly before: string;
  readonly after: string;
  readonly comparison: Comparison;
  /** What happens while the change is half made; absent: it was not asked for. */
  readonly transition?: Transition;
  /** What counts as a failure where a format knows passed and failed; by default an error. */
  readonly failOn?: FailOn;
  /** Whether any change counts as one. */
  readonly expectNoChange?: boolean;
  /** Of the topology after the change. */
  readonly sources: SourceIndex;
}
