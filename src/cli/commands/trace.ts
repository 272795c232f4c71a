import { traceMessages } from '../../analyze.ts';
import { nearest } from '../../base/suggest.ts';
import type { InputNotice, InputProblem } from '../../input/problem.ts';
import { asString, list, plain, text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import { basicFormats, type Format } from '../../report/available-formats.ts';
import { terminalText } from '../../report/escape.ts';
import { renderReport } from '../../report/render-report.ts';
import { unexplained } from '../../report/replay-report.ts';
import { checkedRules } from '../checked-rules.ts';
import type { Answer, Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { traceExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import type { LoadedTopology } from '../load-topology.ts';
import type { Machine } from '../machine.ts';
import { isFromCommandLine, messageOfOptions, messageOptions } from '../message-of-options.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import type { Settings } from '../settings.ts';
import { version } from '../version.ts';

/** `mxproof trace <topology>` */
export const trace: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const wrong = optionsApart(values);
  if (wrong.length > 0) return { ok: false, unusable: [{ problems: wrong }] };
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const unusable = await optionProblems([loaded.value], settings);
  if (unusable.length > 0) return { ok: false, unusable };
  const evidence = values.get('compare')?.at(-1);
  const unprinted = settings.outputs.filter(({ format }) => !basicFormats.some((one) => one === format));
  if (evidence !== undefined && unprinted.length > 0)
    return { ok: false, unusable: [{ problems: unprinted.map(({ format }) => notOfReplay(format)) }] };
  if (evidence !== undefined) return compare(loaded.value, evidence, values, settings, machine);
  const chosen = await chooseMessages(values, loaded.value);
  if (!chosen.ok) return { ok: false, unusable: [{ problems: chosen.problems }] };

  const { file, sources } = loaded.value;
  const isOwn = messageOptions.some((name) => values.has(name));
  const asOf = instantOf(settings, machine)(loaded.value);
  const { assume, down, rules } = settings;
  const input = {
    ...loaded.value,
    // A message of the command line stands in no file; without this, its facts would be located at line 1.
    sources: {
      ...sources,
      locate: (pointer: string) => (isOwn && isFromCommandLine(pointer) ? undefined : sources.locate(pointer)),
      line: (name: string, line: number) => sources.line(name, line),
    },
  };
  if (!settings.quiet) warn([...loaded.value.notices, ...chosen.notices], chosen.messages, machine, settings);
  const traces = traceMessages(input, { asOf, assume, down, rules }, chosen.messages);
  const told = await checkedRules(settings, 'message/expectation');
  const report = { version, asOf, file, traces, rules: told, sources: input.sources };
  const code = traceExitCode(traces, settings);
  return deliver((format, style) => renderReport(report, format, style), settings, machine, code);
};

const notOfReplay = (format: Format): InputProblem => ({
  at: undefined,
  problem: text`--compare has no format ${format}.`,
  remedy: text`Available: ${list(basicFormats)}.`,
});

/** `--compare`: exit code 1 where prediction and evidence part and nobody has explained it. */
async function compare(
  loaded: LoadedTopology,
  evidence: string,
  values: Values,
  settings: Settings,
  machine: Machine,
): Promise<Answer> {
  const { replay } = await import('../replay.ts');
  const files = { evidence, deviations: values.get('deviations')?.at(-1) };
  const replayed = await replay(loaded, files, settings, instantOf(settings, machine)(loaded));
  if (!replayed.ok) return { ok: false, unusable: [replayed.unusable] };
  const { report } = replayed;
  const differs = report.copies.some((copy) => unexplained(copy).length > 0);
  const code = differs && settings.failOn !== 'never' ? 1 : 0;
  return deliver((format, style) => renderReport(report, format, style), settings, machine, code);
}

/**
 * `check` makes findings of these; a trace would otherwise rest without a word on a name that nobody declares, or on what a
 * message file leaves open.
 */
function warn(
  notices: readonly InputNotice[],
  messages: Chosen['messages'],
  machine: Machine,
  { wording }: Settings,
): void {
  const traced = messages && new Set(messages.map(({ name }) => `message:${asString(name).toLowerCase()}`));
  for (const { at, problem, consequence, rule, subject } of notices) {
    const ofFile = rule === 'topology/undetermined' && subject.startsWith('message:');
    if (ofFile ? traced?.has(subject) === false : !alwaysTold.has(rule)) continue;
    const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column}: `;
    const said = ofFile ? text`${problem} ${consequence}` : problem;
    machine.err.write(`mxproof: ${place}${plain(wording.say(said), terminalText)}\n`);
  }
}

const alwaysTold: ReadonlySet<string> = new Set(['topology/undefined-reference', 'topology/lossy-export']);

type Values = ReadonlyMap<string, readonly string[]>;

function optionsApart(values: Values): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  const described = messageOptions.filter((name) => values.has(name)).map((name) => `--${name}`);
  if (values.has('message') && described.length > 0) {
    problems.push({
      at: undefined,
      problem: text`--message names a declared message, and ${list(described)} describe another.`,
      remedy: text`Give the one or the other.`,
    });
  }
  if (values.has('compare') && (values.has('message') || described.length > 0)) {
    problems.push({
      at: undefined,
      problem: text`--compare takes its messages from the file, and ${list(['--message', ...described])} describe others.`,
      remedy: text`Give the one or the other.`,
    });
  }
  if (values.has('deviations') && !values.has('compare')) {
    problems.push({
      at: undefined,
      problem: text`--deviations explains what --compare finds, and nothing is compared.`,
      remedy: text`Add --compare <file>, or leave --deviations out.`,
    });
  }
  return problems;
}

interface Chosen {
  readonly ok: true;
  /** undefined: every declared message. */
  readonly messages: readonly SampleMessage[] | undefined;
  /** What is odd about a message of the command line. */
  readonly notices: readonly InputNotice[];
}

async function chooseMessages(
  values: Values,
  loaded: LoadedTopology,
): Promise<Chosen | { readonly ok: false; readonly problems: readonly InputProblem[] }> {
  const { topology } = loaded;
  if (messageOptions.some((name) => values.has(name))) {
    const built = await messageOfOptions(values, loaded);
    return built.ok ? { ok: true, messages: [built.message], notices: built.notices } : built;
  }
  const names = values.get('message');
  if (names === undefined) return { ok: true, messages: undefined, notices: [] };
  const known = topology.messages.map((it) => it.name);
  const problems = names.filter((name) => !known.includes(name)).map((name) => noSuchMessage(name, known));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, messages: topology.messages.filter((it) => names.includes(it.name)), notices: [] };
}

function noSuchMessage(name: string, known: readonly string[]): InputProblem {
  const guesses = nearest(name, known);
  const remedy =
    guesses.length > 0
      ? text`Did you mean ${list(
          guesses.map((guess) => `"${guess}"`),
          'or',
        )}?`
      : text`Declared are ${list(known.map((one) => `"${one}"`))}.`;
  return { at: undefined, problem: text`No message is named "${name}".`, remedy };
}
