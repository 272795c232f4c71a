import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { quoted } from '../connector/power-shell.ts';
import { isForeign, ownRemoteDomains } from './foreign-domain.ts';
import { remoteDomainPages } from './remote-domain-pages.ts';

interface InternalForStrangers extends Violation {
  readonly remote: RemoteDomain;
  readonly legacy: boolean;
}

/** A domain of somebody else is internal for transport, or gets the automatic replies meant for colleagues (RD-7, RD-8). */
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
      const legacy = remote.allowedOofType === 'InternalLegacy';
      if (!(remote.isInternal || legacy) || !isForeign(context, remote)) continue;
      const at = `${remote.at}/${legacy ? 'AllowedOOFType' : 'IsInternal'}`;
      yield {
        subject: subject('remote-domain', name),
        at,
        evidence: [{ at: context.sources.locate(at), text: `${remote.name}: ${remote.domain.text}` }],
        semantics: [...(legacy ? ['RD-7'] : []), 'RD-8', 'PMIS-63'],
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
