import { type AddressSet, containsText, unionAll } from '../../model/addresses/address-set.ts';
import type { Topology } from '../../model/topology.ts';
import { organizationalDomain } from '../../protocols/dmarc/organizational-domain.ts';
import { isExchangeOnlineHost } from '../../reference/microsoft-names.ts';
import { isServiceAddress } from '../../reference/microsoft-ranges.ts';

/** Finds the declared node of a host by its name or address; `internet` for every other host. */
export interface NodesOfHosts {
  byName(host: string): string;
  byAddress(address: string): string;
  /** Whether the name itself is declared, and not only its domain. */
  isDeclared(host: string): boolean;
}

export function nodesOfHosts(topology: Topology): NodesOfHosts {
  const entries = [
    ...(topology.onPremises?.servers ?? []).map((one) => ({
      ...entryOf(one.node, [...one.addresses, ...one.internalAddresses]),
      names: [...one.names, one.name.toLowerCase()],
      isService: false,
    })),
    ...[...topology.services, ...topology.partners].map((one) => ({
      ...entryOf(one.node, one.addresses),
      names: [...one.receivesAt, ...one.names, ...(one.fqdn === undefined ? [] : [one.fqdn])],
      isService: true,
    })),
  ];
  const names = new Map(entries.flatMap(({ node, names: own }) => own.map((name) => [name.toLowerCase(), node])));
  // Hosts inside a service have names of its domain that nobody declares.
  const domains = new Map(
    entries
      .filter((one) => one.isService)
      .flatMap(({ node, names: own }) => own.map((name) => [organizationalDomain(name), node])),
  );
  const microsoftOr = (host: string): string => (isExchangeOnlineHost(host) ? 'tenant' : 'internet');
  return {
    byName(host) {
      const name = host.toLowerCase().replace(/\.$/u, '');
      const label = name.split('.')[0] ?? '';
      return names.get(name) ?? names.get(label) ?? domains.get(organizationalDomain(name)) ?? microsoftOr(name);
    },
    isDeclared: (host) => names.has(host.toLowerCase().replace(/\.$/u, '')),
    byAddress(address) {
      const found = entries.find((one) => containsText(one.set, address));
      return found?.node ?? (isServiceAddress(address) ? 'tenant' : 'internet');
    },
  };
}

const entryOf = (node: string, addresses: readonly { readonly set: AddressSet }[]) => ({
  node,
  set: unionAll(addresses.map((one) => one.set)),
});
