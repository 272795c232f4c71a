import { analyze } from '../../analyze.ts';
import { collisionsAmong } from '../../check/collisions.ts';
import { plain, text } from '../../model/text.ts';
import { renderReport } from '../../report/render-report.ts';
import type { CheckReport, TopologyReport } from '../../report/report.ts';
import { applyBaseline, openBaseline, writeBaseline } from '../baseline-file.ts';
import type { Command, Unusable } from '../command.ts';
import { deliver } from '../deliver.ts';
import { checkExitCode } from '../exit-code.ts';
import { expandPaths } from '../expand-paths.ts';
import { instantOf } from '../instant-of.ts';
import type { LoadedTopology } from '../load-topology.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { tellProgress } from '../tell-progress.ts';
import { version } from '../version.ts';

/** `mxproof check <topology..>` */
export const check: Command = async ({ operands, flags, settings }, machine) => {
  const unusable: Unusable[] = [];
  const loaded: LoadedTopology[] = [];
  const paths = operands.flatMap((operand) => {
    const found = expandPaths(operand);
    if (found.length === 0) unusable.push(nothingMatches(operand));
    return found;
  });
  if (paths.filter((path) => path === '-').length > 1) unusable.push(inputTwice);
  for (const path of unusable.length === 0 ? [...new Set(paths)] : []) {
    const result = await openTopology(path, settings, machine);
    if (result.ok) loaded.push(result.value);
    else unusable.push(result.unusable);
  }
  if (unusable.length === 0) unusable.push(...(await optionProblems(loaded, settings)));
  if (unusable.length > 0) return { ok: false, unusable };

  const wanted = settings.baseline;
  const known = wanted === undefined ? undefined : await openBaseline(wanted);
  if (known?.ok === false) return { ok: false, unusable: [known.unusable] };

  const instant = instantOf(settings, machine);
  const collisions = collisionsAmong(loaded);
  const judged = flags.has('prove') || loaded.some(({ topology }) => topology.intents.length > 0);
  const prover = judged ? (await import('../../prove-topologies.ts')).proveIn : undefined;
  const drilling = flags.has('drills')
    ? { ...(await import('../../drill-topology.ts')), ...(await import('../../prove/drills/failure.ts')) }
    : undefined;
  const found = loaded.map((input, index) => {
    tellProgress(machine, settings, index + 1, loaded.length, input.file);
    const { assume, down, rules } = settings;
    const options = { asOf: instant(input), assume, down, rules, collisions, prove: flags.has('prove'), prover };
    const report = analyze(input, options);
    if (drilling === undefined) return report;
    const { drillTopology, failureText, singleFailures } = drilling;
    const failures = singleFailures(input.topology, options.asOf);
    const started = (at: number): void => {
      const failure = failures[at];
      if (failure !== undefined) tellProgress(machine, settings, at + 1, failures.length, plain(failureText(failure)));
    };
    const drills = drillTopology(
      input,
      failures.map((one) => [one]),
      { ...options, alternativesMax: 0, started },
    );
    return { ...report, drills };
  });
  const applied = wanted && known && applyBaseline(found, known.value, wanted);
  const reports = applied?.reports ?? found;
  const failure = applied && wanted?.update ? writeBaseline(wanted.file, applied.next) : undefined;
  if (failure !== undefined) return failure;
  const asOf = Math.max(...loaded.map(instant));
  const drawn = settings.outputs.some(({ format }) => format === 'html') ? await import('../draw-flow.ts') : undefined;
  const proving = settings.outputs.some(({ format }) => format === 'sarif')
    ? await import('../../plan-fixes.ts')
    : undefined;
  const topologies: TopologyReport[] = [];
  for (const [index, input] of loaded.entries()) {
    const one = reports[index];
    if (one === undefined) continue;
    const { assume, down, rules } = settings;
    const flow = await drawn?.drawFlow(input, { asOf: instant(input), assume, down });
    const edited = await proving?.textFixesOf(input, one, { asOf: instant(input), assume, down, rules, collisions });
    topologies.push({ ...one, ...(flow && { flow }), ...(edited && { textFixes: edited }) });
  }
  const code = checkExitCode(reports, settings);
  const report: CheckReport = {
    version,
    asOf,
    topologies,
    collisions,
    failOn: settings.failOn,
    exitCode: code,
    ...(applied && { baseline: applied.baseline }),
  };
  return deliver((format, style) => renderReport(report, format, style), settings, machine, code);
};

const nothingMatches = (operand: string): Unusable => ({
  problems: [
    {
      at: undefined,
      problem: text`No file matches ${operand}.`,
      remedy: text`In a pattern, * and ? stand for part of a name and ** for any directories.`,
    },
  ],
});

const inputTwice: Unusable = {
  problems: [
    {
      at: undefined,
      problem: text`Standard input is named twice.`,
      remedy: text`Write - once; standard input can be read only once.`,
    },
  ],
};
