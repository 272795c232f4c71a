import type { Instant } from '../base/time.ts';
import type { SourceIndex } from '../model/source.ts';
import type { Proofs } from '../prove/prove.ts';

/** What `prove` says; every format is printed from it. */
export interface ProofReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  readonly proofs: Proofs;
  readonly sources: SourceIndex;
}
