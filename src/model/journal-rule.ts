import type { PastedObject, Written } from './topology.ts';

/** Get-JournalRule: copies of messages, wrapped in a report, go to a journaling mailbox (JRN-1 to JRN-3). */
export interface JournalRule extends PastedObject {
  readonly journalTo: Written;
  /** Whose messages, sent or received, are journaled: a mailbox, contact or group; undefined: everybody's. */
  readonly recipient: Written | undefined;
  readonly scope: 'Global' | 'Internal' | 'External';
  readonly enabled: boolean;
}
