import type { Instant } from '../base/time.ts';
import { type AddressSet, containsText, isEmpty, unionAll } from '../model/addresses/address-set.ts';
import type { SourceIndex } from '../model/source.ts';
import type {
  AcceptedDomain,
  AddressEntry,
  InboundConnector,
  OnPremises,
  Partner,
  Server,
  Service,
  Tenant,
  Topology,
} from '../model/topology.ts';
import type { PatternEngine } from '../protocols/rule-text/pattern-engine.ts';
import { type ConnectorName, readConnectorName } from '../protocols/tls-names/match-connector-name.ts';
import { smtpRanges } from '../reference/microsoft-ranges.ts';
import { cloudDirectory, type Directory, premisesDirectory } from './directory.ts';

/** A topology made ready for simulating many messages; everything that does not depend on a message is here. */
export interface World {
  readonly topology: Topology;
  readonly sources: SourceIndex;
  readonly asOf: Instant;
  /** Open points that the document or the caller settled; the others take their default through the oracle. */
  readonly assumptions: ReadonlyMap<string, string>;
  /** Nodes that do not answer. */
  readonly down: ReadonlySet<string>;
  /** The own tenant first, then those of partners. */
  readonly tenants: readonly CompiledTenant[];
  readonly own: CompiledTenant | undefined;
  readonly premises: CompiledPremises | undefined;
  readonly servers: ReadonlyMap<string, Server>;
  readonly services: ReadonlyMap<string, Service>;
  readonly partners: ReadonlyMap<string, Partner>;
  /** Nodes by the host names that lead to them; several servers may share one. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** Address sets of the declared nodes, for "whose address is this". */
  readonly addresses: readonly { readonly node: string; readonly set: AddressSet; readonly internal: boolean }[];
  /** Runs the patterns of mail flow rules; without one they stay undecided. */
  readonly patterns: PatternEngine | undefined;
  /** What was computed from the world alone, by `memo`. */
  readonly memo: Map<string, unknown>;
  /** The same about one object of it, by `memoAbout`. */
  readonly memoAbout: WeakMap<object, Map<string, unknown>>;
}

export interface CompiledTenant {
  readonly tenant: Tenant;
  readonly directory: Directory;
  readonly accepted: ReadonlyMap<string, AcceptedDomain>;
  readonly acceptedNames: ReadonlySet<string>;
  readonly withSubDomains: readonly AcceptedDomain[];
  readonly onPremisesConnectors: readonly CompiledInbound[];
  readonly partnerConnectors: readonly CompiledInbound[];
  /** Where it sends from. */
  readonly smtp: AddressSet;
}

export interface CompiledInbound {
  readonly connector: InboundConnector;
  readonly set: AddressSet;
  readonly skip: AddressSet;
  readonly owner: Tenant;
  readonly name: ConnectorName | undefined;
}

export interface CompiledPremises {
  readonly premises: OnPremises;
  readonly directory: Directory;
  readonly acceptedDomains: readonly AcceptedDomain[];
  /** True where the document declares none and the tenant's custom domains stand in. */
  readonly acceptedDomainsAssumed: boolean;
  readonly mailboxServers: readonly Server[];
}

export interface WorldOptions {
  readonly patterns?: PatternEngine | undefined;
  readonly asOf: Instant;
  readonly assumptions: ReadonlyMap<string, string>;
  readonly down: readonly string[];
}

export function compileWorld(topology: Topology, sources: SourceIndex, options: WorldOptions): World {
  const own = topology.tenant && compileTenant(topology.tenant, topology);
  const others = topology.partners.flatMap((partner) =>
    partner.tenant ? [compileTenant(partner.tenant, topology)] : [],
  );
  const settled = new Map([...topology.assumptions].map(([id, { value }]) => [id, value] as const));
  for (const [id, value] of options.assumptions) settled.set(id, value);
  const servers = topology.onPremises?.servers ?? [];
  return {
    topology,
    sources,
    asOf: options.asOf,
    assumptions: settled,
    down: new Set(options.down),
    tenants: own ? [own, ...others] : others,
    own,
    premises: topology.onPremises && compilePremises(topology.onPremises, topology),
    servers: new Map(servers.map((server) => [server.node, server])),
    services: new Map(topology.services.map((service) => [service.node, service])),
    partners: new Map(topology.partners.map((partner) => [partner.node, partner])),
    hosts: hostNames(topology),
    addresses: nodeAddresses(topology),
    patterns: options.patterns,
    memo: new Map(),
    memoAbout: new WeakMap(),
  };
}

/** The accepted domain that covers a domain, subdomains included where it says so (ACC-13). */
export function acceptedDomain(tenant: CompiledTenant, domain: string): AcceptedDomain | undefined {
  const exact = tenant.accepted.get(domain);
  if (exact !== undefined) return exact;
  return tenant.withSubDomains.find((one) => domain.endsWith(`.${one.name}`));
}

/** The declared tenant that accepts a domain; the own one first (ACC-22: one tenant only, so the order decides nothing). */
export function tenantOfDomain(world: World, domain: string): CompiledTenant | undefined {
  return world.tenants.find((one) => acceptedDomain(one, domain) !== undefined);
}

/** The accepted domain on-premises that covers a domain. */
export function premisesAcceptedDomain(premises: CompiledPremises, domain: string): AcceptedDomain | undefined {
  return (
    premises.acceptedDomains.find((one) => one.name === domain) ??
    premises.acceptedDomains.find((one) => one.matchSubDomains && domain.endsWith(`.${one.name}`))
  );
}

/** One of the organisation's servers that runs Exchange, and no MTA or appliance. */
export function isExchangeServer({ servers }: World, node: string): boolean {
  const role = servers.get(node)?.role;
  return role === 'mailbox' || role === 'edge';
}

/** Whether the own organisation has mail of the domain, in the cloud or on-premises. */
export function isOwnDomain({ world }: { readonly world: World }, domain: string): boolean {
  if (world.own !== undefined && acceptedDomain(world.own, domain) !== undefined) return true;
  return world.premises !== undefined && premisesAcceptedDomain(world.premises, domain) !== undefined;
}

/** The partner whose domain this is (exactly or as a subdomain of a domain that its tenant accepts). */
export function partnerOfDomain(world: World, domain: string): Partner | undefined {
  for (const partner of world.partners.values()) {
    if (partner.domains.includes(domain)) return partner;
    const tenant = partner.tenant && world.tenants.find((one) => one.tenant === partner.tenant);
    if (tenant && acceptedDomain(tenant, domain)) return partner;
  }
  return undefined;
}

/** The declared nodes that use an address, own servers first; public addresses before internal ones. */
export function nodesOfAddress(world: World, address: string): readonly string[] {
  const key = `node-of-address ${address}`;
  const known = world.memo.get(key) as readonly string[] | undefined;
  if (known !== undefined) return known;
  const found = world.addresses.filter((one) => containsText(one.set, address)).map((one) => one.node);
  const unique = [...new Set(found)];
  world.memo.set(key, unique);
  return unique;
}

/** Remembers what depends on the world alone. */
export function memo<T>(world: World, key: string, compute: () => T): T {
  const before = world.memo.get(key);
  if (before !== undefined || world.memo.has(key)) return before as T;
  const result = compute();
  world.memo.set(key, result);
  return result;
}

/** Remembers what depends on the world alone and is about one object of it; every message may ask without building a key. */
export function memoAbout<T>(world: World, about: object, what: string, compute: () => T): T {
  let known = world.memoAbout.get(about);
  if (known === undefined) {
    known = new Map();
    world.memoAbout.set(about, known);
  }
  const before = known.get(what);
  if (before !== undefined || known.has(what)) return before as T;
  const result = compute();
  known.set(what, result);
  return result;
}

export const setOf = (entries: readonly AddressEntry[]): AddressSet => unionAll(entries.map((entry) => entry.set));

/**
 * The values among SenderIPAddresses that the service stores: IPv4, a single address or a prefix of /24 to /32 (INB 3.1).
 * What it refuses to save identifies nobody.
 */
export const storedAddresses = (connector: InboundConnector): readonly AddressEntry[] =>
  connector.senderIPAddresses.filter(
    ({ family, prefixLength }) => family === 4 && prefixLength !== undefined && prefixLength >= 24,
  );

function compileTenant(tenant: Tenant, topology: Topology): CompiledTenant {
  const inbound = tenant.inboundConnectors
    .filter((connector) => connector.enabled)
    .map((connector) => ({
      connector,
      set: setOf(storedAddresses(connector)),
      skip: setOf(connector.efSkipIPs),
      owner: tenant,
      name: connector.tlsSenderCertificateName && readConnectorName(connector.tlsSenderCertificateName.text),
    }));
  return {
    tenant,
    directory: cloudDirectory(tenant, topology),
    accepted: new Map(tenant.acceptedDomains.map((domain) => [domain.name, domain])),
    acceptedNames: new Set(tenant.acceptedDomains.map((domain) => domain.name)),
    withSubDomains: tenant.acceptedDomains.filter((domain) => domain.matchSubDomains),
    onPremisesConnectors: inbound.filter((one) => one.connector.connectorType === 'OnPremises'),
    partnerConnectors: inbound.filter((one) => one.connector.connectorType === 'Partner'),
    smtp: smtpRanges(tenant.cloud).set,
  };
}

function compilePremises(premises: OnPremises, topology: Topology): CompiledPremises {
  const custom = topology.tenant?.acceptedDomains.filter((domain) => !domain.isInitial && !domain.isCoexistence) ?? [];
  const coexistence = topology.tenant?.acceptedDomains.filter((domain) => domain.isCoexistence) ?? [];
  // HYB 6.1: the wizard adds the coexistence domain on-premises, Authoritative.
  const assumed = [...custom, ...coexistence].map((domain) => ({ ...domain, type: 'Authoritative' as const }));
  return {
    premises,
    directory: premisesDirectory(premises, topology),
    acceptedDomains: premises.acceptedDomains ?? assumed,
    acceptedDomainsAssumed: premises.acceptedDomains === undefined,
    mailboxServers: premises.servers.filter((server) => server.role === 'mailbox'),
  };
}

function hostNames(topology: Topology): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  const add = (host: string, node: string) => {
    const nodes = hosts.get(host) ?? [];
    if (!nodes.includes(node)) nodes.push(node);
    hosts.set(host, nodes);
  };
  for (const server of topology.onPremises?.servers ?? []) for (const name of server.names) add(name, server.node);
  for (const service of topology.services)
    for (const name of [...service.receivesAt, ...service.names]) add(name, service.node);
  for (const partner of topology.partners)
    for (const name of [...partner.receivesAt, ...partner.names]) add(name, partner.node);
  return hosts;
}

function nodeAddresses(topology: Topology): World['addresses'] {
  const servers = topology.onPremises?.servers ?? [];
  const all = [
    ...servers.map((one) => ({ node: one.node, set: setOf(one.addresses), internal: false })),
    ...topology.services.map((one) => ({ node: one.node, set: setOf(one.addresses), internal: false })),
    ...topology.partners.map((one) => ({ node: one.node, set: setOf(one.addresses), internal: false })),
    ...servers.map((one) => ({ node: one.node, set: setOf(one.internalAddresses), internal: true })),
  ];
  return all.filter((one) => !isEmpty(one.set));
}
