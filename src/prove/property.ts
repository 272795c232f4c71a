import type { Text } from '../model/text.ts';
import type { Hop, Outcome } from '../simulate/trace.ts';
import type { MessageClass } from './classes/message-class.ts';

/** What a property is judged by: one copy of one message of a class. */
export interface Fate {
  readonly of: MessageClass;
  readonly outcome: Outcome;
  readonly hops: readonly Hop[];
}

/** A statement about all messages. */
export interface Property {
  readonly id: string;
  readonly title: Text;
  /** Whether it speaks of messages of the class at all. */
  readonly speaksOf: (of: MessageClass) => boolean;
  /** Why a copy is against it; undefined: it is not. */
  readonly against: (fate: Fate) => Text | undefined;
}

/** How a copy that somebody waits for may end. */
export const arrived: ReadonlySet<Outcome['status']> = new Set(['delivered', 'sent']);
