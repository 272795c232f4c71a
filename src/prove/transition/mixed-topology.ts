import type { Tenant, Topology } from '../../model/topology.ts';
import { objectChanges } from '../compare/object-changes.ts';
import { joinOutbound } from './join-outbound.ts';
import { changedInboundOf, joinTenants } from './join-tenants.ts';
import { mixedView, type RecordValueSeen } from './mixed-view.ts';
import { cloudRecipients, insideOf, memberOf, type PartId, premisesRecipients, type Value } from './parts.ts';
import type { ChangedSet } from './record-sets.ts';

/** How far each member of each part has come; members that are not named are old. */
export type Mixture = ReadonlyMap<string, Value>;

/**
 * Topologies of the moments between two: of each part the old or the new, and DNS as caches hold it. Services, partners
 * and records that only one of the two tells of are there all along. Names that stand under `names` are seen alike.
 */
export function mixer(before: Topology, after: Topology, sets: readonly ChangedSet[]): (mixture: Mixture) => Topology {
  const joined =
    before.tenant && after.tenant
      ? joinTenants(before.tenant, after.tenant, changedInboundOf(objectChanges(before, after)))
      : undefined;
  const outbound = before.tenant && after.tenant && joinOutbound(before.tenant, after.tenant);
  const certificates = new Map([...before.certificates, ...after.certificates]);
  const zones = [...new Set([...before.dns.completeZones, ...after.dns.completeZones])];
  const authenticated = [...new Set([before, after].flatMap(({ dns }) => dns.authenticatedDomains ?? []))];
  const tenantAt = (value: Value): Tenant | undefined =>
    value === 'both' ? outbound : value === 'added' || value === 'kept' ? joined?.[value] : undefined;
  return (mixture) => {
    const at = (member: string, kind?: string): Value =>
      mixture.get(member) ?? (kind === undefined ? undefined : mixture.get(kind)) ?? 'old';
    const isNew = (part: PartId): boolean => at(part) !== 'old' && at(part) !== 'added';
    const side = (part: PartId): Topology => (isNew(part) ? after : before);
    return {
      ...after,
      tenant: tenantAt(at('tenant')) ?? side('tenant').tenant,
      onPremises: side('onPremises').onPremises,
      recipients: (at(cloudRecipients, 'recipients') === 'new' ? after : before).recipients,
      premisesRecipients: (at(premisesRecipients, 'recipients') === 'new' ? after : before).recipients,
      services: withOnlyIn(side('others').services, [...before.services, ...after.services]),
      partners: withOnlyIn(side('others').partners, [...before.partners, ...after.partners]),
      certificates,
      dns: {
        ...after.dns,
        completeZones: zones,
        authenticatedDomains: authenticated,
        ...viewsOf(before, after, sets, (set, seenFrom) => {
          const member = memberOf(set.kind, set.name);
          const inside = seenFrom === 'inside' && set.kind === 'mx' ? mixture.get(insideOf(member)) : undefined;
          const value = inside ?? at(member, set.kind);
          return value === 'both' ? 'new' : value;
        }),
      },
    };
  };
}

/** DNS as hosts inside and outside see it; one view where they see the same. */
function viewsOf(
  before: Topology,
  after: Topology,
  sets: readonly ChangedSet[],
  seen: (set: ChangedSet, seenFrom: 'inside' | 'outside') => RecordValueSeen,
): Pick<Topology['dns'], 'view' | 'outsideView'> {
  const viewFrom = (seenFrom: 'inside' | 'outside') =>
    mixedView(before.dns.view, after.dns.view, sets, (set) => seen(set, seenFrom));
  const same = sets.every((set) => seen(set, 'inside') === seen(set, 'outside'));
  return same ? { view: viewFrom('inside') } : { view: viewFrom('inside'), outsideView: viewFrom('outside') };
}

function withOnlyIn<Node extends { readonly node: string }>(
  chosen: readonly Node[],
  all: readonly Node[],
): readonly Node[] {
  const found = new Map(chosen.map((one) => [one.node.toLowerCase(), one]));
  for (const one of all) if (!found.has(one.node.toLowerCase())) found.set(one.node.toLowerCase(), one);
  return [...found.values()];
}
