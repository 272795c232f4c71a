/** What mail flow rules and remote domains tell apart by the class of a message (PRED-50). */
export type MessageType =
  | 'normal'
  | 'oof'
  | 'autoForward'
  | 'encrypted'
  | 'calendaring'
  | 'permissionControlled'
  | 'voicemail'
  | 'signed'
  | 'approvalRequest'
  | 'readReceipt'
  | 'ndr';
