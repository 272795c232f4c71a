import type { DnsView } from '../../../model/dns.ts';
import type { Topology } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { ProbedTrace } from '../../check.ts';

/** Messages with one key suppose the same. */
export const honestKey = ({ message }: Pick<ProbedTrace, 'message'>): string =>
  `${domainOf(message.mailFrom)} ${message.source?.address ?? ''}`;

/** The topology as it is where SPF of the sender of a message passes for the host that sends it; the same where none is known. */
export function supposingHonestSender(topology: Topology, { message }: Pick<ProbedTrace, 'message'>): Topology {
  const domain = domainOf(message.mailFrom);
  const address = message.source?.address;
  if (domain === '' || address === undefined || address.includes(':')) return topology;
  const { view } = topology.dns;
  if (view.lookup(domain, 'TXT').status !== 'not-supplied') return topology;
  const honest: DnsView = {
    lookup: (name, type) =>
      type === 'TXT' && name.toLowerCase().replace(/\.$/u, '') === domain
        ? { status: 'records', records: [`v=spf1 ip4:${address} -all`] }
        : view.lookup(name, type),
  };
  return { ...topology, dns: { ...topology.dns, view: honest } };
}
