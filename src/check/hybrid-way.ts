import { type HybridWay, type MxPlace, mxPlaces } from '../reference/hybrid-support.ts';
import { enhancedFiltering } from '../simulate/steps/recover-source-address.ts';
import { isCentral } from '../simulate/steps/select-outbound-connector.ts';
import type { Outcome } from '../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from './check.ts';
import { outcomesOf } from './trace-evidence.ts';

/** A way that mail of the Internet takes into the organisation, with a message that takes it. */
export interface SeenWay {
  readonly way: HybridWay;
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
}

/** The ways in that traces show, each place of the MX once, in the order of the places. */
export function hybridWays(context: CheckContext): readonly SeenWay[] {
  const tenant = context.topology.tenant;
  if (tenant === undefined) return [];
  const seen = new Map<MxPlace, SeenWay>();
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    if (probed.purpose !== 'inbound' || outcome.route[0] !== 'internet') continue;
    const mx = placeOf(outcome.route);
    if (mx === undefined || seen.has(mx)) continue;
    const way: HybridWay = {
      mx,
      centralised: tenant.outboundConnectors.some(isCentral),
      enhancedFiltering: tenant.inboundConnectors.some((one) => one.enabled && enhancedFiltering(one)),
    };
    seen.set(mx, { way, probed, outcome });
  }
  return mxPlaces.flatMap((mx) => seen.get(mx) ?? []);
}

function placeOf(route: readonly string[]): MxPlace | undefined {
  const first = route.findIndex((node) => node === 'tenant' || node.startsWith('server:'));
  const between = route.slice(1, first);
  if (first < 0 || !between.every((node) => node.startsWith('service:'))) return undefined;
  if (route[first] === 'tenant') return between.length > 0 ? 'filterBeforeTenant' : 'tenant';
  return between.length > 0 ? 'filterBeforeOnPremises' : 'onPremises';
}
