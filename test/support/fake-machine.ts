import type { Channel, Machine } from '../../src/cli/machine.ts';

/** A machine that keeps what is written; no terminal, no variables, an empty standard input, a clock that stands still. */
export function fakeMachine(args: readonly string[], over: Partial<Machine> = {}): Machine & { out: Kept; err: Kept } {
  const out = kept();
  const err = kept();
  return {
    args,
    env: {},
    readInput: async () => new Uint8Array(),
    now: () => Date.parse('2026-11-21T00:00:00Z'),
    ...over,
    out,
    err,
  };
}

interface Kept extends Channel {
  text: string;
}

function kept(): Kept {
  return {
    text: '',
    isTerminal: false,
    columns: undefined,
    write(text) {
      this.text += text;
    },
  };
}
