import type { AddressReads } from './client-address.ts';
import type { RuleWatch } from './rules/rule-watch.ts';

/** Who is told of what a simulation looks at. */
export interface Observers {
  /** Is told of rules for which other content would decide otherwise. */
  readonly watch?: RuleWatch | undefined;
  /** Asked once the way with default answers is known: whether the others are followed. Absent: they are. */
  readonly goesOn?: (() => boolean) | undefined;
  /** Takes down what is asked about the address of the client. */
  readonly reads?: AddressReads | undefined;
}
