import { byCodeUnit } from '../../base/order.ts';
import { type Text, text } from '../../model/text.ts';
import type { DomainPattern, OutboundConnector } from '../../model/topology.ts';
import type { Note, Run } from '../run.ts';
import { acceptedDomain, type CompiledTenant } from '../world.ts';
import { patternsHolding } from './patterns-holding.ts';

export type SelectedOutbound =
  | { readonly kind: 'connector'; readonly connector: OutboundConnector; readonly note: Note }
  /** By the MX of the domain, with opportunistic TLS (OUT-9). */
  | { readonly kind: 'none'; readonly note: Note }
  /** Centralised transport without a connector that takes external mail (OUT-4). */
  | { readonly kind: 'loop'; readonly note: Note };

export interface RoutedCopy {
  /** Domain of the final routing address (OUT-2). */
  readonly domain: string;
  /** The message came through an OnPremises connector (HYB-5). */
  readonly fromOnPremises: boolean;
  /** The recipient has a mailbox here, which only centralised transport sends out first (HYB-4). */
  readonly local: boolean;
}

export const outboundName = (tenant: CompiledTenant, connector: OutboundConnector): string =>
  `outbound:${tenant.tenant.prefix}${connector.name}`;

type Losers = { candidate: string; because: Text }[];

/** Centralized mail transport (HYB-5): in force, and of the type of which the switch is effective. */
export const isCentral = (connector: OutboundConnector): boolean =>
  connector.enabled && connector.connectorType === 'OnPremises' && connector.routeAllMessagesViaOnPremises;

/** The outbound connector of Exchange Online for one recipient (OUT-3 to OUT-10, HYB-4, HYB-5, DEC-3, DEC-5, DEC-11). */
export function selectOutboundConnector(run: Run, tenant: CompiledTenant, routed: RoutedCopy): SelectedOutbound {
  const losers: Losers = [];
  const lose = (connector: OutboundConnector, because: () => Text) => {
    if (run.explain) losers.push({ candidate: outboundName(tenant, connector), because: because() });
  };
  const usable = tenant.tenant.outboundConnectors.filter((connector) => {
    if (!connector.enabled) lose(connector, () => text`it is disabled`);
    else if (connector.isTransportRuleScoped)
      lose(connector, () => text`it is used only where a mail flow rule names it (OUT-3)`);
    return connector.enabled && !connector.isTransportRuleScoped;
  });
  const central = usable.filter(isCentral);
  if (!routed.fromOnPremises && central.length > 0) {
    const chosen = centralised(run, tenant, central, usable, routed, losers);
    if (chosen !== undefined) return chosen;
  }
  if (routed.local)
    return {
      kind: 'none',
      note: run.note('select-outbound-connector', ['OUT-1'], () => ({
        verdict: text`none`,
        because: text`the mailbox is here`,
        rejected: losers,
      })),
    };
  for (const connector of central)
    if (routed.fromOnPremises)
      lose(connector, () => text`centralised transport does not send back what came from on-premises (HYB-5)`);
  return byDomain(
    run,
    tenant,
    usable.filter((connector) => !central.includes(connector)),
    routed.domain,
    losers,
  );
}

function centralised(
  run: Run,
  tenant: CompiledTenant,
  central: readonly OutboundConnector[],
  usable: readonly OutboundConnector[],
  routed: RoutedCopy,
  losers: Losers,
): SelectedOutbound | undefined {
  const everything = central.filter((connector) =>
    connector.recipientDomains.some((pattern) => pattern.kind === 'all'),
  );
  const matching =
    everything.length > 0
      ? everything
      : central.filter((connector) => matchOf(run, tenant, connector, routed.domain) !== undefined);
  const chosen = pick(run, tenant, matching);
  if (chosen !== undefined) {
    const note = run.note('select-outbound-connector', ['OUT-4', 'HYB-4'], () => ({
      verdict: text`${outboundName(tenant, chosen)}`,
      because: text`RouteAllMessagesViaOnPremises: all that did not come from on-premises goes there first`,
      rejected: losers,
      evidence: [
        run.setting(
          `${chosen.at}/RouteAllMessagesViaOnPremises`,
          text`RouteAllMessagesViaOnPremises of ${chosen.name}`,
        ),
      ],
    }));
    return { kind: 'connector', connector: chosen, note };
  }
  if (routed.local || acceptedDomain(tenant, routed.domain) !== undefined) return undefined;
  // OUT-4 wants any OnPremises connector that is not limited to accepted domains; it need not carry the switch itself.
  const unscoped = usable.some(
    (connector) =>
      connector.connectorType === 'OnPremises' && connector.recipientDomains.some((pattern) => pattern.kind === 'all'),
  );
  if (unscoped) return undefined;
  const [first] = central;
  const note = run.note('select-outbound-connector', ['OUT-4', 'CMIS-16'], () => ({
    verdict: text`a loop`,
    because: text`centralised transport is on, and its connector ${first?.name ?? ''} is limited to domains that do not hold ${routed.domain}`,
    rejected: losers,
    evidence:
      first === undefined ? [] : [run.setting(`${first.at}/RecipientDomains`, text`RecipientDomains of ${first.name}`)],
  }));
  return { kind: 'loop', note };
}

function byDomain(
  run: Run,
  tenant: CompiledTenant,
  usable: readonly OutboundConnector[],
  domain: string,
  losers: Losers,
): SelectedOutbound {
  const ranked = usable.flatMap((connector) => {
    const match = matchOf(run, tenant, connector, domain);
    if (match === undefined && run.explain)
      losers.push({ candidate: outboundName(tenant, connector), because: text`its domains do not hold ${domain}` });
    return match === undefined ? [] : [{ connector, match }];
  });
  const best = Math.max(...ranked.map((one) => one.match.rank));
  const tied = ranked.filter((one) => one.match.rank === best);
  const chosen = pick(
    run,
    tenant,
    tied.map((one) => one.connector),
  );
  const how = tied.find((one) => one.connector === chosen)?.match;
  if (chosen === undefined || how === undefined) {
    const note = run.note('select-outbound-connector', ['OUT-9'], () => ({
      verdict: text`none, by MX`,
      because: text`no outbound connector is for ${domain}`,
      rejected: losers,
    }));
    return { kind: 'none', note };
  }
  for (const { connector, match } of ranked) {
    if (connector !== chosen && run.explain)
      losers.push({
        candidate: outboundName(tenant, connector),
        because:
          match.rank === how.rank
            ? text`it is as good, and no document breaks the tie (DEC-5)`
            : text`${chosen.name} is more specific`,
      });
  }
  const note = run.note('select-outbound-connector', how.ids, () => ({
    verdict: text`${outboundName(tenant, chosen)}`,
    because: how.because(),
    rejected: losers,
    evidence: [run.setting(how.at, text`RecipientDomains of ${chosen.name}`)],
  }));
  return { kind: 'connector', connector: chosen, note };
}

interface Match {
  readonly rank: number;
  readonly ids: readonly string[];
  readonly because: () => Text;
  readonly at: string;
}

/** How well a connector's domains hold `domain`: exact, then wildcard by length, then all accepted domains, then `*` (OUT-5, OUT-6, DEC-3). */
function matchOf(run: Run, tenant: CompiledTenant, connector: OutboundConnector, domain: string): Match | undefined {
  let best: Match | undefined;
  const offer = (match: Match) => {
    if (best === undefined || match.rank > best.rank) best = match;
  };
  for (const pattern of patternsHolding(connector.recipientDomains, domain)) {
    const match = patternMatch(run, tenant, pattern, domain);
    if (match !== undefined) offer(match);
  }
  const accepted =
    connector.allAcceptedDomains &&
    connector.connectorType === 'OnPremises' &&
    acceptedDomain(tenant, domain) !== undefined;
  if (accepted) {
    const high = tenant.tenant.outboundConnectors.some(
      (one) =>
        one.enabled && patternsHolding(one.recipientDomains, domain).some((pattern) => pattern.kind === 'wildcard'),
    );
    const rank =
      high &&
      run.assume('outbound.specificity', ['wildcard-before-all-accepted', 'all-accepted-before-wildcard']) ===
        'all-accepted-before-wildcard'
        ? 9000
        : 10;
    offer({
      rank,
      ids: high ? ['OUT-5', 'OUT-6', 'DEC-3'] : ['OUT-5'],
      because: () => text`AllAcceptedDomains, and ${domain} is one`,
      at: `${connector.at}/AllAcceptedDomains`,
    });
  }
  return best;
}

function patternMatch(run: Run, tenant: CompiledTenant, pattern: DomainPattern, domain: string): Match | undefined {
  if (pattern.kind === 'all') {
    // OUT-5 ranks `*` last without exception; ROUTE-13 says that it concerns only domains that are not accepted.
    if (
      acceptedDomain(tenant, domain) !== undefined &&
      run.assume('outbound.starCoversAcceptedDomains', ['yes', 'no']) === 'no'
    )
      return undefined;
    return { rank: 1, ids: ['OUT-5'], because: () => text`its RecipientDomains hold everything (*)`, at: pattern.at };
  }
  if (pattern.kind === 'exact') {
    return pattern.domain === domain
      ? { rank: 10_000, ids: ['OUT-5'], because: () => text`its RecipientDomains name ${domain}`, at: pattern.at }
      : undefined;
  }
  if (!holds(pattern, domain)) return undefined;
  const apex = pattern.domain === domain;
  if (apex && run.assume('outbound.wildcardIncludesApex', ['yes', 'no']) === 'no') return undefined;
  return {
    rank: 100 + pattern.domain.length,
    ids: apex ? ['OUT-5', 'OUT-6b', 'DEC-11'] : ['OUT-5'],
    because: () => text`its RecipientDomains hold ${pattern.text}`,
    at: pattern.at,
  };
}

const holds = (pattern: DomainPattern, domain: string): boolean =>
  pattern.kind === 'wildcard' && (domain === pattern.domain || domain.endsWith(`.${pattern.domain}`));

function pick(run: Run, tenant: CompiledTenant, tied: readonly OutboundConnector[]): OutboundConnector | undefined {
  const [first, ...others] = tied.map((connector) => outboundName(tenant, connector)).sort(byCodeUnit);
  if (first === undefined) return undefined;
  const taken = run.ask(
    `outbound ${first}`,
    [first, ...others],
    () => text`which of several equally good outbound connectors is taken`,
  );
  return tied.find((connector) => outboundName(tenant, connector) === taken);
}
