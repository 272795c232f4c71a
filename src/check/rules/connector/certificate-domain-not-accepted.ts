import type { Certificate } from '../../../model/certificate.ts';
import { list, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { acceptedDomainTest } from '../../../protocols/tls-names/accepted-domain-test.ts';
import { matchConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateNameFixes } from './certificate-name-fixes.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { fails } from './fails.ts';
import { type FrontDoorSession, frontDoorSessions } from './front-door-sessions.ts';
import { presentedCertificates } from './presented-certificates.ts';

interface CertificateDomainNotAccepted extends Violation {
  readonly connector: InboundConnector;
  readonly value: string;
  readonly domain: string;
  readonly nodes: readonly string[];
  readonly certificates: readonly Certificate[];
  /** The immediate parent is accepted, and the assumption says that this is not enough. */
  readonly parentOnly: boolean;
}

/** TlsSenderCertificateName of an OnPremises connector lies in no accepted domain, and sessions come with the certificate. */
export const certificateDomainNotAccepted = defineCheck<CertificateDomainNotAccepted>({
  id: 'connector/certificate-domain-not-accepted',
  severity: 'error',
  covers: ['CMIS-03'],
  docs: {
    summary: 'The certificate name of an OnPremises connector is in no accepted domain of the tenant.',
    why: 'The certificate then does not identify the tenant; only mail whose envelope sender is in an accepted domain is still recognised. Delivery reports and forwards are refused with 5.7.64.',
    remedy:
      'Add the domain of the certificate name as an accepted domain, or use a certificate under an accepted domain.',
    references: [connectorPages.relay, connectorPages.certificates],
  },

  *run(context) {
    const { own } = context.world;
    if (own === undefined) return;
    const settled = context.world.assumptions.get('attribution.parentDomainOfCertificate');
    for (const connector of enabledInbound(context)) {
      const value = connector.tlsSenderCertificateName;
      if (connector.connectorType !== 'OnPremises' || value === undefined) continue;
      const test = acceptedDomainTest(value.text, own.acceptedNames);
      const parentOnly = test.accepted === 'parent' && settled === 'exact-only';
      if (test.accepted !== 'no' && !parentOnly) continue;
      const sessions = [...presenting(context, connector, value.text)];
      if (sessions.length === 0) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: value.at,
        evidence: acceptedEvidence(context),
        semantics: ['ATTR-5', 'ATTR-7', 'CMIS-03'],
        assumptions: parentOnly ? ['attribution.parentDomainOfCertificate'] : [],
        explains: sessions.filter(({ main, probed }) => main && fails(probed)).map(({ probed }) => probed),
        connector,
        value: value.text,
        domain: value.text.replace(/^\*\./u, ''),
        nodes: [...new Set(sessions.map(({ hop }) => hop.from))],
        certificates: presentedIn(context, sessions),
        parentOnly,
      };
    }
  },

  explain: ({ connector, value, domain, nodes, parentOnly }) => ({
    problem: parentOnly
      ? text`TlsSenderCertificateName ${value} of the inbound connector ${connector.name} is itself no accepted domain; only its parent domain is.`
      : text`TlsSenderCertificateName ${value} of the inbound connector ${connector.name} is in no accepted domain of the tenant.`,
    consequence: text`The certificate of ${list(nodes, 'and')} does not identify the tenant: mail without an own envelope sender is refused to the Internet (550 5.7.64), and the rest is recognised by its sender alone.`,
    remedy: text`Add ${domain} as an accepted domain in the Microsoft 365 admin centre and verify it, or install a certificate under an accepted domain and name that in TlsSenderCertificateName.`,
  }),

  fix: ({ connector, domain, certificates }, context) => [
    ...certificateNameFixes(context, connector, certificates),
    byPerson(
      text`Make ${domain} an accepted domain`,
      text`Add ${domain} as an accepted domain in the Microsoft 365 admin centre and verify it; or install a certificate under an accepted domain, and name that in TlsSenderCertificateName of ${connector.name}.`,
    ),
  ],
});

function presentedIn(context: CheckContext, sessions: readonly FrontDoorSession[]): readonly Certificate[] {
  const all = presentedCertificates(context.topology);
  return [...new Set(sessions.flatMap(({ hop }) => all.get(hop.certificate ?? '') ?? []))];
}

/** Sessions whose client presents a certificate that the connector names, and that it therefore should have taken by certificate. */
function* presenting(context: CheckContext, connector: InboundConnector, value: string): Generator<FrontDoorSession> {
  const certificates = presentedCertificates(context.topology);
  for (const session of frontDoorSessions(context)) {
    const known = certificates.get(session.hop.certificate ?? '');
    if (known === undefined || matchConnectorName(value, known).matched !== 'yes') continue;
    // Another connector takes the session by certificate: nothing falls back.
    const { by, connector: taken } = session.attribution;
    if (by === 'certificate' && taken !== `inbound:${connector.name}`) continue;
    yield session;
  }
}

function acceptedEvidence(context: CheckContext): Violation['evidence'] {
  return (context.topology.tenant?.acceptedDomains ?? [])
    .filter((domain) => domain.isListed)
    .map((domain) => ({ at: context.sources.locate(domain.at), text: text`accepted domain ${domain.name}` }));
}
