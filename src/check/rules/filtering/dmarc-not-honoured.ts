import type { AntiPhishPolicy } from '../../../model/mail-policies.ts';
import { list, text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { quoted } from '../connector/power-shell.ts';
import { filteringPages } from './filtering-pages.ts';

type Switch = 'HonorDmarcPolicy' | 'EnableSpoofIntelligence';

interface NotHonoured extends Violation {
  readonly policy: AntiPhishPolicy;
  readonly off: readonly Switch[];
}

/** An anti-phishing policy that does not do what senders ask for in DMARC, or does not look for forged senders at all. */
export const dmarcNotHonoured = defineCheck<NotHonoured>({
  id: 'filtering/dmarc-not-honoured',
  severity: 'warning',
  covers: ['PMIS-52'],
  docs: {
    summary: 'An anti-phishing policy leaves DMARC policies of senders or spoof intelligence aside.',
    why: 'Mail that forges a domain is delivered, or goes to junk, although the owner of the domain asks for it to be refused.',
    remedy: 'Switch HonorDmarcPolicy and EnableSpoofIntelligence on.',
    whenNotToApply:
      'DmarcRejectAction Quarantine is milder than what the sender asks for and a decision that can be meant; it is not reported.',
    references: [filteringPages.antiPhishing, filteringPages.setAntiPhish],
  },

  *run({ topology }) {
    for (const policy of topology.tenant?.antiPhishPolicies ?? []) {
      if (!policy.enabled) continue;
      const off: readonly Switch[] = [
        ...(policy.honorDmarcPolicy === false ? ['HonorDmarcPolicy' as const] : []),
        ...(policy.enableSpoofIntelligence === false ? ['EnableSpoofIntelligence' as const] : []),
      ];
      const [first] = off;
      if (first === undefined) continue;
      yield {
        subject: subject('policy', policy.name),
        at: `${policy.at}/${first}`,
        detail: off.join(),
        evidence: [],
        semantics: ['AUTH-5', 'AUTH-6', 'PMIS-52'],
        policy,
        off,
      };
    }
  },

  explain: ({ policy, off }) => ({
    problem: text`${list(off, 'and')} of the anti-phishing policy ${policy.name} is off.`,
    consequence: !off.includes('EnableSpoofIntelligence')
      ? text`Mail that forges a domain with p=reject is not refused: it gets the action for spoofed mail, junk by default.`
      : off.length === 1
        ? text`Mail that forges a domain without a DMARC policy, an own one among them, is delivered unmarked.`
        : text`Mail that forges a domain with p=reject or p=quarantine is quarantined and not refused, and any other forged mail is delivered unmarked.`,
    remedy: text`Switch it on: Set-AntiPhishPolicy -Identity ${quoted(policy.name)} -HonorDmarcPolicy $true -EnableSpoofIntelligence $true.`,
  }),

  fix({ policy, off }, context) {
    const change = context.change(policy.at, Object.fromEntries(off.map((name) => [name, true])));
    const title = text`Switch ${list(off, 'and')} of ${policy.name} on`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});
