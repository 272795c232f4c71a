import type { InputProblem } from '../input/problem.ts';
import { list, plain, text } from '../model/text.ts';
import { formatsThatShow } from '../report/available-formats.ts';
import { terminalText } from '../report/escape.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

/**
 * What an option asks for is shown by some formats only. Where none of those is printed it is a mistake, which is given
 * back; where one is, the others are named on standard error.
 */
export function unshown(
  option: keyof typeof formatsThatShow,
  settings: Settings,
  machine: Machine,
): InputProblem | undefined {
  const showing: readonly string[] = formatsThatShow[option];
  const silent = settings.outputs.map(({ format }) => format).filter((format) => !showing.includes(format));
  if (silent.length === 0) return undefined;
  const problem = text`What --${option} asks for is not shown by ${list(silent)}.`;
  const remedy = text`These show it: ${list(showing)}.`;
  if (silent.length === settings.outputs.length) return { at: undefined, problem, remedy };
  machine.err.write(`mxproof: ${plain(settings.wording.say(text`${problem} ${remedy}`), terminalText)}\n`);
  return undefined;
}
