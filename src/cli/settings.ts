import { nearest } from '../base/suggest.ts';
import { type Instant, parseInstant } from '../base/time.ts';
import type { InputProblem } from '../input/problem.ts';
import { list, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import { availableFormats, type Format, formatsOfReports } from '../report/available-formats.ts';
import { english, type Wording } from '../report/language/translate.ts';
import type { FailOn } from '../report/report.ts';

export type RuleSeverity = Severity | 'off';

/** The common options, understood. */
export interface Settings {
  /** What to print where; a file of undefined is standard output, which is named at most once. */
  readonly outputs: readonly { readonly format: Format; readonly file: string | undefined }[];
  readonly asOf: Instant | undefined;
  readonly failOn: FailOn;
  readonly failOnUndetermined: boolean;
  readonly rules: ReadonlyMap<string, RuleSeverity>;
  readonly assume: ReadonlyMap<string, string>;
  /** Findings that are known and do not count, and whether to write them anew. */
  readonly baseline?: { readonly file: string; readonly update: boolean };
  readonly down: readonly string[];
  /** In which language reports and problems are said. */
  readonly wording: Wording;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly colorWanted: boolean;
  readonly progress: 'auto' | 'always' | 'never';
  readonly allowOutside: boolean;
}

const severities = ['off', 'info', 'warning', 'error'] as const;

interface Given {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** A command as far as its formats go; the first is what it prints where none is named. */
interface FormatsOfCommand {
  readonly name: string;
  readonly formats: readonly Format[];
}

/** Reads the values of the common options; every one that cannot be used is named. */
export function readSettings(
  given: Given,
  command: FormatsOfCommand = { name: 'check', formats: formatsOfReports.check },
  wording: Wording = english,
):
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const report = (problem: InputProblem['problem'], remedy: InputProblem['remedy']): void => {
    problems.push({ at: undefined, problem, remedy });
  };
  const values = (name: string): readonly string[] => given.values.get(name) ?? [];
  const value = (name: string): string | undefined => values(name).at(-1);

  const outputs = readOutputs(values('format'), value('output'), command, report);
  const asOf = readInstant(value('as-of'), report);
  const rules = readPairs('rule', values('rule'), 'id=severity', report);
  for (const [id, severity] of rules) checkRule(id, severity, report);
  const assume = readPairs('assume', values('assume'), 'id=value', report);
  const baseline = value('baseline');
  const update = given.flags.has('update-baseline');
  if (update && baseline === undefined)
    report(text`--update-baseline does not say which file.`, text`Name it: --baseline ${'baseline.json'}.`);
  if (problems.length > 0) return { ok: false, problems };
  const progress = value('progress');
  return {
    ok: true,
    settings: {
      outputs,
      asOf,
      failOn: (['error', 'warning', 'info', 'never'] as const).find((it) => it === value('fail-on')) ?? 'error',
      failOnUndetermined: given.flags.has('fail-on-undetermined'),
      rules: new Map([...rules].map(([id, name]) => [id, severities.find((it) => it === name) ?? 'error'])),
      assume,
      ...(baseline === undefined ? {} : { baseline: { file: baseline, update } }),
      down: values('at-down'),
      wording,
      quiet: given.flags.has('quiet'),
      verbose: given.flags.has('verbose'),
      colorWanted: !given.flags.has('no-color'),
      progress: progress === 'always' || progress === 'never' ? progress : 'auto',
      allowOutside: given.flags.has('allow-outside'),
    },
  };
}

type Report = (problem: InputProblem['problem'], remedy: InputProblem['remedy']) => void;

function readOutputs(
  formats: readonly string[],
  output: string | undefined,
  command: FormatsOfCommand,
  report: Report,
): Settings['outputs'] {
  const outputs: { format: Format; file: string | undefined }[] = [];
  for (const entry of formats.length === 0 ? command.formats.slice(0, 1) : formats) {
    const equals = entry.indexOf('=');
    const name = equals < 0 ? entry : entry.slice(0, equals);
    const file = equals < 0 ? output : entry.slice(equals + 1);
    const format = command.formats.find((it) => it === name);
    if (format === undefined) report(...unknownFormat(name, command));
    else if (file === '')
      report(text`--format ${entry} names no file.`, text`Write --format ${name}=${'report.json'}.`);
    else outputs.push({ format, file });
  }
  const files = outputs.map(({ file }) => file ?? '-');
  const shared = files.find((file, index) => files.indexOf(file) !== index);
  if (shared !== undefined) {
    const where = shared === '-' ? 'standard output' : shared;
    report(
      text`Two formats would be written to ${where}.`,
      text`Give one of them a file: --format ${'json=report.json'}.`,
    );
  } else if (output !== undefined && !files.includes(output)) {
    report(text`--output ${output} has no report to hold: each format has its own file.`, text`Leave --output out.`);
  }
  return outputs;
}

function unknownFormat(name: string, command: FormatsOfCommand): [InputProblem['problem'], InputProblem['remedy']] {
  const available = text`Available: ${list(command.formats)}.`;
  if (availableFormats.some((it) => it === name)) return [text`${command.name} has no format ${name}.`, available];
  const [guess] = nearest(name, [...command.formats], 1);
  const meant = guess === undefined ? available : text`Did you mean ${guess}? ${available}`;
  return [text`${name} is not a format.`, meant];
}

function readInstant(written: string | undefined, report: Report): Instant | undefined {
  if (written === undefined) return undefined;
  const instant = parseInstant(written);
  if (instant === undefined) {
    report(
      text`--as-of ${written} is no date.`,
      text`Write an ISO date such as ${'2026-11-21'} or a date-time such as ${'2026-11-21T08:00:00Z'}.`,
    );
  }
  return instant;
}

function readPairs(
  option: string,
  written: readonly string[],
  shape: string,
  report: Report,
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const entry of written) {
    const equals = entry.indexOf('=');
    const key = entry.slice(0, Math.max(0, equals)).trim();
    const content = entry.slice(equals + 1).trim();
    if (key === '' || content === '') report(text`--${option} ${entry} is no pair.`, text`Write --${option} ${shape}.`);
    else if ((pairs.get(key) ?? content) !== content) {
      report(text`--${option} gives ${key} two values, ${pairs.get(key) ?? ''} and ${content}.`, text`Give it one.`);
    } else pairs.set(key, content);
  }
  return pairs;
}

function checkRule(id: string, severity: string, report: Report): void {
  if (!/^[a-z0-9-]+\/(?:[a-z0-9-]+|\*)$/u.test(id)) {
    const remedy = text`Write a rule such as ${'connector/shared-ip'} or a group such as ${'spf/*'}.`;
    report(text`--rule names ${id}, which is no rule id.`, remedy);
  }
  if (!severities.some((it) => it === severity)) {
    report(text`--rule gives ${id} the severity ${severity}.`, text`Write ${list(severities, 'or')}.`);
  }
}
