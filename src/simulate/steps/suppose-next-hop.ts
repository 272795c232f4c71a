import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Departure } from '../departure.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { transitWith } from '../transit.ts';
import { isOwnDomain } from '../world.ts';
import { frontDoor } from './resolve-next-hop.ts';

/**
 * Where a host that belongs to nothing declared takes own mail has no default; the alternatives show what it could be:
 * the tenant or an own server. Its address and certificate are unknown there as well.
 * @returns undefined where it stays unknown.
 */
export function supposeNextHop(
  run: Run,
  { towards }: Departure,
  left: { readonly transit: Transit; readonly sourceIp: string | null },
  copy: Copy,
  node: string,
): Departure | undefined {
  const domain = domainOf(copy.address);
  if (!isOwnDomain(run, domain)) return undefined;
  const { own, premises } = run.world;
  const servers = (premises?.mailboxServers ?? []).map((server) => server.node);
  const host = node.slice('mx:'.length);
  const taken = run.ask(
    `delivers ${node} ${domain}`,
    ['unknown', ...(own === undefined ? [] : ['tenant']), ...servers],
    () => text`where ${host} delivers mail for ${domain}: it belongs to no declared node`,
  );
  if (taken === 'unknown') return undefined;
  const next = taken === 'tenant' ? frontDoor : taken;
  return {
    from: node,
    copies: [copy],
    transit: transitWith(left.transit, { received: [left.sourceIp, ...left.transit.received] }),
    towards,
    resolution: { kind: 'hosts', groups: [[{ node: next, host: undefined }]], evidence: [] },
    client: {
      demand: 'opportunistic',
      domain: undefined,
      at: undefined,
      certificate: undefined,
      certificateFound: true,
    },
    helo: host,
    sourceIp: () => null,
    via: 'table',
    accepted: true,
    notes: [],
    semantics: [],
    because: text`${host} is supposed to deliver there`,
  };
}
