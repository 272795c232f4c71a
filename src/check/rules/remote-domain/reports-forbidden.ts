import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, leaving, withRemoteDomain } from './asked-mail.ts';
import { ownRemoteDomains } from './foreign-domain.ts';
import { remoteDomainPages } from './remote-domain-pages.ts';

interface ReportsForbidden extends Violation {
  readonly remote: RemoteDomain;
  readonly side: 'cloud' | 'onPremises';
}

/** Reports to senders outside do not leave, because the remote domain for everybody forbids them (RD-10). */
export const reportsForbidden = defineCheck<ReportsForbidden>({
  id: 'remote-domain/reports-forbidden',
  severity: 'warning',
  covers: ['PMIS-64'],
  docs: {
    summary: 'NDREnabled is off in the remote domain for all domains.',
    why: 'Mail that cannot be delivered is lost without a word: its sender takes it for delivered.',
    remedy: 'Switch NDREnabled of that remote domain on.',
    references: [remoteDomainPages.setRemoteDomain, remoteDomainPages.remoteDomains],
  },

  *run(context) {
    for (const { remote, name, side } of ownRemoteDomains(context)) {
      if (remote.domain.kind !== 'all') continue;
      const lost = lostReport(context, remote, name);
      if (lost === undefined) continue;
      const at = `${remote.at}/NDREnabled`;
      yield {
        subject: subject('remote-domain', name),
        at,
        evidence: [
          { at: context.sources.locate(at), text: text`NDREnabled of ${remote.name}` },
          ...sessionEvidence(context, lost.probed, lost.outcome),
        ],
        semantics: ['RD-1', 'RD-10', 'PMIS-64'],
        confidence: lost.outcome.confidence,
        remote,
        side,
      };
    }
  },

  explain: ({ remote: { name }, side }) => ({
    problem: text`NDREnabled of the remote domain ${name} is off, which is for every domain that has no remote domain of its own.`,
    consequence:
      side === 'cloud'
        ? text`Senders outside get no report of mail that Exchange Online took and cannot deliver.`
        : text`Senders outside get no report of mail that the own servers took and cannot deliver.`,
    remedy: text`Set-RemoteDomain -Identity ${quoted(name)} -NDREnabled $true.`,
  }),

  fix: ({ remote }, context) =>
    proposed(text`Switch NDREnabled of ${remote.name} on`, 'review', context.change(remote.at, { NDREnabled: true })),
});

/** A report that does not leave, and would if the remote domain allowed it. */
function lostReport(context: CheckContext, remote: RemoteDomain, name: string) {
  const asked = askedOf(context, name, 'ndr');
  const lost = [...outcomesOf(asked)].find(({ outcome }) => outcome.status === 'dropped');
  if (lost === undefined || leaving(asked) !== undefined) return undefined;
  const allowing = context.supposing(withRemoteDomain(context.topology, remote, { ndrEnabled: true }));
  return leaving([{ ...lost.probed, trace: allowing(lost.probed) }]) === undefined ? undefined : lost;
}
