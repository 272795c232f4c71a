import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { isForeign } from './foreign-domain.ts';
import { remoteDomainPages } from './remote-domain-pages.ts';

interface TrustedSenders extends Violation {
  readonly remote: RemoteDomain;
}

/** TrustedMailInboundEnabled of a domain of somebody else: whoever writes its name is not filtered (RD-12). */
export const trustedSenders = defineCheck<TrustedSenders>({
  id: 'remote-domain/trusted-senders',
  severity: 'error',
  covers: ['PMIS-62'],
  docs: {
    summary: 'TrustedMailInboundEnabled is on for a domain that is not an own one.',
    why: 'Mail is trusted for the domain of its sender alone, which anybody can write: content and recipient filtering are skipped for it.',
    remedy: 'Switch TrustedMailInboundEnabled of that remote domain off.',
    whenNotToApply:
      'A domain of the same organisation that is not declared as accepted by a tenant or by own servers. Remote domains of own servers are left alone: what their filters skip is not simulated.',
    references: [remoteDomainPages.setRemoteDomain, remoteDomainPages.remoteDomains],
  },

  *run(context) {
    const strangers = fromStrangers(context);
    if (strangers === undefined) return;
    for (const remote of context.topology.tenant?.remoteDomains ?? []) {
      if (!remote.trustedMailInboundEnabled || !isForeign(context, remote)) continue;
      yield {
        subject: subject('remote-domain', remote.name),
        at: `${remote.at}/TrustedMailInboundEnabled`,
        evidence: sessionEvidence(context, strangers.probed, strangers.outcome),
        semantics: ['RD-4', 'RD-12', 'PMIS-62'],
        remote,
      };
    }
  },

  explain: ({ remote: { name, domain } }) => ({
    problem:
      domain.kind === 'all'
        ? text`TrustedMailInboundEnabled of the remote domain ${name} is on, which is for senders of every domain that has no remote domain of its own.`
        : text`TrustedMailInboundEnabled of the remote domain ${name} is on, and ${domain.text} is no domain of this organisation.`,
    consequence: text`Whoever writes such a sender passes content and recipient filtering; the name alone decides.`,
    remedy: text`Set-RemoteDomain -Identity ${quoted(name)} -TrustedMailInboundEnabled $false.`,
  }),

  fix: ({ remote }, context) =>
    proposed(
      text`Switch TrustedMailInboundEnabled of ${remote.name} off`,
      'review',
      context.change(remote.at, { TrustedMailInboundEnabled: false }),
    ),
});

/** Mail of the Internet that the tenant takes: without it nobody can use the trust. */
function fromStrangers(context: CheckContext) {
  const isFromOutside = ({ purpose, trace }: ProbedTrace) =>
    (purpose === 'inbound' || purpose === 'declared') && trace.message.source === 'internet';
  return [...outcomesOf(context.traces)].find(
    ({ probed, outcome }) => isFromOutside(probed) && outcome.status === 'delivered' && outcome.endsAt === 'tenant',
  );
}
