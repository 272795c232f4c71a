import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf, isMetOutside, leaving, withRuleForOutsiders } from './asked-mail.ts';
import { isForeign, ownRemoteDomains } from './foreign-domain.ts';
import { remoteDomainPages } from './remote-domain-pages.ts';

interface InternalForStrangers extends Violation {
  readonly remote: RemoteDomain;
  readonly legacy: boolean;
}

/**
 * A domain of somebody else is internal for transport, or gets the automatic replies meant for colleagues (RD-7, RD-8): mail
 * leaves the organisation that rules for recipients outside do not meet, or such a reply does.
 */
export const internalForStrangers = defineCheck<InternalForStrangers>({
  id: 'remote-domain/internal-for-strangers',
  severity: 'warning',
  covers: ['PMIS-63'],
  docs: {
    summary: 'IsInternal is on, or AllowedOOFType is InternalLegacy, for a domain that is not an own one.',
    why: 'Mail flow rules for recipients outside the organisation skip its people, and they get the automatic replies that are meant for colleagues.',
    remedy: 'IsInternal off, and AllowedOOFType External.',
    whenNotToApply: 'A domain of the same organisation that is not declared as accepted by a tenant or by own servers.',
    references: [remoteDomainPages.setRemoteDomain, remoteDomainPages.remoteDomains],
  },

  *run(context) {
    for (const { remote, name } of ownRemoteDomains(context)) {
      if (!isForeign(context, remote)) continue;
      const reply = leaving(askedOf(context, name, 'oof'));
      const found = reply ?? (remote.isInternal ? takenForInternal(context, name) : undefined);
      if (found === undefined) continue;
      const legacy = reply !== undefined;
      const at = `${remote.at}/${legacy ? 'AllowedOOFType' : 'IsInternal'}`;
      yield {
        subject: subject('remote-domain', name),
        at,
        evidence: [
          { at: context.sources.locate(at), text: `${remote.name}: ${remote.domain.text}` },
          ...sessionEvidence(context, found.probed, found.outcome),
        ],
        semantics: [...(legacy ? ['RD-7'] : []), 'RD-8', 'PMIS-63'],
        confidence: found.outcome.confidence,
        remote,
        legacy,
      };
    }
  },

  explain: ({ remote: { name, domain }, legacy }) => ({
    problem: legacy
      ? text`AllowedOOFType of the remote domain ${name} is InternalLegacy, and ${domain.text} is no domain of this organisation.`
      : text`IsInternal of the remote domain ${name} is on, and ${domain.text} is no domain of this organisation.`,
    consequence: legacy
      ? text`Automatic replies meant for colleagues leave the organisation; InternalLegacy also sets IsInternal, by which mail flow rules for recipients outside skip that domain.`
      : text`Mail flow rules for recipients outside the organisation, such as encryption, skip that domain.`,
    remedy: text`Set-RemoteDomain -Identity ${quoted(name)} -IsInternal $false, and then -AllowedOOFType External.`,
  }),

  fix: ({ remote, legacy }, context) =>
    proposed(
      text`Let ${remote.name} be external`,
      'review',
      context.change(remote.at, { IsInternal: false, ...(legacy ? { AllowedOOFType: 'External' } : {}) }),
    ),
});

/** Mail that leaves the organisation, and that a rule for recipients outside would not meet. */
function takenForInternal(context: CheckContext, name: string) {
  const sent = leaving(askedOf(context, name, 'normal'));
  if (sent === undefined) return undefined;
  const asking = context.supposing(withRuleForOutsiders(context.topology))(sent.probed);
  return asking.outcomes.some(isMetOutside) ? undefined : sent;
}
