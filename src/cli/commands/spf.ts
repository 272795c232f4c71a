import { parseAddress } from '../../model/addresses/address.ts';
import { unionAll } from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import { checkHost } from '../../protocols/spf/check-host.ts';
import { renderReport } from '../../report/render-report.ts';
import { spfAnalysisReport } from '../../report/spf-analysis-report.ts';
import { spfEvaluationTree } from '../../report/spf-evaluation-tree.ts';
import type { SpfReading, SpfReport } from '../../report/spf-report.ts';
import type { Answer, Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { instantOf } from '../instant-of.ts';
import type { LoadedTopology } from '../load-topology.ts';
import { openTopology } from '../open-topology.ts';
import { secondOpinion } from '../second-opinion.ts';
import { version } from '../version.ts';

/** `mxproof spf <topology> <domain>` */
export const spf: Command = async ({ operands: [operand = '-', domain = ''], flags, values, settings }, machine) => {
  const ip = values.get('ip')?.at(-1);
  const sender = values.get('sender')?.at(-1);
  const helo = values.get('helo')?.at(-1);
  if (ip === undefined && (sender ?? helo) !== undefined) {
    return refuse(text`--sender and --helo describe a client, and none is given.`, text`Add --ip <address>.`);
  }
  if (ip !== undefined && parseAddress(ip) === undefined) {
    return refuse(text`--ip ${ip} is no IP address.`, text`Write one such as ${'192.0.2.25'} or ${'2001:db8::25'}.`);
  }
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const asOf = instantOf(settings, machine)(loaded.value);
  const query = ip === undefined ? undefined : { ip, sender: sender ?? `postmaster@${domain}`, helo: helo ?? domain };
  const read =
    query === undefined
      ? spfAnalysisReport(domain, loaded.value.topology.dns.view, declaredAddresses(loaded.value))
      : evaluation(loaded.value, domain, query);
  const report: SpfReport = {
    version,
    asOf,
    file: loaded.value.file,
    sources: loaded.value.sources,
    domain,
    ...read,
    secondOpinion: flags.has('second-opinion') ? await secondOpinion(read.tree.record) : null,
  };
  return deliver((format, style) => renderReport(report, format, style), settings, machine, 0);
};

function evaluation(
  { topology }: LoadedTopology,
  domain: string,
  query: { readonly ip: string; readonly sender: string; readonly helo: string },
): SpfReading {
  const { view } = topology.dns;
  const result = checkHost({ ...query, domain }, view);
  return {
    evaluation: {
      ...query,
      result: result.result,
      mechanism: result.mechanism ?? null,
      explanation: result.explanation ?? null,
    },
    lookups: result.lookups,
    voidLookups: result.voidLookups,
    undetermined: result.undetermined,
    tree: spfEvaluationTree(result.tree, view),
    authorised: [],
    problems: [],
  };
}

const declaredAddresses = ({ topology }: LoadedTopology) =>
  [...(topology.onPremises?.servers ?? []), ...topology.services, ...topology.partners].map(({ node, addresses }) => ({
    node,
    set: unionAll(addresses.map((entry) => entry.set)),
  }));

const refuse = (problem: ReturnType<typeof text>, remedy: ReturnType<typeof text>): Answer => ({
  ok: false,
  unusable: [{ problems: [{ at: undefined, problem, remedy }] }],
});
