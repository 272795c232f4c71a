import { text } from '../../../model/text.ts';
import type { OutboundConnector, Topology } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted } from '../connector/power-shell.ts';
import { honestKey, supposingHonestSender } from './supposing-honest-sender.ts';

interface NotRewritten extends Violation {
  readonly connector: OutboundConnector;
  readonly forwarder: string;
  readonly sender: string;
  readonly server: string;
}

/** Forwards leave over own servers with the envelope sender of the stranger who wrote. */
export const senderNotRewritten = defineCheck<NotRewritten>({
  id: 'forwarding/sender-not-rewritten',
  severity: 'warning',
  covers: ['CMIS-59', 'PMIS-68'],
  docs: {
    summary: 'Forwarded mail leaves over own servers with a foreign envelope sender (SenderRewritingEnabled is off).',
    why: 'Receivers compare the address of the own server with the SPF record of somebody else, and it fails.',
    remedy: 'Switch SenderRewritingEnabled on at the outbound connector to the own servers.',
    references: [connectorPages.newOutbound],
  },

  *run(context) {
    for (const connector of context.topology.tenant?.outboundConnectors ?? []) {
      if (!connector.enabled || connector.connectorType !== 'OnPremises' || connector.senderRewritingEnabled) continue;
      const found = firstForward(context, connector);
      if (found === undefined) continue;
      const { probed, outcome, forwarder } = found;
      yield {
        subject: subject('outbound', connector.name),
        at: `${connector.at}/SenderRewritingEnabled`,
        evidence: sessionEvidence(context, probed, outcome),
        semantics: ['CFWD-3', 'SRS-4', 'CMIS-59', 'PMIS-68'],
        assumptions: outcome.assumptions,
        connector,
        forwarder,
        sender: outcome.lastMailFrom,
        server: outcome.route.findLast((node) => node.startsWith('server:')) ?? '',
      };
    }
  },

  explain: ({ connector, forwarder, sender, server }) => ({
    problem: text`What ${forwarder} forwards goes by ${connector.name} and leaves from ${server} with the envelope sender ${sender}.`,
    consequence: text`SPF of the original sender does not name ${server}: receivers take the forwarded mail for forged.`,
    remedy: text`Set-OutboundConnector -Identity ${quoted(connector.name)} -SenderRewritingEnabled $true.`,
  }),

  fix({ connector }, context) {
    const change = context.change(connector.at, { SenderRewritingEnabled: true });
    const title = text`Let ${connector.name} rewrite foreign envelope senders`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});

/** A forward that leaves over the connector with a foreign sender, and with an own one where the switch is on. */
function firstForward(
  context: CheckContext,
  connector: OutboundConnector,
): { readonly probed: ProbedTrace; readonly outcome: Outcome; readonly forwarder: string } | undefined {
  const { own } = context.world;
  if (own === undefined) return undefined;
  const traced = new Map<string, readonly [Traced, Traced]>();
  for (const probed of context.traces) {
    if (probed.purpose !== 'forward' && probed.purpose !== 'declared') continue;
    if (!probed.trace.outcomes.some((one) => one.forwards.length > 0 && isOver(one, connector))) continue;
    const [plain, rewritten] = traced.get(honestKey(probed)) ?? supposed(context, probed, connector);
    traced.set(honestKey(probed), [plain, rewritten]);
    const [before, after] = [plain(probed), rewritten(probed)];
    for (const [index, outcome] of before.outcomes.entries()) {
      const cured = after.outcomes[index];
      const forward = outcome.forwards.at(-1);
      if (cured === undefined || forward === undefined || !isOver(outcome, connector)) continue;
      if (cured.finalRecipient !== outcome.finalRecipient || cured.lastMailFrom === outcome.lastMailFrom) continue;
      if (acceptedDomain(own, domainOf(outcome.lastMailFrom)) !== undefined) continue;
      return { probed, outcome, forwarder: forward.by };
    }
  }
  return undefined;
}

type Traced = (trace: ProbedTrace) => Trace;

/** What becomes of messages of honest senders, as it is and with senders rewritten. */
function supposed(context: CheckContext, probed: ProbedTrace, connector: OutboundConnector): readonly [Traced, Traced] {
  const honest = supposingHonestSender(context.topology, probed);
  return [context.supposing(honest), context.supposing(rewriting(honest, connector))];
}

/** Whether the copy leaves from an own server to which the connector handed it. */
const isOver = (outcome: Outcome, { name }: OutboundConnector): boolean =>
  outcome.status === 'sent' &&
  outcome.connectors.includes(`outbound:${name}`) &&
  outcome.route.at(-2)?.startsWith('server:') === true;

function rewriting(topology: Topology, connector: OutboundConnector): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  const outboundConnectors = tenant.outboundConnectors.map((one) =>
    one.name === connector.name ? { ...one, senderRewritingEnabled: true } : one,
  );
  return { ...topology, tenant: { ...tenant, outboundConnectors } };
}
