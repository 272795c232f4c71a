import { containsText } from '../../../model/addresses/address-set.ts';
import { text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { setOf, storedAddresses } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateNameFixes } from './certificate-name-fixes.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { isLost } from './fails.ts';
import { isCut } from './is-cut.ts';
import { quoted } from './power-shell.ts';

interface RelayOnlyByIp extends Violation {
  readonly connector: InboundConnector;
  readonly sender: string;
  readonly node: string;
}

/** Mail without an own envelope sender must pass a connector that identifies by address alone. */
export const relayOnlyByIp = defineCheck<RelayOnlyByIp>({
  id: 'connector/relay-only-by-ip',
  severity: 'warning',
  covers: ['CMIS-04'],
  docs: {
    summary: 'Mail with a null or foreign sender must relay through a connector that identifies by address alone.',
    why: 'With an address alone the envelope sender must be in an accepted domain: delivery reports, out-of-office replies and forwards are refused with 5.7.64.',
    remedy: 'Identify the servers by a certificate whose domain is accepted.',
    references: [connectorPages.relay, connectorPages.routeMail],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      if (connector.connectorType !== 'OnPremises' || connector.tlsSenderCertificateName !== undefined) continue;
      if (storedAddresses(connector).length === 0 || isCut(context, subject('inbound', connector.name))) continue;
      const refused = refusals(context, connector);
      const [first] = refused;
      if (first === undefined) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/SenderIPAddresses`,
        evidence: refused.map(({ probed, sender }) => ({
          at: probed.message.at === '' ? undefined : context.sources.locate(probed.message.at),
          text: text`${probed.message.name}: refused with 550 5.7.64, envelope sender ${sender}`,
        })),
        semantics: ['ATTR-7', 'ATTR-10', 'HYB-10', 'CMIS-04'],
        explains: refused.map(({ probed }) => probed),
        connector,
        sender: first.sender,
        node: first.node,
      };
    }
  },

  explain: ({ connector, sender, node }) => ({
    problem: text`The inbound connector ${connector.name} identifies ${node} by address alone, and mail with the envelope sender ${sender} must relay through it.`,
    consequence: text`Exchange Online refuses such mail to the Internet with 550 5.7.64: delivery reports, out-of-office replies and forwarded mail are lost.`,
    remedy: text`Let ${node} present a certificate of an accepted domain, and name it: Set-InboundConnector -Identity ${quoted(connector.name)} -TlsSenderCertificateName with the name on the certificate.`,
  }),

  fix({ connector, node }, context) {
    const { servers, services } = context.world;
    const certificates = servers.get(node)?.certificates ?? services.get(node)?.clientCertificates ?? [];
    return [
      ...(certificates.length === 0 ? [] : certificateNameFixes(context, connector, certificates)),
      byPerson(
        text`Let ${node} present a certificate of an accepted domain`,
        text`Install at ${node} a certificate from a public CA with a name in an accepted domain, use it for mail to Exchange Online, and name it in TlsSenderCertificateName of ${connector.name}.`,
      ),
    ];
  },
});

interface Refusal {
  readonly probed: ProbedTrace;
  readonly sender: string;
  readonly node: string;
}

/** What should relay, comes from an address of the connector, and is refused. */
function refusals(context: CheckContext, connector: InboundConnector): readonly Refusal[] {
  const set = setOf(storedAddresses(connector));
  return context.traces.flatMap((probed) => {
    if (!probed.legitimate && probed.purpose !== 'declared') return [];
    for (const outcome of probed.trace.outcomes) {
      if (!isLost(outcome) || outcome.reply?.enhanced !== '5.7.64') continue;
      const hop = probed.trace.hops[outcome.hops.at(-1) ?? -1];
      const own = hop?.from.startsWith('server:') === true || hop?.from.startsWith('service:') === true;
      if (hop?.attribution?.connector === null && own && hop.sourceIp !== null && containsText(set, hop.sourceIp))
        return [{ probed, sender: hop.mailFrom === '' ? '<>' : hop.mailFrom, node: hop.from }];
    }
    return [];
  });
}
