import { list, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { reply } from '../../../reference/replies/replies.ts';
import { covered } from '../../../simulate/steps/select-partner-connector.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { quoted } from './power-shell.ts';

interface UnrestrictedPartner extends Violation {
  readonly connector: InboundConnector;
  /** The domains that a stranger can write in the name of, as the connector has them. */
  readonly domains: readonly string[];
}

/** A Partner connector for named domains that takes a stranger who speaks TLS for the partner. */
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
      const taken = imitationsOf(context, connector);
      const [first] = taken;
      if (first === undefined) continue;
      const written = taken.map(({ probed }) => domainOf(probed.message.mailFrom));
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/SenderDomains`,
        evidence: sessionEvidence(context, first.probed, first.outcome),
        semantics: ['ROUTE-7', 'INB-2', 'PMIS-37'],
        confidence: first.outcome.confidence,
        assumptions: first.outcome.assumptions,
        connector,
        domains: connector.senderDomains
          .filter((pattern) => written.some((domain) => covered(pattern, domain)))
          .map((pattern) => pattern.text),
      };
    }
  },

  explain: ({ connector, domains }) => {
    const name = connector.tlsSenderCertificateName;
    const set = text`Set-InboundConnector -Identity ${quoted(connector.name)} -RestrictDomainsToCertificate $true`;
    return {
      problem: text`The Partner connector ${connector.name} takes mail of ${list(domains, 'and')} from any host that speaks TLS.`,
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

/** Strangers who write as the partner over TLS, and whom the connector takes for him: it was found by their sender alone. */
function imitationsOf(context: CheckContext, { name }: InboundConnector) {
  const asked = context.traces.filter((one) => one.purpose === 'imitation' && one.entry === `inbound:${name}`);
  return [...outcomesOf(asked)].filter(({ probed, outcome }) =>
    outcome.hops.some((index) => {
      const { attribution } = probed.trace.hops[index] ?? {};
      return (
        attribution?.connector === `inbound:${name}` && attribution.by === null && outcome.reply?.enhanced !== refusal
      );
    }),
  );
}

/** What a connector answers whose restriction the session does not meet. */
const refusal = reply('partnerRestriction').enhanced;
