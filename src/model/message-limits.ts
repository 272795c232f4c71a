import type { Pointer } from './source.ts';

/** A size in bytes or a number of recipients that a setting limits; infinite for `Unlimited`. */
export interface Limit {
  readonly value: number;
  readonly at: Pointer;
}

/** What a mailbox, a group or an organisation limits; a key is absent where the setting is not declared. */
export interface MessageLimits {
  readonly receiveSize?: Limit;
  readonly sendSize?: Limit;
  /** Recipients of one message. */
  readonly recipients?: Limit;
  /** GroupMemberCount, which says more than the members that are listed. */
  readonly members?: Limit;
}
