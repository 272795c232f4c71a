/**
 * Who says it: `edge` Exchange Online to the connecting client, `queue` the status of a deferred copy, `ndr` the final
 * report of Exchange Online, `onPremises` an Exchange server, `remote` the next system, `trace` an event nobody is told of.
 */
export type ReplySide = 'edge' | 'queue' | 'ndr' | 'onPremises' | 'remote' | 'trace';

/** A reply as it is worded; holes are names in braces, filled by `reply`. */
export interface ReplyText {
  /** Basic status, `550`. */
  readonly code: string;
  /** Enhanced status, `5.7.64`. */
  readonly enhanced: string;
  readonly text: string;
  readonly side: ReplySide;
  /** Ids that give the code, the text or the condition. */
  readonly semantics: readonly string[];
  /** For a deferral: the NDR after the queue expires (OUT-20). */
  readonly final?: { readonly code: string; readonly enhanced: string; readonly text: string };
}

/** The generic reports of a queue that gave up (OUT-25), where the deferral has none of its own. */
export const expired = { code: '550', enhanced: '5.4.300', text: 'Message expired' } as const;
export const queueExpired = { code: '550', enhanced: '4.4.7', text: 'QUEUE.Expired; message expired' } as const;

/** OPR-1: a message without a send connector waits in the Unreachable queue; what its status says is not published. */
export const unreachableText = '(text unpublished: no send connector, Unreachable queue)';
