import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { TopologyReport } from '../report/report.ts';
import { type CheckTask, checkOne } from './check-one.ts';
import { type Loaded, loadTopology } from './load-topology.ts';

/** What a thread is started with, before the topologies are read here. */
export interface Work {
  /** Every topology of the portfolio; it is read there, too, because it cannot be sent: it knows how to read the files round it. */
  readonly paths: readonly string[];
  readonly allowOutside: boolean;
  /** Variables that a topology may name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Who has taken which topology, in memory that all threads share; 0: nobody. */
  readonly taken: Int32Array;
  /** The number under which this thread takes them, from 1, and how many of these threads there are. */
  readonly taker: number;
  readonly takers: number;
}

/** What a thread is asked about one topology, in the order of the paths. */
export interface Asked {
  readonly task: CheckTask;
  readonly tells: boolean;
}

/** What whoever asks has already: he read the same topology, and knows the same rules. */
export type SentReport = Omit<TopologyReport, 'topology' | 'sources' | 'rules'>;

/** What a thread says of a job: that it has begun, how far it is, and how it ended. `elsewhere`: its result cannot be sent. */
export type Said = { readonly index: number } & (
  | { readonly kind: 'started' }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'report'; readonly report: SentReport }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'fault'; readonly what: string; readonly stack: string }
);

/** Takes the first of these topologies that nobody has, without waiting for anybody; undefined: none is left. */
export const takeOne = (taken: Int32Array, taker: number, order: readonly number[]): number | undefined =>
  order.find((index) => Atomics.compareExchange(taken, index, 0, taker) === 0);

/**
 * What a thread does: it reads topologies until it is asked, and then checks one after the other until none is left. It
 * begins at the end, where whoever asks comes last.
 */
export async function serveChecks(): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  const work = workerData as Work;
  const { paths, taken, taker, takers } = work;
  let isAsked = false;
  const question = new Promise<readonly Asked[]>((resolve) => {
    port.once('message', (asked: readonly Asked[]) => {
      isAsked = true;
      resolve(asked);
    });
  });
  const backwards = [...paths.keys()].reverse().filter((index) => paths[index] !== '-');
  const share = backwards.filter((_, at) => at % takers === taker - 1).slice(0, Math.ceil(paths.length / (takers + 1)));
  const read = new Map<number, Loaded>();
  for (const index of share) {
    // Only between two turns is a question heard.
    await setImmediate();
    if (isAsked) break;
    read.set(index, await load(work, index));
  }
  const asked = await question;
  const order = [...new Set([...read.keys(), ...backwards])];
  const next = (): number | undefined => takeOne(taken, taker, order);
  for (let index = next(); index !== undefined; index = next()) {
    const one = asked[index];
    if (one !== undefined)
      await serve(read.get(index) ?? (await load(work, index)), one, index, (said) => port.postMessage(said));
    read.delete(index);
  }
}

const load = ({ paths, allowOutside, env }: Work, index: number): Promise<Loaded> =>
  loadTopology(paths[index] ?? '', { allowOutside, env });

async function serve(loaded: Loaded, { task, tells }: Asked, index: number, say: (said: Said) => void): Promise<void> {
  say({ kind: 'started', index });
  try {
    // It is no longer what it was when it was read there.
    if (!loaded.ok) return say({ kind: 'elsewhere', index });
    const tell = (done: number, total: number, what: string): void =>
      say({ kind: 'progress', index, done, total, what });
    const {
      topology: _,
      sources: __,
      rules: ___,
      ...report
    } = await checkOne(loaded.value, task, tells ? tell : undefined);
    try {
      say({ kind: 'report', index, report });
    } catch {
      say({ kind: 'elsewhere', index });
    }
  } catch (fault) {
    const [what, stack] = fault instanceof Error ? [fault.message, fault.stack ?? ''] : [String(fault), ''];
    say({ kind: 'fault', index, what, stack });
  }
}
