import type { Oracle } from '../oracle.ts';
import { Run } from '../run.ts';

/** The same run for words about what did not happen: it answers as before, and nothing counts as asked. */
export function quietRun({ world, message, oracle, explain, hops, reads }: Run): Run {
  const quiet: Oracle = { choose: (question, answers) => oracle.foresee(question, answers), foresee: oracle.foresee };
  const run = new Run(world, message, quiet, explain, { reads });
  run.hops.push(...hops);
  return run;
}
