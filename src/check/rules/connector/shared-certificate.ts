import { text } from '../../../model/text.ts';
import type { InboundConnector, Service } from '../../../model/topology.ts';
import { matchConnectorName, readConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';

interface SharedCertificate extends Violation {
  readonly connector: InboundConnector;
  readonly value: string;
  readonly service: string;
}

/** An OnPremises connector identifies the organisation by a name that a service has for all its customers. */
export const sharedCertificate = defineCheck<SharedCertificate>({
  id: 'connector/shared-certificate',
  severity: 'error',
  covers: ['PMIS-36'],
  docs: {
    summary: 'An OnPremises inbound connector identifies the organisation by the certificate name of a shared service.',
    why: 'Every customer of the service who presents the name counts as an own server: it may relay in the name of the organisation.',
    remedy:
      'Let the service present a name that only this customer has, and add it as an accepted domain; or admit the service by a Partner connector.',
    references: [connectorPages.attribution, connectorPages.newInbound],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      const value = connector.tlsSenderCertificateName;
      if (connector.connectorType !== 'OnPremises' || value === undefined || isOwnName(context, value.text)) continue;
      const service = context.topology.services.find((one) => one.shared === true && presents(one, value.text));
      if (service === undefined) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: value.at,
        evidence: [{ at: context.sources.locate(service.at), text: service.sharedBasis }],
        semantics: ['ATTR-15', 'ATTR-16', 'PMIS-36'],
        connector,
        value: value.text,
        service: service.name,
      };
    }
  },

  explain: ({ connector, value, service }) => ({
    problem: text`The OnPremises inbound connector ${connector.name} identifies the organisation by ${value}, a name that ${service} presents for its other customers, too.`,
    consequence: text`What others send over ${service} with an own sender domain counts as the organisation's own mail: it may be relayed to the Internet, and nothing restricts it.`,
    remedy: text`Ask ${service} for a certificate name of this customer alone, add it as an accepted domain, and name it in TlsSenderCertificateName; or make the connector one of type Partner.`,
  }),
});

const presents = (service: Service, value: string): boolean =>
  service.clientCertificates.some((certificate) => matchConnectorName(value, certificate).matched === 'yes');

/** ROUTE-9: the name of one customer alone is verified as an accepted domain. */
function isOwnName({ world }: CheckContext, value: string): boolean {
  const name = readConnectorName(value);
  const domain = name.kind === 'host' ? name.host : name.kind === 'wildcard' ? name.domain : undefined;
  return domain !== undefined && world.own !== undefined && isBelowAccepted(world.own, domain);
}

function isBelowAccepted(tenant: NonNullable<CheckContext['world']['own']>, domain: string): boolean {
  if (acceptedDomain(tenant, domain) !== undefined) return true;
  return tenant.tenant.acceptedDomains.some((one) => domain.endsWith(`.${one.name}`));
}
