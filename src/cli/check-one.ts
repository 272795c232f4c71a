import { analyze } from '../analyze.ts';
import type { Instant } from '../base/time.ts';
import type { Collision } from '../check/collisions.ts';
import type { SeverityPolicy } from '../check/run-checks.ts';
import { plain } from '../model/text.ts';
import type { Language } from '../report/language/translate.ts';
import { wordingOf } from '../report/language/wording-of.ts';
import type { TopologyReport } from '../report/report.ts';
import type { LoadedTopology } from './load-topology.ts';

/** What `check` is asked about one topology; plain data, so that another thread can be asked, too. */
export interface CheckTask {
  readonly asOf: Instant;
  readonly assume: ReadonlyMap<string, string>;
  readonly down: readonly string[];
  readonly rules: SeverityPolicy;
  readonly collisions: readonly Collision[];
  readonly prove: boolean;
  readonly drills: boolean;
  /** The language of a format that shows the flow as a drawing, and what one does for fixes; undefined: none does. */
  readonly drawn: Language | undefined;
}

/** Told what is being worked on: so much of so much, and of what. */
export type Tell = (done: number, total: number, what: string) => void;

/** Everything that `check` says of one topology. */
export async function checkOne(
  input: LoadedTopology,
  task: CheckTask,
  tell: Tell | undefined,
): Promise<TopologyReport> {
  const { asOf, assume, down } = task;
  const prover =
    task.prove || input.topology.intents.length > 0 ? (await import('../prove-topologies.ts')).proveIn : undefined;
  const options = { ...task, prover, told: tell };
  const analysed = analyze(input, options);
  const report = task.drills ? { ...analysed, drills: await drillsOf(input, options, tell) } : analysed;
  if (task.drawn === undefined) return report;
  const { say } = await wordingOf(task.drawn);
  const { drawFlow } = await import('./draw-flow.ts');
  const { doingsOfFixes } = await import('./doings-of-fixes.ts');
  return {
    ...report,
    flow: await drawFlow(input, { asOf, assume, down }, say),
    doings: doingsOfFixes(input, report.findings),
  };
}

async function drillsOf(input: LoadedTopology, options: CheckTask, tell: Tell | undefined) {
  const { drillTopology } = await import('../drill-topology.ts');
  const { failureText, singleFailures } = await import('../prove/drills/failure.ts');
  const failures = singleFailures(input.topology, options.asOf);
  const started = (at: number): void => {
    const failure = failures[at];
    if (failure !== undefined) tell?.(at + 1, failures.length, plain(failureText(failure)));
  };
  const { asOf, assume, down } = options;
  return drillTopology(
    input,
    failures.map((one) => [one]),
    { asOf, assume, down, alternativesMax: 0, started },
  );
}
