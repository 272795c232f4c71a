import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Run } from '../run.ts';
import { covered } from '../steps/select-partner-connector.ts';
import type { World } from '../world.ts';
import { type Relay, serverRelay, serviceRelay } from './declared-relay.ts';
import { submitToTenant } from './exchange-online.ts';
import { submitToServer } from './exchange-server.ts';
import { handedIn } from './origin.ts';
import { forwardFromRelay } from './relay.ts';

/** Recipient object of every organisation under whose address Exchange sends its reports inside. */
const exchangeRecipient = 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e';

/**
 * The From address of the reports that a node makes for a recipient: that of the Exchange recipient inside the
 * organisation, ExternalPostmasterAddress or `postmaster` of the default domain outside, MAILER-DAEMON of another system.
 * @returns undefined where the topology does not simulate the node, or where it is a client that makes no reports.
 */
export function reporterOf(world: World, node: string, recipient: string): string | undefined {
  const tenant = world.tenants.find((one) => one.tenant.node === node);
  if (tenant !== undefined) {
    const { acceptedDomains, organization, domain } = tenant.tenant;
    const own = acceptedDomains.find((one) => one.isDefault) ?? acceptedDomains.find((one) => !one.isInitial);
    const inside = acceptedDomains.some((one) => one.name === domainOf(recipient));
    return postmaster(own?.name ?? domain, inside, organization.properties.ExternalPostmasterAddress);
  }
  const server = world.servers.get(node);
  if (server?.role === 'mailbox' || server?.role === 'edge') {
    const accepted = world.premises?.acceptedDomains ?? [];
    const own = accepted.find((one) => one.isDefault) ?? accepted[0];
    const inside = accepted.some((one) => one.name === domainOf(recipient));
    return postmaster(own?.name ?? server.fqdn ?? server.name.toLowerCase(), inside, undefined);
  }
  if (server !== undefined)
    return server.submits === undefined ? `MAILER-DAEMON@${server.fqdn ?? server.name.toLowerCase()}` : undefined;
  const service = world.services.get(node);
  return service === undefined ? undefined : `MAILER-DAEMON@${serviceRelay(service).fqdn}`;
}

function postmaster(domain: string, inside: boolean, external: unknown): string {
  if (inside) return `${exchangeRecipient}@${domain}`;
  return typeof external === 'string' && external.includes('@') ? external : `postmaster@${domain}`;
}

/** A node hands in the report that it makes itself; nobody submitted it, so that what refuses it returns it to nobody. */
export function originateReport(run: Run, node: string): void {
  const { world } = run;
  const { transit, copies } = handedIn(run.message, node);
  const tenant = world.tenants.find((one) => one.tenant.node === node);
  if (tenant !== undefined) return submitToTenant(run, tenant, transit, copies, node);
  const server = world.servers.get(node);
  if (server !== undefined && (server.role === 'mailbox' || server.role === 'edge') && world.premises !== undefined)
    return submitToServer(run, server, world.premises, transit, copies, true);
  const service = world.services.get(node);
  const relay = server === undefined ? service && serviceRelay(service) : serverRelay(run, server);
  if (relay === undefined) return;
  const known = copies.filter((copy) => leads(relay, copy.address));
  for (const copy of copies) {
    if (known.includes(copy)) continue;
    const missing = text`how ${relay.node} sends its own reports to ${domainOf(copy.address)}: its table under delivers has no row for it`;
    run.end(copy, transit, { status: 'undetermined', missing });
  }
  if (known.length > 0) forwardFromRelay(run, relay, transit, known, true, undefined);
}

/** The table of a relay says what it relays for others; of its own mail to other domains it says nothing. */
const leads = ({ delivers, holds }: Relay, address: string): boolean =>
  delivers === undefined ||
  holds(address) ||
  delivers.some((row) => row.domains.some((pattern) => covered(pattern, domainOf(address))));
