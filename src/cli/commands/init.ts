import { statSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../../base/suggest.ts';
import { list, plain, text } from '../../model/text.ts';
import { terminalText } from '../../report/escape.ts';
import type { Answer, Command } from '../command.ts';
import type { Channel } from '../machine.ts';
import { said } from '../said.ts';
import { scenarioIn } from '../scenario-in.ts';
import { type Scenario, scenarios } from '../scenarios.ts';
import type { Settings } from '../settings.ts';
import { writeNewFile } from '../write-new.ts';

/** Name of the file where `--output` names none. */
const fileName = 'topology.yaml';

/** `mxproof init [scenario]` */
export const init: Command = async ({ operands: [name], flags, values, settings }, machine) => {
  if (values.has('format')) {
    return refuse(text`init makes no report, so it has no --format.`, text`Leave --format out.`);
  }
  const known = scenarios();
  if (name === undefined || flags.has('list')) {
    machine.out.write(listed(known, settings, machine.out));
    return { ok: true, code: 0 };
  }
  const scenario = known.find((one) => one.name === name);
  if (scenario === undefined) {
    const names = known.map((one) => one.name);
    const guesses = nearest(name, names);
    return refuse(
      text`${name} is no scenario.`,
      guesses.length > 0 ? text`Did you mean ${list(guesses, 'or')}?` : text`The scenarios are ${list(names)}.`,
    );
  }
  const content = scenarioIn(scenario, settings.wording);
  const output = values.get('output')?.at(-1);
  if (output === '-') {
    machine.out.write(content);
    return { ok: true, code: 0 };
  }
  const file = target(output);
  const failure = writeNewFile(file, content);
  if (failure !== undefined) return failure;
  if (!settings.quiet) {
    const told = [text`Wrote ${file}: ${scenario.description}.`, text`Replace its names by your own, then run:`];
    machine.out.write(`${said(told, machine.out, settings)}  mxproof check ${terminalText(file)}\n`);
  }
  return { ok: true, code: 0 };
};

function target(output: string | undefined): string {
  if (output === undefined) return fileName;
  const isDirectory = statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory || /[/\\]$/u.test(output) ? join(output, fileName) : output;
}

function listed(known: readonly Scenario[], settings: Settings, out: Channel): string {
  const { quiet, wording } = settings;
  const width = Math.max(...known.map(({ name }) => name.length));
  const rows = known.map(
    ({ name, description }) => `  ${name.padEnd(width)}  ${plain(wording.say(description), terminalText)}\n`,
  );
  if (quiet) return rows.join('');
  const head = said([text`Scenarios, each a commented topology with sample messages:`], out, settings);
  const command = 'mxproof init <scenario>';
  const hint = said([text`${command} writes ${fileName}; --output names another file.`], out, settings);
  return `${head}\n${rows.join('')}\n${hint}`;
}

const refuse = (problem: ReturnType<typeof text>, remedy: ReturnType<typeof text>): Answer => ({
  ok: false,
  unusable: [{ problems: [{ at: undefined, problem, remedy }] }],
});
