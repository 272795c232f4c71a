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
    const relaying = (context.topology.tenant?.acceptedDomains ?? []).filter(
      (one) => one.type === 'InternalRelay' && !one.matchSubDomains,
    );
    const taken = takenForNobody(context);
    const suspects = relaying.filter((one) => taken.has(one.name));
    if (suspects.length === 0) return;
    const needed = domainsThatNeedIt(context, suspects);
    for (const domain of suspects) {
      const found = taken.get(domain.name);
      if (found === undefined || needed.has(domain.name)) continue;
      const { probed, outcome } = found;
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

  fix({ domain }, context) {
    const declared = context.topology.tenant?.acceptedDomains.find((one) => one.name === domain);
    const change = declared && context.change(declared.at, { DomainType: 'Authoritative' });
    const title = text`Make ${domain} Authoritative`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});

type Taken = { readonly probed: ProbedTrace; readonly outcome: Outcome };

/** Of each domain, a message to somebody who does not exist that the tenant takes and that comes back. */
function takenForNobody(context: CheckContext): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    if (probed.purpose !== 'unknown-recipient' || !outcome.route.includes('tenant')) continue;
    const domain = domainOf(outcome.recipient);
    if ((outcome.status === 'bounced' || outcome.status === 'deferred') && !taken.has(domain))
      taken.set(domain, { probed, outcome });
  }
  return taken;
}

/** The domains in which some mail that should arrive would end otherwise if they were all Authoritative. */
function domainsThatNeedIt(context: CheckContext, suspects: readonly AcceptedDomain[]): ReadonlySet<string> {
  const names = new Set(suspects.map((one) => one.name));
  const traced = context.supposing(authoritative(context.topology, names));
  const needed = new Set<string>();
  for (const probed of context.traces) {
    if (isQuestion(probed) || !probed.legitimate) continue;
    const concerned = domainsOf(probed.trace).filter((name) => names.has(name));
    if (concerned.length === 0 || isSame(probed, traced(probed))) continue;
    for (const name of concerned) needed.add(name);
  }
  return needed;
}

const domainsOf = ({ outcomes }: Trace): readonly string[] =>
  outcomes.flatMap((one) => [domainOf(one.recipient), domainOf(one.finalRecipient)]);

const isSame = ({ trace }: ProbedTrace, after: Trace): boolean =>
  ends(trace.outcomes).join() === ends(after.outcomes).join();

const ends = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map((one) => [one.finalRecipient, one.status, one.endsAt].join(' '));

function authoritative(topology: Topology, names: ReadonlySet<string>): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  const acceptedDomains = tenant.acceptedDomains.map((one) =>
    names.has(one.name) ? { ...one, type: 'Authoritative' as const } : one,
  );
  return { ...topology, tenant: { ...tenant, acceptedDomains } };
}
