import { text } from '../../../model/text.ts';
import { nodesOfAddress } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { groupBy, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { forwardingPages } from './forwarding-pages.ts';
import { supposingHonestSender } from './supposing-honest-sender.ts';

interface RelayPool extends Violation {
  readonly forwarder: string;
  readonly to: string;
  /** Whose address the tenant judges instead of the sender's. */
  readonly filter: string;
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
    const pooled = context.traces.flatMap((probed) => inRelayPool(context, probed));
    for (const group of groupBy(pooled, ({ forwarder, filter }) => `${forwarder} ${filter}`).values()) {
      const [{ probed, outcome, forwarder, filter, at }] = group;
      yield {
        subject: subject('recipient', forwarder),
        at,
        detail: filter,
        evidence: sessionEvidence(context, probed, outcome, ['recover-source-address']),
        semantics: ['CFWD-4', 'CFWD-6', 'EFC-12', 'CMIS-44'],
        assumptions: outcome.assumptions,
        forwarder,
        to: outcome.finalRecipient,
        filter,
      };
    }
  },

  explain: ({ forwarder, to, filter }) => ({
    problem: text`What ${forwarder} forwards to ${to} leaves by the relay pool, because SPF is judged for the address of ${filter}.`,
    consequence: text`The receiver sees the original sender from an address that no SPF record names, and refuses it or marks it as spam.`,
    remedy: text`Switch Enhanced Filtering on at the inbound connector of ${filter}: Set-InboundConnector -EFSkipLastIP $true.`,
  }),
});

/** Copies that somebody in the tenant forwards and that leave by the relay pool although SPF of their sender passes. */
function inRelayPool(context: CheckContext, probed: ProbedTrace) {
  if (probed.purpose !== 'forward' && probed.purpose !== 'declared') return [];
  if (probed.trace.message.source !== 'internet') return [];
  if (!probed.trace.outcomes.some((one) => one.egressPool === 'relay' && one.forwards.length > 0)) return [];
  const honest = context.supposing(supposingHonestSender(context.topology, probed))(probed);
  return honest.outcomes.flatMap((outcome) => {
    const forward = outcome.forwards.at(-1);
    if (outcome.egressPool !== 'relay' || outcome.judgedAddress === null || forward?.owner !== 'tenant') return [];
    const filter = nodesOfAddress(context.world, outcome.judgedAddress).find((node) => node.startsWith('service:'));
    return filter === undefined ? [] : [{ probed, outcome, forwarder: forward.by, filter, at: forward.at }];
  });
}
