import { formatAddress } from '../../model/addresses/address.ts';
import {
  type AddressSet,
  containsText,
  firstAddress,
  intersect,
  isEmpty,
  subtract,
} from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import type { AddressEntry } from '../../model/topology.ts';
import { sampleEgress } from '../../reference/microsoft-ranges.ts';
import { isAmong } from '../client-address.ts';
import type { Run } from '../run.ts';
import { memo, memoAbout, setOf, type World } from '../world.ts';

/**
 * Addresses that stand for all addresses a node may send from: one for each part that no connector, skip list or receive
 * connector of the topology splits, in declared order.
 */
export function representativeAddresses(world: World, entries: readonly AddressEntry[]): readonly string[] {
  return memoAbout(world, entries, 'representatives', () => {
    const chosen = new Map<string, string>();
    for (const entry of entries)
      for (const address of split(entry.set, mentionedSets(world))) remember(world, chosen, address);
    return [...chosen.values()];
  });
}

function remember(world: World, chosen: Map<string, string>, address: string): void {
  const signature = mentionedSets(world)
    .map((set) => (containsText(set, address) ? '1' : '0'))
    .join('');
  if (!chosen.has(signature)) chosen.set(signature, address);
}

/** The first address of each part of `whole`, cut by the sets. */
function split(whole: AddressSet, sets: readonly AddressSet[]): readonly string[] {
  let parts: AddressSet[] = isEmpty(whole) ? [] : [whole];
  for (const set of sets) {
    parts = parts.flatMap((part) => [intersect(part, set), subtract(part, set)].filter((piece) => !isEmpty(piece)));
  }
  const first = parts.flatMap((part) => firstAddress(part) ?? []);
  first.sort((a, b) => (a.family === b.family ? (a.value < b.value ? -1 : 1) : a.family - b.family));
  return first.map(formatAddress);
}

/** Every address set by which a connector or list of the topology tells clients apart. */
function mentionedSets(world: World): readonly AddressSet[] {
  return memo(world, 'mentioned-sets', () => {
    const sets: AddressSet[] = [];
    for (const tenant of world.tenants) {
      for (const inbound of [...tenant.onPremisesConnectors, ...tenant.partnerConnectors])
        sets.push(inbound.set, inbound.skip);
      for (const policy of tenant.tenant.hostedConnectionFilterPolicies)
        sets.push(setOf(policy.ipAllowList), setOf(policy.ipBlockList));
    }
    for (const connector of world.premises?.premises.receiveConnectors ?? [])
      sets.push(setOf(connector.remoteIPRanges));
    const texts = new Set<string>();
    return sets.filter((set) => {
      const key = `${set.v4.join()};${set.v6.join()}`;
      if (isEmpty(set) || texts.has(key)) return false;
      texts.add(key);
      return true;
    });
  });
}

/**
 * The address that a node connects from: the one that the sample names as its source, where it is one of the node's;
 * else which one, of several that the topology tells apart, is open.
 */
export function sourceAddress(run: Run, node: string, entries: readonly AddressEntry[]): string | null {
  const named = run.message.source?.address;
  if (named !== undefined && entries.some((entry) => isAmong(run, entry.set, named))) return named;
  const candidates = representativeAddresses(run.world, entries);
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  return run.ask(`address ${node}`, [first, ...others], () => text`from which of its addresses ${node} connects`);
}

/** The address that Exchange Online connects from to a host: a sample, and one of each part that a receive connector tells apart. */
export function tenantAddress(
  run: Run,
  tenant: { readonly node: string; readonly cloud: Parameters<typeof sampleEgress>[0] },
  smtp: AddressSet,
  to: string,
): string | null {
  const sample = sampleEgress(tenant.cloud, 'regular').text;
  if (!run.world.servers.has(to)) return sample ?? null;
  const candidates = memo(run.world, `tenant-addresses ${tenant.node} ${to}`, () => {
    const ranges = (run.world.premises?.premises.receiveConnectors ?? []).filter(
      (one) => `server:${one.server.toLowerCase()}` === to.toLowerCase(),
    );
    const chosen = new Map<string, string>();
    const sets = ranges.map((one) => setOf(one.remoteIPRanges));
    const ipv4 = { v4: smtp.v4, v6: [] };
    for (const address of [...(sample === undefined ? [] : [sample]), ...split(ipv4, sets)]) {
      const signature = sets.map((set) => (containsText(set, address) ? '1' : '0')).join('');
      if (!chosen.has(signature)) chosen.set(signature, address);
    }
    return [...chosen.values()];
  });
  const [first, ...others] = candidates;
  if (first === undefined) return sample ?? null;
  return run.ask(
    `address ${tenant.node} ${to}`,
    [first, ...others],
    () => text`from which address of its cloud Exchange Online connects to ${to}`,
  );
}
