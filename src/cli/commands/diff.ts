import type { InputProblem } from '../../input/problem.ts';
import { text } from '../../model/text.ts';
import { compareTopologies } from '../../prove-topologies.ts';
import type { DiffReport } from '../../report/diff-report.ts';
import { renderReport } from '../../report/render-report.ts';
import { transitionBetween } from '../../transition-between.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { diffExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { progressLine } from '../tell-progress.ts';
import { unshown } from '../unshown.ts';
import { version } from '../version.ts';

/** `mxproof diff <before> <after>` */
export const diff: Command = async ({ operands: [first = '-', second = '-'], flags, settings }, machine) => {
  if (flags.has('transition') && settings.outputs.some(({ format }) => format === 'csv'))
    return { ok: false, unusable: [{ problems: [noTransitionInCsv] }] };
  const notShown = flags.has('transition') ? unshown('transition', settings, machine) : undefined;
  if (notShown !== undefined) return { ok: false, unusable: [{ problems: [notShown] }] };
  const before = await openTopology(first, settings, machine);
  const after = await openTopology(second, settings, machine);
  if (!before.ok || !after.ok)
    return { ok: false, unusable: [before, after].flatMap((one) => (one.ok ? [] : [one.unusable])) };
  const unusable = await optionProblems([before.value, after.value], settings);
  if (unusable.length > 0) return { ok: false, unusable };
  // Both are judged at one instant: a certificate that expires between them is no change of the topology's.
  const asOf = instantOf(settings, machine)(after.value);
  const { assume, down } = settings;
  const progress = progressLine(machine, settings);
  const compared = (done: number, total = done): void => progress.tell(done, total, text`classes of messages`);
  const comparison = compareTopologies(before.value, after.value, {
    asOf,
    assume,
    down,
    progress: progress.wanted ? compared : undefined,
  });
  const judging = (state: number, states: number): void =>
    progress.tell(state, states, text`states while the change is half made`);
  const transition = flags.has('transition')
    ? { transition: transitionBetween(before.value, after.value, { asOf, assume, down, judging }) }
    : {};
  progress.end();
  const { sources } = after.value;
  const judged = { failOn: settings.failOn, expectNoChange: flags.has('expect-no-change') };
  const report: DiffReport = {
    version,
    asOf,
    before: first,
    after: second,
    comparison,
    ...transition,
    ...judged,
    sources,
  };
  const code = diffExitCode(comparison, settings, flags.has('expect-no-change'));
  return deliver((format, style) => renderReport(report, format, style), settings, machine, code);
};

const noTransitionInCsv: InputProblem = {
  at: undefined,
  problem: text`CSV has rows for what a change does in the end, and none for the way there.`,
  remedy: text`Print --transition as ${'markdown'} or ${'json'}, or leave it out.`,
};
