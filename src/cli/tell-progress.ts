import { asText, plain, type Text } from '../model/text.ts';
import { terminalText } from '../report/escape.ts';
import { takeStart } from '../report/formats/terminal/width.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

export interface CheckProgress {
  readonly wanted: boolean;
  readonly started: (index: number) => void;
  readonly ended: (index: number) => void;
  /** Told how far one topology is; undefined: nobody reads it. */
  readonly tellOf: (index: number) => ((done: number, total: number, what: string) => void) | undefined;
  readonly end: () => void;
}

/** A check that takes no longer shows no progress: it would only flicker. */
const silentMs = 400;

/**
 * How far `check` is, on one line of a terminal that is written over again, as soon as somebody may wonder; where `always`
 * is asked for and there is no terminal, a line when a topology begins.
 */
export function checkProgress(machine: Machine, settings: Settings, files: readonly string[]): CheckProgress {
  const line = progressLine(machine, settings);
  const none = (): void => undefined;
  if (!line.wanted) return { wanted: false, started: none, ended: none, tellOf: () => undefined, end: none };
  if (!machine.err.isTerminal) {
    const started = (index: number): void => line.tell(index + 1, files.length, files[index] ?? '');
    return { wanted: true, started, ended: none, tellOf: () => undefined, end: none };
  }
  const begun = machine.now();
  let done = 0;
  const show = (what: string): void => {
    if (settings.progress === 'always' || machine.now() - begun >= silentMs) line.tell(done, files.length, what);
  };
  return {
    wanted: true,
    started: (index) => show(files[index] ?? ''),
    ended: (index) => {
      done += 1;
      show(files[index] ?? '');
    },
    tellOf: (index) => (part, parts, what) => show(`${files[index] ?? ''}  ${part}/${parts} ${what}`),
    end: line.end,
  };
}

export interface ProgressLine {
  /** False: nobody reads it, and nothing need be counted for it. */
  readonly wanted: boolean;
  /** @param what a name, or words of ours */
  readonly tell: (done: number, total: number, what: string | Text) => void;
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
  return {
    wanted: true,
    tell(done, total, what) {
      const said = plain(settings.wording.say(asText(what)), terminalText);
      const line = `mxproof: ${done}/${total} ${said}`;
      // What ran over would stay on the line above.
      if (err.isTerminal) err.write(`${clearLine}${takeStart(line, Math.max(20, (err.columns ?? 80) - 1))}`);
      else if (said !== '') err.write(`${line}\n`);
    },
    end() {
      if (err.isTerminal) err.write(clearLine);
    },
  };
}

/** Takes the line away that is written over again, whatever stands on it. */
export const clearLine = '\r\u001b[K';
