import { text } from '../../../model/text.ts';
import type { AcceptedDomain, Recipient } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { mxSuffixCloud } from '../../../reference/microsoft-names.ts';
import { isOwnDomain, partnerOfDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { mxHosts } from '../dns/mx-hosts.ts';

interface SubdomainRefused extends Violation {
  readonly domain: string;
  readonly parent: string;
  readonly recipient: string;
}

/** People have addresses in a subdomain whose mail comes to the tenant, and the tenant does not accept it. */
export const subdomainNotAccepted = defineCheck<SubdomainRefused>({
  id: 'routing/subdomain-not-accepted',
  severity: 'error',
  covers: ['CMIS-21'],
  docs: {
    summary:
      'Recipients have addresses in a subdomain that the tenant does not accept, and its MX leads to the tenant.',
    why: 'An accepted domain is for its own name only unless MatchSubDomains is on: mail to the subdomain is refused with 5.7.64.',
    remedy:
      'Add the subdomain as an accepted domain, or let the domain match its subdomains and the connector list them.',
    references: [
      {
        title: 'Enable mail flow for subdomains in Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/manage-accepted-domains/enable-mail-flow-for-subdomains',
      },
    ],
  },

  *run(context) {
    for (const [domain, people] of groupBy(context.topology.recipients, (one) => domainOf(one.address))) {
      const parent = parentOf(context, domain);
      if (parent === undefined || !comesToMicrosoft(context, domain)) continue;
      const [first]: readonly Recipient[] = people;
      if (first === undefined) continue;
      yield {
        subject: subject('domain', domain),
        at: parent.at,
        evidence: [{ at: context.sources.locate(first.at), text: first.address }],
        semantics: ['ACC-13', 'ATTR-12', 'CMIS-21'],
        domain,
        parent: parent.name,
        recipient: first.address,
      };
    }
  },

  explain: ({ domain, parent, recipient }) => ({
    problem: text`${recipient} is in ${domain}, whose MX leads to the tenant; it accepts ${parent} and not its subdomains.`,
    consequence: text`Mail to ${domain} is refused with 550 5.7.64.`,
    remedy: text`Add ${domain} as an accepted domain; or Set-AcceptedDomain -Identity ${quoted(parent)} -DomainType InternalRelay -MatchSubDomains $true, with an outbound connector whose RecipientDomains list ${quoted(`*.${parent}`)}.`,
  }),

  fix: ({ domain }) => [
    byPerson(
      text`Make ${domain} an accepted domain`,
      text`Add ${domain} as an accepted domain in the Microsoft 365 admin centre and verify it, with an outbound connector for it where its mailboxes are on-premises.`,
    ),
  ],
});

/** Whether the MX names a host of Exchange Online; which tenant's is not to be told from its name (PIPE-3). */
const comesToMicrosoft = (context: CheckContext, domain: string): boolean =>
  mxHosts(context, domain).some(({ host }) => mxSuffixCloud(host) !== undefined);

/** The accepted domain above one that nobody accepts. */
function parentOf(context: CheckContext, domain: string): AcceptedDomain | undefined {
  if (isOwnDomain(context, domain) || partnerOfDomain(context.world, domain) !== undefined) return undefined;
  return context.topology.tenant?.acceptedDomains.find((one) => domain.endsWith(`.${one.name}`));
}
