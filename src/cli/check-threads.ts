import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { rulesOf } from '../analyze.ts';
import type { TopologyReport } from '../report/report.ts';
import type { Tell } from './check-one.ts';
import { type Asked, type Said, takeOne, type Work } from './check-worker.ts';
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

/** What is told of jobs by their number. */
export interface Told {
  readonly started?: (index: number) => void;
  readonly ended?: (index: number) => void;
  readonly tell?: ((index: number, ...said: Parameters<Tell>) => void) | undefined;
}

/** Threads that have begun to read the topologies of a portfolio. */
export interface Threads {
  readonly taken: Int32Array;
  readonly workers: readonly Worker[];
}

/** What the bundled program runs in its threads. Run from its sources it has none, and works in one thread. */
export function threadEntry(base: string): URL | undefined {
  const entry = new URL('worker.js', base);
  return existsSync(fileURLToPath(entry)) ? entry : undefined;
}

/** Starts threads, which read before they are asked. Where none can be started there are none. */
export function startThreads(
  entry: URL,
  number: number,
  portfolio: Pick<Work, 'paths' | 'allowOutside' | 'env'>,
): Threads {
  const { length } = portfolio.paths;
  const taken = new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
  const takers = Math.min(number, length);
  const env = { ...portfolio.env };
  const workers: Worker[] = [];
  try {
    for (let taker = 1; taker <= takers; taker++) {
      const workerData: Work = { ...portfolio, env, taken, taker, takers };
      const worker = new Worker(entry, { workerData });
      // Where nothing is asked in the end it does not keep the program from ending, and why it broke does not matter.
      worker.unref();
      worker.on('error', () => undefined);
      workers.push(worker);
    }
  } catch {
    // Those that have started are enough.
  }
  return { taken, workers };
}

/**
 * Does the jobs in this thread and in those, each job in one; the results are in the order of the jobs, and are those that
 * this thread would come to. Each takes the next job that nobody has, so that none waits for this one, which is deaf
 * while it works.
 *
 * @param threads undefined: this one alone. Otherwise they have the same topologies in the same order.
 */
export async function doJobs(
  jobs: readonly Job[],
  threads: Threads | undefined,
  told: Told = {},
): Promise<readonly Done[]> {
  const results: (Done | undefined)[] = jobs.map(() => undefined);
  const asked = jobs.map((job) => job.asked);
  const taken = threads?.taken ?? new Int32Array(jobs.length);
  const asking = threads?.workers.map((worker, at) => ask(worker, at + 1, asked, { jobs, taken, results, told })) ?? [];
  const [order, here] = [[...jobs.keys()], asking.length + 1];
  for (let index = takeOne(taken, here, order); index !== undefined; index = takeOne(taken, here, order)) {
    const job = jobs[index];
    if (job !== undefined) results[index] = await doHere(index, job, told);
    // What the others say is heard between two jobs.
    if (asking.length > 0) await setImmediate();
  }
  await Promise.all(asking.map((finish) => finish()));
  const all: Done[] = [];
  // What a thread could not send, or could not read any more, is done here.
  for (const [index, job] of jobs.entries()) all.push(results[index] ?? (await doHere(index, job, told)));
  return all;
}

async function doHere(index: number, { here }: Job, told: Told): Promise<Done> {
  told.started?.(index);
  const done = await here().then(
    (report): Done => ({ ok: true, report }),
    (fault: unknown): Done => ({ ok: false, fault: fault instanceof Error ? fault : new Error(String(fault)) }),
  );
  told.ended?.(index);
  return done;
}

interface Portfolio {
  readonly jobs: readonly Job[];
  readonly taken: Int32Array;
  readonly results: (Done | undefined)[];
  readonly told: Told;
}

/**
 * Asks a thread, and gives what waits for the jobs that it has taken and ends it; one that has taken none is not waited for.
 * One that breaks down with a job leaves a fault for that job; the rest is for the others.
 */
function ask(
  worker: Worker,
  taker: number,
  asked: readonly Asked[],
  { jobs, taken, results, told }: Portfolio,
): () => Promise<void> {
  const answered = new Set<number>();
  const open = (): readonly number[] =>
    [...jobs.keys()].filter((index) => Atomics.load(taken, index) === taker && !answered.has(index));
  const answer = (index: number, done: Done | undefined): void => {
    answered.add(index);
    results[index] = done;
    told.ended?.(index);
  };
  worker.on('message', (said: Said) => {
    const { index } = said;
    const job = jobs[index];
    if (job === undefined) return;
    switch (said.kind) {
      case 'started':
        return told.started?.(index);
      case 'progress':
        return told.tell?.(index, said.done, said.total, said.what);
      case 'elsewhere':
        return answer(index, undefined);
      case 'fault':
        return answer(index, { ok: false, fault: Object.assign(new Error(said.what), { stack: said.stack }) });
      case 'report': {
        const { topology, sources } = job.input;
        const rules = rulesOf(topology, job.asked.task.rules);
        return answer(index, { ok: true, report: { ...said.report, rules, topology, sources } });
      }
    }
  });
  let fault = new Error('the thread ended before it had answered');
  worker.on('error', (thrown) => {
    fault = thrown;
  });
  // Everything that it has said is heard before.
  const ended = new Promise<void>((resolve) => worker.on('exit', () => resolve())).then(() => {
    for (const index of open()) answer(index, { ok: false, fault });
  });
  const isGone = worker.threadId === -1;
  worker.ref();
  worker.postMessage(asked);
  return async () => {
    if (isGone) return;
    if (open().length === 0) await worker.terminate();
    await ended;
  };
}
