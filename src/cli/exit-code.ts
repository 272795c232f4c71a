import type { Plan } from '../fix/plan.ts';
import { asString } from '../model/text.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Proofs } from '../prove/prove.ts';
import { reaches } from '../report/reaches.ts';
import type { TopologyReport } from '../report/report.ts';
import type { Trace } from '../simulate/trace.ts';
import type { Settings } from './settings.ts';

/** 0 clean, 1 findings or unmet expectations, 2 unusable input or options, 3 a fault of the program (spec/cli.md). */
export type ExitCode = 0 | 1 | 2 | 3;

/** Exit code of `check`: findings at or above the threshold, expectations, and undetermined points where asked for. */
export function checkExitCode(reports: readonly TopologyReport[], settings: Settings): ExitCode {
  const failed = reports.some((report) => {
    const found = report.findings.some((it) => it.suppressed === undefined && reaches(it.severity, settings.failOn));
    const proofs = [...report.intents, ...(report.invariants ?? [])];
    const open =
      report.undetermined.length > 0 ||
      report.traces.some(isUndetermined) ||
      proofs.some(({ holds }) => holds === null);
    return (
      found ||
      (settings.failOn !== 'never' && report.traces.some((trace) => isUnmet(trace) && !isForgiven(trace, report))) ||
      (settings.failOnUndetermined && open)
    );
  });
  return failed ? 1 : 0;
}

/** Exit code of `trace`, which runs no checks. */
export function traceExitCode(traces: readonly Trace[], settings: Settings): ExitCode {
  const unmet = settings.failOn !== 'never' && traces.some(isUnmet);
  return unmet || (settings.failOnUndetermined && traces.some(isUndetermined)) ? 1 : 0;
}

/** Exit code of `prove`: a refuted intent; an invariant is told, and fails where the topology declares it as an intent. */
export function proofExitCode({ intents, invariants }: Proofs, settings: Settings): ExitCode {
  const refuted = settings.failOn !== 'never' && intents.some((one) => one.holds === false);
  const open = settings.failOnUndetermined && [...intents, ...invariants].some((one) => one.holds === null);
  return refuted || open ? 1 : 0;
}

/** Exit code of `fix`: whether its plan leaves findings at or above the threshold, or begins some. */
export function planExitCode({ left, opened }: Plan, settings: Settings): ExitCode {
  return [...left, ...opened].some(({ severity }) => reaches(severity, settings.failOn)) ? 1 : 0;
}

/**
 * Exit code of `diff`, which tells and does not judge: 1 where no change was expected and one was found or cannot be ruled
 * out, and where it was asked for, when something ends undetermined after the change or was not compared.
 */
export function diffExitCode(
  comparison: Pick<Comparison, 'fates' | 'bound' | 'cut'>,
  settings: Settings,
  expectNoChange: boolean,
): ExitCode {
  const { fates, bound, cut } = comparison;
  const isWhole = bound === null && cut === 0;
  const unexpected = expectNoChange && settings.failOn !== 'never' && (fates.length > 0 || !isWhole);
  const open = fates.some(({ changes }) =>
    changes.some(({ what, after }) => what === 'status' && after === 'undetermined'),
  );
  return unexpected || (settings.failOnUndetermined && (open || !isWhole)) ? 1 : 0;
}

const isUnmet = (trace: Trace): boolean => trace.expectation?.met === false;
const isUndetermined = (trace: Trace): boolean => trace.outcomes.some((it) => it.status === 'undetermined');

/** Whoever suppresses the finding about an expectation, with a reason, has accepted that it is not met. */
const isForgiven = (trace: Trace, report: TopologyReport): boolean =>
  report.findings.some(
    (it) =>
      it.rule === 'message/expectation' &&
      it.suppressed !== undefined &&
      it.subject === `message:${asString(trace.name).toLowerCase()}`,
  );
