import { list, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { quoted } from './power-shell.ts';

interface UnrestrictedPartner extends Violation {
  readonly connector: InboundConnector;
}

/** A Partner connector for named domains that takes these domains from everybody who speaks TLS. */
export const unrestrictedPartner = defineCheck<UnrestrictedPartner>({
  id: 'connector/unrestricted-partner',
  severity: 'warning',
  covers: ['PMIS-37'],
  docs: {
    summary: 'A Partner connector for named sender domains restricts neither the certificate nor the address.',
    why: 'The connector refuses clear text and nothing else: whoever forges the partner over TLS gets in like the partner.',
    remedy: "Restrict the domains to the partner's certificate, or to its addresses.",
    whenNotToApply: 'The partner sends from hosts that change, with certificates of several names.',
    references: [connectorPages.partner, connectorPages.newInbound],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      if (connector.connectorType !== 'Partner' || !connector.requireTls) continue;
      if (connector.restrictDomainsToCertificate || connector.restrictDomainsToIPAddresses) continue;
      // With `*` the connector is found by its address or certificate, and is for that host (INB-20).
      if (connector.senderDomains.length === 0 || connector.senderDomains.some((one) => one.kind === 'all')) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/SenderDomains`,
        evidence: [],
        semantics: ['ROUTE-7', 'INB-2', 'PMIS-37'],
        connector,
      };
    }
  },

  explain: ({ connector }) => {
    const name = connector.tlsSenderCertificateName;
    const set = text`Set-InboundConnector -Identity ${quoted(connector.name)} -RestrictDomainsToCertificate $true`;
    return {
      problem: text`The Partner connector ${connector.name} takes mail of ${list(
        connector.senderDomains.map((one) => one.text),
        'and',
      )} from any host that speaks TLS.`,
      consequence: text`Mail that forges the partner comes in by the same connector as the partner's own, as long as it is encrypted.`,
      remedy:
        name === undefined
          ? text`Name the partner's certificate and restrict the domains to it: ${set} -TlsSenderCertificateName with its name.`
          : text`Restrict the domains to the certificate that the connector names, ${name.text}: ${set}.`,
    };
  },

  fix({ connector }, context) {
    // Without a name or an address nobody knows what to restrict the domains to.
    const key =
      connector.tlsSenderCertificateName !== undefined
        ? { RestrictDomainsToCertificate: true }
        : connector.senderIPAddresses.length > 0
          ? { RestrictDomainsToIPAddresses: true }
          : undefined;
    const change = key && context.change(connector.at, key);
    const title = text`Let ${connector.name} take its domains from the host that it names only`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});
