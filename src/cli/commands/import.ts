import { dirname } from 'node:path';
import { importExports } from '../../input/importers/import-exports.ts';
import type { Format } from '../../report/available-formats.ts';
import { importJson } from '../../report/formats/import-json.ts';
import { importTerminal } from '../../report/formats/import-terminal.ts';
import type { ImportReport, Style } from '../../report/report.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { findExports } from '../find-exports.ts';
import { linesOfExports } from '../lines-of-exports.ts';
import { version } from '../version.ts';
import { writeWhole } from '../write-whole.ts';

/** `mxproof import <path..>`: the topology to --output or standard output, the account to standard error. */
export const importExportsCommand: Command = async ({ operands, values, settings }, machine) => {
  const named = values.get('output')?.at(-1);
  const output = named === '-' ? undefined : named;
  const found = findExports(operands, output === undefined ? '.' : dirname(output), output);
  if (!found.ok) return { ok: false, unusable: [{ problems: found.problems }] };
  const { topology, account } = await importExports(found.files, settings.wording.say);
  if (topology !== undefined) {
    if (output === undefined) machine.out.write(topology);
    else {
      const failure = writeWhole(output, topology);
      if (failure !== undefined) return failure;
    }
  }
  const report: ImportReport = {
    version,
    file: output,
    written: topology !== undefined,
    account,
    sources: linesOfExports(found.files),
  };
  const render = (format: Format, style: Style) =>
    format === 'json' ? importJson(report) : importTerminal(report, style);
  const code = topology === undefined ? 2 : 0;
  return deliver(render, settings, { ...machine, out: machine.err }, code);
};
