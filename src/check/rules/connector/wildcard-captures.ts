import type { Certificate } from '../../../model/certificate.ts';
import { text } from '../../../model/text.ts';
import type { InboundConnector, Partner, Service } from '../../../model/topology.ts';
import { acceptedDomainTest } from '../../../protocols/tls-names/accepted-domain-test.ts';
import {
  matchConnectorName,
  mostSpecificNames,
  readConnectorName,
} from '../../../protocols/tls-names/match-connector-name.ts';
import type { CompiledInbound } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateNameFixes } from './certificate-name-fixes.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { quoted } from './power-shell.ts';

interface WildcardCaptures extends Violation {
  readonly connector: InboundConnector;
  readonly value: string;
  readonly node: string;
  readonly presented: string;
}

/** A wildcard TlsSenderCertificateName of an OnPremises connector that also matches somebody else's host. */
export const wildcardCaptures = defineCheck<WildcardCaptures>({
  id: 'connector/wildcard-captures',
  severity: 'warning',
  covers: ['CMIS-37'],
  docs: {
    summary: "A connector's wildcard certificate name also matches a host that is not the organisation's own.",
    why: "Every gateway whose certificate lies under the domain counts as the organisation's own server: its mail is attributed to this connector, relayed, and trusted where the connector trusts.",
    remedy:
      'Name the host of the own servers exactly, with the host name as an accepted domain, or give the other gateway a certificate under another domain.',
    references: [connectorPages.attribution],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      const value = connector.tlsSenderCertificateName;
      if (connector.connectorType !== 'OnPremises' || value === undefined) continue;
      const name = readConnectorName(value.text);
      if (name.kind !== 'wildcard') continue;
      const strangers = matching(context, connector, value.text);
      if (strangers.length === 0 || isTheirs(context, name.domain, value.text, strangers)) continue;
      for (const { node, certificate, presented } of strangers) {
        yield {
          subject: subject('inbound', connector.name),
          at: value.at,
          detail: node.node,
          evidence: [
            {
              at: context.sources.locate(certificate.at === '' ? node.at : certificate.at),
              text: text`certificate of ${node.node}: ${presented}`,
            },
          ],
          semantics: ['ATTR-16', 'ATTR-6', 'CMIS-37'],
          connector,
          value: value.text,
          node: node.node,
          presented,
        };
      }
    }
  },

  explain: ({ connector, value, node, presented }) => ({
    problem: text`TlsSenderCertificateName ${value} of the inbound connector ${connector.name} also matches the certificate ${presented} of ${node}, which is not an own server.`,
    consequence: text`Mail that ${node} hands to Exchange Online counts as the organisation's own: it may relay, and it skips what Partner connectors demand.`,
    remedy: text`Name the own servers exactly (Set-InboundConnector -Identity ${quoted(connector.name)} -TlsSenderCertificateName with their host name, which must be an accepted domain), or give ${node} a certificate under another domain.`,
  }),

  fix({ connector, value, node, presented }, context) {
    const own = (context.topology.onPremises?.servers ?? [])
      .flatMap((server) => server.certificates)
      .filter((certificate) => matchConnectorName(value, certificate).matched === 'yes');
    return [
      ...(own.length === 0 ? [] : certificateNameFixes(context, connector, own)),
      byPerson(
        text`Give ${node} a certificate under another domain`,
        text`Have ${node} present a certificate that ${value} does not match, instead of ${presented}; or give the own servers a host name that is an accepted domain, and name that in TlsSenderCertificateName of ${connector.name}.`,
      ),
    ];
  },
});

interface Stranger {
  readonly node: Service | Partner;
  readonly certificate: Certificate;
  readonly presented: string;
}

/** Others whose certificate the name takes, and no more specific connector takes away from it (ATTR-6). */
function matching(context: CheckContext, connector: InboundConnector, value: string): readonly Stranger[] {
  const { services, partners } = context.topology;
  return [...services, ...partners].flatMap((node) => {
    for (const certificate of node.clientCertificates) {
      const match = matchConnectorName(value, certificate);
      if (match.matched === 'yes' && takes(context, connector, certificate))
        return [{ node, certificate, presented: match.name }];
    }
    return [];
  });
}

function takes(context: CheckContext, connector: InboundConnector, certificate: Certificate): boolean {
  const candidates = context.world.tenants.flatMap((tenant) =>
    tenant.onPremisesConnectors.filter(
      ({ name }) =>
        name !== undefined &&
        matchConnectorName(name, certificate).matched === 'yes' &&
        acceptedDomainTest(name, tenant.acceptedNames).accepted !== 'no',
    ),
  );
  const others = candidates.filter((one) => one.connector !== connector);
  if (candidates.length === others.length) return others.length === 0;
  const best = mostSpecificNames<CompiledInbound>(candidates, ({ name }) => name ?? { kind: 'unusable', text: '' });
  return best.some((one) => one.connector === connector);
}

/** The connector is meant for the other one (OUT-15): it takes one certificate alone, under a domain that is not the organisation's. */
function isTheirs(context: CheckContext, domain: string, value: string, strangers: readonly Stranger[]): boolean {
  const own = [...(context.world.own?.acceptedNames ?? [])];
  const under = own.some((name) => name === domain || domain.endsWith(`.${name}`));
  const servers = context.topology.onPremises?.servers ?? [];
  const alsoOwn = servers.some((server) =>
    server.certificates.some((certificate) => matchConnectorName(value, certificate).matched === 'yes'),
  );
  return strangers.length === 1 && !alsoOwn && !under;
}
