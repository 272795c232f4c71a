import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { quoted } from '../connector/power-shell.ts';
import { rewritingPages } from './rewriting-pages.ts';

interface BothWays extends Violation {
  readonly name: string;
  readonly domain: string;
  readonly objectAt: Pointer;
}

/** All subdomains become one domain on the way out, and nobody can tell on the way in which one it was. */
export const wildcardBothWays = defineCheck<BothWays>({
  id: 'rewriting/wildcard-both-ways',
  severity: 'warning',
  covers: ['PMIS-72'],
  docs: {
    summary: 'An address rewrite entry for all subdomains is not set to act on outbound mail only.',
    why: 'From which subdomain an address came cannot be told from the rewritten one, so that replies are not written back.',
    remedy: 'Set OutboundOnly, and give the people the rewritten addresses as proxy addresses.',
    references: [rewritingPages.newEntry, rewritingPages.rewriting],
  },

  *run({ topology }) {
    for (const entry of topology.onPremises?.addressRewriteEntries ?? []) {
      if (entry.internal.kind !== 'wildcard' || entry.outboundOnly) continue;
      yield {
        subject: subject('rule', entry.name),
        at: entry.at,
        evidence: [],
        semantics: ['ARW-2', 'PMIS-72'],
        name: entry.name,
        domain: entry.internal.domain,
        objectAt: entry.at,
      };
    }
  },

  explain: ({ name, domain }) => ({
    problem: text`The address rewrite entry ${name} rewrites all subdomains of ${domain} and is to act in both directions, which it cannot.`,
    consequence: text`Replies to the rewritten addresses stay as they are, and arrive only where somebody has them as a proxy address.`,
    remedy: text`Set-AddressRewriteEntry -Identity ${quoted(name)} -OutboundOnly $true, and give each person the rewritten address as a proxy address.`,
  }),

  fix: ({ name, objectAt }, context) =>
    proposed(text`Let ${name} act on the way out alone`, 'review', context.change(objectAt, { OutboundOnly: true }), {
      target: 'person',
      instruction: text`Give everybody whom ${name} rewrites the rewritten address as a proxy address, so that replies arrive.`,
    }),
});
