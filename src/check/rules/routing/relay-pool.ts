import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';

interface RelayPool extends Violation {
  readonly node: string;
  readonly domain: string;
  /** What SPF says to the receiver. */
  readonly spf: string;
}

/** An application relays through the tenant with a foreign envelope sender that does not pass SPF: by the relay pool (SRS-5). */
export const relayPool = defineCheck<RelayPool>({
  id: 'routing/relay-pool',
  severity: 'warning',
  covers: ['PMIS-70'],
  docs: {
    summary: 'An application, server or service relays through the tenant and leaves by the relay pool.',
    why: "Its envelope sender is in no accepted domain and did not pass SPF on arrival; the relay pool (40.95.0.0/16) is in nobody's SPF record, and receivers take such mail for spam or refuse it (5.7.367).",
    remedy:
      'Make the domain of the envelope sender an accepted domain, or send with one in an accepted domain, or let its SPF record pass the sending address.',
    references: [connectorPages.outboundPools],
  },

  *run(context) {
    const pooled = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) =>
        isSending(context, probed) &&
        outcome.status === 'sent' &&
        outcome.egressPool === 'relay' &&
        outcome.forwards.length === 0 &&
        // Without the record of the domain nobody knows whether SPF passed on arrival.
        outcome.egressSpf !== 'undetermined',
    );
    for (const group of groupBy(pooled, keyOf).values()) {
      const [{ probed, outcome }] = group;
      const node = probed.trace.message.source;
      const domain = domainOf(outcome.lastMailFrom);
      yield {
        subject: node === 'tenant' ? subject('domain', domain) : node.toLowerCase(),
        at: settingOf(context, probed, domain),
        detail: domain,
        evidence: sessionEvidence(context, probed, outcome, ['choose-egress']),
        semantics: ['SRS-5', 'CFWD-4', 'PMIS-70'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        node,
        domain,
        spf: outcome.egressSpf ?? 'not judged',
      };
    }
  },

  explain: ({ node, domain, spf }) => ({
    problem: text`What ${node} sends with an envelope sender in ${domain} leaves Exchange Online by the relay pool: ${domain} is no accepted domain, and SPF did not pass on arrival.`,
    consequence: text`No SPF record names the relay pool: for the receiver SPF is ${spf}, who takes the mail for spam or refuses it (5.7.367).`,
    remedy: text`Add ${domain} to the accepted domains of the tenant, or let ${node} send with an envelope sender in an accepted domain, or let the SPF record of ${domain} pass the address of ${node}.`,
  }),

  fix: ({ node, domain }) => [
    byPerson(
      text`Let the mail of ${node} leave by the regular pool`,
      text`Where ${domain} belongs to the organisation, add it to the accepted domains in the Microsoft 365 admin centre; otherwise have ${node} send with an envelope sender in an accepted domain.`,
    ),
  ],
});

/**
 * What somebody declares to send, from a node of the topology. What an Exchange server hands on with a foreign sender it
 * forwards for somebody: no application whose sender can be changed.
 */
function isSending({ world }: CheckContext, { purpose, trace }: ProbedTrace): boolean {
  if (purpose === 'sending') return true;
  const server = world.servers.get(trace.message.source);
  const forwards = server?.role === 'mailbox' || server?.role === 'edge';
  return purpose === 'declared' && !forwards && (server !== undefined || world.services.has(trace.message.source));
}

const keyOf = ({ probed, outcome }: { probed: ProbedTrace; outcome: { lastMailFrom: string } }): string =>
  `${probed.trace.message.source} ${domainOf(outcome.lastMailFrom)}`;

/** Where the node is declared to send with the domain; of a sample, the sample. */
function settingOf({ world }: CheckContext, { trace, message }: ProbedTrace, domain: string): Pointer | undefined {
  const { source } = trace.message;
  const node = world.servers.get(source) ?? world.services.get(source);
  const sendings = node === undefined ? [] : 'sends' in node ? node.sends : node.sendsAs;
  const found = sendings.find(
    ({ from, mailFrom = from }) => (mailFrom.includes('@') ? domainOf(mailFrom) : mailFrom) === domain,
  );
  return found?.at ?? (message.at === '' ? node?.at : message.at);
}
