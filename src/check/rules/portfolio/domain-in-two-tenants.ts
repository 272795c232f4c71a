import { text } from '../../../model/text.ts';
import { defineCheck, subject } from '../../check.ts';
import { attributionPage } from './attribution-page.ts';
import { type Colliding, collidingOf, tenantsOf } from './collision.ts';

/** A domain that two topologies of one run have accepted in different tenants. */
export const domainInTwoTenants = defineCheck<Colliding>({
  id: 'portfolio/domain-in-two-tenants',
  severity: 'error',
  covers: ['CMIS-38'],
  docs: {
    summary: 'A domain is accepted in two tenants of the portfolio.',
    why: 'A domain is verified in one tenant only, and mail to it goes there: one of the two descriptions is wrong, or the mail of one of them disappears.',
    remedy: 'Take the domain out of the tenant that it does not belong to, or correct the topology.',
    references: [attributionPage],
  },

  *run(context) {
    yield* collidingOf(context, 'domain', (_, { value }) => subject('domain', value), ['ACC-22', 'CMIS-38']);
  },

  explain: ({ collision, own, others }) => ({
    problem: text`${collision.value} is an accepted domain of ${own.tenant} and of ${tenantsOf(others)}.`,
    consequence: text`Mail to ${collision.value} reaches the tenant that has verified the domain, and never the other one.`,
    remedy: text`Remove ${collision.value}, and connectors with its certificate, from the tenant that does not own it; or correct the topology.`,
  }),
});
