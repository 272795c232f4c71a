import type { Certificate } from '../../model/certificate.ts';
import type { AddressEntry, Modifications, NextHopRow, Peer, Server, Service } from '../../model/topology.ts';
import type { Run } from '../run.ts';

/**
 * A system with a next-hop table: a third-party service, an MTA or an appliance of one's own. Nothing is known of it
 * but what the topology declares.
 */
export interface Relay {
  readonly node: string;
  readonly at: string;
  readonly addresses: readonly AddressEntry[];
  readonly certificate: Certificate | undefined;
  readonly fqdn: string;
  readonly delivers: readonly NextHopRow[] | undefined;
  /** It is declared to send and takes no mail in: a bulk mailer, a ticket system. */
  readonly sendsOnly: boolean;
  readonly accepts: readonly Peer[] | undefined;
  readonly modifies: Modifications;
  readonly stamps: ReadonlyMap<string, string>;
  readonly encrypts: NonNullable<Server['encrypts']>;
  /** A mailbox that it holds itself. */
  readonly holds: (address: string) => boolean;
}

export const serviceRelay = (service: Service): Relay => ({
  node: service.node,
  at: service.at,
  addresses: service.addresses,
  certificate: service.clientCertificates[0],
  fqdn: service.fqdn ?? service.receivesAt[0] ?? service.name.toLowerCase(),
  delivers: service.delivers,
  sendsOnly: service.sendsAs.length > 0 && service.receivesAt.length === 0,
  accepts: service.accepts,
  modifies: service.modifies,
  stamps: service.stamps,
  encrypts: service.encrypts,
  holds: () => false,
});

export const serverRelay = (run: Run, server: Server): Relay => ({
  node: server.node,
  at: server.at,
  addresses: server.addresses,
  certificate: server.certificates[0],
  fqdn: server.fqdn ?? server.name.toLowerCase(),
  delivers: server.delivers,
  sendsOnly: false,
  accepts: undefined,
  modifies: server.modifies,
  stamps: server.stamps,
  encrypts: server.encrypts ?? 'opportunistic',
  holds: (address) => {
    const mailbox = run.world.premises?.directory.entries.get(address.toLowerCase());
    return mailbox?.kind === 'mailbox' && mailbox.node === server.node;
  },
});
