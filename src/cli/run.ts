import { plain, text } from '../model/text.ts';
import { english, type Language, languages, type Wording } from '../report/language/translate.ts';
import { wordingOf } from '../report/language/wording-of.ts';
import type { Answer, Unusable } from './command.ts';
import { formatsOf } from './command-table.ts';
import type { ExitCode } from './exit-code.ts';
import { faultText } from './fault-text.ts';
import type { Machine } from './machine.ts';
import { parseArguments } from './parse-arguments.ts';
import { problemText } from './problem-text.ts';
import { readSettings } from './settings.ts';
import { clearLine } from './tell-progress.ts';
import { useColor } from './use-color.ts';
import { version } from './version.ts';

/**
 * Runs one call of the program. Everything that goes wrong ends in an exit code; nothing is thrown to the caller.
 * @param wordings what says reports and problems in a language.
 */
export async function run(machine: Machine, wordings: typeof wordingOf = wordingOf): Promise<ExitCode> {
  let wording = english;
  try {
    wording = await wordings(languageOf(machine.args));
    return await answer(machine, wording);
  } catch (fault) {
    // A line of progress may still stand there.
    if (machine.err.isTerminal) machine.err.write(clearLine);
    machine.err.write(faultText(fault, machine.env.MXPROOF_DEBUG === '1', wording));
    return 3;
  }
}

/** What `--lang` asks for, read before all else, so that what is wrong with other arguments is said in it, too. */
function languageOf(args: readonly string[]): Language {
  const at = args.findLastIndex((one) => one === '--lang' || one.startsWith('--lang='));
  const given = args[at]?.slice('--lang='.length) || args[at + 1];
  return (at >= 0 && languages.find((one) => one === given)) || 'en';
}

async function answer(machine: Machine, wording: Wording): Promise<ExitCode> {
  if (machine.args[0] === 'completion' || machine.args.includes('--get-yargs-completions')) {
    const { completion } = await import('./completion.ts');
    machine.out.write(await completion(machine.args));
    return 0;
  }
  const parsed = parseArguments(machine.args);
  if (parsed.kind === 'version') {
    machine.out.write(`${version}\n`);
    return 0;
  }
  if (parsed.kind === 'help') {
    const { help } = await import('./help.ts');
    machine.out.write(await help(parsed.command, machine.out.columns ?? 80));
    return 0;
  }
  if (parsed.kind === 'problems') return refuse(machine, wording, [{ problems: parsed.problems }], parsed.command);
  const reported = new Map([...parsed.values].filter(([name]) => parsed.row.writes !== true || name !== 'output'));
  const settings = readSettings({ flags: parsed.flags, values: reported }, formatsOf(parsed.row), wording);
  if (!settings.ok) return refuse(machine, wording, [{ problems: settings.problems }], parsed.row.name);
  const command = await parsed.row.load();
  const { operands, flags, values } = parsed;
  const result: Answer = await command({ operands, flags, values, settings: settings.settings }, machine);
  return result.ok ? result.code : refuse(machine, wording, result.unusable, undefined);
}

function refuse(machine: Machine, wording: Wording, unusable: readonly Unusable[], command: string | undefined): 2 {
  const style = {
    color: useColor(machine.err, machine.env, !machine.args.includes('--no-color')),
    width: machine.err.columns ?? 100,
    verbose: false,
    quiet: false,
    wording,
  };
  machine.err.write(unusable.map((one) => problemText(one, style)).join('\n'));
  if (command !== undefined)
    machine.err.write(`${plain(wording.say(text`mxproof ${command} --help shows usage and examples.`))}\n`);
  return 2;
}
