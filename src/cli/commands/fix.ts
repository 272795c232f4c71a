import type { Finding } from '../../check/finding.ts';
import type { InputProblem } from '../../input/problem.ts';
import { text } from '../../model/text.ts';
import { planFixes } from '../../plan-fixes.ts';
import type { PlanReport } from '../../report/plan-report.ts';
import { renderReport } from '../../report/render-report.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { planExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { unknownRules } from '../rule-names.ts';
import { version } from '../version.ts';

/** `mxproof fix <topology>` */
export const fix: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const only = values.get('only') ?? [];
  const problems = await onlyProblems(only);
  const unusable = await optionProblems([loaded.value], settings);
  if (problems.length > 0 || unusable.length > 0)
    return { ok: false, unusable: [...unusable, ...(problems.length > 0 ? [{ problems }] : [])] };
  const asOf = instantOf(settings, machine)(loaded.value);
  const { assume, down, rules } = settings;
  const plan = await planFixes(loaded.value, {
    asOf,
    assume,
    down,
    rules,
    selected: (finding) => isMeant(finding, only),
  });
  if ('unreadable' in plan) {
    const problem = { at: undefined, problem: plan.unreadable, remedy: undefined };
    return { ok: false, unusable: [{ problems: [problem], file: loaded.value.file }] };
  }
  const report: PlanReport = { version, asOf, file: operand, plan, sources: loaded.value.sources };
  return deliver(
    (format, style) => renderReport(report, format, style),
    settings,
    machine,
    planExitCode(plan, settings),
  );
};

function isMeant({ rule, fingerprint }: Finding, only: readonly string[]): boolean {
  const area = `${rule.slice(0, rule.indexOf('/'))}/*`;
  return only.length === 0 || only.some((one) => one === rule || one === area || one === fingerprint);
}

/** A fingerprint may be of a finding that is gone; a rule that nobody knows is a slip. */
async function onlyProblems(only: readonly string[]): Promise<readonly InputProblem[]> {
  const unknown = await unknownRules(only.filter((one) => one.includes('/')));
  return [...unknown].map(([id, remedy]) => ({
    at: undefined,
    problem: text`--only names ${id}, which is no rule.`,
    remedy,
  }));
}
