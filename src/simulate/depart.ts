import { list, text } from '../model/text.ts';
import type { Server } from '../model/topology.ts';
import { reply, type SpokenReply } from '../reference/replies/replies.ts';
import { deferCopy, openFailedHop, resolvedNote, unresolved } from './cannot-depart.ts';
import type { Departure } from './departure.ts';
import { enterFrontDoor } from './front-door.ts';
import { step } from './legs.ts';
import { copyWith } from './new-copy.ts';
import type { Note, Run } from './run.ts';
import { overridden, supposedHost } from './steps/choose-first-hop.ts';
import { type ClientTls, negotiateTls, type ServerTls } from './steps/negotiate-tls.ts';
import { reachable } from './steps/reach-server.ts';
import { chooseDestination, type Destination, frontDoor } from './steps/resolve-next-hop.ts';
import { refuse } from './steps/return-to-sender.ts';
import { receiveTls, selectReceiveConnector } from './steps/select-receive-connector.ts';
import { supposeNextHop } from './steps/suppose-next-hop.ts';
import type { TlsLevel } from './trace.ts';

/** Connects to the best destination that answers and puts the arrival in the queue; ends the copies where none does. */
export function depart(run: Run, planned: Departure): void {
  const departure = overridden(run, planned);
  const { resolution } = departure;
  if (resolution.kind !== 'hosts') {
    const supposed = resolution.kind === 'not-supplied' ? supposedHost(run, departure, resolution.name) : undefined;
    if (supposed !== undefined) return depart(run, { ...departure, resolution: supposed });
    return unresolved(run, departure);
  }
  const failures: { readonly reply: SpokenReply; readonly note: Note }[] = [];
  for (const group of resolution.groups) {
    let open = [...group];
    while (open.length > 0) {
      const destination = chooseDestination(run, departure.towards, open);
      if (destination === undefined) break;
      const failure = connect(
        run,
        departure,
        destination,
        failures.map((one) => one.note),
      );
      if (failure === undefined) return;
      failures.push(failure);
      open = open.filter((one) => one !== destination);
    }
  }
  const last = failures.at(-1);
  if (last === undefined) return unresolved(run, departure);
  const hop = openFailedHop(
    run,
    departure,
    failures.map((one) => one.note),
  );
  for (const copy of departure.copies)
    deferCopy(run, copyWith(copy, { hops: [...copy.hops, hop] }), departure.transit, departure.from, last.reply);
}

/** Tries one destination. @returns why it failed, or undefined when the copies are on their way or ended there. */
function connect(
  run: Run,
  departure: Departure,
  destination: Destination,
  before: readonly Note[],
): { reply: SpokenReply; note: Note } | undefined {
  const { node, host } = destination;
  const sourceIp = departure.sourceIp(node);
  const goes = resolvedNote(run, departure, () =>
    host === undefined ? text`${nameOf(node)}` : text`${nameOf(node)} as ${host}`,
  );
  const named = node === frontDoor ? 'tenant' : node;
  if (run.world.down.has(named)) {
    return {
      reply: reply('connectionRefused'),
      note: run.note('resolve-next-hop', ['OUT-25'], () => ({
        verdict: text`${named} does not answer`,
        because: text`it is declared to be down`,
      })),
    };
  }
  if (node === frontDoor) {
    return enterFrontDoor(run, { ...departure, notes: [...departure.notes, ...before, goes] }, host, sourceIp);
  }
  const server = run.world.servers.get(node);
  if (server) return connectToServer(run, departure, server, host, sourceIp, [...before, goes]);
  const offer = otherTls(run, node);
  const negotiated = negotiateTls(run, node, withDomain(departure.client, host), offer);
  if (!negotiated.ok && negotiated.refusedBy === 'client') return { reply: negotiated.reply, note: negotiated.note };
  if (
    node === 'internet' ||
    node.startsWith('mx:') ||
    (node.startsWith('partner:') && !run.world.partners.get(node)?.tenant) ||
    node.startsWith('partner:')
  ) {
    return leaveTopology(run, departure, node, sourceIp, negotiated, [...before, goes]);
  }
  arrive(run, departure, { node, host, sourceIp, notes: [...before, goes], negotiated });
  return undefined;
}

const nameOf = (node: string): string => (node === frontDoor ? 'Exchange Online' : node);

type Negotiated = ReturnType<typeof negotiateTls>;

const withDomain = (client: ClientTls, host: string | undefined): ClientTls =>
  client.demand === 'DomainValidation' && client.domain === undefined ? { ...client, domain: host } : client;

function otherTls(run: Run, node: string): ServerTls {
  const service = run.world.services.get(node);
  const partner = run.world.partners.get(node);
  const declared = service ?? partner;
  if (declared === undefined)
    return { offers: true, demands: false, certificate: undefined, microsoft: false, because: undefined };
  return {
    offers: declared.tls !== 'none',
    demands: declared.tls === 'required',
    certificate: declared.serverCertificates[0],
    microsoft: false,
    because: declared.tls === 'none' ? text`${node} is declared without TLS` : undefined,
  };
}

function connectToServer(
  run: Run,
  departure: Departure,
  server: Server,
  host: string | undefined,
  sourceIp: string | null,
  before: readonly Note[],
): { reply: SpokenReply; note: Note } | undefined {
  if (!reachable(run, server, departure.from, sourceIp)) {
    const note = run.note('resolve-next-hop', ['OUT-25', 'NET-11'], () => ({
      verdict: text`${server.node} cannot be reached`,
      because: text`its firewall lets in ${list((server.reachableFrom ?? []).map((peer) => peer.text))} only, not ${departure.from} from ${sourceIp ?? text`its address`}`,
      evidence: [run.setting(`${server.at}/reachableFrom`, text`reachableFrom of ${server.name}`)],
    }));
    return { reply: reply('connectionTimedOut'), note };
  }
  const exchange = server.role === 'mailbox' || server.role === 'edge';
  // OPR-7: the transport services of mailbox servers talk to each other on 2525, everybody else to port 25.
  const inside =
    departure.via === 'internal' &&
    server.role === 'mailbox' &&
    run.world.servers.get(departure.from)?.role === 'mailbox';
  const selected = exchange ? selectReceiveConnector(run, server, sourceIp, inside ? 2525 : 25) : undefined;
  if (selected?.kind === 'none') return { reply: reply('connectionRefused'), note: selected.note };
  const receive = selected?.kind === 'connector' ? selected.connector : undefined;
  const negotiated = negotiateTls(run, server.node, withDomain(departure.client, host), receiveTls(server, receive));
  if (!negotiated.ok && negotiated.refusedBy === 'client') return { reply: negotiated.reply, note: negotiated.note };
  arrive(run, departure, {
    node: server.node,
    host,
    sourceIp,
    notes: [...before, ...(selected ? [selected.note] : [])],
    negotiated,
    receive,
  });
  return undefined;
}

interface Connected {
  readonly node: string;
  readonly host: string | undefined;
  readonly sourceIp: string | null;
  readonly notes: readonly Note[];
  readonly negotiated: Negotiated;
  readonly receive?: Parameters<typeof receiveTls>[1];
}

function arrive(run: Run, departure: Departure, connected: Connected): void {
  const { node, negotiated } = connected;
  const level: TlsLevel = negotiated.ok ? negotiated.level : 'none';
  const certificate = negotiated.ok && negotiated.encrypted ? departure.client.certificate : undefined;
  const hop = run.openHop(
    {
      from: departure.from,
      to: node,
      sourceIp: connected.sourceIp,
      helo: departure.helo,
      mailFrom: departure.transit.mailFrom,
      recipients: departure.copies.map((copy) => copy.address),
      tls: level,
      certificate: certificate?.key ?? null,
    },
    [...departure.notes, ...connected.notes, negotiated.note],
  );
  const receive =
    connected.receive === undefined ? [] : [`receive:${connected.receive.server}/${connected.receive.name}`];
  const copies = departure.copies.map((copy) => step(copy, node, hop, level, receive));
  const arrival = {
    from: departure.from,
    to: node,
    sourceIp: connected.sourceIp,
    helo: departure.helo,
    dialled: connected.host,
    via: departure.via,
    encrypted: negotiated.ok && negotiated.encrypted,
    transit: departure.transit,
    copies,
    hop,
    accepted: departure.accepted,
    certificate,
    receive: connected.receive,
  };
  if (!negotiated.ok) {
    for (const copy of copies) refuse(run, arrival, copy, negotiated.reply);
    return;
  }
  run.queue.push(arrival);
}

/** Mail for somebody that the topology does not simulate further: handed over, and accepted as far as it tells. */
function leaveTopology(
  run: Run,
  departure: Departure,
  node: string,
  sourceIp: string | null,
  negotiated: Negotiated,
  notes: readonly Note[],
): undefined {
  const left = departure.leave?.(departure.copies, node) ?? {
    copies: departure.copies,
    transit: departure.transit,
    sourceIp,
    notes: [],
  };
  const level: TlsLevel = negotiated.ok ? negotiated.level : 'none';
  const hop = run.openHop(
    {
      from: departure.from,
      to: node,
      sourceIp: left.sourceIp,
      helo: departure.helo,
      mailFrom: left.transit.mailFrom,
      recipients: left.copies.map((copy) => copy.address),
      tls: level,
      certificate: negotiated.ok && negotiated.encrypted ? (departure.client.certificate?.key ?? null) : null,
    },
    [...departure.notes, ...notes, ...left.notes, negotiated.note],
  );
  for (const copy of left.copies) {
    const there = step(copy, node, hop, level);
    if (!negotiated.ok) {
      refuse(
        run,
        { to: node, from: departure.from, accepted: departure.accepted, transit: left.transit },
        there,
        negotiated.reply,
      );
    } else if (node.startsWith('mx:') && !isPartnerDomain(run, copy.address)) {
      const supposed = supposeNextHop(run, departure, left, there, node);
      if (supposed !== undefined) {
        depart(run, supposed);
        continue;
      }
      run.end(there, left.transit, {
        status: 'undetermined',
        missing: text`what ${node.slice(3)} does with the message: it belongs to no declared node`,
      });
    } else run.end(there, left.transit, { status: 'sent' });
  }
  return undefined;
}

function isPartnerDomain(run: Run, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return [...run.world.partners.values()].some((partner) => partner.domains.includes(domain));
}
