import {
  type AnalysisInput,
  type AnalysisOptions,
  alternativesMax,
  type JudgedStatements,
  worldOf,
} from './analysis-input.ts';
import { invariant } from './base/invariant.ts';
import { catalogue } from './check/catalogue.ts';
import { type CheckContext, isQuestion, type ProbedTrace } from './check/check.ts';
import { withRecipientObjects } from './check/recipient-objects.ts';
import { refutations } from './check/refutations.ts';
import { runChecks, type SeverityPolicy, severityOf } from './check/run-checks.ts';
import { undeterminedPoints } from './check/undetermined-points.ts';
import { changeOfObject } from './input/topology/object-in-document.ts';
import type { SampleMessage, Topology } from './model/topology.ts';
import type { FlowTrace } from './report/graph/legs.ts';
import type { CheckedRule, TopologyReport } from './report/report.ts';
import { originOf } from './simulate/nodes/origin.ts';
import { probes } from './simulate/probes/probes.ts';
import type { Trace } from './simulate/trace.ts';
import { traceMessage } from './simulate/trace-message.ts';
import type { World } from './simulate/world.ts';

export type { AnalysisInput, AnalysisOptions } from './analysis-input.ts';

/**
 * Other answers followed for all of our own probes together, fewer where each takes longer: a thousand connectors that are
 * equally good for everything leave a thousand ways open for each message. What is left out is said.
 */
function probedAlternativesMax({ tenant }: Topology): number {
  const connectors = (tenant?.inboundConnectors.length ?? 0) + (tenant?.outboundConnectors.length ?? 0);
  return Math.ceil(200_000 / (1 + Math.floor(connectors / 50)));
}

/** Probes between two words of progress. */
const progressEvery = 64;

/**
 * The whole analysis as one pure function: traces of the samples and of our own probes, and what is wrong.
 *
 * @param input what `loadTopology` of `mxproof/node` reads.
 * @throws Error where neither the options nor the topology say as of when it is judged.
 */
export function analyze(input: AnalysisInput, options: AnalysisOptions = {}): TopologyReport {
  const world = worldOf(input, options);
  const declared = input.topology.messages.map(
    (message): ProbedTrace => ({
      purpose: 'declared',
      legitimate: false,
      entry: originOf(world, message).node,
      message,
      trace: traceMessage(world, message, { explain: true, alternativesMax, reports: true }),
    }),
  );
  const own = probes(world);
  let left = probedAlternativesMax(input.topology);
  const probed = own.probes.map((probe, index): ProbedTrace => {
    if (index % progressEvery === 0) options.told?.(index, own.probes.length, 'messages');
    const trace = traceMessage(world, probe.message, {
      explain: false,
      alternativesMax: Math.min(alternativesMax, left),
    });
    left -= trace.followed ?? 0;
    return { ...probe, trace };
  });
  const all = options.prove === true;
  const nothing = { intents: [], invariants: undefined };
  const wanted = all || input.topology.intents.length > 0;
  const proofs = wanted ? proofsIn(world, options) : nothing;
  const { intents } = proofs;
  const invariants = all ? proofs.invariants : undefined;
  const refuted = refutations(invariants ?? []);
  const explanations = new Map<ProbedTrace, Trace>();
  const context: CheckContext = {
    topology: input.topology,
    file: input.file,
    collisions: options.collisions ?? [],
    world,
    sources: input.sources,
    asOf: world.asOf,
    traces: [...declared, ...probed, ...refuted.values()],
    intents,
    invariants: invariants ?? [],
    refutations: refuted,
    notices: input.notices,
    oddities: input.oddities,
    found: [],
    accounted: new Set(),
    explained(trace) {
      const known =
        explanations.get(trace) ??
        (trace.purpose === 'declared'
          ? trace.trace
          : traceMessage(world, trace.message, { explain: true, alternativesMax }));
      explanations.set(trace, known);
      return known;
    },
    supposing(topology) {
      const supposed = worldOf({ ...input, topology }, options);
      return ({ message }, { explain } = { explain: false }) =>
        traceMessage(supposed, message, { explain, alternativesMax: 0 });
    },
    change(at, after) {
      const change = input.document && changeOfObject(input.document.data, at, after);
      return change && withRecipientObjects(world, at, change);
    },
  };
  return {
    file: input.file,
    name: input.topology.name ?? input.file,
    rules: rulesOf(input.topology, options.rules),
    topology: input.topology,
    findings: runChecks(catalogue, context, policyOf(input.topology, options.rules)),
    traces: declared.map((one) => one.trace),
    intents,
    invariants,
    undetermined: undeterminedPoints(context, own.cut || left <= 0),
    sources: input.sources,
  };
}

/** The severities of a topology, and over them those of the caller. */
const policyOf = ({ settings }: Topology, over: SeverityPolicy = new Map()): SeverityPolicy =>
  new Map([...[...settings.rules].map(([id, { severity }]) => [id, severity] as const), ...over]);

/** Every check of the catalogue as it counts for a topology. */
export function rulesOf(topology: Topology, over?: SeverityPolicy): readonly CheckedRule[] {
  const policy = policyOf(topology, over);
  return catalogue.map((check) => ({
    id: check.id,
    byDefault: check.severity,
    severity: severityOf(check, policy),
    docs: check.docs,
    semantics: check.covers,
  }));
}

/**
 * Traces messages without checking anything: those of the topology, or the given ones; one trace each, in their order.
 *
 * @throws Error where neither the options nor the topology say as of when it is judged.
 */
export function traceMessages(
  input: AnalysisInput,
  options: AnalysisOptions = {},
  messages: readonly SampleMessage[] = input.topology.messages,
): readonly Trace[] {
  const world = worldOf(input, options);
  return messages.map((message) => traceMessage(world, message, { explain: true, alternativesMax, reports: true }));
}

/** What a picture of the flow is drawn from: the declared samples, and our own probes as far as somebody would send them. */
export function flowTraces(input: AnalysisInput, options: AnalysisOptions = {}): readonly FlowTrace[] {
  const world = worldOf(input, options);
  const traced = (message: SampleMessage, legitimate: boolean): FlowTrace => ({
    message,
    legitimate,
    trace: traceMessage(world, message, { explain: false, alternativesMax: 0 }),
  });
  const own = probes(world).probes.filter((probe) => !isQuestion(probe));
  return [
    ...input.topology.messages.map((message) => traced(message, false)),
    ...own.map(({ message, legitimate }) => traced(message, legitimate)),
  ];
}

function proofsIn(world: World, { prove, prover, told }: AnalysisOptions): JudgedStatements {
  invariant(
    prover !== undefined,
    'who analyses a topology with intents, or wants invariants, hands in what judges them',
  );
  const classes = (done: number, total = done): void => told?.(done, total, 'classes of messages');
  return prover(world, { intentsOnly: prove !== true, ...(told && { progress: classes }) });
}
