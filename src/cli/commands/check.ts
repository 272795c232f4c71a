import { collisionsAmong } from '../../check/collisions.ts';
import { text } from '../../model/text.ts';
import { renderReport } from '../../report/render-report.ts';
import type { CheckReport, TopologyReport } from '../../report/report.ts';
import { applyBaseline, openBaseline, writeBaseline } from '../baseline-file.ts';
import { checkAll, threadsFor, threadsOf } from '../check-all.ts';
import type { CheckTask } from '../check-one.ts';
import type { Command, Unusable } from '../command.ts';
import { deliver } from '../deliver.ts';
import { checkExitCode } from '../exit-code.ts';
import { expandPaths } from '../expand-paths.ts';
import { faultText } from '../fault-text.ts';
import { instantOf } from '../instant-of.ts';
import type { LoadedTopology } from '../load-topology.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { unshown } from '../unshown.ts';
import { version } from '../version.ts';

/** `mxproof check <topology..>` */
export const check: Command = async ({ operands, flags, values, settings }, machine) => {
  const number = threadsOf(values.get('threads')?.at(-1));
  if (!number.ok) return { ok: false, unusable: [{ problems: [number.problem] }] };
  const notShown = flags.has('drills') ? unshown('drills', settings, machine) : undefined;
  if (notShown !== undefined) return { ok: false, unusable: [{ problems: [notShown] }] };
  const unusable: Unusable[] = [];
  const loaded: LoadedTopology[] = [];
  const named = operands.flatMap((operand) => {
    const found = expandPaths(operand);
    if (found.length === 0) unusable.push(nothingMatches(operand));
    return found;
  });
  if (named.filter((path) => path === '-').length > 1) unusable.push(inputTwice);
  const paths = unusable.length === 0 ? [...new Set(named)] : [];
  const drawn = settings.outputs.some(({ format }) => format === 'html') ? settings.wording.language : undefined;
  const [prove, drills] = [flags.has('prove'), flags.has('drills')];
  const thorough = prove || drills || drawn !== undefined;
  const threads = await threadsFor({ paths, number: number.number, thorough }, settings, machine);
  for (const path of paths) {
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
  const { assume, down, rules } = settings;
  const tasks = loaded.map((input): CheckTask => {
    return { asOf: instant(input), assume, down, rules, collisions, prove, drills, drawn };
  });
  const checked = await checkAll(loaded, tasks, threads, settings, machine);
  const found = checked.flatMap((one) => (one.ok ? [one.report] : []));
  const faults = checked.flatMap((one, index) =>
    one.ok ? [] : [{ file: loaded[index]?.file ?? '', fault: one.fault }],
  );
  for (const { file, fault } of faults)
    machine.err.write(faultText(fault, machine.env.MXPROOF_DEBUG === '1', settings.wording, file));
  const applied = wanted && known && applyBaseline(found, known.value, wanted);
  const reports = applied?.reports ?? found;
  // A baseline of a part of the topologies would forget what is known of the others.
  const failure =
    applied && wanted?.update && faults.length === 0 ? writeBaseline(wanted.file, applied.next) : undefined;
  if (failure !== undefined) return failure;
  const asOf = Math.max(...loaded.map(instant));
  const proving = settings.outputs.some(({ format }) => format === 'sarif')
    ? await import('../../plan-fixes.ts')
    : undefined;
  const topologies: TopologyReport[] = [];
  for (const one of reports) {
    const input = loaded.find(({ file }) => file === one.file);
    const edited =
      input && (await proving?.textFixesOf(input, one, { asOf: instant(input), assume, down, rules, collisions }));
    topologies.push({ ...one, ...(edited && { textFixes: edited }) });
  }
  const code = faults.length > 0 ? 3 : checkExitCode(reports, settings);
  const report: CheckReport = {
    version,
    asOf,
    topologies,
    collisions,
    ...(faults.length > 0 && { faults: faults.map(({ file, fault }) => ({ file, what: fault.message })) }),
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
