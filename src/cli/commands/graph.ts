import { flowTraces } from '../../analyze.ts';
import { nearest } from '../../base/suggest.ts';
import type { InputProblem } from '../../input/problem.ts';
import { list, text } from '../../model/text.ts';
import { flowPicture } from '../../report/graph/flow-picture.ts';
import type { GraphReport } from '../../report/graph/graph-report.ts';
import { layOut } from '../../report/graph/lay-out.ts';
import { renderReport } from '../../report/render-report.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { instantOf } from '../instant-of.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';

/** `mxproof graph <topology>` */
export const graph: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const unusable = await optionProblems([loaded.value], settings);
  if (unusable.length > 0) return { ok: false, unusable };
  const { topology } = loaded.value;
  const name = values.get('trace')?.at(-1);
  const known = topology.messages.map((one) => one.name);
  if (name !== undefined && !known.includes(name))
    return { ok: false, unusable: [{ problems: [noSuchTrace(name, known)] }] };
  const { assume, down } = settings;
  const traces = flowTraces(loaded.value, { asOf: instantOf(settings, machine)(loaded.value), assume, down });
  const painted = name === undefined ? undefined : traces.find(({ trace }) => trace.name === name);
  const picture = flowPicture(topology, traces, painted);
  const needsLayout = settings.outputs.some(({ format }) => format === 'svg');
  const report: GraphReport = {
    picture,
    layout: needsLayout ? await layOut(picture, settings.wording.say) : undefined,
  };
  return deliver((format, style) => renderReport(report, format, style), settings, machine, 0);
};

function noSuchTrace(name: string, known: readonly string[]): InputProblem {
  const quoted = (names: readonly string[]) =>
    list(
      names.map((one) => `"${one}"`),
      'or',
    );
  const guesses = nearest(name, known);
  const remedy =
    known.length === 0
      ? text`The topology declares no messages; declare it under messages.`
      : guesses.length > 0
        ? text`Did you mean ${quoted(guesses)}?`
        : text`Write ${quoted(known)}.`;
  return { at: undefined, problem: text`No message is named "${name}".`, remedy };
}
