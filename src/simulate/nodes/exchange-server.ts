import { text } from '../../model/text.ts';
import type { SendConnector, Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { deferCopy } from '../cannot-depart.ts';
import { type DirectoryEntry, finalOf } from '../directory.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import { expandGroup, handedOn } from '../steps/expand-group.ts';
import { unreachable } from '../steps/remote-replies.ts';
import { resolveOnPremises } from '../steps/resolve-recipient.ts';
import { refuse, returnToSender, senderNotAuthenticated } from '../steps/return-to-sender.ts';
import { covered } from '../steps/select-partner-connector.ts';
import { inwardConnector, isServer, selectSendConnector } from '../steps/select-send-connector.ts';
import { acceptRecipient, trustOnPremises } from '../steps/trust-on-premises.ts';
import { type CompiledPremises, isOwnDomain, premisesAcceptedDomain } from '../world.ts';
import { leave, type ServerMessage, type WayOut, withSend } from './exchange-server-leave.ts';

/** An Exchange server, mailbox or Edge, takes a session: rights of the client, recipients, then routing. */
export function receiveAtServer(run: Run, arrival: Arrival, server: Server, premises: CompiledPremises): void {
  const rights = trustOnPremises(run, arrival);
  run.attach(arrival.hop, [rights.note]);
  const { refused } = rights;
  if (refused !== undefined) {
    for (const copy of arrival.copies) refuse(run, arrival, copy, refused);
    return;
  }
  const taken: Copy[] = [];
  for (const copy of arrival.copies) {
    const answer = acceptRecipient(run, premises, rights, arrival, copy);
    run.attach(arrival.hop, [answer.note]);
    if (answer.reply !== undefined) refuse(run, arrival, copy, answer.reply);
    else taken.push({ ...copy, finalAuthAs: rights.authAs });
  }
  const transit = {
    ...arrival.transit,
    received: [arrival.sourceIp, ...arrival.transit.received],
    crossPremises: rights.authAs === 'Internal',
    // The spam verdict travels in the same headers; a client that is not recognised cannot hand it over (HDR-4, HDR-5).
    junk: arrival.transit.junk && (rights.cloud || rights.authAs === 'Internal' || run.world.servers.has(arrival.from)),
  };
  routeFromServer(run, { server, premises, transit, authAs: rights.authAs, hop: arrival.hop, accepted: true }, taken);
}

/** A mailbox on the server, or the server itself, hands a message in (HDR-2). */
export function submitToServer(
  run: Run,
  server: Server,
  premises: CompiledPremises,
  transit: Transit,
  copies: readonly Copy[],
  accepted: boolean,
): void {
  const own = premisesAcceptedDomain(premises, domainOf(transit.from)) !== undefined;
  const authAs = accepted || own || run.message.authenticated ? 'Internal' : 'Anonymous';
  const hop = run.openHop(
    {
      from: server.node,
      to: server.node,
      sourceIp: null,
      helo: null,
      mailFrom: transit.mailFrom,
      recipients: copies.map((copy) => copy.address),
      tls: null,
      certificate: null,
    },
    [
      run.note('submit-message', ['HDR-2'], () => ({
        verdict: text`${authAs}`,
        because: own
          ? text`${transit.from} is ${transit.type === 'ndr' ? 'the sender of its own reports' : 'submitted on its own server'}`
          : text`${server.node} hands in a message of ${transit.from}`,
      })),
    ],
  );
  const here = copies.map((copy) => ({
    ...copy,
    hops: [...copy.hops, hop],
    finalAuthAs: authAs as 'Internal' | 'Anonymous',
  }));
  routeFromServer(
    run,
    { server, premises, transit: { ...transit, crossPremises: authAs === 'Internal' }, authAs, hop, accepted },
    here,
  );
}

function routeFromServer(run: Run, message: ServerMessage, copies: readonly Copy[]): void {
  const groups = new Map<string, WayOut[]>();
  for (const way of copies.flatMap((copy) => resolve(run, message, copy, 0)))
    groups.set(way.key, [...(groups.get(way.key) ?? []), way]);
  for (const group of groups.values()) leave(run, message, group);
}

const depthMax = 20;

function resolve(run: Run, message: ServerMessage, copy: Copy, depth: number): readonly WayOut[] {
  const { premises, server, transit } = message;
  if (server.role === 'edge') return resolveAtEdge(run, message, copy);
  const found = resolveOnPremises(run, premises, copy.address);
  if (found.kind === 'foreign') return wayOut(run, message, copy, domainOf(copy.address));
  if (found.kind === 'none') {
    const domain = premisesAcceptedDomain(premises, domainOf(copy.address));
    if (domain !== undefined && domain.type !== 'Authoritative')
      return wayOut(run, message, copy, domainOf(copy.address));
    run.decide(message.hop, 'resolve-recipient', ['ACC-25'], () => ({
      verdict: text`unknown`,
      because: text`${copy.address} is no recipient on-premises, and ${domain?.name ?? ''} is Authoritative there`,
    }));
    returnToSender(run, copy, transit, server.node, reply('recipientNotFound'));
    return [];
  }
  if (found.kind === 'assumed') {
    run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
      verdict: found.where === 'here' ? text`a mailbox here` : text`a mailbox in the cloud`,
      because: text`no recipient of ${domainOf(copy.address)} is declared; ${copy.address} is taken to exist`,
    }));
    return found.where === 'here'
      ? deliver(run, message, copy, undefined)
      : followTarget(run, message, copy, coexistenceAddress(run, copy.address));
  }
  const { entry } = found;
  const here = { ...copy, final: finalOf(entry, (name) => isOwnDomain(run, name)) };
  run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
    verdict: text`${entry.recipientType} ${entry.primary}`,
    because:
      entry.target === undefined
        ? text`the on-premises directory holds ${copy.address}`
        : text`the on-premises directory holds ${copy.address}, with the routing address ${entry.target}`,
    evidence: [run.setting(entry.at, `${entry.primary}: ${entry.recipientType}`)],
  }));
  if (entry.internalOnly && message.authAs !== 'Internal') {
    returnToSender(run, here, transit, server.node, senderNotAuthenticated(entry.kind));
    return [];
  }
  switch (entry.kind) {
    case 'mailbox':
      return deliver(run, message, here, entry);
    case 'group':
      return expandGroup(
        run,
        { hop: message.hop, transit, copy: here, group: entry, owner: 'onPremises', depth },
        (member) => resolve(run, message, member, depth + 1),
      );
    case 'contact':
    case 'remote':
      return followTarget(run, message, here, entry.target, entry, depth);
  }
}

function coexistenceAddress(run: Run, address: string): string | undefined {
  const domain = run.world.own?.tenant.acceptedDomains.find((one) => one.isCoexistence)?.name;
  return domain === undefined ? undefined : `${address.slice(0, address.lastIndexOf('@'))}@${domain}`;
}

/** HYB-3: a remote mailbox is sent to its routing address; without one there is nothing to send it to. */
function followTarget(
  run: Run,
  message: ServerMessage,
  copy: Copy,
  target: string | undefined,
  entry?: DirectoryEntry,
  depth = 0,
): readonly WayOut[] {
  if (target === undefined) {
    run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
      verdict: text`no routing address`,
      because: text`${copy.address} has no RemoteRoutingAddress: no coexistence domain is declared`,
    }));
    returnToSender(run, copy, message.transit, message.server.node, reply('noRoutingAddress'));
    return [];
  }
  const moved = { ...copy, address: target };
  const other = message.premises.directory.entries.get(target.toLowerCase());
  if (other !== undefined && entry !== undefined && other.primary !== entry.primary && depth < depthMax)
    return resolve(run, message, moved, depth + 1);
  return wayOut(
    run,
    message,
    entry?.kind === 'contact' ? handedOn(moved, entry, 'onPremises', message.transit) : moved,
    domainOf(target),
  );
}

function deliver(run: Run, message: ServerMessage, copy: Copy, entry: DirectoryEntry | undefined): readonly WayOut[] {
  const holder = entry?.node ?? message.premises.mailboxServers[0]?.node ?? message.server.node;
  if (holder === message.server.node) {
    run.end(copy, message.transit, {
      status: 'delivered',
      endsAt: holder,
      folder: message.transit.junk ? 'junk' : 'inbox',
    });
    return [];
  }
  const other = run.world.servers.get(holder);
  if (other === undefined) return [];
  const note = run.note('route-inside', ['OPR-1'], () => ({
    verdict: text`${holder}`,
    because: text`the mailbox is on ${holder}`,
  }));
  return [
    {
      copy,
      key: `inside ${holder}`,
      domain: domainOf(copy.address),
      connector: undefined,
      internal: other,
      notes: [note],
    },
  ];
}

/** An Edge server knows no recipients: own domains go inside, by its `--` connector or to the first mailbox server. */
function resolveAtEdge(run: Run, message: ServerMessage, copy: Copy): readonly WayOut[] {
  const domain = domainOf(copy.address);
  const own = premisesAcceptedDomain(message.premises, domain);
  if (own === undefined || sentOnByEdge(run, message, domain)) return wayOut(run, message, copy, domain);
  const inward = inwardConnector(message.premises, message.server);
  const [first] = message.premises.mailboxServers;
  if (inward?.smartHosts.some((host) => host.text !== '--')) {
    return [
      {
        copy: withSend(copy, inward),
        key: `send ${inward.name}`,
        domain,
        connector: inward,
        internal: undefined,
        notes: [],
      },
    ];
  }
  if (first === undefined) return wayOut(run, message, copy, domain);
  const note = run.note('route-inside', ['HYB-11'], () => ({
    verdict: text`${first.node}`,
    because: text`an Edge server hands own domains to a mailbox server`,
  }));
  // Smart host `--`: the connector that the subscription makes names no server, Active Directory does.
  const there = inward === undefined ? copy : withSend(copy, inward);
  return [{ copy: there, key: `inside ${first.node}`, domain, connector: undefined, internal: first, notes: [note] }];
}

/**
 * Whether an accepted domain has an address space of its own at this Edge server, which is more specific than the `--` of
 * the way inside (OPR-1, OPR-9): the coexistence domain is one (HYB 6.1), and so it leads to the tenant.
 */
function sentOnByEdge(run: Run, message: ServerMessage, domain: string): boolean {
  const { premises, server } = message;
  const { sendConnectors } = premises.premises;
  if (sendConnectors === undefined)
    return run.world.own?.tenant.acceptedDomains.some((one) => one.isCoexistence && one.name === domain) === true;
  return sendConnectors.some(
    (connector) =>
      connector.enabled &&
      connector.sourceTransportServers.some((source) => isServer(source.text, server)) &&
      connector.addressSpaces.some((space) => !space.allAccepted && space.kind !== 'all' && covered(space, domain)),
  );
}

function wayOut(run: Run, message: ServerMessage, copy: Copy, domain: string): readonly WayOut[] {
  const selected = selectSendConnector(run, message.premises, message.server, domain);
  if (selected.kind === 'none') {
    run.attach(message.hop, [selected.note]);
    deferCopy(run, copy, message.transit, message.server.node, unreachable);
    return [];
  }
  if (selected.kind === 'implicit')
    return [{ copy, key: `mx ${domain}`, domain, connector: undefined, internal: undefined, notes: [selected.note] }];
  const { connector } = selected;
  const source = sourceServer(message, connector);
  if (source !== undefined && source.node !== message.server.node) {
    const note = run.note('route-inside', ['OPR-1'], () => ({
      verdict: text`${source.node}`,
      because: text`SourceTransportServers of ${connector.name} name ${source.name}`,
      evidence: [run.setting(`${connector.at}/SourceTransportServers`, `SourceTransportServers of ${connector.name}`)],
    }));
    return [
      {
        copy,
        key: `inside ${source.node}`,
        domain,
        connector: undefined,
        internal: source,
        notes: [selected.note, note],
      },
    ];
  }
  const key = connector.dnsRoutingEnabled ? `send ${connector.name} ${domain}` : `send ${connector.name}`;
  return [{ copy: withSend(copy, connector), key, domain, connector, internal: undefined, notes: [selected.note] }];
}

function sourceServer(message: ServerMessage, connector: SendConnector): Server | undefined {
  if (
    connector.sourceTransportServers.length === 0 ||
    connector.sourceTransportServers.some((source) => isServer(source.text, message.server))
  )
    return message.server;
  for (const source of connector.sourceTransportServers) {
    const found = message.premises.premises.servers.find((server) => isServer(source.text, server));
    if (found !== undefined) return found;
  }
  return message.server;
}
