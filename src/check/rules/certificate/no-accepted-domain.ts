import type { Certificate } from '../../../model/certificate.ts';
import { list, text } from '../../../model/text.ts';
import { acceptedDomainTest } from '../../../protocols/tls-names/accepted-domain-test.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import { inboundName } from '../../../simulate/steps/attribute-connection.ts';
import type { CompiledInbound, CompiledTenant } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateReferences } from './certificate-references.ts';
import { certificatePlace } from './certificate-violation.ts';
import { type ClientSession, clientSessions } from './client-sessions.ts';
import { isRecognised } from './is-recognised.ts';
import { connectorFits } from './presented-certificates.ts';

interface NoAcceptedDomain extends Violation {
  readonly certificate: Certificate;
  readonly node: string;
  readonly connector: string;
  readonly names: readonly string[];
  readonly accepted: readonly string[];
}

/** The certificate by which a server of one's own is to be recognised carries no name of the organisation (ATTR-5). */
export const noAcceptedDomain = defineCheck<NoAcceptedDomain>({
  id: 'certificate/no-accepted-domain',
  severity: 'error',
  covers: ['CMIS-03'],
  docs: {
    summary: 'No name of the certificate by which Exchange Online is to recognise a server is in an accepted domain.',
    why: 'A certificate relays for the tenant only if its domain is accepted. Without it the sender address decides, so NDRs, out-of-office replies and forwards are refused.',
    remedy:
      'Use a certificate whose common name or alternative name is an accepted domain or a host directly below one, or add the domain to the tenant.',
    references: certificateReferences,
  },
  *run(context) {
    const groups = new Map<string, ClientSession[]>();
    for (const session of clientSessions(context)) {
      if (!context.world.servers.has(session.node)) continue;
      const key = `${session.certificate.key}\n${session.node}\n${session.tenant.tenant.node}`;
      groups.set(key, [...(groups.get(key) ?? []), session]);
    }
    const seen = new Set<string>();
    for (const sessions of groups.values()) {
      const [first] = sessions;
      if (first === undefined || seen.has(first.certificate.key)) continue;
      const connector = connectorMeant(context, first, sessions);
      if (connector === undefined) continue;
      seen.add(first.certificate.key);
      yield violation(context, first, sessions, connector);
    }
  },
  explain: ({ certificate, node, connector, names, accepted }) => ({
    problem: text`The certificate ${certificate.key}, by which ${connector} is to recognise ${node}, carries ${list(names, 'and')}, and none of them is in an accepted domain of the tenant.`,
    consequence: text`Exchange Online does not relay by this certificate: what ${node} sends is recognised by its envelope sender at best, mail to the outside with a null or foreign sender is refused with 550 5.7.64, and mail to own mailboxes may arrive as anonymous.`,
    remedy: text`Have the certificate issued for an accepted domain or a host directly below one (${list(accepted, 'or')}) and set TlsSenderCertificateName of ${connector} to that name, or add the domain of the present name to the tenant and verify it.`,
  }),

  fix: ({ certificate, connector, accepted }) => [
    byPerson(
      text`Replace ${certificate.key} by a certificate of an accepted domain`,
      text`Have the certificate ${certificate.key} issued for an accepted domain or a host directly below one (${list(accepted, 'or')}), and set TlsSenderCertificateName of ${connector} to that name; or add the domain of the present name to the tenant and verify it.`,
    ),
  ],
});

/** The connector that is meant for the server and does not help it; undefined where all is well or another key serves. */
function connectorMeant(
  context: CheckContext,
  first: ClientSession,
  sessions: readonly ClientSession[],
): CompiledInbound | undefined {
  const { tenant, certificate } = first;
  if (certificateNames(certificate).all.some((name) => isAccepted(name, tenant))) return undefined;
  const keyed = tenant.onPremisesConnectors.filter((one) => one.name !== undefined && one.name.kind !== 'unusable');
  const fitting = keyed.filter((one) => connectorFits(context, one, certificate));
  if (fitting.length > 0)
    return fitting.some((one) => one.name && isAccepted(one.name, tenant)) ? undefined : fitting[0];
  // No connector names this certificate. One that nobody's certificate fits is then meant for the Exchange servers.
  const role = context.world.servers.get(first.node)?.role;
  if ((role !== 'mailbox' && role !== 'edge') || sessions.some(isRecognised)) return undefined;
  const everybody = clientSessions(context);
  return keyed.find((one) => !everybody.some((session) => connectorFits(context, one, session.certificate)));
}

/** The immediate parent counts: SA-ATTR36 takes it, and the open point is the connector's (DEC-4). */
const isAccepted = (name: Parameters<typeof acceptedDomainTest>[0], tenant: CompiledTenant): boolean =>
  acceptedDomainTest(name, tenant.acceptedNames).accepted !== 'no';

function violation(
  context: CheckContext,
  { certificate, tenant, node }: ClientSession,
  sessions: readonly ClientSession[],
  inbound: CompiledInbound,
): NoAcceptedDomain {
  const { connector } = inbound;
  const place = certificatePlace(context, node);
  const lost = sessions.filter((session) => !isRecognised(session));
  return {
    subject: subject('certificate', certificate.key),
    at: `${certificate.at}/${certificate.file === undefined ? 'subject' : 'file'}`,
    evidence: [
      {
        at: context.sources.locate(`${connector.at}/TlsSenderCertificateName`),
        text: `${inboundName(inbound)}: TlsSenderCertificateName ${connector.tlsSenderCertificateName?.text ?? ''}`,
      },
      {
        at: place === undefined ? undefined : context.sources.locate(place),
        text: text`${node} presents ${certificate.key}`,
      },
      ...tenant.tenant.acceptedDomains
        .filter((domain) => domain.isListed)
        .slice(0, acceptedShown)
        .map((domain) => ({ at: context.sources.locate(domain.at), text: text`accepted domain ${domain.name}` })),
    ],
    semantics: ['ATTR-5', 'ATTR-7', 'CMIS-03'],
    explains: [...new Set(lost.map((session) => session.probed))],
    certificate,
    node,
    connector: inboundName(inbound),
    names: certificateNames(certificate).all,
    accepted: customDomains(tenant),
  };
}

const acceptedShown = 5;

const customDomains = ({ tenant }: CompiledTenant): readonly string[] => {
  const custom = tenant.acceptedDomains.filter((domain) => !domain.isInitial && !domain.isCoexistence);
  return (custom.length > 0 ? custom : tenant.acceptedDomains).slice(0, acceptedShown).map((domain) => domain.name);
};
