import type { OnPremises, Tenant, Topology } from '../../model/topology.ts';

type Named = Readonly<Record<string, unknown>>;
type Subject = (one: Named) => string;

const named =
  (kind: string, prefix = ''): Subject =>
  ({ name }) =>
    `${kind}:${prefix}${String(name)}`;

/** Lists of a tenant, and the subject under which a change of one of their objects is known (compare/object-changes.ts). */
const tenantLists: Readonly<Partial<Record<keyof Tenant, Subject>>> = {
  acceptedDomains: named('domain'),
  inboundConnectors: named('inbound'),
  outboundConnectors: named('outbound'),
  transportRules: named('rule'),
  remoteDomains: named('remote-domain'),
  journalRules: named('rule', 'journal/'),
  hostedConnectionFilterPolicies: named('policy'),
  hostedOutboundSpamFilterPolicies: named('policy'),
  hostedOutboundSpamFilterRules: named('policy'),
  hostedContentFilterPolicies: named('policy'),
  hostedContentFilterRules: named('policy'),
  antiPhishPolicies: named('policy'),
  antiPhishRules: named('policy'),
  dkimSigningConfigs: ({ domain }) => `policy:DKIM of ${String(domain)}`,
  recipients: ({ address }) => `recipient:${String(address)} in the tenant`,
};

const premisesLists: Readonly<Partial<Record<keyof OnPremises, Subject>>> = {
  servers: named('server'),
  sendConnectors: named('send'),
  receiveConnectors: ({ server, name }) => `receive:${String(server)}/${String(name)}`,
  transportRules: named('rule', 'onPremises/'),
  acceptedDomains: named('domain', 'onPremises/'),
  remoteDomains: named('remote-domain', 'onPremises/'),
  journalRules: named('rule', 'onPremises/journal/'),
  recipients: ({ address }) => `recipient:${String(address)} on-premises`,
};

/**
 * The topology of a moment within one step: of the tenant and the own servers the objects in `done` are as they become, the
 * others as they were.
 *
 * @param done subjects as `objectChanges` names them.
 */
export function partWay(from: Topology, to: Topology, done: ReadonlySet<string>): Topology {
  return {
    ...from,
    tenant: mixed(from.tenant, to.tenant, tenantLists, done.has('policy:organisation'), done),
    onPremises: mixed(from.onPremises, to.onPremises, premisesLists, done.has('policy:onpremises/organisation'), done),
  };
}

/** What stands in no list changes with the settings of the organisation. */
function mixed<Side extends object>(
  from: Side | undefined,
  to: Side | undefined,
  lists: Readonly<Partial<Record<keyof Side, Subject>>>,
  organisation: boolean,
  done: ReadonlySet<string>,
): Side | undefined {
  if (from === undefined || to === undefined) return done.size > 0 ? to : from;
  const result: Side = { ...(organisation ? to : from) };
  for (const key of Object.keys(lists) as (keyof Side)[]) {
    const subjectOf = lists[key];
    const [was, is] = [from[key], to[key]];
    if (subjectOf !== undefined && was !== is)
      result[key] = merged(
        (was ?? []) as readonly Named[],
        (is ?? []) as readonly Named[],
        subjectOf,
        done,
      ) as Side[typeof key];
  }
  return result;
}

/** Lists that are taken in their order keep the new one; what is to go stands behind what it stood behind. */
function merged(
  was: readonly Named[],
  is: readonly Named[],
  subjectOf: Subject,
  done: ReadonlySet<string>,
): readonly Named[] {
  const keyOf = (one: Named): string => {
    const subject = subjectOf(one);
    const colon = subject.indexOf(':');
    return subject.slice(0, colon) + subject.slice(colon).toLowerCase();
  };
  const old = new Map(was.map((one) => [keyOf(one), one]));
  const now = new Set(is.map(keyOf));
  const result = is.flatMap((one): readonly Named[] => {
    const key = keyOf(one);
    const before = old.get(key);
    return done.has(key) ? [one] : before === undefined ? [] : [before];
  });
  was.forEach((one, index) => {
    if (now.has(keyOf(one)) || done.has(keyOf(one))) return;
    const before = was[index - 1];
    const at = before === undefined ? -1 : result.findIndex((other) => keyOf(other) === keyOf(before));
    result.splice(at + 1, 0, one);
  });
  return result;
}
