import type { Instant } from '../../base/time.ts';
import { drillTopology, proveIntentsDespite } from '../../drill-topology.ts';
import type { InputProblem } from '../../input/problem.ts';
import { text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import type { Failure } from '../../prove/drills/failure.ts';
import { proveTopology } from '../../prove-topologies.ts';
import type { ProofReport } from '../../report/proof-report.ts';
import { renderReport } from '../../report/render-report.ts';
import { whatIf } from '../../what-if.ts';
import { checkedRules } from '../checked-rules.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { failuresOf } from '../drill-options.ts';
import { proofExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { progressLine } from '../tell-progress.ts';
import { version } from '../version.ts';

/** `mxproof prove <topology>` */
export const prove: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const unusable = [...(await optionProblems([loaded.value], settings))];
  const failing = failuresOf(values, loaded.value);
  if (!failing.ok) unusable.push({ problems: failing.problems });
  if (unusable.length > 0 || !failing.ok) return { ok: false, unusable };
  const settingsAsked = values.get('what-if') ?? [];
  if (settingsAsked.length > 0 && failing.failures.length > 0)
    return { ok: false, unusable: [{ problems: [twoQuestions] }] };
  const { file, sources, topology } = loaded.value;
  const asOf = instantOf(settings, machine)(loaded.value);
  const { assume, down } = settings;
  const rules = await checkedRules(settings, 'intent/violated', 'routing/invariant-refuted');
  const line = progressLine(machine, settings);
  const progress = (done: number, total = done): void => line.tell(done, total, text`classes of messages`);
  const options = { asOf, assume, down, progress: line.wanted ? progress : undefined };
  if (settingsAsked.length > 0) {
    const asked = await whatIf(loaded.value, settingsAsked, options);
    if (!asked.ok) line.end();
    if (!asked.ok) return { ok: false, unusable: [{ problems: asked.problems }] };
    const proofs = proveTopology(asked.changed, { ...options, intentsOnly: true });
    line.end();
    const report: ProofReport = { version, asOf, file, proofs, whatIf: asked.whatIf, rules, sources };
    const code = proofExitCode(proofs, settings);
    return deliver((format, style) => renderReport(report, format, style), settings, machine, code);
  }
  const { failures } = failing;
  const proofs =
    failures.length === 0 ? proveTopology(loaded.value, options) : proveIntentsDespite(loaded.value, failures, options);
  const drilled = failures.length > 0 ? { from: asOf, failures } : laterDay(topology, asOf);
  const [drill] =
    drilled === undefined ? [] : drillTopology(loaded.value, [drilled.failures], { ...options, asOf: drilled.from });
  line.end();
  const report: ProofReport = { version, asOf, file, proofs, ...(drill && { drill }), rules, sources };
  return deliver(
    (format, style) => renderReport(report, format, style),
    settings,
    machine,
    proofExitCode(proofs, settings),
  );
};

const twoQuestions: InputProblem = {
  at: undefined,
  problem: text`--what-if asks for another topology, and --down, --expired and --without-domain let something fail.`,
  remedy: text`Ask one after the other.`,
};

/** With --as-of behind the topology's own day, and a certificate that is valid on the one and expired on the other. */
function laterDay(
  { asOf: own, certificates }: Topology,
  asOf: Instant,
): { readonly from: Instant; readonly failures: readonly Failure[] } | undefined {
  if (own === undefined || asOf <= own) return undefined;
  const expires = [...certificates.values()].some(
    ({ notAfter }) => notAfter !== undefined && own <= notAfter && notAfter < asOf,
  );
  return expires ? { from: own, failures: [{ kind: 'day', asOf }] } : undefined;
}
