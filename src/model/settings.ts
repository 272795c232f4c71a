import type { Instant } from '../base/time.ts';
import type { Pointer } from './source.ts';
import type { Severity } from './topology.ts';

/** What a document says about findings. */
export interface Settings {
  readonly rules: ReadonlyMap<string, { readonly severity: Severity | 'off'; readonly at: Pointer }>;
  readonly suppress: readonly {
    readonly at: Pointer;
    readonly rule: string;
    readonly subject: string | undefined;
    readonly reason: string;
    readonly until: Instant | undefined;
  }[];
  /** Days before the end of a certificate's validity in which it is reported; absent: the check's default. */
  readonly certificateExpiryDays?: number;
}
