import { existsSync } from 'node:fs';
import type { Finding } from '../../check/finding.ts';
import type { InputProblem } from '../../input/problem.ts';
import { list, plain, text } from '../../model/text.ts';
import { planFixes } from '../../plan-fixes.ts';
import { terminalText } from '../../report/escape.ts';
import type { Wording } from '../../report/language/translate.ts';
import type { PlanReport } from '../../report/plan-report.ts';
import { renderReport } from '../../report/render-report.ts';
import type { Answer, Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { planExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import type { Machine } from '../machine.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { type PlannedFolder, plannedFolder } from '../planned-folder.ts';
import { unknownRules } from '../rule-names.ts';
import { progressLine } from '../tell-progress.ts';
import { version } from '../version.ts';
import { writeFolder } from '../write-folder.ts';
import { isThere } from '../write-new.ts';

/** `mxproof fix <topology>` */
export const fix: Command = async ({ operands: [operand = '-'], flags, values, settings }, machine) => {
  const directory = values.get('out')?.at(-1);
  if (directory !== undefined && existsSync(directory)) return isThere(directory);
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const only = values.get('only') ?? [];
  const problems = await onlyProblems(only);
  const unusable = await optionProblems([loaded.value], settings);
  if (problems.length > 0 || unusable.length > 0)
    return { ok: false, unusable: [...unusable, ...(problems.length > 0 ? [{ problems }] : [])] };
  const asOf = instantOf(settings, machine)(loaded.value);
  const { assume, down, rules } = settings;
  const met = new Set<string>();
  const selected = (finding: Finding) => {
    const by = only.filter((one) => isMeant(finding, one));
    for (const one of by) met.add(one);
    return only.length === 0 || by.length > 0;
  };
  const line = progressLine(machine, settings);
  const progress = ({ rule }: Finding, before: number, of: number) => line.tell(before + 1, of, rule);
  const planned = await planFixes(loaded.value, { asOf, assume, down, rules, selected, progress });
  line.end();
  if ('unreadable' in planned) {
    const problem = { at: undefined, problem: planned.unreadable, remedy: undefined };
    return { ok: false, unusable: [{ problems: [problem], file: loaded.value.file }] };
  }
  const unmet = only.filter((one) => !met.has(one));
  if (unmet.length > 0)
    machine.err.write(
      `mxproof: ${plain(settings.wording.say(text`No finding is meant by --only ${list(unmet)}.`), terminalText)}\n`,
    );
  const { plan, scripts } = planned;
  const name = loaded.value.topology.name ?? operand;
  const report: PlanReport = { version, asOf, file: operand, name, plan, scripts, sources: loaded.value.sources };
  const folder = directory === undefined ? undefined : plannedFolder(report, planned, settings.wording);
  const failure = directory && folder && write(directory, folder, flags, machine, settings.wording);
  if (failure) return failure;
  return deliver(
    (format, style) => renderReport(report, format, style),
    settings,
    machine,
    planExitCode(plan, settings),
  );
};

/** What is written is told on standard error, so that a report on standard output stays one. */
function write(
  directory: string,
  { files, notCopied }: PlannedFolder,
  flags: ReadonlySet<string>,
  machine: Machine,
  { say }: Wording,
): Answer | undefined {
  const onlySaid = flags.has('what-if');
  const failure = onlySaid ? undefined : writeFolder(directory, files);
  if (failure !== undefined) return failure;
  const names = [...files.keys()];
  const said = onlySaid ? text`Would write ${directory}: ${list(names)}.` : text`Wrote ${directory}: ${list(names)}.`;
  machine.err.write(`${plain(say(said), terminalText)}\n`);
  if (notCopied.length > 0)
    machine.err.write(
      `${plain(say(text`Not copied, for it holds a private key or lies outside: ${list(notCopied)}. Put it there to check the changed topology.`), terminalText)}\n`,
    );
  return undefined;
}

const isMeant = ({ rule, fingerprint }: Finding, by: string): boolean =>
  by === rule || by === fingerprint || by === `${rule.slice(0, rule.indexOf('/'))}/*`;

/** A fingerprint may be of a finding that is gone; a rule that nobody knows is a slip. */
async function onlyProblems(only: readonly string[]): Promise<readonly InputProblem[]> {
  const unknown = await unknownRules(only.filter((one) => one.includes('/')));
  return [...unknown].map(([id, remedy]) => ({
    at: undefined,
    problem: text`--only names ${id}, which is no rule.`,
    remedy,
  }));
}
