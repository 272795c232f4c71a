import { toRanges, unionAll } from '../../model/addresses/address-set.ts';
import type { AddressEntry, InboundConnector, Tenant } from '../../model/topology.ts';
import type { objectChanges } from '../compare/object-changes.ts';

/**
 * The first step and the last but one of a change that adds before it removes: `added` is the old tenant that already
 * admits what the new one admits, `kept` the new one that still admits what the old one does. Only what admits mail is
 * joined: inbound connectors and accepted domains. undefined: there is nothing to add beside the old.
 */
export function joinTenants(
  old: Tenant,
  now: Tenant,
  changedInbound: ReadonlySet<string>,
): { readonly added: Tenant; readonly kept: Tenant } | undefined {
  const inboundConnectors = joinConnectors(old.inboundConnectors, now.inboundConnectors, changedInbound);
  const known = new Set(old.acceptedDomains.map((one) => one.name));
  const newDomains = now.acceptedDomains.filter((one) => !known.has(one.name));
  const current = new Set(now.acceptedDomains.map((one) => one.name));
  const oldDomains = old.acceptedDomains.filter((one) => !current.has(one.name));
  if (inboundConnectors === undefined && newDomains.length === 0 && oldDomains.length === 0) return undefined;
  return {
    added: {
      ...old,
      inboundConnectors: inboundConnectors?.added ?? old.inboundConnectors,
      acceptedDomains: [...old.acceptedDomains, ...newDomains],
    },
    kept: {
      ...now,
      inboundConnectors: inboundConnectors?.kept ?? now.inboundConnectors,
      acceptedDomains: [...now.acceptedDomains, ...oldDomains],
    },
  };
}

/** Subjects of the inbound connectors of the own tenant that differ between two topologies. */
export const changedInboundOf = (changes: ReturnType<typeof objectChanges>): ReadonlySet<string> =>
  new Set(changes.flatMap(({ subject }) => (subject.startsWith('inbound:') ? subject.slice('inbound:'.length) : [])));

function joinConnectors(
  old: readonly InboundConnector[],
  now: readonly InboundConnector[],
  changed: ReadonlySet<string>,
): { readonly added: readonly InboundConnector[]; readonly kept: readonly InboundConnector[] } | undefined {
  const names = new Set([...old, ...now].map((one) => one.name.toLowerCase()));
  if (![...names].some((name) => changed.has(name))) return undefined;
  const [before, after] = [byName(old), byName(now)];
  const successors = successorsOf(old, now);
  const rows = [...names].map((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const [heir, forebear] = [was && successors.get(was), is && [...successors].find(([, one]) => one === is)?.[0]];
    if (forebear !== undefined) return { added: [], kept: [] };
    if (was !== undefined && heir !== undefined) return joinChanged(was, heir);
    if (was === undefined || is === undefined || !changed.has(name)) {
      const only = [was ?? is].filter((one) => one !== undefined);
      return { added: only, kept: is === undefined ? only : [is] };
    }
    return joinChanged(was, is);
  });
  return { added: rows.flatMap((one) => one.added), kept: rows.flatMap((one) => one.kept) };
}

/**
 * Connectors that go, each with the one of another name that comes for the same senders, and identifies them by other
 * addresses: one that has both is safer than two that restrict the same (INB-8).
 */
function successorsOf(
  old: readonly InboundConnector[],
  now: readonly InboundConnector[],
): ReadonlyMap<InboundConnector, InboundConnector> {
  const [before, after] = [byName(old), byName(now)];
  const kindOf = (one: InboundConnector): string =>
    JSON.stringify([
      one.connectorType,
      one.senderDomains.map((domain) => domain.text.toLowerCase()).sort(),
      [one.restrictDomainsToIPAddresses, one.restrictDomainsToCertificate, one.requireTls],
    ]);
  const usable = (one: InboundConnector) =>
    one.enabled && one.tlsSenderCertificateName === undefined && one.senderIPAddresses.length > 0;
  const coming = now.filter((one) => usable(one) && !before.has(one.name.toLowerCase()));
  const found = new Map<InboundConnector, InboundConnector>();
  for (const one of old) {
    if (!usable(one) || after.has(one.name.toLowerCase())) continue;
    const at = coming.findIndex((other) => kindOf(other) === kindOf(one));
    const [heir] = at < 0 ? [] : coming.splice(at, 1);
    if (heir !== undefined) found.set(one, heir);
  }
  return found;
}

const byName = (connectors: readonly InboundConnector[]): ReadonlyMap<string, InboundConnector> =>
  new Map(connectors.map((one) => [one.name.toLowerCase(), one]));

/**
 * One connector can hold several addresses and one certificate name only (INB 3.1), so further addresses join the list
 * and another certificate name comes with a connector of its own; of several restricting ones it is enough to satisfy
 * one (INB-8). What identifies nobody else, such as a flag, cannot be both.
 */
function joinChanged(
  was: InboundConnector,
  is: InboundConnector,
): { readonly added: readonly InboundConnector[]; readonly kept: readonly InboundConnector[] } {
  if (!was.enabled || !is.enabled) {
    const [only] = [was, is].filter((one) => one.enabled);
    return only === undefined ? { added: [was], kept: [is] } : { added: [only], kept: [only] };
  }
  const names = [was, is].map((one) => one.tlsSenderCertificateName?.text.toLowerCase());
  if (was.connectorType === is.connectorType && names[0] === names[1]) {
    const lists = {
      senderIPAddresses: entries([...was.senderIPAddresses, ...is.senderIPAddresses]),
      efSkipIPs: entries([...was.efSkipIPs, ...is.efSkipIPs]),
    };
    return { added: [{ ...was, ...lists }], kept: [{ ...is, ...lists }] };
  }
  return {
    added: [was, { ...is, name: `${is.name} (new)` }],
    kept: [{ ...was, name: `${was.name} (old)` }, is],
  };
}

/** Each set of addresses once. */
function entries(all: readonly AddressEntry[]): readonly AddressEntry[] {
  const known = new Set<string>();
  return all.filter(({ set }) => {
    const key = toRanges(unionAll([set])).join(' ');
    return !known.has(key) && known.add(key);
  });
}
