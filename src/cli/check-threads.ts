import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TopologyReport } from '../report/report.ts';
import type { Tell } from './check-one.ts';
import type { Asked, Said } from './check-worker.ts';
import type { LoadedTopology } from './load-topology.ts';

/** One topology of a portfolio with what it is asked. */
export interface Job {
  readonly input: LoadedTopology;
  readonly asked: Asked;
  /** Does it in this thread. */
  readonly here: () => Promise<TopologyReport>;
}

/** What became of a job; a fault of the program is one of that topology alone. */
export type Done =
  | { readonly ok: true; readonly report: TopologyReport }
  | { readonly ok: false; readonly fault: Error };

export interface ThreadOptions {
  /** Threads at most; with one or none every job is done here. */
  readonly threads: number;
  /** What a thread runs; undefined: there is nothing that one could run. */
  readonly entry: URL | undefined;
  /** Variables that a topology may name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly started?: (index: number) => void;
  readonly ended?: (index: number) => void;
  readonly tell?: ((index: number, ...said: Parameters<Tell>) => void) | undefined;
}

/** What the bundled program runs in its threads. Run from its sources it has none, and works in one thread. */
export function threadEntry(base: string): URL | undefined {
  const entry = new URL('worker.js', base);
  return existsSync(fileURLToPath(entry)) ? entry : undefined;
}

/**
 * Does the jobs in as many threads, each job in one; the results are in the order of the jobs, and are those that this
 * thread would come to. Where no thread can be started the jobs are done here.
 */
export async function doInThreads(jobs: readonly Job[], options: ThreadOptions): Promise<readonly Done[]> {
  const results: (Done | undefined)[] = jobs.map(() => undefined);
  let next = 0;
  const take = (): number | undefined => (next < jobs.length ? next++ : undefined);
  const number = Math.min(options.threads, jobs.length);
  if (number > 1 && options.entry !== undefined) {
    const { entry } = options;
    await Promise.all(Array.from({ length: number }, () => runThread(entry, jobs, options, take, results)));
  }
  const all: Done[] = [];
  for (const [index, job] of jobs.entries()) {
    const result = results[index];
    if (result === undefined) options.started?.(index);
    all.push(result ?? (await doHere(job)));
    if (result === undefined) options.ended?.(index);
  }
  return all;
}

async function doHere({ here }: Job): Promise<Done> {
  try {
    return { ok: true, report: await here() };
  } catch (fault) {
    return { ok: false, fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }
}

/**
 * One thread from its start until no job is left; jobs that it leaves without a result are done here afterwards. A thread
 * that breaks down with a job leaves a fault for that job, and another thread goes on with the rest.
 */
async function runThread(
  entry: URL,
  jobs: readonly Job[],
  options: ThreadOptions,
  take: () => number | undefined,
  results: (Done | undefined)[],
): Promise<void> {
  for (;;) {
    const ended = await oneThread(entry, jobs, options, take, results);
    if (ended !== 'broke') return;
  }
}

/** `done`: no job is left. `broke`: it broke down with a job. `unable`: it never began. */
function oneThread(
  entry: URL,
  jobs: readonly Job[],
  options: ThreadOptions,
  take: () => number | undefined,
  results: (Done | undefined)[],
): Promise<'done' | 'broke' | 'unable'> {
  return new Promise((resolve) => {
    let current: number | undefined;
    let worker: Worker;
    const end = (how: 'done' | 'broke' | 'unable'): void => {
      void worker.terminate();
      resolve(how);
    };
    const ask = (): void => {
      current = take();
      const job = current === undefined ? undefined : jobs[current];
      if (current === undefined || job === undefined) return end('done');
      options.started?.(current);
      worker.postMessage(job.asked);
    };
    const broke = (fault: Error): void => {
      if (current === undefined) return end('unable');
      results[current] ??= { ok: false, fault };
      options.ended?.(current);
      current = undefined;
      end('broke');
    };
    try {
      worker = new Worker(entry, { workerData: { env: { ...options.env } } });
    } catch {
      resolve('unable');
      return;
    }
    worker.on('message', (said: Said) => {
      if (said.kind === 'ready') return ask();
      const job = current === undefined ? undefined : jobs[current];
      if (current === undefined || job === undefined) return;
      if (said.kind === 'progress') return options.tell?.(current, said.done, said.total, said.what);
      if (said.kind === 'fault') {
        results[current] = { ok: false, fault: Object.assign(new Error(said.what), { stack: said.stack }) };
      } else if (said.kind === 'report') {
        const { topology, sources } = job.input;
        results[current] = { ok: true, report: { ...said.report, topology, sources } };
      }
      options.ended?.(current);
      ask();
    });
    worker.on('error', broke);
    worker.on('exit', () => broke(new Error('the thread ended before it had answered')));
  });
}
