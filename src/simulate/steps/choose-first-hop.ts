import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Departure } from '../departure.ts';
import type { Run } from '../run.ts';
import { isOwnDomain } from '../world.ts';
import { frontDoor, type Resolution, resolveDomain } from './resolve-next-hop.ts';
import { resolveName } from './resolve-smart-hosts.ts';

/** `deliverTo` of a sample overrides its first hop, whoever takes it; a journal report is a message of its own. */
export function overridden(run: Run, departure: Departure): Departure {
  const to = run.message.deliverTo;
  if (to === undefined || departure.transit.journalReport) return departure;
  if (departure.copies.some((copy) => copy.route.length > 1)) return departure;
  const domain = domainOf(departure.copies[0]?.address ?? '');
  switch (to.kind) {
    case 'mx':
      return { ...departure, towards: domain, via: 'mx', resolution: resolveDomain(run.world, domain) };
    case 'tenant':
      return {
        ...departure,
        because: text`the message is handed in there (deliverTo)`,
        semantics: ['PIPE-3'],
        resolution: { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] },
      };
    case 'host':
      return {
        ...departure,
        towards: to.host,
        because: text`the message is handed in at ${to.host} (deliverTo)`,
        semantics: [],
        resolution: resolveName(run.world, to.host),
      };
  }
}

/**
 * The MX of an own domain that nobody supplied, and a next hop whose name leads nowhere that is declared, have no default;
 * the alternatives show the nodes that it could be.
 */
export function supposedHost(run: Run, departure: Departure, name: string): Resolution | undefined {
  const ofDomain = departure.via === 'mx' && name === departure.towards;
  const own = departure.copies.every((copy) => isOwnDomain(run, domainOf(copy.address)));
  if (!own || (ofDomain && !isOwnDomain(run, name))) return undefined;
  const candidates = ofDomain ? receiversOf(run, departure) : nextHopsOf(run, departure);
  const taken = run.ask(ofDomain ? `mx-of ${name}` : `host ${name}`, ['unknown', ...candidates], () =>
    ofDomain
      ? text`where the MX of ${name} leads, which is not supplied`
      : text`which node ${name} is, of which nothing is declared`,
  );
  if (taken === 'unknown') return undefined;
  return {
    kind: 'hosts',
    groups: [[{ node: taken === 'tenant' ? frontDoor : taken, host: undefined }]],
    evidence: [],
  };
}

/** The tenant stays a candidate where it asks itself: its MX leading back to it is a loop that people build. */
function receiversOf(run: Run, { from }: Departure): readonly string[] {
  const { own, services, premises } = run.world;
  const filters = [...services.values()]
    .filter((service) => service.receivesAt.length > 0)
    .map((service) => service.node);
  const servers = (premises?.mailboxServers ?? []).map((server) => server.node);
  return [...(own === undefined ? [] : ['tenant']), ...[...filters, ...servers].filter((node) => node !== from)];
}

/** Whom a smart host or a row of a table may name: who takes mail in, except the node itself. */
function nextHopsOf(run: Run, { from }: Departure): readonly string[] {
  const { own, services, servers } = run.world;
  const taking = [...servers.values()].filter((server) => server.submits === undefined).map((server) => server.node);
  const relays = [...services.values()].filter((one) => one.delivers !== undefined).map((one) => one.node);
  return [...(own === undefined ? [] : ['tenant']), ...taking, ...relays].filter((node) => node !== from);
}
