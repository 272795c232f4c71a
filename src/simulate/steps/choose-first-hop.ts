import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Departure } from '../departure.ts';
import type { Run } from '../run.ts';
import { isOwnDomain } from '../world.ts';
import { frontDoor, type Resolution, resolveDomain } from './resolve-next-hop.ts';
import { resolveName } from './resolve-smart-hosts.ts';

/** `deliverTo` of a sample overrides the first hop, whoever takes it. */
export function overridden(run: Run, departure: Departure): Departure {
  const to = run.message.deliverTo;
  if (to === undefined || departure.copies.some((copy) => copy.route.length > 1)) return departure;
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

/** The MX of an own domain that nobody supplied has no default; the alternatives show the nodes that it could lead to. */
export function supposedHost(run: Run, departure: Departure, domain: string): Resolution | undefined {
  if (departure.via !== 'mx' || domain !== departure.towards || !isOwnDomain(run, domain)) return undefined;
  const { own, services, premises } = run.world;
  const filters = [...services.values()]
    .filter((service) => service.receivesAt.length > 0)
    .map((service) => service.node);
  const servers = (premises?.mailboxServers ?? []).map((server) => server.node);
  const others = [...filters, ...servers].filter((node) => node !== departure.from);
  // The tenant stays a candidate where it asks itself: its MX leading back to it is a loop that people build.
  const candidates = [...(own === undefined ? [] : ['tenant']), ...others];
  const taken = run.ask(
    `mx-of ${domain}`,
    ['unknown', ...candidates],
    () => text`where the MX of ${domain} leads, which is not supplied`,
  );
  if (taken === 'unknown') return undefined;
  return {
    kind: 'hosts',
    groups: [[{ node: taken === 'tenant' ? frontDoor : taken, host: undefined }]],
    evidence: [],
  };
}
