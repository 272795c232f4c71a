import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { list, text } from '../../../model/text.ts';
import { isCentral } from '../../../simulate/steps/select-outbound-connector.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { transportRouting } from './transport-routing.ts';

type Switch = 'TrustedMailInboundEnabled' | 'TrustedMailOutboundEnabled';

interface Untrusted extends Violation {
  readonly remote: RemoteDomain;
  readonly off: readonly Switch[];
  readonly way: string;
}

/** Mail that centralised transport sends round comes back without the verdicts that it left with. */
export const centralTransportUntrusted = defineCheck<Untrusted>({
  id: 'routing/central-transport-untrusted',
  severity: 'warning',
  covers: ['CMIS-31'],
  docs: {
    summary: 'With centralised transport, the own servers do not trust the remote domain of the tenant.',
    why: 'They take the internal headers of what Exchange Online sends round away: it is judged anew when it comes back, by the address of the own server, and quarantined.',
    remedy: 'Switch TrustedMailInboundEnabled and TrustedMailOutboundEnabled of that remote domain on.',
    references: [transportRouting],
  },

  *run(context) {
    const { tenant, onPremises } = context.topology;
    if (tenant === undefined || !tenant.outboundConnectors.some(isCentral)) return;
    const round = [...outcomesOf(context.traces)].find(
      ({ probed, outcome: { route } }) =>
        probed.purpose === 'inbound' &&
        route.some(
          (node, index) => node.startsWith('server:') && route[index - 1] === 'tenant' && route[index + 1] === 'tenant',
        ),
    );
    if (round === undefined) return;
    for (const remote of onPremises?.remoteDomains ?? []) {
      if (remote.domain.kind !== 'exact' || remote.domain.domain !== tenant.domain) continue;
      const off: readonly Switch[] = [
        ...(remote.trustedMailInboundEnabled ? [] : (['TrustedMailInboundEnabled'] as const)),
        ...(remote.trustedMailOutboundEnabled ? [] : (['TrustedMailOutboundEnabled'] as const)),
      ];
      const [first] = off;
      if (first === undefined) continue;
      yield {
        subject: subject('remote-domain', remote.name),
        at: `${remote.at}/${first}`,
        evidence: sessionEvidence(context, round.probed, round.outcome),
        semantics: ['HDR-6', 'CMIS-31'],
        remote,
        off,
        way: round.outcome.route.join(' → '),
      };
    }
  },

  explain: ({ remote, off, way }) => ({
    problem: text`${list(off, 'and')} of the own servers' remote domain ${remote.name} is off, and mail goes ${way}.`,
    consequence: text`What comes back to Exchange Online is judged anew by the address of the own server: mail of honest senders is quarantined.`,
    remedy: text`On the own servers: Set-RemoteDomain -Identity ${quoted(remote.name)} -TrustedMailInboundEnabled $true -TrustedMailOutboundEnabled $true.`,
  }),
});
