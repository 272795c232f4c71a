import { parentPort, workerData } from 'node:worker_threads';
import type { TopologyReport } from '../report/report.ts';
import { type CheckTask, checkOne } from './check-one.ts';
import { loadTopology } from './load-topology.ts';

/** What a thread reads by itself: a topology cannot be sent, because it knows how to read the files round it. */
export interface Reading {
  readonly path: string;
  readonly content: Uint8Array | undefined;
  readonly allowOutside: boolean;
}

export interface Asked extends Reading {
  readonly task: CheckTask;
  readonly tells: boolean;
}

/** What whoever asks has already: he read the same topology. */
export type SentReport = Omit<TopologyReport, 'topology' | 'sources'>;

/** What a thread says: that it is there, how far it is, and how it ended. `elsewhere`: its result cannot be sent. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'report'; readonly report: SentReport }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'fault'; readonly what: string; readonly stack: string };

/** Serves a thread that checks one topology after the other, each as it is asked for. */
export function serveChecks(): void {
  const port = parentPort;
  if (port === null) return;
  const { env } = workerData as { readonly env: Readonly<Record<string, string | undefined>> };
  const say = (said: Said): void => port.postMessage(said);
  port.on('message', async (asked: Asked) => {
    try {
      const report = await answer(asked, env, say);
      try {
        say(report === undefined ? { kind: 'elsewhere' } : { kind: 'report', report });
      } catch {
        say({ kind: 'elsewhere' });
      }
    } catch (fault) {
      const [what, stack] = fault instanceof Error ? [fault.message, fault.stack ?? ''] : [String(fault), ''];
      say({ kind: 'fault', what, stack });
    }
  });
  say({ kind: 'ready' });
}

/** undefined: the file is no longer what it was when it was asked about. */
async function answer(
  { path, content, allowOutside, task, tells }: Asked,
  env: Readonly<Record<string, string | undefined>>,
  say: (said: Said) => void,
): Promise<SentReport | undefined> {
  const loaded = await loadTopology(path, { allowOutside, env, ...(content && { content }) });
  if (!loaded.ok) return undefined;
  const tell = (done: number, total: number, what: string): void => say({ kind: 'progress', done, total, what });
  const { topology: _, sources: __, ...report } = await checkOne(loaded.value, task, tells ? tell : undefined);
  return report;
}
