import { parseAddress } from '../../model/addresses/address.ts';
import { isEmpty } from '../../model/addresses/address-set.ts';
import { type Aspect, aspects, type DeliveryEvidence, type Said } from '../../model/delivery-evidence.ts';
import type { Evidence } from '../../model/source.ts';
import type { Topology } from '../../model/topology.ts';
import { neverConnects } from '../../reference/special-purpose.ts';
import type { Hop, Outcome, Trace } from '../../simulate/trace.ts';
import type { NodesOfHosts } from './node-of-host.ts';

/** One aspect of one copy, predicted and said. */
export interface Comparison {
  readonly aspect: Aspect;
  /** `open`: the topology does not say enough to predict it. */
  readonly result: 'same' | 'different' | 'open';
  readonly predicted: string;
  readonly said: string;
  /** The lines of the evidence that say it. */
  readonly evidence: readonly Evidence[];
  /** The hop of the trace on which it was predicted; undefined where it is of the whole way. */
  readonly hop: Hop | undefined;
}

/** A copy of a message, compared with what is known of it. */
export interface Replay {
  readonly name: string;
  readonly recipient: string;
  readonly trace: Trace;
  readonly outcome: Outcome;
  /** In the order of the way, so that the first difference is where the two part. */
  readonly comparisons: readonly Comparison[];
  /** What the evidence does not say. */
  readonly notSaid: readonly Aspect[];
  /** What the evidence says and the trace does not. */
  readonly notPredicted: readonly Aspect[];
  /** Assumptions with another answer under which nothing differs. */
  readonly otherwise: readonly string[];
}

/** Compares a trace with the evidence of the same message, copy by copy; the copy that fits best is the one that is meant. */
export function compareEvidence(
  evidence: DeliveryEvidence,
  trace: Trace,
  topology: Topology,
  nodes: NodesOfHosts,
): Replay | undefined {
  const compared = trace.outcomes.map((outcome) => {
    const comparisons = compare(evidence, outcome, trace.hops, topology, nodes);
    return { outcome, comparisons, wrong: comparisons.filter((one) => one.result === 'different').length };
  });
  const best = compared.reduce<(typeof compared)[number] | undefined>(
    (found, one) => (found === undefined || one.wrong < found.wrong ? one : found),
    undefined,
  );
  if (best === undefined) return undefined;
  const told = new Set(best.comparisons.map((one) => one.aspect));
  const otherwise = trace.alternatives.filter(
    (alternative) =>
      alternative.assumption !== null &&
      alternative.outcomes.some((outcome) =>
        compare(evidence, outcome, alternative.hops, topology, nodes).every((one) => one.result !== 'different'),
      ),
  );
  return {
    name: evidence.name,
    recipient: best.outcome.recipient,
    trace,
    outcome: best.outcome,
    comparisons: best.comparisons,
    notSaid: aspects.filter((aspect) => !isSaid(evidence, aspect)),
    notPredicted: aspects.filter((aspect) => isSaid(evidence, aspect) && !told.has(aspect)),
    otherwise:
      best.wrong === 0 ? [] : [...new Set(otherwise.map(({ assumption, answer }) => `${assumption}=${answer}`))],
  };
}

function compare(
  evidence: DeliveryEvidence,
  outcome: Outcome,
  hops: readonly Hop[],
  topology: Topology,
  nodes: NodesOfHosts,
): readonly Comparison[] {
  const way = outcome.hops.flatMap((index) => hops[index] ?? []);
  const arrival = way.findLast((hop) => hop.to === 'tenant');
  return aspects.flatMap((aspect): readonly Comparison[] => {
    if (aspect === 'route') return route(evidence, outcome, way, nodes);
    const said = evidence.facts.get(aspect);
    if (said === undefined) return [];
    const predicted = predictions[aspect](outcome, { arrival, topology });
    if (predicted === undefined) return [];
    const hop = aspect === 'status' ? way.at(-1) : arrival;
    const result = resultOf(aspect, predicted, said);
    return [{ aspect, result, predicted, said: said.value, evidence: [said], hop }];
  });
}

const isSaid = ({ facts, steps }: DeliveryEvidence, aspect: Aspect): boolean =>
  aspect === 'route' ? steps.length > 0 : facts.has(aspect);

interface Seen {
  readonly arrival: Hop | undefined;
  readonly topology: Topology;
}

const bare = (connector: string | undefined): string => connector?.replace(/^(?:inbound|outbound):/u, '') ?? 'none';

/** What the trace says of each aspect; undefined where the aspect does not apply to the copy. */
const predictions: Readonly<Record<Exclude<Aspect, 'route'>, (outcome: Outcome, seen: Seen) => string | undefined>> = {
  'connecting address': (_, { arrival }) => arrival?.sourceIp ?? undefined,
  'inbound connector': (outcome) => bare(outcome.connectors.findLast((name) => name.startsWith('inbound:'))),
  attribution: (outcome, { topology }) => attributionOf(outcome, topology),
  directionality: ({ directionality }) => directionality ?? undefined,
  authAs: ({ authAs }) => authAs ?? undefined,
  spf: (outcome) => outcome.spf ?? unjudged(outcome),
  dkim: (outcome) => outcome.dkim ?? unjudged(outcome),
  dmarc: (outcome) => outcome.dmarc ?? unjudged(outcome),
  scl: ({ scl }) => (scl === null ? undefined : String(scl)),
  'outbound connector': (outcome) => bare(outcome.connectors.findLast((name) => name.startsWith('outbound:'))),
  status: ({ status, reply }) => (reply === null ? status : `${status} (${reply.code} ${reply.enhanced})`),
};

/** Mail of the organisation's own is not judged; what was refused before has no verdict either. */
const unjudged = ({ directionality }: Outcome): string | undefined =>
  directionality === 'Originating' ? 'none' : undefined;

/** The words of X-MS-Exchange-CrossTenant-FromEntityHeader: whose mail Exchange Online took the message for. */
function attributionOf(outcome: Outcome, topology: Topology): string | undefined {
  if (outcome.directionality === null) return undefined;
  if (outcome.directionality === 'Incoming') return 'Internet';
  const name = bare(outcome.connectors.findLast((one) => one.startsWith('inbound:')));
  const connector = topology.tenant?.inboundConnectors.find((one) => one.name === name);
  return connector?.connectorType === 'OnPremises' ? 'HybridOnPrem' : 'Hosted';
}

function resultOf(aspect: Aspect, predicted: string, { means }: Said): Comparison['result'] {
  if (predicted === 'undetermined') return 'open';
  const value = aspect === 'status' ? predicted.replace(/ .*$/u, '') : predicted;
  const found = means.some((one) => one.toLowerCase() === value.toLowerCase());
  if (found) return 'same';
  // A domain without a record: Exchange Online guesses, and the trace says so in its own word.
  if (aspect === 'dmarc' && predicted === 'bestguesspass' && means.includes('none')) return 'same';
  return 'different';
}

/** The nodes that the Received fields name, each once where it stands several times in a row. */
function route(
  evidence: DeliveryEvidence,
  outcome: Outcome,
  way: readonly Hop[],
  nodes: NodesOfHosts,
): readonly Comparison[] {
  if (evidence.steps.length === 0) return [];
  const predicted = collapsed(outcome.route.map((node) => (node.startsWith('mx:') ? 'internet' : node)));
  const passed = passedNodes(evidence, predicted[0], nodes);
  const said = passed.map((one) => one.node);
  const parts = predicted.findIndex((node, index) => node !== said[index]);
  const at = parts < 0 && said.length > predicted.length ? predicted.length : parts;
  const lines = (at < 0 ? passed : passed.slice(Math.max(0, at - 1), at + 1)).flatMap((one) => one.step ?? []);
  return [
    {
      aspect: 'route',
      result: outcome.status === 'undetermined' ? 'open' : at < 0 ? 'same' : 'different',
      predicted: predicted.join(' → '),
      said: said.join(' → '),
      evidence: at < 0 ? [] : lines,
      hop: at < 0 ? undefined : way[Math.max(0, Math.min(at, way.length) - 1)],
    },
  ];
}

interface Passed {
  readonly node: string;
  readonly step: Evidence | undefined;
}

function passedNodes(evidence: DeliveryEvidence, first: string | undefined, nodes: NodesOfHosts): readonly Passed[] {
  const found: Passed[] = [];
  const pass = (node: string, step: Evidence): void => {
    if (found.at(-1)?.node !== node) found.push({ node, step });
  };
  for (const step of evidence.steps) {
    const client = step.client === undefined ? 'internet' : nodes.byAddress(step.client);
    // The name that a client gives itself may be a lie; its address is not.
    const by = step.by === undefined ? undefined : nodes.byName(step.by);
    const before = found.at(-1)?.node;
    const isInside = before === 'tenant' && by === 'tenant';
    if (before === undefined ? !step.fromMailbox : client !== 'internet' || (!isInside && isPublic(step.client)))
      pass(client, step);
    if (by !== undefined) pass(by, step);
  }
  // Mail of another tenant passes hosts of Microsoft's before it reaches ours, and they look alike.
  const [start] = found;
  if (start?.node === 'tenant' && first === 'internet') return [{ node: 'internet', step: start.step }, ...found];
  return found;
}

/** An address of the Internet that no declared node has; a private one may be anybody's. */
function isPublic(written: string | undefined): boolean {
  const address = written === undefined ? undefined : parseAddress(written);
  return address !== undefined && isEmpty(neverConnects(address).set);
}

const collapsed = (route: readonly string[]): readonly string[] =>
  route.filter((node, index) => node !== route[index - 1]);
