import { formatAddress, parseAddress } from '../../model/addresses/address.ts';
import { type AddressSet, firstAddress, fromAddress, isSubset, overlaps } from '../../model/addresses/address-set.ts';
import type { SmartHost } from '../../model/topology.ts';
import { memo, memoAbout, type World } from '../world.ts';
import { type Destination, frontDoor, hostNodes, type Resolution, resolveMx } from './resolve-next-hop.ts';

/**
 * Where smart hosts lead: the MX of a name first and its preferences respected, then its address, then the name that a
 * node declares (OUT-11); an address leads to the node that has it. Several are spread over, with failover.
 */
export function resolveSmartHosts(world: World, hosts: readonly SmartHost[]): Resolution {
  return memoAbout(world, hosts, 'smart hosts', () => {
    const groups: Destination[][] = [];
    const evidence: Extract<Resolution, { kind: 'hosts' }>['evidence'][number][] = [];
    const equal: Destination[] = [];
    let failed: Resolution | undefined;
    for (const host of hosts) {
      const resolution =
        host.kind === 'address' ? resolveAddress(world, host.set, host.text) : resolveName(world, host.host);
      if (resolution.kind !== 'hosts') failed ??= resolution;
      else {
        evidence.push(...resolution.evidence);
        equal.push(...(resolution.groups[0] ?? []));
        for (const [index, group] of resolution.groups.slice(1).entries())
          groups[index] = [...(groups[index] ?? []), ...group];
      }
    }
    if (equal.length > 0) return { kind: 'hosts', groups: [equal, ...groups], evidence };
    return failed ?? { kind: 'not-supplied', name: 'a smart host (none is declared)' };
  });
}

export function resolveName(world: World, host: string): Resolution {
  const literal = parseAddress(host.replace(/^\[(.*)\]$/u, '$1'));
  if (literal !== undefined) return resolveAddress(world, fromAddress(literal), host);
  // OUT-11: where a smart host has an MX, that is followed and its address is not used.
  const byMx = resolveMx(world, host);
  if (byMx !== undefined) return byMx;
  const nodes = hostNodes(world, host);
  if (nodes.kind === 'nodes')
    return { kind: 'hosts', groups: [nodes.nodes.map((node) => ({ node, host }))], evidence: nodes.evidence };
  return nodes.kind === 'none'
    ? { kind: 'no-address', name: host, evidence: [] }
    : { kind: 'not-supplied', name: host };
}

const resolveAddress = (world: World, set: AddressSet, text: string): Resolution =>
  memo(world, `address ${text}`, () => findAddress(world, set, text));

function findAddress(world: World, set: AddressSet, text: string): Resolution {
  const nodes = [...new Set(world.addresses.filter((one) => overlaps(one.set, set)).map((one) => one.node))];
  if (nodes.length > 0)
    return { kind: 'hosts', groups: [nodes.map((node) => ({ node, host: undefined }))], evidence: [] };
  if (world.tenants.some((tenant) => isSubset(set, tenant.smtp)))
    return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
  const first = firstAddress(set);
  return { kind: 'not-supplied', name: first === undefined ? text : formatAddress(first) };
}
