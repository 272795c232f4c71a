import { processMachine } from './process-machine.ts';
import { run } from './run.ts';

/** The whole command line on this process; the exit code. */
export const main = (): Promise<number> => run(processMachine());
