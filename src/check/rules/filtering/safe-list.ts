import type { ConnectionFilterPolicy } from '../../../model/mail-policies.ts';
import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted } from '../connector/power-shell.ts';

interface SafeList extends Violation {
  readonly policy: ConnectionFilterPolicy;
}

/** Microsoft's own list of senders is let past spam filtering, and nobody here can see who is on it. */
export const safeList = defineCheck<SafeList>({
  id: 'filtering/safe-list',
  severity: 'info',
  covers: ['PMIS-50'],
  docs: {
    summary: "Senders on a list of Microsoft's skip spam filtering (EnableSafeList), and the list is not published.",
    why: 'Nobody in the organisation can say whose mail is let past spam filtering, nor take somebody off the list.',
    remedy: 'Switch the safe list off.',
    whenNotToApply:
      'Documents differ on whether the switch still does something; the page of the cmdlet calls it reserved.',
    references: [connectorPages.connectionFilter],
  },

  *run({ topology }) {
    for (const policy of topology.tenant?.hostedConnectionFilterPolicies ?? []) {
      if (!policy.enableSafeList) continue;
      yield {
        subject: subject('policy', policy.name),
        at: `${policy.at}/EnableSafeList`,
        evidence: [],
        semantics: ['CF-3', 'PMIS-50'],
        policy,
      };
    }
  },

  explain: ({ policy }) => ({
    problem: text`EnableSafeList of ${policy.name} lets senders past spam filtering that Microsoft chooses.`,
    consequence: text`Where the switch takes effect, which documents do not settle, mail of unknown senders skips spam filtering.`,
    remedy: text`Switch it off: Set-HostedConnectionFilterPolicy -Identity ${quoted(policy.name)} -EnableSafeList $false.`,
  }),

  fix({ policy }, context) {
    const change = context.change(policy.at, { EnableSafeList: false });
    const title = text`Let no list of Microsoft's past spam filtering in ${policy.name}`;
    return change === undefined ? [] : [{ title, safety: 'review', changes: [change] }];
  },
});
