import { collectingScript } from '../../input/collector/collecting-script.ts';
import { text } from '../../model/text.ts';
import type { Answer, Command } from '../command.ts';
import { writeWhole } from '../write-whole.ts';

/** `mxproof collect --print`: the script that exports what import reads. It is printed and not run: mxproof logs in nowhere. */
export const collect: Command = async ({ flags, values }, machine) => {
  if (!flags.has('print')) {
    return refuse(
      text`collect prints a PowerShell script and runs nothing, so it needs ${'--print'}.`,
      text`Write ${'mxproof collect --print > collect.ps1'}, then run the script after Connect-ExchangeOnline.`,
    );
  }
  if (values.has('format')) {
    return refuse(text`collect makes no report, so it has no ${'--format'}.`, text`Leave it out.`);
  }
  const output = values.get('output')?.at(-1) ?? '-';
  if (output !== '-') return writeWhole(output, collectingScript()) ?? { ok: true, code: 0 };
  machine.out.write(collectingScript());
  return { ok: true, code: 0 };
};

const refuse = (problem: ReturnType<typeof text>, remedy: ReturnType<typeof text>): Answer => ({
  ok: false,
  unusable: [{ problems: [{ at: undefined, problem, remedy }] }],
});
