import { proveTopology } from '../../analyze.ts';
import type { ProofReport } from '../../report/proof-report.ts';
import { renderReport } from '../../report/render-report.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { proofExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { version } from '../version.ts';

/** `mxproof prove <topology>` */
export const prove: Command = async ({ operands: [operand = '-'], settings }, machine) => {
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const unusable = await optionProblems([loaded.value], settings);
  if (unusable.length > 0) return { ok: false, unusable };
  const { file, sources } = loaded.value;
  const asOf = instantOf(settings, machine)(loaded.value);
  const { assume, down } = settings;
  const proofs = proveTopology(loaded.value, { asOf, assume, down });
  const report: ProofReport = { version, asOf, file, proofs, sources };
  return deliver(
    (format, style) => renderReport(report, format, style),
    settings,
    machine,
    proofExitCode(proofs, settings),
  );
};
