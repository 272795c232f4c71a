import { type Text, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import { hybridSupport } from '../../../reference/hybrid-support.ts';
import { isCentral } from '../../../simulate/steps/select-outbound-connector.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { lockDown, missingForConnector } from '../../lock-down.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface FilteringOff extends Violation {
  readonly filter: string;
  readonly judged: string;
  /** Addresses from which services hand the message on, up to the tenant. */
  readonly hops: readonly string[];
  readonly connector: string | undefined;
  /** The connector of centralised transport, beside which Enhanced Filtering is not supported. */
  readonly central: string | undefined;
  /** Set where Enhanced Filtering is on and leaves this recipient out. */
  readonly leftOut: string | undefined;
  /** The connector in the document; undefined where there is none for the filter. */
  readonly connectorAt: string | undefined;
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
      if (outcome.route[0] !== 'internet') return [];
      // With two services in a row, the address may be that of the first: the last hop is skipped and not enough (EFC-5).
      const hop = outcome.hops
        .map((index) => probed.trace.hops[index])
        .find((one) => one?.from.startsWith('service:') === true && one.sourceIp === outcome.judgedAddress);
      if (hop === undefined) return [];
      // With centralised transport the message comes a second time, by another connector.
      const taken = hop.attribution?.connector ?? outcome.connectors.find((name) => name.startsWith('inbound:'));
      return [{ probed, outcome, filter: hop.from, taken }];
    });
    for (const group of groupBy(judged, ({ filter, outcome }) => `${filter} ${outcome.connectors[0] ?? ''}`).values()) {
      const [{ probed, outcome, filter, taken }] = group;
      const connector = context.topology.tenant?.inboundConnectors.find((one) => taken === `inbound:${one.name}`);
      yield {
        subject:
          connector === undefined
            ? subject('service', filter.slice('service:'.length))
            : subject('inbound', connector.name),
        at:
          connector === undefined
            ? `${context.topology.tenant?.at ?? ''}/inboundConnectors`
            : `${connector.at}/${settingAtFault(connector, outcome.recipient)}`,
        filter,
        judged: outcome.judgedAddress ?? '',
        hops: outcome.hops.flatMap((index) => {
          const hop = probed.trace.hops[index];
          return hop?.from.startsWith('service:') === true && hop.sourceIp !== null ? [hop.sourceIp] : [];
        }),
        connector: connector?.name,
        connectorAt: connector?.at,
        central: forbiddenBy(context),
        leftOut:
          connector !== undefined && settingAtFault(connector, outcome.recipient) === 'EFUsers'
            ? outcome.recipient
            : undefined,
        evidence: sessionEvidence(context, probed, outcome, ['recover-source-address', 'authenticate-sender']),
        semantics: connector !== undefined && isOn(connector) ? ['EFC-12', 'CMIS-12'] : ['EFC-12', 'INB-16', 'CMIS-11'],
        assumptions: outcome.assumptions,
      };
    }
  },

  explain: ({ filter, judged, connector, leftOut, central }) => ({
    problem:
      leftOut === undefined
        ? text`Exchange Online judges mail that comes through ${filter} by ${judged}, the address of the filter, and not by the sender's.`
        : text`Enhanced Filtering of ${connector ?? ''} is not in effect for ${leftOut}: Exchange Online judges its mail that comes through ${filter} by ${judged}, the address of the filter.`,
    consequence: text`SPF fails for every honest sender and passes for anybody whose mail the filter hands on where ${judged} is in the record; DMARC policies of senders are not honoured.`,
    remedy:
      central !== undefined
        ? text`Enhanced Filtering, which finds the sender, is not supported beside centralised mail transport (${central}): give that up, and then switch it on; or let ${filter} refuse what fails authentication, because Exchange Online cannot.`
        : connector === undefined
          ? text`Create a Partner inbound connector for the filter and switch Enhanced Filtering on: New-InboundConnector -Name 'From the filter' -ConnectorType Partner -SenderDomains * with the certificate or addresses of ${filter}, then Set-InboundConnector 'From the filter' -EFSkipLastIP $true.`
          : leftOut === undefined
            ? text`Set-InboundConnector -Identity '${connector}' -EFSkipLastIP $true, or, where mail passes several hops, -EFSkipLastIP $false -EFSkipIPs with every public hop.`
            : text`Set-InboundConnector -Identity '${connector}' -EFUsers $null, so that it is in effect for everybody.`,
  }),

  fix({ filter, connector = '', connectorAt, leftOut, judged, hops, central }, context) {
    // What Microsoft does not support is no cure.
    if (central !== undefined) return [];
    if (connectorAt === undefined) {
      const service = context.world.services.get(filter);
      if (service === undefined) return [];
      const locked = lockDown(context, service);
      return locked.length > 0
        ? locked
        : [byPerson(text`Let the tenant know ${filter} by a connector of its own`, missingForConnector(service))];
    }
    const everybody = text`Let Enhanced Filtering of ${connector} be in effect for everybody`;
    const skipLast = text`Let ${connector} skip the last address, that of the filter, when it looks for the sender`;
    const skipListed = text`Let ${connector} skip ${judged} as well when it looks for the sender`;
    const ways: readonly (readonly [Text, Readonly<Record<string, unknown>>])[] =
      leftOut === undefined
        ? [
            [skipLast, { EFSkipLastIP: true, EFSkipIPs: undefined }],
            [
              skipListed,
              { EFSkipLastIP: false, EFSkipIPs: [...new Set([...skippedBy(context, connectorAt), ...hops])] },
            ],
          ]
        : [[everybody, { EFUsers: undefined }]];
    return ways.flatMap(([title, settings]) => {
      const change = connectorAt === undefined ? undefined : context.change(connectorAt, settings);
      return change === undefined ? [] : [{ title, safety: 'review' as const, changes: [change] as const }];
    });
  },
});

/** The name of the connector of centralised transport, where Enhanced Filtering is not supported beside it. */
function forbiddenBy({ topology }: CheckContext): string | undefined {
  const support = hybridSupport({ mx: 'filterBeforeTenant', centralised: true, enhancedFiltering: true });
  return support.answer === 'unsupported' ? topology.tenant?.outboundConnectors.find(isCentral)?.name : undefined;
}

const skippedBy = ({ topology }: CheckContext, at: string | undefined): readonly string[] =>
  topology.tenant?.inboundConnectors.find((one) => one.at === at)?.efSkipIPs.map((entry) => entry.text) ?? [];

const isOn = (connector: InboundConnector): boolean => connector.efSkipLastIP || connector.efSkipIPs.length > 0;

/** The property that keeps the sender's address from being found (EFC-2, EFC-4, EFC-5). */
function settingAtFault(connector: InboundConnector, recipient: string): 'EFSkipLastIP' | 'EFSkipIPs' | 'EFUsers' {
  if (!isOn(connector)) return 'EFSkipLastIP';
  const listed = connector.efUsers.some((user) => sameAddress(user.text, recipient));
  if (connector.efUsers.length > 0 && !listed) return 'EFUsers';
  return connector.efSkipLastIP ? 'EFSkipLastIP' : 'EFSkipIPs';
}
