import type { OutboundSpamPolicy } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { ignoresSuspiciousCopies } from '../../../simulate/steps/outbound-policy-scope.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { quoted } from '../connector/power-shell.ts';
import { filteringPages } from './filtering-pages.ts';

interface CopyIgnored extends Violation {
  readonly policy: OutboundSpamPolicy;
}

/** Copies of suspicious mail are asked for in a custom policy, where the setting does nothing (OSP-9). */
export const suspiciousCopyIgnored = defineCheck<CopyIgnored>({
  id: 'filtering/suspicious-copy-ignored',
  severity: 'info',
  covers: ['PMIS-60'],
  docs: {
    summary: 'BccSuspiciousOutboundMail is on in an outbound spam policy other than the default one.',
    why: 'The setting acts in the default policy alone: nobody gets the copies of suspicious mail that are asked for.',
    remedy: 'Switch it on in the default policy, or rely on the alert policies.',
    references: [filteringPages.outboundPolicies],
  },

  *run({ topology, sources }) {
    for (const policy of topology.tenant?.hostedOutboundSpamFilterPolicies ?? []) {
      if (!ignoresSuspiciousCopies(policy)) continue;
      const at = `${policy.at}/BccSuspiciousOutboundMail`;
      yield {
        subject: subject('policy', policy.name),
        at,
        evidence: [{ at: sources.locate(at), text: text`BccSuspiciousOutboundMail of ${policy.name}` }],
        semantics: ['OSP-9', 'PMIS-60'],
        policy,
      };
    }
  },

  explain: ({ policy: { name } }) => ({
    problem: text`BccSuspiciousOutboundMail is on in the outbound spam policy ${name}, and acts in the default policy alone.`,
    consequence: text`Nobody gets copies of the suspicious mail of those for whom ${name} is.`,
    remedy: text`Set-HostedOutboundSpamFilterPolicy -Identity Default -BccSuspiciousOutboundMail $true with -BccSuspiciousOutboundAdditionalRecipients, and $false for ${quoted(name)}.`,
  }),

  fix({ policy }, context) {
    return proposed(
      text`Switch BccSuspiciousOutboundMail of ${policy.name} off, where it does nothing`,
      'safe',
      context.change(policy.at, { BccSuspiciousOutboundMail: false }),
    );
  },
});
