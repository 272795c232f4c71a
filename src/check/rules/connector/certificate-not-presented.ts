import type { Certificate } from '../../../model/certificate.ts';
import { joined, list, text } from '../../../model/text.ts';
import type { InboundConnector, Partner, Server, Service } from '../../../model/topology.ts';
import { organizationalDomain } from '../../../protocols/dmarc/organizational-domain.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import { commonNameOf } from '../../../protocols/tls-names/distinguished-name.ts';
import {
  type ConnectorName,
  matchConnectorName,
  readConnectorName,
} from '../../../protocols/tls-names/match-connector-name.ts';
import { covered } from '../../../simulate/steps/select-partner-connector.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateNameFixes } from './certificate-name-fixes.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { fails } from './fails.ts';
import { frontDoorSessions } from './front-door-sessions.ts';
import { quoted } from './power-shell.ts';
import { presentedCertificates } from './presented-certificates.ts';

interface CertificateNotPresented extends Violation {
  readonly connector: InboundConnector;
  readonly value: string;
  readonly nodes: readonly string[];
  readonly presented: readonly string[];
  readonly certificates: readonly Certificate[];
}

type Client = Server | Service | Partner;

/** Nobody declared presents a certificate that the connector wants, and those it is meant for are not recognised. */
export const certificateNotPresented = defineCheck<CertificateNotPresented>({
  id: 'connector/certificate-not-presented',
  severity: 'error',
  covers: ['CMIS-01', 'CMIS-06', 'CMIS-08'],
  docs: {
    summary: 'No declared server, service or partner presents a certificate that the connector names.',
    why: "After a renewal under another name the connector recognises nobody: relaying is refused with 5.7.64, a lock-down with 5.7.51, and internal mail arrives as a stranger's.",
    remedy:
      'Write the name that is on the certificate into TlsSenderCertificateName, or install the certificate that it names.',
    references: [connectorPages.certificates, connectorPages.attribution],
  },

  *run(context) {
    const certificates = [...presentedCertificates(context.topology).values()];
    for (const connector of enabledInbound(context)) {
      const value = connector.tlsSenderCertificateName;
      if (value === undefined || !needsCertificate(connector)) continue;
      const matches = certificates.map((certificate) => matchConnectorName(value.text, certificate).matched);
      if (matches.includes('yes')) continue;
      const undocumented = matches.includes('undocumented');
      if (undocumented && context.world.assumptions.get(wildcardAssumption) === 'yes') continue;
      const clients = meantFor(context, connector, value.text);
      // What a node presents that declares no certificate is unknown, not absent.
      if (clients.length === 0 || clients.some((client) => certificatesOf(client).length === 0)) continue;
      const unrecognised = sessionsOf(context, connector, clients);
      if (unrecognised.length === 0) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: value.at,
        evidence: clients.flatMap((client) =>
          certificatesOf(client).map((certificate) => ({
            at: certificate.at === '' ? undefined : context.sources.locate(certificate.at),
            text: text`${client.node} presents ${joined(certificateNames(certificate).all)}`,
          })),
        ),
        semantics:
          connector.connectorType === 'OnPremises' ? ['ATTR-4', 'ATTR-13', 'CMIS-01'] : ['INB-2', 'ATTR-14', 'CMIS-08'],
        assumptions: undocumented ? [wildcardAssumption] : [],
        explains: unrecognised.filter(fails),
        connector,
        value: value.text,
        nodes: clients.map((client) => client.node),
        presented: [...new Set(clients.flatMap(certificatesOf).flatMap((one) => certificateNames(one).all))],
        certificates: clients.flatMap(certificatesOf),
      };
    }
  },

  explain: ({ connector, value, nodes, presented }) => ({
    problem: text`No declared certificate matches TlsSenderCertificateName ${value} of the inbound connector ${connector.name}; ${list(nodes, 'and')} presents ${list(presented, 'and')}.`,
    consequence:
      connector.connectorType === 'OnPremises'
        ? text`Exchange Online does not recognise ${list(nodes, 'and')}: its mail to the Internet is refused (550 5.7.64), and its mail to own mailboxes arrives as a stranger's.`
        : text`The restriction is never met, so that the mail of ${list(nodes, 'and')} is refused with 550 5.7.51.`,
    remedy: text`Name the certificate that is presented (Set-InboundConnector -Identity ${quoted(connector.name)} -TlsSenderCertificateName ${quoted(presented[0] ?? '')}), or install one that ${value} matches.`,
  }),

  fix: ({ connector, value, nodes, certificates }, context) => [
    ...certificateNameFixes(context, connector, certificates),
    byPerson(
      text`Install a certificate that ${value} matches`,
      text`Let ${list(nodes, 'and')} present a certificate that ${value}, the TlsSenderCertificateName of ${connector.name}, matches.`,
    ),
  ],
});

const wildcardAssumption = 'attribution.nameWithoutStarMatchesWildcard';

/** A Partner connector looks at the certificate only to restrict (INB 3.1); an OnPremises connector is found by it. */
const needsCertificate = (connector: InboundConnector): boolean =>
  connector.connectorType === 'OnPremises' || connector.restrictDomainsToCertificate;

const certificatesOf = (client: Client): readonly Certificate[] =>
  'clientCertificates' in client ? client.clientCertificates : client.certificates;

/**
 * Whom the connector is meant for: the nodes whose host names share the organisational domain of its value; else own
 * servers that hand mail to the tenant (OnPremises), or the partners and services of its sender domains (Partner).
 */
function meantFor(context: CheckContext, connector: InboundConnector, value: string): readonly Client[] {
  const { services, partners, onPremises } = context.topology;
  const clients: readonly Client[] = [...(onPremises?.servers ?? []), ...services, ...partners];
  const name = readConnectorName(value);
  const wanted = organizationalDomainOf(name);
  const present = clients.filter((client) => reaches(context, client.node));
  const named = clients.filter((client) => hostNames(client).some((host) => organizationalDomain(host) === wanted));
  if (named.length > 0) return named.filter((client) => present.includes(client));
  if (connector.connectorType === 'OnPremises')
    return isForOwnServers(context, connector, wanted)
      ? (onPremises?.servers ?? []).filter((server) => present.includes(server) && server.submits?.how !== 'direct')
      : [];
  const everybody = connector.senderDomains.some((pattern) => pattern.kind === 'all');
  return present.filter((client) => {
    if ('domains' in client)
      return client.domains.some((one) => connector.senderDomains.some((pattern) => covered(pattern, one)));
    return everybody && services.some((service) => service === client);
  });
}

function organizationalDomainOf(name: ConnectorName): string | undefined {
  if (name.kind === 'host') return organizationalDomain(name.host);
  if (name.kind === 'wildcard') return organizationalDomain(name.domain);
  const common = name.kind === 'pair' ? commonNameOf(name.pair.subject) : undefined;
  return common === undefined ? undefined : organizationalDomain(common.replace(/^\*\./u, ''));
}

/** A name that belongs to nobody declared may be an add-on service's; own servers are meant where their domain or the wizard says so. */
function isForOwnServers(context: CheckContext, connector: InboundConnector, wanted: string | undefined): boolean {
  const { topology } = context;
  const own = [
    ...(topology.tenant?.acceptedDomains ?? []).filter((domain) => !domain.isInitial).map((domain) => domain.name),
    ...(topology.onPremises?.servers ?? []).flatMap((server) =>
      server.certificates.flatMap((certificate) => certificateNames(certificate).all),
    ),
  ];
  return (
    connector.connectorSource?.toLowerCase() === 'hybridwizard' ||
    own.some((name) => organizationalDomain(name.replace(/^\*\./u, '')) === wanted)
  );
}

const hostNames = (client: Client): readonly string[] => [
  ...client.names,
  ...('receivesAt' in client ? client.receivesAt : []),
];

const reaches = (context: CheckContext, node: string): boolean =>
  [...frontDoorSessions(context)].some(({ hop }) => hop.from === node);

/** Traces with a session of theirs that should have matched the connector, and that no other connector took by a key. */
function sessionsOf(
  context: CheckContext,
  connector: InboundConnector,
  clients: readonly Client[],
): readonly ProbedTrace[] {
  const nodes = new Set(clients.map((client) => client.node));
  const found = new Set<ProbedTrace>();
  for (const { probed, hop, attribution, main } of frontDoorSessions(context)) {
    if (!main || !nodes.has(hop.from)) continue;
    const refusedByIt = connector.connectorType === 'Partner' && attribution.connector === `inbound:${connector.name}`;
    const unmet = probed.trace.outcomes.some((outcome) => outcome.reply?.enhanced === '5.7.51');
    const nobody = connector.connectorType === 'OnPremises' && attribution.directionality !== 'Originating';
    if (nobody || (refusedByIt && unmet)) found.add(probed);
  }
  return [...found];
}
