import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';
import { ownDomainNames } from './domains.ts';
import type { Worlds } from './message-class.ts';
import { type Told, toldApart } from './told-apart.ts';

/**
 * Domains that the sender of anybody's message may come to carry on its way: of those who accept it, send it on, or write
 * its addresses anew. Every other domain is named only by the messages that begin with it.
 */
export const takenDomains = (worlds: Worlds, told: Told = toldApart(worlds)): readonly string[] => [
  ...new Set(
    worlds
      .flatMap(domainsIn)
      .filter((domain) => domain !== '')
      .map((domain) => domain.toLowerCase())
      .filter((domain) => told.isKept(domain, 1)),
  ),
];

function domainsIn(world: World): readonly string[] {
  const sendings = [...world.services.values(), ...world.servers.values()].flatMap((one) =>
    'sendsAs' in one ? one.sendsAs : one.sends,
  );
  const hosts = [...world.services.values(), ...world.servers.values(), ...world.partners.values()];
  return [
    ...ownDomainNames(world),
    ...world.tenants.flatMap(({ tenant }) => tenant.acceptedDomains.map((one) => one.name)),
    ...sendings.flatMap(({ from, mailFrom }) => [bare(from), mailFrom === undefined ? '' : bare(mailFrom)]),
    ...hosts.map((one) => one.fqdn ?? ('receivesAt' in one ? one.receivesAt[0] : undefined) ?? ''),
    ...(world.topology.onPremises?.addressRewriteEntries ?? []).map(({ external }) =>
      external.kind === 'address' ? domainOf(external.address) : external.domain,
    ),
  ];
}

const bare = (name: string): string => (name.includes('@') ? domainOf(name) : name);
