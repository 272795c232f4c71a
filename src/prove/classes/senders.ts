import type { DomainPattern } from '../../model/topology.ts';
import { findDmarc } from '../../protocols/dmarc/find-dmarc.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { outsideDomain } from '../../simulate/probes/doors.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import type { World } from '../../simulate/world.ts';
import type { Sender, Worlds } from './message-class.ts';
import { isOwnName, ownDomainNames, subDomains } from './recipients.ts';

/**
 * Whose addresses a message of anybody can carry: every domain that a setting, a rule or the declared DNS tells apart, in
 * envelope and header together, in the header alone beside a stranger's or no envelope, and in the envelope alone. Of a
 * domain with a DMARC record also what it has signed, which anybody may hand on.
 */
export function senderClasses(worlds: Worlds): readonly Sender[] {
  const outside = outsideDomain(worlds[0]);
  const own = new Set(worlds.flatMap(ownDomainNames));
  const domains = [...new Set(worlds.flatMap(senderDomains))].filter((domain) => domain !== outside);
  const addresses = [
    `stranger@${outside}`,
    ...domains.map((domain) => `somebody@${domain}`),
    ...worlds.flatMap(mentionedSenders),
  ];
  const same = [...new Set(addresses)].map((address, index) => sender(worlds, address, address, 0, index === 0));
  const mixed = domains.flatMap((domain): readonly Sender[] => {
    const somebody = `${own.has(domain) ? 'chief' : 'somebody'}@${domain}`;
    return [
      sender(worlds, somebody, `stranger@${outside}`, 2),
      sender(worlds, `stranger@${outside}`, somebody, 3),
      sender(worlds, somebody, '', 3),
    ];
  });
  const report = { ...sender(worlds, `mailer-daemon@${outside}`, '', 1), type: 'ndr' as const };
  const signed = domains
    .filter((domain) => worlds.some((world) => findDmarc(domain, world.topology.dns.view).status === 'found'))
    .map((domain) => ({ ...sender(worlds, `somebody@${domain}`, `stranger@${outside}`, 3), signed: true }));
  return [...same, report, ...mixed, ...signed];
}

const sender = (worlds: Worlds, from: string, mailFrom: string, oddity: number, plain = false): Sender => ({
  from,
  mailFrom,
  own: worlds.some((world) => isOwnName(world, domainOf(from))),
  type: 'normal',
  signed: false,
  plain,
  oddity,
});

/** Domains by which something tells senders apart. */
export function senderDomains(world: World): readonly string[] {
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
      ...ruledDomains(world),
      ...written,
      ...(world.topology.dns.authenticatedDomains ?? []),
    ]),
  ];
}

/** RULE-37: what a rule says of a domain it says of those below it, of which other settings may know nothing. */
const ruledDomains = (world: World): readonly string[] =>
  ruleOwners(world).flatMap((owner) =>
    owner.rules.flatMap((rule) =>
      [...rule.conditions, ...rule.exceptions].flatMap((one) =>
        one.kind === 'domains'
          ? one.domains.flatMap((it) => (it.kind === 'all' ? [] : [it.domain, `host.${it.domain}`]))
          : [],
      ),
    ),
  );

/** Addresses that a rule names as senders. */
function mentionedSenders(world: World): readonly string[] {
  return ruleOwners(world).flatMap((owner) =>
    owner.rules.flatMap((rule) =>
      [...rule.conditions, ...rule.exceptions].flatMap((one) =>
        one.kind === 'recipients' && one.parameter === 'From'
          ? one.recipients.map(({ text }) => text.toLowerCase()).filter((text) => text.includes('@'))
          : [],
      ),
    ),
  );
}
