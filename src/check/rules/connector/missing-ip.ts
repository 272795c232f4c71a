import {
  type AddressSet,
  containsText,
  intersect,
  isEmpty,
  isSubset,
  subtract,
  toRanges,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, text } from '../../../model/text.ts';
import type { InboundConnector, Server, Topology } from '../../../model/topology.ts';
import { matchConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { setOf, storedAddresses } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { certificateNameFixes } from './certificate-name-fixes.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { fails } from './fails.ts';
import { type FrontDoorSession, frontDoorSessions } from './front-door-sessions.ts';
import { isCut } from './is-cut.ts';
import { quoted } from './power-shell.ts';
import { listAddresses, storable } from './sender-addresses.ts';

interface MissingIp extends Violation {
  readonly connector: InboundConnector;
  readonly server: Server;
  readonly addresses: readonly string[];
  readonly set: AddressSet;
}

/** Own servers reach the tenant from an address that the connector which identifies them by address does not list. */
export const missingIp = defineCheck<MissingIp>({
  id: 'connector/missing-ip',
  severity: 'error',
  covers: ['CMIS-01'],
  docs: {
    summary: 'An own server reaches Exchange Online from an address that no inbound connector lists.',
    why: "The session is not recognised: mail to the Internet is refused with 5.7.64, mail to own people arrives as a stranger's.",
    remedy: 'Add the address to the SenderIPAddresses of the connector that is meant for the servers.',
    whenNotToApply:
      'Servers that a certificate identifies, and devices that use Direct Send, need no address on a connector.',
    references: [connectorPages.routeMail, connectorPages.relay],
  },

  *run(context) {
    const meant = meantForServers(context);
    if (meant === undefined) return;
    const { connector } = meant;
    if (isCut(context, subject('inbound', connector.name))) return;
    const groups = new Map<Server, Set<ProbedTrace>>();
    for (const session of frontDoorSessions(context)) {
      const server = context.world.servers.get(session.hop.from);
      if (server === undefined || !isMissing(context, session, server)) continue;
      const explained = groups.get(server) ?? new Set();
      groups.set(server, explained);
      // What fails for another reason on its main way stays open for other checks.
      if (fails(session.probed) ? session.main : true) explained.add(session.probed);
    }
    const known = unionAll(enabledInbound(context).map((one) => setOf(storedAddresses(one))));
    for (const [server, explained] of groups) {
      // An address that is nobody's may be an old one of the servers, or an undeclared add-on's: then failures decide.
      if (!meant.listsOwn && ![...explained].some((probed) => probed.legitimate && fails(probed))) continue;
      const uncovered = server.addresses.filter((entry) => !isSubset(entry.set, known));
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/SenderIPAddresses`,
        detail: server.node,
        evidence: uncovered.map((entry) => ({
          at: context.sources.locate(entry.at),
          text: text`${server.name} sends from ${entry.text}`,
        })),
        semantics: ['ATTR-7', 'ATTR-12', 'ATTR-13', 'CMIS-01'],
        explains: [...explained],
        connector,
        server,
        addresses: uncovered.flatMap((entry) => toRanges(subtract(entry.set, known))),
        set: subtract(setOf(uncovered), known),
      };
    }
  },

  explain: ({ connector, server, addresses }) => ({
    problem: text`${server.name} reaches Exchange Online from ${list(addresses, 'and')}, which the inbound connector ${connector.name} does not list, and nothing else identifies it.`,
    consequence: text`Mail from there to the Internet is refused (550 5.7.64), and mail to own mailboxes arrives as a stranger's.`,
    remedy: text`Add the address (Set-InboundConnector -Identity ${quoted(connector.name)} -SenderIPAddresses @{Add=${addresses.map(quoted).join(',')}}), or identify the servers by their certificate.`,
  }),

  fix({ connector, server, addresses, set }, context) {
    const more = storable(set);
    const listed = connector.senderIPAddresses.map((entry) => entry.text);
    const add =
      more === undefined
        ? []
        : listAddresses(
            context,
            connector,
            [...listed, ...more],
            text`Add ${list(addresses, 'and')}, from where ${server.name} sends, to ${connector.name}`,
            'review',
          );
    const hasName = connector.tlsSenderCertificateName !== undefined || server.certificates.length === 0;
    return [...add, ...(hasName ? [] : certificateNameFixes(context, connector, server.certificates))];
  },
});

/**
 * The OnPremises connector that identifies own servers by address: it lists one of theirs, or, with no certificate name
 * beside, only addresses that are nobody else's, as after a change of the NAT address (CMIS-01).
 */
function meantForServers(
  context: CheckContext,
): { readonly connector: InboundConnector; readonly listsOwn: boolean } | undefined {
  const { topology } = context;
  const own = unionAll((topology.onPremises?.servers ?? []).map((server) => setOf(server.addresses)));
  const byAddress = enabledInbound(context).filter(
    (connector) => connector.connectorType === 'OnPremises' && publicPart(connector) !== undefined,
  );
  const listing = byAddress.find((connector) => !isEmpty(intersect(setOf(storedAddresses(connector)), own)));
  if (listing !== undefined) return { connector: listing, listsOwn: true };
  const other = byAddress.find(
    (connector) => connector.tlsSenderCertificateName === undefined && !isOthers(topology, connector),
  );
  return other && { connector: other, listsOwn: false };
}

function publicPart(connector: InboundConnector) {
  const set = setOf(storedAddresses(connector));
  const reachable = subtract(set, neverConnects(set).set);
  return isEmpty(reachable) ? undefined : reachable;
}

function isOthers(topology: Topology, connector: InboundConnector): boolean {
  const others = unionAll([...topology.services, ...topology.partners].map((node) => setOf(node.addresses)));
  return !isEmpty(intersect(setOf(storedAddresses(connector)), others));
}

function isMissing(context: CheckContext, { hop, attribution }: FrontDoorSession, server: Server): boolean {
  if (hop.sourceIp === null || attribution.by !== null || attribution.directionality === 'Originating') return false;
  // SUB-5: Direct Send does without a connector on purpose.
  if (server.submits?.how === 'direct') return false;
  const { sourceIp } = hop;
  // A declared sample may name any address as its source; only those of the server are its own.
  if (!containsText(setOf(server.addresses), sourceIp)) return false;
  return !enabledInbound(context).some(
    (connector) =>
      containsText(setOf(storedAddresses(connector)), sourceIp) ||
      (connector.connectorType === 'OnPremises' && namesServer(connector, server)),
  );
}

/** A certificate of the server is what another connector wants: then the certificate is what fails. */
function namesServer(connector: InboundConnector, server: Server): boolean {
  const name = connector.tlsSenderCertificateName?.text;
  return (
    name !== undefined &&
    server.certificates.some((certificate) => matchConnectorName(name, certificate).matched !== 'no')
  );
}
