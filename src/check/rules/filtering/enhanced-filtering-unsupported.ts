import type { Evidence, Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { InboundConnector, OutboundConnector } from '../../../model/topology.ts';
import { hybridSupport, mxPlaces } from '../../../reference/hybrid-support.ts';
import { enhancedFiltering } from '../../../simulate/steps/recover-source-address.ts';
import { isCentral } from '../../../simulate/steps/select-outbound-connector.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { enabledInbound } from '../connector/enabled-inbound.ts';
import { quoted } from '../connector/power-shell.ts';

interface Unsupported extends Violation {
  readonly connector: string;
  /** The connector that makes centralized mail transport; undefined: own mail comes back by the inbound connector. */
  readonly central: string | undefined;
  /** Which system hands own mail back. */
  readonly returnedBy: string;
  readonly objectAt: Pointer;
  readonly centralAt: Pointer | undefined;
}

/** Enhanced Filtering where the way of mail is not linear: with centralized mail transport, or on a connector of return. */
export const enhancedFilteringUnsupported = defineCheck<Unsupported>({
  id: 'filtering/enhanced-filtering-unsupported',
  severity: 'warning',
  covers: ['CMIS-13', 'PMIS-45'],
  docs: {
    summary:
      'Enhanced Filtering is on beside centralized mail transport, or on a connector by which own mail comes back.',
    why: 'It is meant for a straight way from the Internet. Own mail that comes back is judged by addresses behind the skipped ones, fails authentication, and goes to junk.',
    remedy: 'Switch Enhanced Filtering off on these connectors.',
    references: [connectorPages.enhancedFiltering],
  },

  *run(context) {
    const enhanced = enabledInbound(context).filter(enhancedFiltering);
    const central = unsupportedBeside(context);
    for (const connector of enhanced) {
      const returned = returnedBy(context, connector);
      if (central === undefined && returned === undefined) continue;
      const fact: Evidence | undefined = central && {
        at: context.sources.locate(`${central.at}/RouteAllMessagesViaOnPremises`),
        text: text`RouteAllMessagesViaOnPremises of ${central.name}`,
      };
      yield {
        subject: subject('inbound', connector.name),
        at: `${connector.at}/${connector.efSkipLastIP ? 'EFSkipLastIP' : 'EFSkipIPs'}`,
        evidence: fact === undefined ? (returned?.evidence ?? []) : [fact],
        semantics: [central === undefined ? 'EFC-13' : 'EFC-10', 'CMIS-13', 'PMIS-45'],
        connector: connector.name,
        central: central?.name,
        returnedBy: returned?.by ?? '',
        objectAt: connector.at,
        centralAt: central?.at,
      };
    }
  },

  explain: ({ connector, central, returnedBy }) => {
    const off = text`Set-InboundConnector -Identity ${quoted(connector)} -EFSkipLastIP $false -EFSkipIPs $null`;
    return {
      problem:
        central === undefined
          ? text`Enhanced Filtering is on for ${connector}, by which ${returnedBy} hands mail of the tenant back to it.`
          : text`Enhanced Filtering is on for ${connector}, and ${central} makes all mail pass the own servers (RouteAllMessagesViaOnPremises): the two together are not supported.`,
      consequence: text`Own mail that comes back may be judged as a stranger's and go to junk.`,
      remedy:
        central === undefined
          ? text`${off}.`
          : text`${off}, or give up centralized mail transport: Set-OutboundConnector -Identity ${quoted(central)} -RouteAllMessagesViaOnPremises $false.`,
    };
  },

  fix: ({ connector, central, objectAt, centralAt }, context) => [
    ...proposed(
      text`Switch Enhanced Filtering of ${connector} off`,
      'review',
      context.change(objectAt, { EFSkipLastIP: undefined, EFSkipIPs: undefined, EFUsers: undefined }),
    ),
    ...(centralAt === undefined
      ? []
      : proposed(
          text`Give up centralised mail transport by ${central ?? ''}`,
          'review',
          context.change(centralAt, { RouteAllMessagesViaOnPremises: false }),
        )),
  ],
});

/** The connector of centralised transport, where Enhanced Filtering is not supported beside it. */
function unsupportedBeside({ topology }: CheckContext): OutboundConnector | undefined {
  const together = mxPlaces.map((mx) => hybridSupport({ mx, centralised: true, enhancedFiltering: true }));
  if (together.some(({ answer }) => answer !== 'unsupported')) return undefined;
  return topology.tenant?.outboundConnectors.find(isCentral);
}

/** A message that started in the tenant, and the system that brings it back by the connector. */
function returnedBy(
  context: CheckContext,
  { name }: InboundConnector,
): { readonly by: string; readonly evidence: readonly Evidence[] } | undefined {
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    if (outcome.route[0] !== 'tenant') continue;
    const hop = outcome.hops
      .map((index) => probed.trace.hops[index])
      .find((one) => one?.to === 'tenant' && one.attribution?.connector === `inbound:${name}`);
    if (hop !== undefined) return { by: hop.from, evidence: sessionEvidence(context, probed, outcome) };
  }
  return undefined;
}
