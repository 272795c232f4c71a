import { availableParallelism } from 'node:os';
import type { InputProblem } from '../input/problem.ts';
import { text } from '../model/text.ts';
import { type CheckTask, checkOne } from './check-one.ts';
import type { Done, Job } from './check-threads.ts';
import type { LoadedTopology } from './load-topology.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';
import { checkProgress } from './tell-progress.ts';

interface Work {
  /** Standard input has been read, and cannot be read again. */
  readonly contents: readonly (Uint8Array | undefined)[];
  /** undefined: as many as there are cores, where they are worth their start. */
  readonly threads: number | undefined;
}

/** Checks every topology, in threads where there is enough to do; the results are in their order. */
export async function checkAll(
  loaded: readonly LoadedTopology[],
  tasks: readonly CheckTask[],
  { contents, threads }: Work,
  settings: Settings,
  machine: Machine,
): Promise<readonly Done[]> {
  const progress = checkProgress(
    machine,
    settings,
    loaded.map(({ file }) => file),
  );
  const [only, task] = [loaded[0], tasks[0]];
  if (loaded.length === 1 && only !== undefined && task !== undefined) {
    progress.started(0);
    const report = await checkOne(only, task, progress.tellOf(0));
    progress.end();
    return [{ ok: true, report }];
  }
  const { doInThreads, threadEntry } = await import('./check-threads.ts');
  const jobs = loaded.flatMap((input, index): readonly Job[] => {
    const one = tasks[index];
    if (one === undefined) return [];
    const reading = { path: input.file, content: contents[index], allowOutside: settings.allowOutside };
    return [
      {
        input,
        asked: { ...reading, task: one, tells: progress.wanted },
        here: () => checkOne(input, one, progress.tellOf(index)),
      },
    ];
  });
  const done = await doInThreads(jobs, {
    threads: threads ?? (isWorthThreads(loaded, tasks) ? availableParallelism() : 1),
    entry: threadEntry(import.meta.url),
    env: machine.env,
    started: progress.started,
    ended: progress.ended,
    tell: progress.wanted ? (index, ...said) => progress.tellOf(index)?.(...said) : undefined,
  });
  progress.end();
  return done;
}

/** A thread takes as long to start as some small topologies take to be checked. */
const octetsWorthThreads = 60_000;

function isWorthThreads(loaded: readonly LoadedTopology[], tasks: readonly CheckTask[]): boolean {
  if (tasks.some(({ prove, drills, drawn }) => prove || drills || drawn !== undefined)) return true;
  return loaded.reduce((sum, { document }) => sum + document.text.length, 0) >= octetsWorthThreads;
}

const threadsMax = 256;

/** The value of `--threads`; undefined: none is given. */
export function threadsOf(
  written: string | undefined,
): { readonly ok: true; readonly number: number | undefined } | { readonly ok: false; readonly problem: InputProblem } {
  if (written === undefined) return { ok: true, number: undefined };
  const number = /^\d{1,3}$/u.test(written) ? Number(written) : 0;
  if (number >= 1 && number <= threadsMax) return { ok: true, number };
  const problem = text`--threads ${written} is no number of threads.`;
  return { ok: false, problem: { at: undefined, problem, remedy: text`Write a number from 1 to ${threadsMax}.` } };
}
