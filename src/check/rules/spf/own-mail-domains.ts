import type { Pointer } from '../../../model/source.ts';
import type { AcceptedDomain } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { memo } from '../../../simulate/world.ts';
import type { CheckContext } from '../../check.ts';

/** A domain whose DNS records are the organisation's to publish, with the setting that says so. */
export interface OwnDomain {
  readonly name: string;
  readonly at: Pointer;
}

/** Microsoft publishes the records of these itself (ACC-19, ACC-20). */
const routing = /(^|\.)(onmicrosoft\.(com|us|cn)|partner\.onmschina\.cn)$/u;

/** What the tenant and the on-premises organisation accept, without the names that Microsoft manages. */
export function ownAcceptedDomains(context: CheckContext): readonly (OwnDomain & AcceptedDomain)[] {
  return memo(context.world, 'own-accepted-domains', () => {
    const { tenant, onPremises } = context.topology;
    const all = [...(tenant?.acceptedDomains ?? []), ...(onPremises?.acceptedDomains ?? [])].filter(
      (one) => !one.isInitial && !one.isCoexistence && !routing.test(one.name),
    );
    const unique = new Map<string, AcceptedDomain>();
    for (const one of all) if (!unique.has(one.name)) unique.set(one.name, one);
    return [...unique.values()];
  });
}

/** Whether a name is an accepted domain of the organisation or lies below one. */
export function isOwnName(context: CheckContext, name: string): boolean {
  return (
    name !== '' &&
    !routing.test(name) &&
    ownAcceptedDomains(context).some((one) => one.name === name || name.endsWith(`.${one.name}`))
  );
}

/** The accepted domains, and the names below them as which a server, a service or a sample sends. */
export function ownMailDomains(context: CheckContext): readonly OwnDomain[] {
  return memo(context.world, 'own-mail-domains', () => {
    const found = new Map<string, OwnDomain>();
    const add = (name: string, at: Pointer) => {
      if (!found.has(name) && isOwnName(context, name)) found.set(name, { name, at });
    };
    for (const { name, at } of ownAcceptedDomains(context)) add(name, at);
    const sendings = [
      ...[...context.world.services.values()].flatMap((service) => service.sendsAs),
      ...[...context.world.servers.values()].flatMap((server) => server.sends),
    ];
    for (const { from, mailFrom, at } of sendings)
      for (const sender of [from, mailFrom ?? '']) add(sender.includes('@') ? domainOf(sender) : sender, at);
    for (const { from, mailFrom, at } of context.topology.messages)
      for (const sender of [from, mailFrom]) add(domainOf(sender), at);
    return [...found.values()];
  });
}
