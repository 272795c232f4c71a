import { processMachine } from './process-machine.ts';
import { run } from './run.ts';

/** The whole command line on this process; the exit code. */
export const main = (): Promise<number> => run(processMachine());

/** Serves a thread that checks topologies; loaded only there. */
export const serveChecks = async (): Promise<void> => (await import('./check-worker.ts')).serveChecks();
