import { text } from '../../../model/text.ts';
import type { AcceptedDomain, Topology } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, isQuestion, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { transportRouting } from './transport-routing.ts';

interface LeftOn extends Violation {
  readonly domain: string;
  readonly recipient: string;
  readonly way: string;
}

/** The domain relays unknown recipients on, and all that are known are in the tenant's directory. */
export const internalRelayLeftOn = defineCheck<LeftOn>({
  id: 'routing/internal-relay-left-on',
  severity: 'warning',
  covers: ['CMIS-60'],
  docs: {
    summary: 'An InternalRelay domain takes mail for recipients that exist nowhere, and no recipient needs it.',
    why: 'Everything to invented addresses is taken, relayed, and returned to whoever is named as its sender: backscatter, and a quota of invalid recipients.',
    remedy: 'Make the domain Authoritative, so that edge blocking refuses unknown recipients.',
    references: [transportRouting],
  },

  *run(context) {
    for (const domain of context.topology.tenant?.acceptedDomains ?? []) {
      if (domain.type !== 'InternalRelay' || domain.matchSubDomains) continue;
      const taken = [...outcomesOf(context.traces)].find(
        ({ probed, outcome }) =>
          probed.purpose === 'unknown-recipient' &&
          domainOf(outcome.recipient) === domain.name &&
          outcome.route.includes('tenant') &&
          (outcome.status === 'bounced' || outcome.status === 'deferred'),
      );
      if (taken === undefined || !isUnneeded(context, domain)) continue;
      const { probed, outcome } = taken;
      yield {
        subject: subject('domain', domain.name),
        at: `${domain.at}/DomainType`,
        evidence: sessionEvidence(context, probed, outcome, ['block-unknown-recipient', 'resolve-recipient']),
        semantics: ['ACC-10', 'OUT-31', 'CMIS-60'],
        assumptions: outcome.assumptions,
        domain: domain.name,
        recipient: outcome.recipient,
        way: outcome.route.join(' → '),
      };
    }
  },

  explain: ({ domain, recipient, way }) => ({
    problem: text`${domain} is InternalRelay: mail to ${recipient}, who exists nowhere, is taken and goes ${way}. All declared recipients would be reached if it were Authoritative.`,
    consequence: text`Senders who are forged get reports about mail that they never wrote, and dead addresses count against the quota of invalid recipients.`,
    remedy: text`Set-AcceptedDomain -Identity ${quoted(domain)} -DomainType Authoritative.`,
  }),
});

/** Whether all mail that should arrive ends in the same way without the relaying. */
function isUnneeded(context: CheckContext, domain: AcceptedDomain): boolean {
  const traced = context.supposing(authoritative(context.topology, domain));
  return context.traces.every((probed) => isQuestion(probed) || !probed.legitimate || isSame(probed, traced(probed)));
}

const isSame = ({ trace }: ProbedTrace, after: Trace): boolean =>
  ends(trace.outcomes).join() === ends(after.outcomes).join();

const ends = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map((one) => [one.finalRecipient, one.status, one.endsAt].join(' '));

function authoritative(topology: Topology, domain: AcceptedDomain): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  const acceptedDomains = tenant.acceptedDomains.map((one) =>
    one === domain ? { ...one, type: 'Authoritative' as const } : one,
  );
  return { ...topology, tenant: { ...tenant, acceptedDomains } };
}
