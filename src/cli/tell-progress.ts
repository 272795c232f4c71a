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
