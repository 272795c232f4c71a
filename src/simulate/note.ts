import type { Evidence } from '../model/source.ts';
import type { Text } from '../model/text.ts';
import type { Decision, RemovedField, ValidatedCertificate } from './trace.ts';

/** A decision before its place among the hops is known. */
export interface Note {
  readonly semantics: readonly string[];
  readonly decision: Decision | undefined;
  readonly validated: ValidatedCertificate | undefined;
  readonly removed: readonly RemovedField[] | undefined;
}

/** What a note says; made only when somebody will read it. */
export interface Said {
  readonly verdict: Text;
  readonly because: Text;
  readonly rejected?: Decision['rejected'];
  readonly evidence?: readonly Evidence[];
}
