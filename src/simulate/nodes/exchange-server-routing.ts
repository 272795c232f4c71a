import { text } from '../../model/text.ts';
import type { SendConnector, Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { deferCopy } from '../cannot-depart.ts';
import { collect } from '../collect.ts';
import type { DirectoryEntry } from '../directory.ts';
import { sendOn } from '../forwards/inbox-rules.ts';
import { splitByForwarding } from '../forwards/mailbox-forwarding.ts';
import { applyRules } from '../rules/apply-rules.ts';
import type { Resolved } from '../rules/fork.ts';
import { type RuledMessage, ruledAt, rulesOfPremises } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { unreachable } from '../steps/remote-replies.ts';
import { leavesOrganization, rewriteSenders } from '../steps/rewrite-addresses.ts';
import { covered } from '../steps/select-partner-connector.ts';
import { inwardConnector, isServer, selectSendConnector } from '../steps/select-send-connector.ts';
import { transitWith } from '../transit.ts';
import { premisesAcceptedDomain } from '../world.ts';
import { journalFromServer, type ServerFork } from './exchange-server-journaling.ts';
import { leave, type ServerMessage, type WayOut, withSend } from './exchange-server-leave.ts';
import { resolve } from './exchange-server-resolution.ts';

/** Resolution, mail flow rules and the next hop of every copy; copies with one way travel together. */
export function routeFromServer(run: Run, message: ServerMessage, copies: readonly Copy[]): void {
  const groups = new Map<string, { readonly message: ServerMessage; readonly ways: WayOut[] }>();
  const routed = journalFromServer(run, message, forksOf(run, message, copies));
  for (const [index, fork] of routed.forks.entries()) {
    for (const way of collect(fork.recipients, (recipient) => leadOn(run, fork.message, recipient))) {
      const key = `${index} ${way.key} ${way.requireTls ?? ''} ${way.rewritten === undefined ? '' : 'rewritten'}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { message: fork.message, ways: [way] });
      else known.ways.push(way);
    }
  }
  for (const group of groups.values()) leave(run, group.message, group.ways);
  for (const report of routed.reports) routeFromServer(run, report.message, [report.copy]);
}

function forksOf(run: Run, message: ServerMessage, copies: readonly Copy[]): readonly ServerFork[] {
  const resolved = collect(copies, (copy) => resolveHere(run, message, copy));
  return collect(splitByForwarding(message.transit, resolved), ({ transit, recipients }) =>
    applyServerRules(run, { ...message, transit }, recipients),
  );
}

function applyServerRules(run: Run, message: ServerMessage, resolved: readonly Resolved[]): readonly ServerFork[] {
  if (!rulesRun(run, message)) return [{ message, recipients: resolved }];
  const changed = ({ transit }: RuledMessage): ServerMessage => ({ ...message, transit });
  const owner = rulesOfPremises(run.world, message.premises, message.server.role === 'edge' ? 'edge' : 'mailbox');
  const ruled = ruledAt(owner, message.server.node, {
    transit: message.transit,
    authAs: message.authAs,
    directionality: message.fromCloud ? 'Incoming' : 'Originating',
    folder: message.transit.junk ? 'junk' : 'inbox',
    scl: undefined,
    judged: undefined,
    hop: message.hop,
    session: message.session,
  });
  const forks = applyRules(run, ruled, resolved, (by, copy) => resolveHere(run, changed(by), copy));
  return forks.map((fork) => ({ message: changed(fork.message), recipients: fork.recipients }));
}

/** An Edge server knows no recipients. */
const resolveHere = (run: Run, message: ServerMessage, copy: Copy): readonly Resolved[] =>
  message.server.role === 'edge'
    ? [{ copy, entry: undefined, destination: { kind: 'domain', domain: domainOf(copy.address) } }]
    : resolve(run, message, copy, 0);

/** The rules of an Edge server run in the session; those of mailbox servers where the organisation first has the message. */
function rulesRun(run: Run, message: ServerMessage): boolean {
  if (message.server.role === 'edge') return message.session !== undefined;
  return !message.rulesRan || runsAgain(run, message);
}

/** Every mailbox server has the rules; whether a second one on the way runs them again is not documented. */
function runsAgain(run: Run, { premises }: ServerMessage): boolean {
  const any = premises.premises.transportRules.some((rule) => rule.enabled);
  return any && run.assume('rules.onPremisesServers', ['first-only', 'each']) === 'each';
}

function leadOn(run: Run, message: ServerMessage, recipient: Resolved): readonly WayOut[] {
  const { copy, destination, requireTls } = recipient;
  const ways = ordinaryWays(run, message, copy, destination);
  // ACT-19 is about recipients outside only.
  return requireTls === undefined
    ? ways
    : ways.map((one) =>
        one.internal === undefined && premisesAcceptedDomain(message.premises, one.domain) === undefined
          ? { ...one, requireTls }
          : one,
      );
}

function ordinaryWays(
  run: Run,
  message: ServerMessage,
  copy: Copy,
  destination: Resolved['destination'],
): readonly WayOut[] {
  if (message.server.role === 'edge') return leadFromEdge(run, message, copy).map((one) => outwards(run, message, one));
  switch (destination.kind) {
    case 'mailbox':
      return deliver(run, message, copy, destination.entry);
    case 'assumed':
      return deliver(run, message, copy, undefined);
    case 'domain':
      return wayOut(run, message, copy, destination.domain);
  }
}

/** ARW-1: an Edge server rewrites the senders of what leaves the organisation. */
function outwards(run: Run, { premises, transit }: ServerMessage, way: WayOut): WayOut {
  if (way.internal !== undefined || !leavesOrganization(run, premises, way.domain)) return way;
  const rewritten = rewriteSenders(run, premises, transit);
  return rewritten === undefined
    ? way
    : { ...way, rewritten: rewritten.transit, notes: [...way.notes, rewritten.note] };
}

function deliver(run: Run, message: ServerMessage, copy: Copy, entry: DirectoryEntry | undefined): readonly WayOut[] {
  const holder = entry?.node ?? message.premises.mailboxServers[0]?.node ?? message.server.node;
  if (holder === message.server.node) {
    if (entry === undefined || runsInbox(run, message, copy, entry))
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

/** @returns whether the mailbox keeps its own copy. */
function runsInbox(run: Run, message: ServerMessage, copy: Copy, entry: DirectoryEntry): boolean {
  const { premises, server, hop, transit, authAs } = message;
  const folder = transit.junk ? ('junk' as const) : ('inbox' as const);
  const at = {
    owner: rulesOfPremises(run.world, premises, 'mailbox'),
    node: server.node,
    hop,
    transit,
    authAs,
    folder,
  };
  return sendOn(run, at, copy, entry, ({ hop, transit, authAs, copies }) => {
    const crossPremises = authAs === 'Internal';
    const sent = { server, premises, transit: transitWith(transit, { crossPremises }), authAs, hop };
    routeFromServer(run, { ...sent, accepted: true, rulesRan: false, fromCloud: false, session: undefined }, copies);
  });
}

/** An Edge server knows no recipients: own domains go inside, by its `--` connector or to the first mailbox server. */
function leadFromEdge(run: Run, message: ServerMessage, copy: Copy): readonly WayOut[] {
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
      evidence: [
        run.setting(`${connector.at}/SourceTransportServers`, text`SourceTransportServers of ${connector.name}`),
      ],
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
