import { containsText } from '../../model/addresses/address-set.ts';
import type { Peer, Server } from '../../model/topology.ts';
import type { Run } from '../run.ts';

/** What the firewall in front of a server lets in on port 25. */
export function reachable(run: Run, server: Server, from: string, sourceIp: string | null): boolean {
  if (server.reachableFrom === undefined) return true;
  // Servers of one organisation stand behind the same firewall.
  if (run.world.servers.has(from)) return true;
  return server.reachableFrom.some((peer) => admits(peer, from, sourceIp));
}

function admits(peer: Peer, from: string, sourceIp: string | null): boolean {
  if (peer.kind === 'addresses') return sourceIp !== null && containsText(peer.set, sourceIp);
  return peer.node === from || peer.node === 'internet';
}
