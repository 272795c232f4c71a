import type { Instant } from '../base/time.ts';
import type { SourceIndex } from '../model/source.ts';
import type { Drill } from '../prove/drills/drill.ts';
import type { Proofs } from '../prove/prove.ts';
import type { WhatIf } from '../prove/what-if/what-if.ts';
import type { CheckedRule } from './report.ts';

/** What `prove` says; every format is printed from it. */
export interface ProofReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  /** What is proved; in a drill of the intents alone, with the failure in force. */
  readonly proofs: Proofs;
  /** What the failure breaks that was asked for; absent: none was. */
  readonly drill?: Drill;
  /** What the settings would do that were asked for; absent: none were. */
  readonly whatIf?: WhatIf;
  /** The checks by whose ids platforms are told of what is refuted; absent: they are told the ids alone. */
  readonly rules?: readonly CheckedRule[];
  readonly sources: SourceIndex;
}
