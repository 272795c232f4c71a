import type { DomainPattern } from '../../model/topology.ts';
import type { TransportRule } from '../../model/transport-rule.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { outsideDomain } from '../../simulate/probes/doors.ts';
import { acceptedDomain, premisesAcceptedDomain, type World } from '../../simulate/world.ts';
import { allRules, type RelevantRules } from './relevant-rules.ts';

/** One domain below each that is accepted with all below it. */
export function subDomains(world: World): readonly string[] {
  const accepted = [...(world.own?.tenant.acceptedDomains ?? []), ...(world.premises?.acceptedDomains ?? [])];
  return [...new Set(accepted.flatMap((one) => (one.matchSubDomains ? [`host.${one.name}`] : [])))];
}

/** Every domain that the organisation accepts, in the cloud or on-premises. */
export function ownDomainNames(world: World): readonly string[] {
  const cloud = world.own?.tenant.acceptedDomains.map((one) => one.name) ?? [];
  const premises = world.premises?.acceptedDomains.map((one) => one.name) ?? [];
  return [...new Set([...cloud, ...premises])];
}

export const isOwnName = (world: World, domain: string): boolean =>
  (world.own !== undefined && acceptedDomain(world.own, domain) !== undefined) ||
  (world.premises !== undefined && premisesAcceptedDomain(world.premises, domain) !== undefined);

/** One domain outside for each part of the world that a connector, remote domain or rule tells apart. */
export function outsideDomains(world: World, rules: RelevantRules = allRules): readonly string[] {
  const { onPremises } = world.topology;
  const patterns = [
    ...world.tenants.flatMap(({ tenant }) => [
      ...tenant.outboundConnectors.flatMap((one) => one.recipientDomains),
      ...tenant.remoteDomains.map((one) => one.domain),
    ]),
    ...(onPremises?.remoteDomains ?? []).map((one) => one.domain),
    ...rules(world).flatMap((rule) =>
      [...rule.conditions, ...rule.exceptions].flatMap((one) => (one.kind === 'domains' ? one.domains : [])),
    ),
  ];
  const named = patterns.flatMap((one) =>
    one.kind === 'all' ? [] : one.kind === 'exact' ? [one.domain] : [one.domain, `host.${one.domain}`],
  );
  const partners = [...world.partners.values()].flatMap((one) => one.domains);
  return [...new Set([outsideDomain(world), ...partners, ...named])].filter((domain) => !isOwnName(world, domain));
}

/** Domains by which something tells senders apart. */
export function senderDomains(world: World, rules: RelevantRules = allRules): readonly string[] {
  const patterns: readonly DomainPattern[] = world.tenants.flatMap(({ tenant }) => [
    ...tenant.inboundConnectors.flatMap((one) => one.senderDomains),
    ...tenant.remoteDomains.map((one) => one.domain),
  ]);
  const named = patterns.flatMap((one) =>
    one.kind === 'all' ? [] : one.kind === 'exact' ? [one.domain] : [`host.${one.domain}`, one.domain],
  );
  const partners = [...world.partners.values()].flatMap((one) => one.domains);
  const sendings = [...world.services.values()].flatMap((one) => one.sendsAs.map((sending) => sending.from));
  const written = [...sendings, ...world.topology.messages.map((one) => one.from)].map((one) =>
    one.includes('@') ? domainOf(one) : one.toLowerCase(),
  );
  return [
    ...new Set([
      outsideDomain(world),
      ...ownDomainNames(world),
      ...subDomains(world),
      ...partners,
      ...named,
      ...ruledDomains(rules(world)),
      ...written,
      ...(world.topology.dns.authenticatedDomains ?? []),
    ]),
  ];
}

/** RULE-37: what a rule says of a domain it says of those below it, of which other settings may know nothing. */
const ruledDomains = (rules: readonly TransportRule[]): readonly string[] =>
  rules.flatMap((rule) =>
    [...rule.conditions, ...rule.exceptions].flatMap((one) =>
      one.kind === 'domains'
        ? one.domains.flatMap((it) => (it.kind === 'all' ? [] : [it.domain, `host.${it.domain}`]))
        : [],
    ),
  );
