import { type AddressSet, allIpv4, isEmpty } from '../../model/addresses/address-set.ts';
import type { TransportRule } from '../../model/transport-rule.ts';
import { analyzeSpf, type SpfAnalysis } from '../../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord } from '../../protocols/spf/analyzed-record.ts';
import { memo, setOf, type World } from '../../simulate/world.ts';
import { allRules, type RelevantRules } from './relevant-rules.ts';

export interface MentionedAddresses {
  readonly sets: readonly AddressSet[];
  /** Domains whose SPF asks for more than sets of addresses (macros, ptr, exists): for them a part is no exact class. */
  readonly inexact: readonly string[];
}

/**
 * Every set of addresses by which something tells clients apart, whatever sender they name: of the topology (nodes,
 * connectors, skip and filter lists, firewalls, rules), and the ranges that the tenants send from.
 */
export const mentionedAddresses = (world: World, rules: RelevantRules = allRules): readonly AddressSet[] =>
  [allIpv4, ...declaredSets(world, rules(world))].filter((set) => !isEmpty(set));

/** The sets of addresses by which the SPF record of a domain tells clients apart. */
export function authorizedAddresses(world: World, domain: string): MentionedAddresses {
  return memo(world, `authorized-addresses ${domain}`, () => {
    const analysis = analyzeSpf(domain, world.topology.dns.view);
    return {
      sets: resultSets(analysis).filter((set) => !isEmpty(set)),
      inexact: isInexact(analysis) ? [analysis.domain] : [],
    };
  });
}

/** Look-ups, void look-ups and MX hosts that a record may cost before the result depends on which term matches first. */
const limits = { lookups: 10, void: 2, mxHosts: 10 };

/**
 * The addresses for which the record gives one result each: those that pass, and those that a term of the record itself, or
 * of one that it redirects to, gives another result. Near the limits of RFC 7208 section 4.6.4 every term tells apart.
 */
function resultSets({ records, cut }: SpfAnalysis): readonly AddressSet[] {
  const [first] = records;
  const { voidLookups } = first;
  const near =
    cut ||
    first.lookups > limits.lookups ||
    voidLookups.ipv4 > limits.void ||
    voidLookups.ipv6 > limits.void ||
    records.some(({ terms }) => terms.some((one) => one.mxHosts > limits.mxHosts));
  if (near) return records.flatMap(({ terms }) => terms.map((one) => one.addresses));
  const own = records.filter((one) => one === first || isRedirectedTo(first, one));
  const others = own.flatMap(({ terms }) =>
    terms.filter((one) => one.qualifier !== undefined && one.qualifier !== '+').map((one) => one.addresses),
  );
  return [first.authorised, ...others];
}

const isRedirectedTo = (first: AnalyzedRecord, other: AnalyzedRecord): boolean =>
  first.terms.some((one) => one.kind === 'redirect' && one.target === other.domain);

/** A record with macros, ptr or exists; one that was not supplied gives every client the same answer. */
const isInexact = ({ records: [first], cut, missing }: SpfAnalysis): boolean =>
  cut || (first.status === 'valid' && !first.exact && missing.length === 0);

function declaredSets(world: World, rules: readonly TransportRule[]): readonly AddressSet[] {
  const { onPremises } = world.topology;
  return [
    ...world.addresses.map((one) => one.set),
    ...world.tenants.flatMap((tenant) => [
      tenant.smtp,
      ...[...tenant.onPremisesConnectors, ...tenant.partnerConnectors].flatMap((one) => [one.set, one.skip]),
      ...tenant.tenant.hostedConnectionFilterPolicies.flatMap((one) => [
        setOf(one.ipAllowList),
        setOf(one.ipBlockList),
      ]),
    ]),
    ...(onPremises?.receiveConnectors ?? []).map((one) => setOf(one.remoteIPRanges)),
    ...[...(onPremises?.servers ?? [])].flatMap((server) =>
      (server.reachableFrom ?? []).flatMap((peer) => (peer.kind === 'addresses' ? [peer.set] : [])),
    ),
    ...[...world.servers.values(), ...world.services.values()].flatMap((relay) =>
      ('accepts' in relay ? (relay.accepts ?? []) : []).flatMap((peer) =>
        peer.kind === 'addresses' ? [peer.set] : [],
      ),
    ),
    ...rules.flatMap((rule) =>
      [...rule.conditions, ...rule.exceptions].flatMap((one) =>
        one.kind === 'addresses' ? [setOf(one.addresses)] : [],
      ),
    ),
  ];
}
