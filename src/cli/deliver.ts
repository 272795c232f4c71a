import { writeFileSync } from 'node:fs';
import { text } from '../model/text.ts';
import type { Format } from '../report/available-formats.ts';
import type { Style } from '../report/report.ts';
import type { Answer } from './command.ts';
import type { ExitCode } from './exit-code.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';
import { useColor } from './use-color.ts';

/** Width of a report that goes to no terminal: the same bytes wherever it is made. */
const widthOfFiles = 100;
const widest = 140;

/** Prints what `render` gives in every format asked for, each where it belongs, and answers with `code`. */
export function deliver(
  render: (format: Format, style: Style) => string,
  settings: Settings,
  machine: Machine,
  code: ExitCode,
): Answer {
  for (const { format, file } of settings.outputs) {
    const style = {
      color: file === undefined && useColor(machine.out, machine.env, settings.colorWanted),
      width: file === undefined ? Math.min(machine.out.columns ?? widthOfFiles, widest) : widthOfFiles,
      verbose: settings.verbose,
      quiet: settings.quiet,
      wording: settings.wording,
    };
    const content = render(format, style);
    if (file === undefined) {
      machine.out.write(content);
      continue;
    }
    const failure = write(file, content);
    if (failure !== undefined) return failure;
  }
  return { ok: true, code };
}

function write(file: string, content: string): Answer | undefined {
  try {
    writeFileSync(file, content);
    return undefined;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const problem = text`The report cannot be written to ${file} (${why}).`;
    const remedy = text`Name a file in a directory that exists and that you may write to.`;
    return { ok: false, unusable: [{ problems: [{ at: undefined, problem, remedy }] }] };
  }
}
