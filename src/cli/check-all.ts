import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { InputProblem } from '../input/problem.ts';
import { text } from '../model/text.ts';
import { type CheckTask, checkOne } from './check-one.ts';
import type { Done, Job, Threads } from './check-threads.ts';
import type { LoadedTopology } from './load-topology.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';
import { checkProgress } from './tell-progress.ts';

/** What is known of a portfolio before it is read. */
interface Portfolio {
  readonly paths: readonly string[];
  /** undefined: as many as there are cores, where they are worth their start. */
  readonly number: number | undefined;
  /** Each of its topologies is asked for more than findings, which takes far longer. */
  readonly thorough: boolean;
}

/** Starts the threads in which a portfolio is checked, before it is read; undefined: this one is enough. */
export async function threadsFor(
  { paths, number, thorough }: Portfolio,
  { allowOutside }: Settings,
  { env }: Machine,
): Promise<Threads | undefined> {
  const wanted = number ?? (thorough || octetsOf(paths) >= octetsWorthThreads ? availableParallelism() : 1);
  const others = Math.min(wanted, paths.length) - 1;
  if (others < 1) return undefined;
  const { startThreads, threadEntry } = await import('./check-threads.ts');
  const entry = threadEntry(import.meta.url);
  return entry && startThreads(entry, others, { paths, allowOutside, env });
}

/** About twenty small topologies: with fewer a second thread is still warming up when the first has done them all. */
const octetsWorthThreads = 120_000;

/** Whoever reads the files says what is wrong with one. */
const octetsOf = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);

/** Checks every topology, in these threads and this one; the results are in their order. */
export async function checkAll(
  loaded: readonly LoadedTopology[],
  tasks: readonly CheckTask[],
  threads: Threads | undefined,
  settings: Settings,
  machine: Machine,
): Promise<readonly Done[]> {
  const files = loaded.map(({ file }) => file);
  const progress = checkProgress(machine, settings, files);
  const [only, task] = [loaded[0], tasks[0]];
  if (loaded.length === 1 && only !== undefined && task !== undefined) {
    progress.started(0);
    const report = await checkOne(only, task, progress.tellOf(0));
    progress.end();
    return [{ ok: true, report }];
  }
  const jobs = loaded.flatMap((input, index): readonly Job[] => {
    const one = tasks[index];
    if (one === undefined) return [];
    return [
      { input, asked: { task: one, tells: progress.wanted }, here: () => checkOne(input, one, progress.tellOf(index)) },
    ];
  });
  const { doJobs } = await import('./check-threads.ts');
  const done = await doJobs(jobs, threads, {
    started: progress.started,
    ended: progress.ended,
    tell: progress.wanted ? (index, ...said) => progress.tellOf(index)?.(...said) : undefined,
  });
  progress.end();
  return done;
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
