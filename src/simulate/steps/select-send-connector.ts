import { type Text, text } from '../../model/text.ts';
import type { SendConnector, Server } from '../../model/topology.ts';
import type { Note, Run } from '../run.ts';
import type { CompiledPremises } from '../world.ts';

export type SelectedSend =
  | { readonly kind: 'connector'; readonly connector: SendConnector; readonly note: Note }
  /** The document declares no send connectors (undefined): external mail by MX, hybrid mail to the coexistence domain. */
  | { readonly kind: 'implicit'; readonly note: Note }
  | { readonly kind: 'none'; readonly note: Note };

type Losers = { candidate: string; because: Text }[];

/** The send connector for a domain: most specific address space, then cost, then proximity, then name (OPR-1, OPR-9). */
export function selectSendConnector(
  run: Run,
  premises: CompiledPremises,
  server: Server,
  domain: string,
): SelectedSend {
  const all = premises.premises.sendConnectors;
  if (all === undefined) {
    const note = run.note('select-send-connector', ['OPR-1'], () => ({
      verdict: text`by MX`,
      because: text`no send connectors are declared; external mail is taken to go by MX and hybrid mail to the coexistence domain`,
    }));
    return { kind: 'implicit', note };
  }
  const losers: Losers = [];
  let best: { connector: SendConnector; rank: number; cost: number; near: number } | undefined;
  for (const connector of all) {
    const lose = (because: () => Text) => {
      if (run.explain) losers.push({ candidate: `send:${connector.name}`, because: because() });
    };
    if (!connector.enabled) {
      lose(() => text`it is disabled`);
      continue;
    }
    const near = proximity(connector, server);
    if (connector.isScopedConnector && near > 0) {
      lose(() => text`it is scoped to the site of its source servers`);
      continue;
    }
    const match = bestSpace(premises, connector, domain, server);
    if (match === undefined) {
      lose(() => text`its address spaces do not hold ${domain}`);
      continue;
    }
    const candidate = { connector, rank: match.rank, cost: match.cost, near };
    if (best === undefined || better(candidate, best)) {
      const loser = best;
      if (loser !== undefined && run.explain)
        losers.push({ candidate: `send:${loser.connector.name}`, because: whyWorse(loser, candidate) });
      best = candidate;
    } else {
      const winner = best;
      lose(() => whyWorse(candidate, winner));
    }
  }
  const chosen = best?.connector;
  if (chosen === undefined) {
    return {
      kind: 'none',
      note: run.note('select-send-connector', ['OPR-1'], () => ({
        verdict: text`none`,
        because: text`no send connector has an address space for ${domain}: the message waits in the Unreachable queue`,
        rejected: losers,
      })),
    };
  }
  const note = run.note('select-send-connector', ['OPR-1', 'OPR-9'], () => ({
    verdict: text`send:${chosen.name}`,
    because: text`its address space is the most specific one for ${domain}`,
    rejected: losers,
    evidence: [run.setting(`${chosen.at}/AddressSpaces`, text`AddressSpaces of ${chosen.name}`)],
  }));
  return { kind: 'connector', connector: chosen, note };
}

interface Candidate {
  readonly connector: SendConnector;
  readonly rank: number;
  readonly cost: number;
  readonly near: number;
}

function better(left: Candidate, right: Candidate): boolean {
  if (left.rank !== right.rank) return left.rank > right.rank;
  if (left.cost !== right.cost) return left.cost < right.cost;
  if (left.near !== right.near) return left.near < right.near;
  return left.connector.name.toLowerCase() < right.connector.name.toLowerCase();
}

function whyWorse(loser: Candidate, winner: Candidate): Text {
  if (loser.rank !== winner.rank) return text`the address space of ${winner.connector.name} is more specific`;
  if (loser.cost !== winner.cost) return text`its cost ${loser.cost} is higher than ${winner.cost}`;
  if (loser.near !== winner.near)
    return text`its source servers are further away than those of ${winner.connector.name}`;
  return text`${winner.connector.name} comes first by name`;
}

/** 0: the server itself is a source; 1: another server is. Sites are not declared. */
function proximity(connector: SendConnector, server: Server): number {
  if (connector.sourceTransportServers.length === 0) return server.role === 'edge' ? 1 : 0;
  return connector.sourceTransportServers.some((source) => isServer(source.text, server)) ? 0 : 1;
}

export function isServer(name: string, server: Server): boolean {
  const lower = name.toLowerCase();
  return (
    lower === server.name.toLowerCase() ||
    lower.split('.')[0] === server.name.toLowerCase() ||
    server.names.includes(lower)
  );
}

function bestSpace(
  premises: CompiledPremises,
  connector: SendConnector,
  domain: string,
  server: Server,
): { rank: number; cost: number } | undefined {
  let best: { rank: number; cost: number } | undefined;
  for (const space of connector.addressSpaces) {
    let rank: number | undefined;
    if (space.allAccepted) {
      // OPR-9: `--` exists on Edge servers only and stands for the accepted domains.
      const accepted = premises.acceptedDomains.some(
        (one) => one.name === domain || (one.matchSubDomains && domain.endsWith(`.${one.name}`)),
      );
      rank = accepted && server.role === 'edge' ? 2 : undefined;
    } else if (space.kind === 'all') rank = 1;
    else if (space.kind === 'exact') rank = space.domain === domain ? 10_000 : undefined;
    else rank = domain === space.domain || domain.endsWith(`.${space.domain}`) ? 100 + space.domain.length : undefined;
    if (
      rank !== undefined &&
      (best === undefined || rank > best.rank || (rank === best.rank && space.cost < best.cost))
    )
      best = { rank, cost: space.cost };
  }
  return best;
}

/** The connector of an Edge server for all accepted domains, `--` (OPR-9). */
export function inwardConnector({ premises }: CompiledPremises, server: Server): SendConnector | undefined {
  return premises.sendConnectors?.find(
    ({ enabled, addressSpaces, sourceTransportServers }) =>
      enabled &&
      addressSpaces.some((space) => space.allAccepted) &&
      (sourceTransportServers.length === 0 || sourceTransportServers.some((source) => isServer(source.text, server))),
  );
}
