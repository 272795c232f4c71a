import { terminalText } from '../report/escape.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

/**
 * Tells on standard error what is worked on: `auto` where that is a terminal and there is more than one step to wait
 * for, so that a single topology, which takes no time to speak of, stays silent.
 */
export function tellProgress(machine: Machine, settings: Settings, step: number, steps: number, what: string): void {
  const auto = machine.err.isTerminal && steps > 1 && !settings.quiet;
  if (settings.progress === 'never' || (settings.progress === 'auto' && !auto)) return;
  machine.err.write(`mxproof: ${step}/${steps} ${terminalText(what)}\n`);
}

export interface ProgressLine {
  /** False: nobody reads it, and nothing need be counted for it. */
  readonly wanted: boolean;
  readonly tell: (done: number, total: number, what: string) => void;
  readonly end: () => void;
}

/**
 * One line of standard error that is written over again, for work whose end moves; where `always` is asked for and there
 * is no terminal, a line for each step.
 */
export function progressLine(machine: Machine, settings: Settings): ProgressLine {
  const { err } = machine;
  const auto = err.isTerminal && !settings.quiet;
  if (settings.progress === 'never' || (settings.progress === 'auto' && !auto)) {
    return { wanted: false, tell: () => undefined, end: () => undefined };
  }
  const clear = '\r\u001b[K';
  return {
    wanted: true,
    tell(done, total, what) {
      const line = `mxproof: ${done}/${total} ${terminalText(what)}`;
      if (err.isTerminal) err.write(`${clear}${line.slice(0, Math.max(20, (err.columns ?? 80) - 1))}`);
      else if (what !== '') err.write(`${line}\n`);
    },
    end() {
      if (err.isTerminal) err.write(clear);
    },
  };
}
