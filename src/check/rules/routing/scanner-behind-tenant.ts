import { text } from '../../../model/text.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { transportRouting } from './transport-routing.ts';

interface ScannerBehind extends Violation {
  readonly service: string;
  readonly way: string;
  /** Between the tenant and own servers, and not in a circle from the tenant to itself. */
  readonly hybrid: boolean;
}

/** Mail that Exchange Online has filtered goes over a host that is not Exchange and comes back as a stranger's. */
export const scannerBehindTenant = defineCheck<ScannerBehind>({
  id: 'routing/scanner-behind-tenant',
  severity: 'warning',
  covers: ['PMIS-39'],
  docs: {
    summary: 'A host that is not Exchange handles mail behind Exchange Online, or between it and the own servers.',
    why: 'What comes back is judged once more, by the address of that host, and internal headers are lost: own mail is filtered, and verdicts are wrong.',
    remedy: 'Put the scanner before Exchange Online, or connect it as an add-on service.',
    whenNotToApply:
      'An add-on service that is known by a certificate of this customer, with CloudServicesMailEnabled on both connectors, is not reported.',
    references: [connectorPages.enhancedFiltering, transportRouting],
  },

  *run(context) {
    const behind = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      if (isQuestion(probed) || (probed.purpose !== 'inbound' && probed.purpose !== 'internal')) return [];
      const service = behindTenant(outcome);
      return service === undefined || keepsHeaders(context, outcome) ? [] : [{ probed, outcome, service }];
    });
    for (const group of groupBy(behind, ({ service }) => service.node).values()) {
      const [{ probed, outcome, service }] = group;
      yield {
        subject: subject('service', service.node.slice('service:'.length)),
        at: context.world.services.get(service.node)?.at,
        evidence: sessionEvidence(context, probed, outcome, ['select-outbound-connector']),
        semantics: service.hybrid ? ['HYB-8', 'EFC-10', 'PMIS-39'] : ['EFC-11', 'EFC-10', 'PMIS-39'],
        assumptions: outcome.assumptions,
        service: service.node,
        way: outcome.route.join(' → '),
        hybrid: service.hybrid,
      };
    }
  },

  explain: ({ service, way, hybrid }) => ({
    problem: hybrid
      ? text`${service} stands between Exchange Online and the own servers: ${way}.`
      : text`${service} handles mail that Exchange Online has already filtered: ${way}.`,
    consequence: hybrid
      ? text`It takes the internal headers away, so that mail between own mailboxes arrives as a stranger's; Microsoft supports no such host there.`
      : text`What it hands back is judged by its own address instead of the sender's; Microsoft advises against a scanner behind Exchange Online.`,
    remedy: hybrid
      ? text`Let Exchange Online and the own servers talk to each other directly.`
      : text`Put ${service} before Exchange Online (MX), or connect it as an add-on service: known by a certificate of this customer alone, with CloudServicesMailEnabled on both connectors.`,
  }),
});

/** The service that a copy meets after the tenant has had it, on the way to a place that is the organisation's own. */
function behindTenant({ route }: Outcome): { readonly node: string; readonly hybrid: boolean } | undefined {
  const isOwn = (node: string | undefined) => node === 'tenant' || node?.startsWith('server:') === true;
  for (const [index, node] of route.entries()) {
    const before = route[index - 1];
    const after = route[index + 1];
    if (!node.startsWith('service:') || !isOwn(before) || !isOwn(after)) continue;
    if (before === 'tenant' && after === 'tenant') return { node, hybrid: false };
    if (before === 'tenant' || (after === 'tenant' && route[0] !== 'internet')) return { node, hybrid: true };
  }
  return undefined;
}

/** ROUTE-9, ROUTE-10: both connectors of the circle carry the internal headers. */
function keepsHeaders({ topology }: CheckContext, { connectors }: Outcome): boolean {
  const out = topology.tenant?.outboundConnectors.find((one) => connectors.includes(`outbound:${one.name}`));
  const back = topology.tenant?.inboundConnectors.find((one) => connectors.includes(`inbound:${one.name}`));
  return out?.cloudServicesMailEnabled === true && back?.cloudServicesMailEnabled === true;
}
