import type { InputProblem } from '../input/problem.ts';
import type { ExitCode } from './exit-code.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

/** What a command was called with: operands in order, options as the table reads them, common options understood. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flags: ReadonlySet<string>;
  /** Every value given to an option, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly settings: Settings;
}

/** A command answers with its exit code, or with what is wrong with its input, which the caller prints (exit 2). */
export type Answer =
  | { readonly ok: true; readonly code: ExitCode }
  | { readonly ok: false; readonly unusable: readonly Unusable[] };

/** Problems of one input; `file` and `line` are there where they are of a topology, for places and quotations. */
export interface Unusable {
  readonly problems: readonly InputProblem[];
  /** The topology as the user named it. */
  readonly file?: string;
  readonly line?: (file: string, line: number) => string | undefined;
}

export type Command = (invocation: Invocation, machine: Machine) => Promise<Answer>;
