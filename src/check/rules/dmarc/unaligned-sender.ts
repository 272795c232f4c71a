import type { Pointer, Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { isAligned } from '../../../protocols/dmarc/evaluate-dmarc.ts';
import { findDmarc } from '../../../protocols/dmarc/find-dmarc.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { type Handover, handoverEvidence, leaving } from '../spf/handovers.ts';
import { isOwnName } from '../spf/own-mail-domains.ts';
import { learnDmarc, rfc7489 } from './dmarc-references.ts';

interface UnalignedSender extends Violation {
  readonly from: string;
  readonly mailFrom: string;
  readonly node: string;
  readonly egress: string;
  readonly pool: 'regular' | 'highRisk' | 'relay' | null;
  readonly spf: string;
  readonly policy: string;
}

export const unalignedSender = defineCheck<UnalignedSender>({
  id: 'dmarc/unaligned-sender',
  severity: 'error',
  docs: {
    summary: "A sender of the organisation's own mail fails DMARC under its published policy.",
    why: 'Neither SPF nor DKIM passes for the domain of the From header, so receivers do with this mail what the policy says of forged mail.',
    remedy: 'Let the sender sign with DKIM as the domain, or use an envelope sender in it that passes SPF.',
    references: [rfc7489('3.1'), learnDmarc],
  },
  *run(context) {
    const groups = new Map<string, [Handover, ...Handover[]]>();
    for (const handover of leaving(context)) {
      const { probe, outcome } = handover;
      if (outcome.egressDmarc !== 'fail' || !isOwnMail(context, probe) || isForSpf(context, handover)) continue;
      // A report has no envelope sender that could align, whatever its server is; only what is declared to send so counts.
      if (outcome.lastMailFrom === '<>' && probe.purpose !== 'sending') continue;
      const key = [probe.trace.message.source, fromDomain(probe), handover.domain].join(' ');
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [handover]);
      else known.push(handover);
    }
    for (const all of groups.values()) yield violation(context, all);
  },
  explain: ({ from, mailFrom, node, egress, pool, spf, policy }) => ({
    problem: text`Mail that ${node} sends with ${from} in the From header fails the DMARC policy of ${from}: its envelope sender is in ${mailFrom === '' ? text`no domain` : mailFrom}, SPF of it is ${spf} at the end, and no DKIM signature passes for ${from}.`,
    consequence:
      policy === 'none'
        ? text`The policy is none, so receivers only report it; under p=quarantine or p=reject this mail is lost.`
        : text`Receivers are asked to ${policy} this mail.`,
    remedy:
      pool === 'relay'
        ? text`Add ${mailFrom} to the accepted domains of the tenant (New-AcceptedDomain), so that this mail leaves through the regular pool, or let ${node} sign with DKIM as ${from}.`
        : node === egress
          ? text`Let ${node} sign with DKIM as ${from}, or send with an envelope sender in ${from} from an address that its SPF record passes.`
          : text`Let ${node} or ${egress}, which hands the mail over, sign with DKIM as ${from}, or send with an envelope sender in ${from} that passes SPF from there.`,
  }),

  fix({ from, mailFrom, node, pool }, context) {
    const signing = context.topology.tenant?.dkimSigningConfigs.find((one) => one.domain === from && !one.enabled);
    const signed =
      node !== 'tenant' || signing === undefined
        ? []
        : proposed(
            text`Let the tenant sign mail of ${from} with DKIM`,
            'review',
            context.change(signing.at, { Enabled: true }),
          );
    const task =
      pool === 'relay'
        ? text`Add ${mailFrom} to the accepted domains of the tenant in the Microsoft 365 admin centre, or have ${node} sign with DKIM as ${from}.`
        : text`Have ${node} sign its mail with DKIM as ${from} and publish its key, or let it send with an envelope sender in ${from} that passes SPF.`;
    return [...signed, byPerson(text`Let the mail of ${node} pass DMARC as ${from}`, task)];
  },
});

/** The published policy for a domain of a From header, its organisational domain's where it has none of its own. */
function policyOf(context: CheckContext, from: string): string {
  const found = findDmarc(from, context.topology.dns.view);
  return (found.inherited ? found.record?.subdomainPolicy : found.record?.policy) ?? 'none';
}

const fromDomain = (probe: ProbedTrace): string => domainOf(probe.trace.message.from);

/**
 * Whether a pass of SPF would align, so that a finding about the SPF record is the cause and has the remedy. It would
 * not help from the relay pool, which no record of a customer's names (CFWD-4).
 */
function isForSpf(context: CheckContext, { probe, outcome, domain }: Handover): boolean {
  if (outcome.egressSpf === 'pass' || (outcome.egressPool !== null && outcome.egressPool !== 'regular')) return false;
  const from = fromDomain(probe);
  const mode = findDmarc(from, context.topology.dns.view).record?.spfAlignment ?? 'relaxed';
  return isOwnName(context, domain) && isAligned(domain, from, mode);
}

/** The organisation's own flow under an own From: not what strangers send in, and not what is forwarded for them. */
function isOwnMail(context: CheckContext, probe: ProbedTrace): boolean {
  if (!isOwnName(context, fromDomain(probe))) return false;
  return probe.purpose === 'declared' ? probe.trace.message.source !== 'internet' : probe.legitimate;
}

function violation(context: CheckContext, all: readonly [Handover, ...Handover[]]): UnalignedSender {
  const [first] = all;
  const from = fromDomain(first.probe);
  const node = first.probe.trace.message.source;
  const found = findDmarc(from, context.topology.dns.view);
  const declared = found.origin?.kind === 'declared' ? found.origin.at : undefined;
  return {
    subject: node === 'tenant' ? subject('domain', from) : node.toLowerCase(),
    at: settingOf(context, node, from) ?? declared,
    evidence: [handoverEvidence(first), { at: declared, text: `${found.name} TXT "${found.record?.text ?? ''}"` }],
    semantics: first.outcome.egressPool === 'relay' ? ['AUTH-1', 'CFWD-4'] : ['AUTH-1'],
    detail: `${from} ${first.domain}`,
    from,
    mailFrom: first.domain,
    node,
    egress: first.node,
    pool: first.outcome.egressPool,
    spf: first.outcome.egressSpf ?? 'not judged',
    policy: policyOf(context, from),
  };
}

/** Where the sender is declared to send as the domain. */
function settingOf(context: CheckContext, node: string, from: string): Pointer | Span | undefined {
  const service = context.world.services.get(node);
  const server = context.world.servers.get(node);
  const sendings = service?.sendsAs ?? server?.sends ?? [];
  const found = sendings.find((one) => (one.from.includes('@') ? domainOf(one.from) : one.from) === from);
  return found?.at ?? service?.at ?? server?.at;
}
