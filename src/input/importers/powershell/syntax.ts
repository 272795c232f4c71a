import type { Text } from '../../../model/text.ts';

/** A piece of a text, in UTF-16 offsets. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** What a script writes where a value stands. What a run would have to compute is unresolved, with the reason. */
export type Value = Extent &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'number'; readonly number: number }
    | { readonly kind: 'flag'; readonly flag: boolean }
    | { readonly kind: 'null' }
    | { readonly kind: 'list'; readonly items: readonly Value[] }
    | { readonly kind: 'table'; readonly entries: readonly Entry[] }
    | {
        readonly kind: 'unresolved';
        readonly because: Text;
        /** Code that a run would carry out for the value. */
        readonly unread: Unread;
        /** The variable that is looked at, and no more than that; in lower case. */
        readonly variable?: string;
      }
  );

/** `Name = value` of a hashtable or of a configuration block. */
export interface Entry {
  readonly name: string;
  readonly nameAt: Extent;
  readonly value: Value;
}

/** What stands in code that is not read: somebody may have to hear of it. */
export interface Unread {
  readonly cmdlets: readonly NamedCmdlet[];
  /** Variables that the code names, in lower case: it may change them. */
  readonly variables: readonly string[];
}

export interface NamedCmdlet extends Extent {
  readonly name: string;
}

/** `-Name`, with the value behind its colon; a value; or `@variable`. */
export type Argument =
  | { readonly kind: 'parameter'; readonly name: string; readonly at: Extent; readonly value: Value | undefined }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'splat'; readonly variable: string; readonly at: Extent };

export interface Command extends Extent {
  readonly name: string;
  readonly nameAt: Extent;
  readonly arguments: readonly Argument[];
}

export type Statement = Extent &
  (
    | {
        readonly kind: 'pipeline';
        /** The commands in order; the values that stand before the first one, if any, are in `from`. */
        readonly commands: readonly Command[];
        readonly from: Value | undefined;
        /** The variable that takes the result, in lower case. */
        readonly into: string | undefined;
      }
    | { readonly kind: 'assignment'; readonly variable: string; readonly value: Value }
    | {
        readonly kind: 'resource';
        readonly type: string;
        readonly typeAt: Extent;
        readonly title: Value | undefined;
        readonly entries: readonly Entry[];
      }
    /** Code that runs under a condition, later or several times; `word` is what opens it (`if`, `function`). */
    | { readonly kind: 'unread'; readonly word: string; readonly unread: Unread }
    /** `return`, `exit` or `throw`: what follows does not run. */
    | { readonly kind: 'end'; readonly word: string }
  );

/** What one script may cost. */
export const scriptLimits = {
  /** UTF-16 units. */
  length: 16 * 1024 * 1024,
  /** Brackets, blocks and expressions inside strings. */
  depth: 64,
  /** Values, entries, arguments and statements. */
  parts: 1_000_000,
};
