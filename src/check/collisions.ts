import { by } from '../base/order.ts';
import { type AddressSet, emptySet, formatSet, union } from '../model/addresses/address-set.ts';
import type { Pointer } from '../model/source.ts';
import type { Topology } from '../model/topology.ts';

/** A topology of a portfolio. */
export interface Member {
  /** As the user named it. */
  readonly file: string;
  readonly topology: Topology;
}

/** Who of a portfolio holds something that only one tenant can have. */
export interface Holder {
  readonly file: string;
  /** Initial domain of the tenant. */
  readonly tenant: string;
  /** The connector that holds it; undefined for an accepted domain. */
  readonly connector: string | undefined;
  readonly at: Pointer;
}

/**
 * The same thing in two or more tenants of one run. `address`: runs of addresses as one text. Topologies of one tenant,
 * such as before and after a change, do not collide.
 */
export interface Collision {
  readonly kind: 'domain' | 'certificate' | 'address';
  readonly value: string;
  /** Ordered by file. */
  readonly holders: readonly Holder[];
}

/**
 * What no single topology shows: domains accepted in two tenants (CMIS-38), and certificate names or addresses by which
 * enabled OnPremises connectors of two tenants recognise their own servers (CMIS-36). Partner connectors give nobody's
 * mail away, so that a filter of many customers may stand on all of them.
 */
export function collisionsAmong(members: readonly Member[]): readonly Collision[] {
  const domains = new Map<string, Holder[]>();
  const names = new Map<string, Holder[]>();
  const sets: { readonly holder: Holder; readonly set: AddressSet }[] = [];
  for (const { file, topology } of members) {
    const { tenant } = topology;
    if (tenant === undefined) continue;
    const holder = { file, tenant: tenant.domain };
    for (const domain of tenant.acceptedDomains)
      add(domains, domain.name, { ...holder, connector: undefined, at: domain.at });
    for (const one of tenant.inboundConnectors) {
      if (!one.enabled || one.connectorType !== 'OnPremises') continue;
      const name = one.tlsSenderCertificateName;
      if (name !== undefined) add(names, name.text.toLowerCase(), { ...holder, connector: one.name, at: name.at });
      const set = one.senderIPAddresses.reduce((all, entry) => union(all, entry.set), emptySet);
      if (set.v4.length > 0)
        sets.push({ holder: { ...holder, connector: one.name, at: `${one.at}/SenderIPAddresses` }, set });
    }
  }
  return [...shared('domain', domains), ...shared('certificate', names), ...shared('address', heldBy(sets))];
}

function add(holders: Map<string, Holder[]>, value: string, holder: Holder): void {
  const known = holders.get(value);
  if (known === undefined) holders.set(value, [holder]);
  else known.push(holder);
}

const shared = (kind: Collision['kind'], values: ReadonlyMap<string, readonly Holder[]>): readonly Collision[] =>
  [...values]
    .filter(([, holders]) => new Set(holders.map(({ tenant }) => tenant)).size > 1)
    .map(([value, holders]) => ({ kind, value, holders: [...holders].sort(by(({ file }) => file)) }))
    .sort(by(({ value }) => value));

/** Addresses by who holds them: every stretch between two boundaries has the same holders throughout. */
function heldBy(sets: readonly { readonly holder: Holder; readonly set: AddressSet }[]): ReadonlyMap<string, Holder[]> {
  const edges = sets.flatMap(({ set }, index) =>
    set.v4.map((at, position) => ({ at, index, begins: position % 2 === 0 })),
  );
  edges.sort((left, right) => left.at - right.at);
  const open = new Set<number>();
  const stretches = new Map<string, { readonly members: readonly number[]; set: AddressSet }>();
  for (const [position, { at, index, begins }] of edges.entries()) {
    if (begins) open.add(index);
    else open.delete(index);
    const end = edges[position + 1]?.at ?? at;
    if (open.size < 2 || end === at) continue;
    const members = [...open].sort((left, right) => left - right);
    const key = members.join(' ');
    const known = stretches.get(key) ?? { members, set: emptySet };
    stretches.set(key, { members, set: union(known.set, { v4: [at, end], v6: [] }) });
  }
  return new Map(
    [...stretches.values()].map(({ members, set }) => [
      formatSet(set),
      members.flatMap((index) => sets[index]?.holder ?? []),
    ]),
  );
}
