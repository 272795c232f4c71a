import type { Finding } from '../check/finding.ts';
import type { Fix, Safety } from '../model/change.ts';
import type { Text } from '../model/text.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Transition } from '../prove/transition/transition.ts';
import type { FileEdits, TopologyFiles } from './apply/topology-files.ts';

/** One fix of the plan, proved where it stands in it: after all steps before, before all steps behind. */
export interface PlanStep {
  readonly title: Text;
  /** The changes in the order in which they are made. */
  readonly changes: Fix['changes'];
  /** The finding for which the fix was chosen, and all others that end with it. */
  readonly cures: Finding;
  readonly closes: readonly Finding[];
  /** Less grave findings that begin with it. */
  readonly opens: readonly Finding[];
  /** Findings as grave that are there between its changes alone; no message fares worse meanwhile. */
  readonly meanwhile: readonly Finding[];
  /** What the check says of it, what the proof says, and the graver of the two. */
  readonly claimed: Safety;
  readonly proved: Safety;
  readonly safety: Safety;
  /** Whose messages fare otherwise. */
  readonly comparison: Comparison;
  readonly edits: readonly FileEdits[];
  readonly before: TopologyFiles;
  readonly after: TopologyFiles;
}

/** A fix that is not offered, and why. */
export interface DroppedFix {
  readonly finding: Finding;
  readonly title: Text;
  readonly because: Text;
}

/** Work for a person that would cure a finding; nothing proves it. */
export interface PersonTask {
  readonly finding: Finding;
  readonly title: Text;
  readonly instructions: readonly Text[];
}

/** What happens between the parts of a plan that change at times of their own, such as DNS and the tenant. */
export interface PlanTransition {
  readonly transition: Transition;
  /**
   * Where the steps stand. `free`: no mixed state harms a message, in whatever order. `kept`: they stood in the order with
   * the least harm; `moved`: they were brought into it and proved again; `stuck`: they cannot be made in it, and
   * `because` says why; `unknown`: no order was found within the bound.
   */
  readonly steps: 'free' | 'kept' | 'moved' | 'stuck' | 'unknown';
  readonly because: Text | undefined;
}

export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly dropped: readonly DroppedFix[];
  readonly tasks: readonly PersonTask[];
  /** Findings of the selection that stay, a person's tasks among them. */
  readonly left: readonly Finding[];
  /** Findings after the last step that were not there at the start. */
  readonly opened: readonly Finding[];
  /** From the start to the end; undefined where nothing is changed. */
  readonly comparison: Comparison | undefined;
  /** undefined: the plan has no mixed states, for all that it changes, it changes at once. */
  readonly onTheWay: PlanTransition | undefined;
  /** The bound on analyses that was hit; null: every way was tried. */
  readonly bound: number | null;
  readonly start: TopologyFiles;
  readonly end: TopologyFiles;
}
