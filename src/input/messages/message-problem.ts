import type { Text } from '../../model/text.ts';

/** What keeps a message file from being used, and in which line. */
export interface MessageProblem {
  readonly line: number;
  readonly problem: Text;
  readonly remedy: Text;
}

/** Something of a usable message that the traces cannot be sure of. */
export interface MessageRemark extends MessageProblem {
  readonly consequence: Text;
}

/** Thrown while a message is taken apart, and caught where reading it began. */
export class Unreadable extends Error {
  readonly what: MessageProblem;

  constructor(line: number, problem: Text, remedy: Text) {
    super('unreadable message');
    this.what = { line, problem, remedy };
  }
}
