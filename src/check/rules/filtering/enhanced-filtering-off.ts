import { text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface FilteringOff extends Violation {
  readonly filter: string;
  readonly judged: string;
  readonly connector: string | undefined;
  readonly sender: string;
}

/** Behind a filter, Exchange Online judges the filter's address instead of the sender's. */
export const enhancedFilteringOff = defineCheck<FilteringOff>({
  id: 'filtering/enhanced-filtering-off',
  severity: 'error',
  covers: ['CMIS-11', 'CMIS-12', 'PMIS-41', 'PMIS-42', 'PMIS-44'],
  docs: {
    summary: 'A filter stands in front of the tenant, and Exchange Online judges its address instead of the sender.',
    why: 'SPF fails for every honest sender and passes for whoever uses the filter, DMARC policies are not honoured, and forwarded mail leaves by the relay pool.',
    remedy:
      'A Partner inbound connector for the filter, with EFSkipLastIP, or with every public hop of the filter in EFSkipIPs.',
    references: [
      {
        title: 'Enhanced Filtering for Connectors in Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/enhanced-filtering-for-connectors',
      },
    ],
  },

  *run(context) {
    const judged = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      if (probed.purpose !== 'inbound' || outcome.judgedAddress === null) return [];
      const hop = outcome.hops
        .map((index) => probed.trace.hops[index])
        .find((one) => one?.to === 'tenant' && one.from.startsWith('service:'));
      return hop !== undefined && hop.sourceIp === outcome.judgedAddress && outcome.route[0] === 'internet'
        ? [{ probed, outcome, filter: hop.from }]
        : [];
    });
    for (const group of groupBy(judged, ({ filter, outcome }) => `${filter} ${outcome.connectors[0] ?? ''}`).values()) {
      const [{ probed, outcome, filter }] = group;
      const connector = context.topology.tenant?.inboundConnectors.find((one) =>
        outcome.connectors.includes(`inbound:${one.name}`),
      );
      yield {
        subject:
          connector === undefined
            ? subject('service', filter.slice('service:'.length))
            : subject('inbound', connector.name),
        at:
          connector === undefined
            ? `${context.topology.tenant?.at ?? ''}/inboundConnectors`
            : `${connector.at}/EFSkipLastIP`,
        filter,
        judged: outcome.judgedAddress ?? '',
        connector: connector?.name,
        sender: domainOf(probed.message.from),
        evidence: sessionEvidence(context, probed, outcome, ['recover-source-address', 'authenticate-sender']),
        semantics: ['EFC-12', 'INB-16', 'CMIS-11'],
        assumptions: outcome.assumptions,
      };
    }
  },

  explain: ({ filter, judged, connector }) => ({
    problem: text`Exchange Online judges mail that comes through ${filter} by ${judged}, the address of the filter, and not by the sender's.`,
    consequence: text`SPF fails for every honest sender and passes for anybody whose mail the filter hands on where ${judged} is in the record; DMARC policies of senders are not honoured.`,
    remedy:
      connector === undefined
        ? text`Create a Partner inbound connector for the filter and switch Enhanced Filtering on: New-InboundConnector -Name 'From the filter' -ConnectorType Partner -SenderDomains * with the certificate or addresses of ${filter}, then Set-InboundConnector 'From the filter' -EFSkipLastIP $true.`
        : text`Set-InboundConnector -Identity '${connector}' -EFSkipLastIP $true, or -EFSkipIPs with every public hop of the filter.`,
  }),
});
