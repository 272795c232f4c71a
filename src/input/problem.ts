import type { Span } from '../model/source.ts';
import type { Text } from '../model/text.ts';

/** Input that cannot be used (exit 2): what is wrong, where, and what would be valid. */
export interface InputProblem {
  readonly at: Span | undefined;
  readonly problem: Text;
  readonly remedy: Text | undefined;
}

/** Something odd in usable input; becomes a finding of area `topology` (or `dns`, `certificate` where the id says so). */
export interface InputNotice {
  readonly rule:
    | 'topology/unknown-property'
    | 'topology/undefined-reference'
    | 'topology/undetermined'
    | 'topology/lossy-export';
  /** `kind:name` as in findings. */
  readonly subject: string;
  readonly at: Span | undefined;
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
  readonly evidence: readonly { readonly at: Span | undefined; readonly text: string }[];
}

export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly notices: readonly InputNotice[] }
  | { readonly ok: false; readonly problems: readonly [InputProblem, ...InputProblem[]] };

/** How the reader gets at further files; paths are as written in the topology. The command line implements it. */
export interface FileAccess {
  /**
   * Bytes of a file inside the topology's directory tree.
   * @returns the bytes, or why not: `missing`, `outside` (leaves the tree), `too-large`, `unreadable`.
   */
  read(
    path: string,
  ):
    | { readonly ok: true; readonly bytes: Uint8Array }
    | { readonly ok: false; readonly because: 'missing' | 'outside' | 'too-large' | 'unreadable' };
  /** A variable of the environment, for `passwordEnv`. */
  secret(name: string): string | undefined;
}
