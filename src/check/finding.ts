import type { Fix } from '../model/change.ts';
import type { Evidence, Span } from '../model/source.ts';
import type { Text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Confidence } from '../simulate/trace.ts';

/** A defect with its reader-facing words; what `check` reports. */
export interface Finding {
  /** `area/defect`: the path of the check under `check/rules`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** `kind:name` of the thing at fault, independent of order and spelling of the input (spec/cli.md). */
  readonly subject: string;
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
  readonly location: Span | undefined;
  readonly evidence: readonly Evidence[];
  readonly semantics: readonly string[];
  readonly assumptions: readonly string[];
  /** Ways to cure it, as the check proposes them, the best first; not yet proved. */
  readonly fixes: readonly Fix[];
  readonly fingerprint: string;
  /**
   * What it is about, whatever setting is at fault: of two findings of one rule about the same the second is the first with
   * another cause. Undefined: the fingerprint says it.
   */
  readonly about?: readonly string[];
  /** Reason of the suppression that covers it, where one does. */
  readonly suppressed: string | undefined;
  /** It is suppressed because the baseline holds it. */
  readonly inBaseline?: true;
}
