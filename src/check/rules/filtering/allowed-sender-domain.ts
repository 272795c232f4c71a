import type { ContentFilterPolicy } from '../../../model/filtering.ts';
import { text } from '../../../model/text.ts';
import type { Written } from '../../../model/topology.ts';
import { isOwnDomain } from '../../../simulate/world.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { quoted, removeCommand } from '../connector/power-shell.ts';
import { filteringPages } from './filtering-pages.ts';

interface AllowedDomain extends Violation {
  readonly policy: ContentFilterPolicy;
  readonly entry: Written;
  readonly own: boolean;
}

/** A domain on the allow list of an anti-spam policy: whoever writes it into From skips spam filtering. */
export const allowedSenderDomain = defineCheck<AllowedDomain>({
  id: 'filtering/allowed-sender-domain',
  severity: 'warning',
  covers: ['PMIS-51'],
  docs: {
    summary: 'An anti-spam policy lets everything pass that names a domain in From.',
    why: 'The list looks at the From header alone, which everybody can write; the mail skips spam filtering and spoof detection.',
    remedy:
      'Take the domain out. Where its mail is caught by mistake, allow the sender in the Tenant Allow/Block List, or the pair of sender and infrastructure where it counts as spoofed.',
    references: [filteringPages.allowLists, filteringPages.setContentFilter],
  },

  *run(context) {
    for (const policy of context.topology.tenant?.hostedContentFilterPolicies ?? []) {
      for (const entry of policy.allowedSenderDomains) {
        yield {
          subject: subject('policy', policy.name),
          at: entry.at,
          detail: entry.text.toLowerCase(),
          evidence: [],
          semantics: ['SAFE-3', 'SAFE-1', 'PMIS-51'],
          policy,
          entry,
          own: isOwnDomain(context, entry.text.toLowerCase()),
        };
      }
    }
  },

  explain: ({ policy, entry, own }) => ({
    problem: own
      ? text`The anti-spam policy ${policy.name} allows the own domain ${entry.text} as a sender.`
      : text`The anti-spam policy ${policy.name} allows every sender who writes ${entry.text} into From.`,
    consequence: own
      ? text`For own domains the entry counts only where authentication passes: it helps no mail that fails it, and lets spam of own accounts and of services that send for the domain past filtering.`
      : text`Spam and forged mail in the name of ${entry.text} skips spam filtering; only malware and high confidence phishing are still caught.`,
    remedy: text`Take it out: ${removeCommand('Set-HostedContentFilterPolicy', policy.name, 'AllowedSenderDomains', entry.text)}; where its mail is caught by mistake, New-TenantAllowBlockListItems -ListType Sender -Allow -Entries ${quoted(entry.text)}.`,
  }),
});
