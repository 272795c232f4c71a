import { text } from '../../../model/text.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import { nodesOfAddress } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { lockDown } from '../../lock-down.ts';
import { proposed } from '../../proposed-fix.ts';
import { groupBy, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { forwardingPages } from './forwarding-pages.ts';
import { honestKey, supposingHonestSender } from './supposing-honest-sender.ts';

interface RelayPool extends Violation {
  readonly forwarder: string;
  readonly to: string;
  /** Whose address the tenant judges instead of the sender's. */
  readonly filter: string;
  readonly connector: string | undefined;
}

/** Forwards of honest senders leave by the relay pool, because the tenant took the filter's address for the sender's. */
export const relayPool = defineCheck<RelayPool>({
  id: 'forwarding/relay-pool',
  severity: 'warning',
  covers: ['CMIS-44'],
  docs: {
    summary: 'Forwarded mail of honest senders leaves Exchange Online by the relay pool.',
    why: "SPF fails on arrival because the address of a filter is judged; the relay pool rewrites no sender, is in nobody's SPF record, and receivers refuse it (5.7.367).",
    remedy: 'Enhanced Filtering on the connector of the filter, so that SPF of the sender is judged.',
    references: [connectorPages.enhancedFiltering, forwardingPages.external],
  },

  *run(context) {
    const traced = new Map<string, (trace: ProbedTrace) => Trace>();
    for (const [filter, group] of groupBy(
      context.traces.flatMap((probed) => pooled(context, probed)),
      (one) => one.filter,
    )) {
      for (const { probed } of group) {
        const honest = supposingHonestSender(context.topology, probed);
        const key = honestKey(probed);
        const trace = traced.get(key) ?? context.supposing(honest);
        traced.set(key, trace);
        const outcome = trace(probed).outcomes.find((one) => isPooledBehind(context, one, filter));
        const forward = outcome?.forwards.at(-1);
        if (outcome === undefined || forward === undefined) continue;
        yield {
          subject: subject('recipient', forward.by),
          at: forward.at,
          detail: filter,
          evidence: sessionEvidence(context, probed, outcome, ['recover-source-address']),
          semantics: ['CFWD-4', 'CFWD-6', 'EFC-12', 'CMIS-44'],
          assumptions: outcome.assumptions,
          forwarder: forward.by,
          to: outcome.finalRecipient,
          filter,
          connector: probed.trace.hops.find((hop) => hop.from === filter)?.attribution?.connector ?? undefined,
        };
        // One filter is one cause, whoever forwards behind it.
        break;
      }
    }
  },

  explain: ({ forwarder, to, filter }) => ({
    problem: text`What ${forwarder} forwards to ${to} leaves by the relay pool, because SPF is judged for the address of ${filter}.`,
    consequence: text`The receiver sees the original sender from an address that no SPF record names, and refuses it or marks it as spam.`,
    remedy: text`Switch Enhanced Filtering on at the inbound connector of ${filter}: Set-InboundConnector -EFSkipLastIP $true.`,
  }),

  fix({ filter, connector: name }, context) {
    const connector = context.topology.tenant?.inboundConnectors.find((one) => `inbound:${one.name}` === name);
    const service = context.world.services.get(filter);
    if (connector === undefined) return service === undefined ? [] : lockDown(context, service);
    return proposed(
      text`Let ${connector.name} skip the last address, that of ${filter}, when it looks for the sender`,
      'review',
      context.change(connector.at, { EFSkipLastIP: true }),
    );
  },
});

/** A message of an outsider of which a forward leaves by the relay pool, with the filter that it came through. */
function pooled(context: CheckContext, probed: ProbedTrace) {
  if (probed.purpose !== 'forward' && probed.purpose !== 'declared') return [];
  if (probed.trace.message.source !== 'internet') return [];
  const filters = probed.trace.outcomes.flatMap((outcome) => {
    const filter = filterOf(context, outcome);
    return filter !== undefined && isPooledBehind(context, outcome, filter) ? [filter] : [];
  });
  return [...new Set(filters)].map((filter) => ({ probed, filter }));
}

/** The service whose address the tenant judged. */
const filterOf = ({ world }: CheckContext, { judgedAddress }: Outcome): string | undefined =>
  judgedAddress === null ? undefined : nodesOfAddress(world, judgedAddress).find((node) => node.startsWith('service:'));

const isPooledBehind = (context: CheckContext, outcome: Outcome, filter: string): boolean =>
  outcome.egressPool === 'relay' &&
  outcome.forwards.at(-1)?.owner === 'tenant' &&
  filterOf(context, outcome) === filter;
