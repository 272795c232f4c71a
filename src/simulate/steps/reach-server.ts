import type { Peer, Server } from '../../model/topology.ts';
import { isAmong } from '../client-address.ts';
import type { Run } from '../run.ts';

/** What the firewall in front of a server lets in on port 25. */
export function reachable(run: Run, server: Server, from: string, sourceIp: string | null): boolean {
  if (server.reachableFrom === undefined) return true;
  // Servers of one organisation stand behind the same firewall.
  if (run.world.servers.has(from)) return true;
  return server.reachableFrom.some((peer) => admits(run, peer, from, sourceIp));
}

function admits(run: Run, peer: Peer, from: string, sourceIp: string | null): boolean {
  if (peer.kind === 'addresses') return sourceIp !== null && isAmong(run, peer.set, sourceIp);
  return peer.node === from || peer.node === 'internet';
}
