import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';

interface InTwoTenants extends Violation {
  readonly domain: string;
  readonly other: string;
}

/** A domain that two tenants are said to have accepted: only one of them can get its mail. */
export const domainInTwoTenants = defineCheck<InTwoTenants>({
  id: 'routing/domain-in-two-tenants',
  severity: 'error',
  covers: ['CMIS-38'],
  docs: {
    summary: 'A domain of the organisation is an accepted domain of another tenant, too.',
    why: 'Exchange Online gives mail to the tenant that accepts the domain: in a test tenant it disappears, and nobody is told.',
    remedy: 'Take the domain, and connectors with its certificate, out of the other tenant.',
    references: [
      {
        title: 'Office 365 Message Attribution',
        url: 'https://techcommunity.microsoft.com/blog/exchange/office-365-message-attribution/749143',
      },
    ],
  },

  *run(context) {
    const { own, tenants } = context.world;
    if (own === undefined) return;
    for (const { tenant } of tenants) {
      if (tenant === own.tenant) continue;
      for (const domain of tenant.acceptedDomains) {
        const mine = own.accepted.get(domain.name);
        if (mine === undefined) continue;
        yield {
          subject: subject('domain', domain.name),
          at: domain.at,
          detail: tenant.domain,
          evidence: [{ at: context.sources.locate(mine.at), text: text`${domain.name} of ${own.tenant.domain}` }],
          semantics: ['ACC-22', 'CMIS-38'],
          domain: domain.name,
          other: tenant.domain,
        };
      }
    }
  },

  explain: ({ domain, other }) => ({
    problem: text`${domain} is an accepted domain here and of ${other}; a domain belongs to one tenant only.`,
    consequence: text`Mail to ${domain}, and mail of own servers with a sender in it, goes to the tenant that has verified the domain, and is lost for the other one.`,
    remedy: text`Take ${domain} and the connectors for its certificate out of ${other}, or correct the description of the two tenants.`,
  }),
});
