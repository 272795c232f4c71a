import { text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { enhancedFiltering } from '../../../simulate/steps/recover-source-address.ts';
import { isCentral } from '../../../simulate/steps/select-outbound-connector.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { enabledInbound } from '../connector/enabled-inbound.ts';
import { quoted } from '../connector/power-shell.ts';

interface Unsupported extends Violation {
  readonly connector: InboundConnector;
  readonly central: string;
}

/** Enhanced Filtering and centralized mail transport in one tenant. */
export const enhancedFilteringUnsupported = defineCheck<Unsupported>({
  id: 'filtering/enhanced-filtering-unsupported',
  severity: 'warning',
  covers: ['CMIS-13', 'PMIS-45'],
  docs: {
    summary: 'Enhanced Filtering is on in a tenant with centralized mail transport, which Microsoft does not support.',
    why: 'Mail passes own servers on ways that are not linear: own mail that comes back is judged by addresses behind the skipped ones, fails authentication, and goes to junk.',
    remedy: 'Switch one of the two off.',
    references: [connectorPages.enhancedFiltering],
  },

  *run(context) {
    const central = context.topology.tenant?.outboundConnectors.find(isCentral);
    if (central === undefined) return;
    for (const connector of enabledInbound(context)) {
      if (!enhancedFiltering(connector)) continue;
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/${connector.efSkipLastIP ? 'EFSkipLastIP' : 'EFSkipIPs'}`,
        evidence: [
          {
            at: context.sources.locate(`${central.at}/RouteAllMessagesViaOnPremises`),
            text: `RouteAllMessagesViaOnPremises of ${central.name}`,
          },
        ],
        semantics: ['EFC-10', 'CMIS-13', 'PMIS-45'],
        connector,
        central: central.name,
      };
    }
  },

  explain: ({ connector, central }) => ({
    problem: text`Enhanced Filtering is on for ${connector.name}, and ${central} makes all mail pass the own servers (RouteAllMessagesViaOnPremises): the two together are not supported.`,
    consequence: text`Own mail that comes back may be judged as a stranger's and go to junk.`,
    remedy: text`Set-InboundConnector -Identity ${quoted(connector.name)} -EFSkipLastIP $false -EFSkipIPs $null, or give up centralized mail transport: Set-OutboundConnector -Identity ${quoted(central)} -RouteAllMessagesViaOnPremises $false.`,
  }),
});
