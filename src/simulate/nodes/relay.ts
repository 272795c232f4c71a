import { type Text, text } from '../../model/text.ts';
import type { NextHopRow, OutboundConnector, Peer } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { matchConnectorName } from '../../protocols/tls-names/match-connector-name.ts';
import { isAmong } from '../client-address.ts';
import { depart } from '../depart.ts';
import { copyWith } from '../new-copy.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import { withoutSignature } from '../signatures.ts';
import { applyHeaderFirewall } from '../steps/apply-header-firewall.ts';
import { authenticateSender } from '../steps/authenticate-sender.ts';
import { deliverFromTable, type TableAnswer } from '../steps/deliver-from-table.ts';
import { egressOf } from '../steps/judge-egress.ts';
import { relayingDenied } from '../steps/remote-replies.ts';
import { resolveDomain } from '../steps/resolve-next-hop.ts';
import { resolveSmartHosts } from '../steps/resolve-smart-hosts.ts';
import { refuse, returnToSender } from '../steps/return-to-sender.ts';
import { covered } from '../steps/select-partner-connector.ts';
import { sourceAddress } from '../steps/source-address.ts';
import { asDemand } from '../tls-demand.ts';
import { transitWith } from '../transit.ts';
import { isOwnDomain, memo } from '../world.ts';
import type { Relay } from './declared-relay.ts';

/** A relay takes a session: whom it relays for, then its table. */
export function receiveAtRelay(run: Run, arrival: Arrival, relay: Relay): void {
  const taken: Copy[] = [];
  for (const copy of arrival.copies) {
    const answer = accepts(run, relay, arrival, copy.address);
    run.decide(arrival.hop, 'accept-at-relay', [], () => ({
      verdict: answer.accepted ? text`taken` : text`refused`,
      because: answer.because(),
      evidence: [run.setting(`${relay.at}/accepts`, text`what ${relay.node} relays`)],
    }));
    if (answer.accepted) taken.push(copy);
    else refuse(run, arrival, copy, relayingDenied);
  }
  if (taken.length === 0) return;
  const from = relay.modifies.hidesReceived
    ? arrival.transit.received
    : [arrival.sourceIp, ...arrival.transit.received];
  const inward = stripped(run, relay, arrival);
  const onward = changed(relay, transitWith(inward, { received: from }));
  forwardFromRelay(run, relay, sealed(run, relay, arrival, onward), taken, true, arrival.hop);
}

/** AUTH-9: a relay that seals records what it found of the sender; one that changes the message breaks the chain. */
function sealed(run: Run, { modifies }: Relay, arrival: Arrival, onward: Transit): Transit {
  if (modifies.seals === undefined) return onward;
  const { aligned, note } = authenticateSender(run, arrival.transit, arrival.sourceIp, arrival.helo);
  run.attach(arrival.hop, [note]);
  const intact = arrival.transit.arc?.intact ?? true;
  return transitWith(onward, { arc: { domain: modifies.seals, passed: aligned, intact } });
}

/**
 * Where `accepts` is not declared: the Internet's mail for domains that the table names (never by `*`, which would make it
 * an open relay) and for its own mailboxes, and any mail of those who smart-host to it. Declared: only of those listed, of
 * the Internet again only for those domains.
 */
function accepts(
  run: Run,
  relay: Relay,
  arrival: Arrival,
  address: string,
): { accepted: boolean; because: () => Text } {
  if (relay.delivers === undefined)
    return { accepted: true, because: () => text`its next-hop table is not declared; what it relays is not known` };
  const domain = domainOf(address);
  const named =
    relay.delivers.some((row) => row.domains.some((pattern) => pattern.kind !== 'all' && covered(pattern, domain))) ||
    relay.holds(address);
  const peer = arrival.from;
  const stranger = peer === 'internet' || (relay.accepts === undefined && arrival.via === 'mx');
  const listed = relay.accepts?.some((one) => admits(run, one, peer, arrival.sourceIp)) ?? true;
  // Who is not listed by name is a host of the Internet like any other.
  const open = listed || relay.accepts?.some((one) => one.kind === 'node' && one.node === 'internet') === true;
  if (!open) return { accepted: false, because: () => text`${peer} is not among those whose mail it relays` };
  if (named) return { accepted: true, because: () => text`its table names ${domain}` };
  if (stranger || !listed)
    return {
      accepted: false,
      because: () => text`its table does not name ${domain}, and it relays nothing else for the Internet`,
    };
  return {
    accepted: true,
    because: () =>
      relay.accepts === undefined
        ? text`${peer} hands its mail to it by smart host`
        : text`${peer} is among those whose mail it relays`,
  };
}

function admits(run: Run, peer: Peer, node: string, sourceIp: string | null): boolean {
  if (peer.kind === 'addresses') return sourceIp !== null && isAmong(run, peer.set, sourceIp);
  if (peer.node === 'onPremises') return run.world.servers.has(node);
  return peer.node === node;
}

/** HDR-8: what Exchange servers write for each other ends at a system that is none, unless it keeps it. */
function stripped(run: Run, relay: Relay, { transit, hop }: Arrival): Transit {
  const declared = relay.modifies.stripsInternalHeaders;
  if (!(declared ?? !keepsHeaders(run, relay))) return transit;
  const passed = applyHeaderFirewall(run, relay.node, transit.headers, () => ({
    kind: 'closed',
    ids: ['HDR-8'],
    because: () =>
      declared === true
        ? text`stripsInternalHeaders of ${relay.node}`
        : text`${relay.node} is no Exchange server, and not both connectors that lead over it have CloudServicesMailEnabled`,
  }));
  run.attach(hop, passed.notes);
  return transitWith(transit, { headers: passed.headers, crossPremises: false });
}

/** What passing through does to the message. */
function changed(relay: Relay, transit: Transit): Transit {
  const { modifies } = relay;
  const headers = new Map(transit.headers);
  for (const name of modifies.removes) headers.delete(name.toLowerCase());
  for (const [name, content] of relay.stamps) headers.set(name.toLowerCase(), content);
  const broken = modifies.body || modifies.subject;
  return transitWith(broken ? withoutSignature(transit) : transit, {
    headers,
    mailFrom: modifies.rewritesSender && transit.mailFrom !== '' ? `srs@${relay.fqdn}` : transit.mailFrom,
  });
}

/**
 * ROUTE-10: a service in a loop keeps internal headers where both connectors of the loop, the one that leads to it and the
 * one that knows it by its certificate, have CloudServicesMailEnabled.
 */
function keepsHeaders(run: Run, relay: Relay): boolean {
  const { own, servers } = run.world;
  const { certificate } = relay;
  if (own === undefined || certificate === undefined || servers.has(relay.node)) return false;
  return memo(run.world, `keeps-headers ${relay.node}`, () => {
    const back = own.onPremisesConnectors.some(
      ({ connector, name }) =>
        connector.cloudServicesMailEnabled && name && matchConnectorName(name, certificate).matched === 'yes',
    );
    const out = own.tenant.outboundConnectors.some(
      (one) => one.enabled && one.cloudServicesMailEnabled && !one.useMXRecord && leadsTo(run, one, relay.node),
    );
    return back && out;
  });
}

function leadsTo(run: Run, connector: OutboundConnector, node: string): boolean {
  const resolution = resolveSmartHosts(run.world, connector.smartHosts);
  return resolution.kind === 'hosts' && resolution.groups.flat().some((destination) => destination.node === node);
}

/** Hands copies to the next hop of the table, recipients with one next hop together. */
export function forwardFromRelay(
  run: Run,
  relay: Relay,
  transit: Transit,
  copies: readonly Copy[],
  accepted: boolean,
  hop: number | undefined,
): void {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies) {
    if (relay.holds(copy.address)) {
      run.end(copy, transit, { status: 'delivered', endsAt: relay.node, folder: 'inbox' });
      continue;
    }
    const domain = domainOf(copy.address);
    groups.set(domain, [...(groups.get(domain) ?? []), copy]);
  }
  const merged = new Map<string, { domain: string; copies: Copy[] }>();
  for (const [domain, some] of groups) {
    const row = relay.delivers?.find((one) => one.domains.some((pattern) => covered(pattern, domain)));
    const key = row === undefined || row.to.kind === 'mx' ? domain : row.to.text;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { domain, copies: some });
    else known.copies.push(...some);
  }
  for (const group of merged.values()) leave(run, relay, transit, group.copies, group.domain, accepted, hop);
}

/**
 * A relay without a table is unknown, and has no default: the alternatives show what it could be, the tenant and the own
 * servers for own domains.
 */
function supposedTable(run: Run, relay: Relay, domain: string): readonly NextHopRow[] | undefined {
  const { own, premises } = run.world;
  if (!isOwnDomain(run, domain)) return undefined;
  const targets = [
    ...(own === undefined ? [] : ['tenant']),
    ...((premises?.mailboxServers.length ?? 0) > 0 ? ['onPremises'] : []),
  ];
  const taken = run.ask(
    `delivers ${relay.node} ${domain}`,
    ['unknown', ...targets],
    () => text`where ${relay.node} delivers mail for ${domain}, which has no table under delivers`,
  );
  if (taken !== 'tenant' && taken !== 'onPremises') return undefined;
  const domains = [{ kind: 'exact' as const, domain, text: domain, at: relay.at }];
  return [{ at: relay.at, domains, to: { kind: taken, text: taken, at: relay.at } }];
}

/** RFC 5321 5.1: who sends on somebody's behalf, and of whom no table says otherwise, hands in where the MX leads. */
function followMx(run: Run, relay: Relay, domain: string): Extract<TableAnswer, { readonly ok: true }> {
  const note = run.note('deliver-from-table', [], () => ({
    verdict: text`mx`,
    because: text`${relay.node} sends its own mail, and no table of it is declared`,
    evidence: [run.setting(`${relay.at}/sendsAs`, text`what ${relay.node} sends`)],
  }));
  return { ok: true, resolution: resolveDomain(run.world, domain), towards: domain, byMx: true, note };
}

function leave(
  run: Run,
  relay: Relay,
  transit: Transit,
  copies: readonly Copy[],
  domain: string,
  accepted: boolean,
  hop: number | undefined,
): void {
  const byMx = relay.delivers === undefined && relay.sendsOnly && hop === undefined;
  const table = relay.delivers ?? (byMx ? [] : supposedTable(run, relay, domain));
  if (table === undefined) {
    const missing = text`where ${relay.node} delivers mail for ${domain}: it has no table under delivers`;
    for (const copy of copies) run.end(copy, transit, { status: 'undetermined', missing });
    return;
  }
  const answer = byMx ? followMx(run, relay, domain) : deliverFromTable(run, relay.node, table, domain);
  if (!answer.ok) {
    if (hop !== undefined) run.attach(hop, [answer.note]);
    for (const copy of copies) returnToSender(run, copy, transit, relay.node, relayingDenied);
    return;
  }
  const ip = () => sourceAddress(run, relay.node, relay.addresses);
  depart(run, {
    from: relay.node,
    copies,
    transit,
    towards: answer.towards,
    resolution: answer.resolution,
    client: {
      demand: asDemand(relay.encrypts),
      domain: undefined,
      at: relay.encrypts === 'required' || relay.encrypts === 'verified' ? `${relay.at}/encrypts` : undefined,
      certificate: relay.certificate,
      certificateFound: true,
    },
    helo: relay.fqdn,
    sourceIp: ip,
    via: answer.byMx ? 'mx' : 'table',
    accepted,
    notes: [answer.note],
    semantics: [],
    because: undefined,
    leave: (leaving) => {
      const judged = egressOf(run, transit, ip(), relay.fqdn, null);
      return {
        copies: leaving.map((copy) => copyWith(copy, { egress: judged.egress })),
        transit,
        sourceIp: ip(),
        notes: [judged.note],
      };
    },
  });
}
