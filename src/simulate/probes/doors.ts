import { formatAddress } from '../../model/addresses/address.ts';
import { containsText, firstAddress } from '../../model/addresses/address-set.ts';
import { type TextValue, text } from '../../model/text.ts';
import type { AddressEntry, SampleMessage, Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { isOfOtherCloud } from '../front-door.ts';
import { firstHop, originOf } from '../nodes/origin.ts';
import { frontDoor, isDeclaredDomain } from '../steps/resolve-next-hop.ts';
import { memo, type World } from '../world.ts';
import { toHost, toTenant } from './make-message.ts';

/** A place where an outsider can hand a message in. */
export interface Entry {
  readonly node: string;
  readonly name: TextValue;
  readonly deliverTo: SampleMessage['deliverTo'];
}

/** A domain that nobody declared, under a name that is reserved for examples (RFC 2606). */
export function outsideDomain(world: World): string {
  const candidates = ['outside.example', 'elsewhere.example', 'somewhere.example'];
  return candidates.find((domain) => !isDeclaredDomain(world, domain)) ?? 'nowhere.example';
}

/** Where an outsider can hand a message in beside the MX: the tenant's endpoint, open servers, services. */
export const entries = (world: World): readonly Entry[] => memo(world, 'probe-entries', () => findEntries(world));

function findEntries(world: World): readonly Entry[] {
  const found: Entry[] = [];
  if (world.own !== undefined) found.push({ node: 'tenant', name: text`the tenant`, deliverTo: toTenant });
  for (const server of world.servers.values()) {
    if (server.role === 'application' || server.role === 'device') continue;
    if (!openToTheInternet(server)) continue;
    const host = server.fqdn ?? server.names[0] ?? addressOf(server.addresses);
    if (host !== undefined) found.push({ node: server.node, name: server.node, deliverTo: toHost(host) });
  }
  for (const service of world.services.values()) {
    const [host] = service.receivesAt;
    if (host !== undefined && service.delivers !== undefined)
      found.push({ node: service.node, name: service.node, deliverTo: toHost(host) });
  }
  return found;
}

export function openToTheInternet(server: Server): boolean {
  if (server.reachableFrom === undefined) return true;
  return server.reachableFrom.some((peer) =>
    peer.kind === 'node' ? peer.node === 'internet' : farApart.every((address) => containsText(peer.set, address)),
  );
}

/** A firewall that admits all of these names nobody in particular: `0.0.0.0/0`, or a range nearly as wide. */
const farApart = ['8.8.8.8', '64.233.160.1', '192.0.2.250', '198.51.100.250', '203.0.113.250'];

function addressOf(list: readonly AddressEntry[]): string | undefined {
  for (const entry of list) {
    const first = firstAddress(entry.set);
    if (first !== undefined) return formatAddress(first);
  }
  return undefined;
}

/**
 * Whether a host of the Internet hands the message in at the front door of Exchange Online and nowhere else, in one session
 * and under a name that decides nothing (PIPE-3, ATTR-20): over an MX that leads there, or dialled directly.
 */
export function entersAtFrontDoor(world: World, message: SampleMessage): boolean {
  const [domain, ...others] = message.recipients.map((one) => domainOf(one.text));
  if (domain === undefined || others.some((one) => one !== domain)) return false;
  if (message.authenticated || originOf(world, message).node !== 'internet') return false;
  return memo(world, `front door for ${domain} at ${message.deliverTo?.text ?? 'mx'}`, () => {
    const resolution = firstHop(world, message, domain);
    const hosts = resolution.kind === 'hosts' ? resolution.groups.flat() : [];
    const isOfOther = (host: string | undefined) =>
      world.tenants.some(({ tenant }) => isOfOtherCloud(host, tenant.cloud));
    return hosts.length === 1 && hosts.every(({ node, host }) => node === frontDoor && !isOfOther(host));
  });
}
