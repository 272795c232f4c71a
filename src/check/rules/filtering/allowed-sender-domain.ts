import type { ContentFilterPolicy } from '../../../model/filtering.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { Written } from '../../../model/topology.ts';
import { isOwnDomain } from '../../../simulate/world.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { groupBy } from '../../trace-evidence.ts';
import { removeCommand } from '../connector/power-shell.ts';
import { filteringPages } from './filtering-pages.ts';

interface AllowedDomain extends Violation {
  readonly policy: ContentFilterPolicy;
  readonly entries: readonly [Written, ...Written[]];
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
      const isOwn = ({ text: domain }: Written) => isOwnDomain(context, domain.toLowerCase());
      for (const entries of groupBy(policy.allowedSenderDomains, (one) => (isOwn(one) ? 'own' : 'foreign')).values()) {
        const own = isOwn(entries[0]);
        yield {
          subject: subject('policy', policy.name),
          at: entries[0].at,
          detail: own ? 'own' : 'foreign',
          evidence: [],
          semantics: ['SAFE-3', 'SAFE-1', 'PMIS-51'],
          policy,
          entries,
          own,
        };
      }
    }
  },

  explain: ({ policy, entries, own }) => ({
    problem: own
      ? text`The anti-spam policy ${policy.name} allows own domains as senders: ${named(entries)}.`
      : text`The anti-spam policy ${policy.name} allows every sender who writes one of these domains into From: ${named(entries)}.`,
    consequence: own
      ? text`For own domains an entry counts only where authentication passes: it helps no mail that fails it, and lets spam of own accounts and of services that send for the domain past filtering.`
      : text`Spam and forged mail in these names skips spam filtering; only malware and high confidence phishing are still caught.`,
    remedy: text`Take them out, for each one ${removeCommand('Set-HostedContentFilterPolicy', policy.name, 'AllowedSenderDomains', entries[0].text)}; where mail of a sender is caught by mistake, New-TenantAllowBlockListItems -ListType Sender -Allow -Entries with that sender.`,
  }),

  fix({ policy, entries }, context) {
    const kept = policy.allowedSenderDomains.filter((one) => !entries.includes(one)).map((one) => one.text);
    const change = context.change(policy.at, { AllowedSenderDomains: kept });
    const title = text`Take ${named(entries)} off the allowed sender domains of ${policy.name}`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});

const shownMax = 5;
const named = (entries: readonly Written[]): Text =>
  entries.length <= shownMax
    ? list(
        entries.map((one) => one.text),
        'and',
      )
    : list([...entries.slice(0, shownMax).map((one) => one.text), text`${entries.length - shownMax} more`], 'and');
