import type { Instant } from '../base/time.ts';

/** One of the two streams that a command may write to. */
export interface Channel {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where it is none. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** All that a command sees of the machine, besides files. */
export interface Machine {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Channel;
  readonly err: Channel;
  /** Standard input to its end, or undefined when it has more than `bytesMax` bytes. */
  readInput(bytesMax: number): Promise<Uint8Array | undefined>;
  /** The clock; asked only where neither the options nor the topology say which day it is. */
  now(): Instant;
}
