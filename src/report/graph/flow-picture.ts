import { by } from '../../base/order.ts';
import { folderText, statusText } from '../../model/delivery-status.ts';
import { type Text, text } from '../../model/text.ts';
import type { ServerRole, Topology } from '../../model/topology.ts';
import { quoted } from '../../reference/replies/reply-words.ts';
import type { TlsLevel } from '../../simulate/trace.ts';
import { type FlowTrace, type Leg, legsOf } from './legs.ts';
import type { Picture, PictureEdge, PictureGroup, PictureKind, PictureNode } from './picture.ts';

/** Mail comes from the Internet on one side of the picture and goes there on the other. */
const recipientsId = 'recipients';

/** Connectors without traffic that are drawn one by one. */
const idleMax = 8;

/**
 * The picture of a topology: what is declared, and between it the traffic that traces show. Settings draw nothing: a
 * connector that no message uses stands there without an edge.
 *
 * @param traces the messages whose ways are drawn
 * @param painted one of them, whose hops are numbered
 */
export function flowPicture(topology: Topology, traces: readonly FlowTrace[], painted?: FlowTrace): Picture {
  const nodes = declaredNodes(topology);
  const edges = new Map<string, Draft>();
  const add = (leg: Leg, step: number | undefined): void => {
    for (const segment of segments(leg)) {
      for (const id of [segment.from, segment.to])
        nodes.set(id, { ...(nodes.get(id) ?? foreign(id, leg)), used: true });
      merge(edges, segment, leg, step);
    }
    for (const domain of leg.mxOf) entryDomains(nodes, leg.hop.to, domain);
  };
  for (const one of traces) for (const leg of legsOf(one)) add(leg, undefined);
  const way = painted === undefined ? [] : legsOf(painted);
  const order = [...new Set(way.map(({ index }) => index))].sort((left, right) => left - right);
  for (const leg of way) add(leg, order.indexOf(leg.index) + 1);
  const hasMx = [...nodes.values()].some(({ kind }) => kind === 'mx');
  const isPast = ({ from, to }: Draft): boolean => hasMx && from === 'internet' && !to.startsWith('mx>');
  const drawn = [...edges.values()]
    // Where the MX leads anyway, it makes no difference whether somebody looked.
    .filter((edge) => edge.steps.size > 0 || !(isPast(edge) && nodes.has(`mx>${edge.to}`)))
    .filter((edge) => isWorthDrawing(edge, edges))
    .map((edge) => finished(edge, isPast(edge)));
  const kept = withoutCrowd([...nodes.values()].filter((node) => node.used || node.kind !== 'recipients'));
  const ids = new Set(kept.map(({ id }) => id));
  return {
    title: topology.name ?? '',
    nodes: kept,
    edges: drawn.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    groups: groupsOf(kept),
    endings: painted === undefined ? [] : endingsOf(painted),
  };
}

interface Segment {
  readonly from: string;
  readonly to: string;
  readonly inside: boolean;
  readonly refused: string | undefined;
}

/** A hop as the stretches of its way: over the MX, a connector of the tenant, into the tenant. */
function segments(leg: Leg): readonly Segment[] {
  const { hop } = leg;
  const start = hop.from === 'internet' ? 'internet' : hop.from;
  const end = hop.to === 'internet' ? recipientsId : hop.to;
  const via = [
    start,
    ...(isOfTenant(leg.out) ? [leg.out] : []),
    ...(leg.mxOf.length > 0 ? [`mx>${end}`] : []),
    ...(isOfTenant(leg.in) ? [leg.in] : []),
    end,
  ];
  // What a connector refuses does not come any further.
  const reached = leg.refused === undefined || !isOfTenant(leg.in) ? via : via.slice(0, via.indexOf(leg.in) + 1);
  return reached.slice(1).map((to, index) => {
    const from = reached[index] ?? start;
    const inside = (from === 'tenant' && to === leg.out) || (to === 'tenant' && from === leg.in);
    return { from, to, inside, refused: index === reached.length - 2 ? leg.refused : undefined };
  });
}

const isOfTenant = (connector: string | undefined): connector is string =>
  connector !== undefined && /^(?:inbound|outbound):/u.test(connector) && !connector.includes('/');

interface Draft {
  readonly from: string;
  readonly to: string;
  readonly inside: boolean;
  tls: TlsLevel | null | undefined;
  readonly codes: Set<string>;
  /** Of the painted message alone. */
  readonly ownCodes: Set<string>;
  readonly labels: Set<string>;
  readonly steps: Set<number>;
  readonly refused: boolean;
  loops: boolean;
  legitimate: boolean;
}

const strength: readonly TlsLevel[] = ['none', 'opportunistic', 'encrypted', 'verified'];

function merge(edges: Map<string, Draft>, segment: Segment, leg: Leg, step: number | undefined): void {
  const { from, to, inside, refused } = segment;
  const key = `${from}\n${to}\n${refused === undefined}`;
  const edge: Draft = edges.get(key) ?? {
    from,
    to,
    inside,
    tls: undefined,
    codes: new Set(),
    ownCodes: new Set(),
    labels: new Set(),
    steps: new Set(),
    refused: refused !== undefined,
    loops: false,
    legitimate: false,
  };
  edges.set(key, edge);
  if (!inside) edge.tls = weaker(edge.tls, leg.hop.tls);
  if (refused !== undefined) edge.codes.add(refused);
  if (leg.out?.startsWith('send:') === true && from === leg.hop.from) edge.labels.add(leg.out.slice('send:'.length));
  if (step !== undefined) {
    edge.steps.add(step);
    if (refused !== undefined) edge.ownCodes.add(refused);
  }
  edge.loops ||= leg.loops;
  edge.legitimate ||= leg.legitimate;
}

function weaker(left: TlsLevel | null | undefined, right: TlsLevel | null): TlsLevel | null {
  if (left === undefined || left === null) return right;
  if (right === null) return left;
  return strength.indexOf(left) <= strength.indexOf(right) ? left : right;
}

/** Strangers are refused nearly everywhere; that is worth an edge where nothing else passes, or where it hits the wrong one. */
function isWorthDrawing(edge: Draft, edges: ReadonlyMap<string, Draft>): boolean {
  return !edge.refused || edge.legitimate || edge.steps.size > 0 || !edges.has(`${edge.from}\n${edge.to}\ntrue`);
}

/** What a server is there for. */
const roleText: Readonly<Record<ServerRole, Text>> = {
  mailbox: text`mailbox`,
  edge: text`edge`,
  mta: text`mta`,
  appliance: text`appliance`,
  application: text`application`,
  device: text`device`,
};

const finished = (
  { from, to, inside, tls, codes, ownCodes, labels, steps, loops }: Draft,
  pastMx: boolean,
): PictureEdge => ({
  from,
  to,
  tls: inside ? null : (tls ?? null),
  refused: [...(ownCodes.size > 0 ? ownCodes : codes)].sort(),
  pastMx,
  loops,
  labels: [...labels].sort(),
  steps: [...steps].sort((left, right) => left - right),
});

function declaredNodes(topology: Topology): Map<string, PictureNode> {
  const nodes = new Map<string, PictureNode>();
  const add = (id: string, kind: PictureKind, title: string, detail: Text): void => {
    nodes.set(id, { id, kind, title, detail, used: false });
  };
  add('internet', 'senders', 'Internet', text`senders`);
  const { tenant, onPremises } = topology;
  if (tenant !== undefined) {
    for (const { name, enabled } of tenant.inboundConnectors)
      add(`inbound:${name}`, 'connector', name, enabled ? text`inbound` : text`inbound, disabled`);
    add('tenant', 'tenant', 'Exchange Online', text`${tenant.domain}`);
    for (const { name, enabled } of tenant.outboundConnectors)
      add(`outbound:${name}`, 'connector', name, enabled ? text`outbound` : text`outbound, disabled`);
  }
  for (const { node, name, role } of onPremises?.servers ?? [])
    add(node, 'server', name, text`server, ${roleText[role]}`);
  for (const { node, name } of topology.services) add(node, 'service', name, text`service`);
  for (const { node, name } of topology.partners) add(node, 'partner', name, text`partner`);
  add(recipientsId, 'recipients', 'Internet', text`recipients`);
  return nodes;
}

/** A node that no document declares: an MX, a host that serves a domain, a connector that a script renamed. */
function foreign(id: string, leg: Leg): PictureNode {
  if (id.startsWith('mx>')) return { id, kind: 'mx', title: leg.mxOf.join(', '), detail: text`MX`, used: true };
  if (id.startsWith('mx:')) return { id, kind: 'host', title: id.slice(3), detail: text`host of an MX`, used: true };
  return { id, kind: 'host', title: id, detail: text`host`, used: true };
}

/** The domains whose MX leads to a node stand together. */
function entryDomains(nodes: Map<string, PictureNode>, to: string, domain: string): void {
  const id = `mx>${to === 'internet' ? recipientsId : to}`;
  const node = nodes.get(id);
  if (node === undefined) return;
  const domains = new Set(node.title.split(', ')).add(domain);
  nodes.set(id, { ...node, title: [...domains].sort(by((one) => one)).join(', ') });
}

/** Of many connectors without traffic only their number is told. */
function withoutCrowd(nodes: readonly PictureNode[]): readonly PictureNode[] {
  const idle = nodes.filter(({ kind, used }) => kind === 'connector' && !used);
  if (idle.length <= idleMax) return nodes;
  const left = new Set(idle.slice(idleMax - 1));
  const rest: PictureNode = {
    id: 'connectors',
    kind: 'connector',
    title: `+ ${left.size}`,
    detail: text`without traffic`,
    used: false,
  };
  return [...nodes.filter((node) => !left.has(node)), rest];
}

function groupsOf(nodes: readonly PictureNode[]): readonly PictureGroup[] {
  const of = (...kinds: readonly PictureKind[]): readonly string[] =>
    nodes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  return [
    { title: text`Tenant`, nodes: of('tenant', 'connector') },
    { title: text`On premises`, nodes: of('server') },
  ].filter(({ nodes: inside }) => inside.length > 1);
}

const endingsOf = ({ trace }: FlowTrace): readonly Text[] =>
  trace.outcomes.map(({ recipient, finalRecipient, status, folder, reply }) => {
    const whom = recipient === finalRecipient ? text`${recipient}` : text`${recipient}, for ${finalRecipient}`;
    if (reply !== null && status !== 'dropped') return text`${whom}: ${statusText[status]}, ${quoted(reply)}`;
    return folder === null
      ? text`${whom}: ${statusText[status]}`
      : text`${whom}: ${statusText[status]} (${folderText[folder]})`;
  });
