import { text } from '../../../model/text.ts';
import { defineCheck, subject } from '../../check.ts';
import { attributionPage } from './attribution-page.ts';
import { type Colliding, collidingOf, tenantsOf } from './collision.ts';

/** A certificate name by which OnPremises connectors of two tenants recognise own servers. */
export const certificateInTwoTenants = defineCheck<Colliding>({
  id: 'portfolio/certificate-in-two-tenants',
  severity: 'error',
  covers: ['CMIS-36', 'PMIS-36'],
  docs: {
    summary: 'OnPremises connectors of two tenants wait for the same certificate name.',
    why: 'A server that presents the certificate is recognised by one tenant; mail of the other organisation is taken for its own.',
    remedy: 'Give each tenant a certificate name of its own, in a domain that only it accepts.',
    references: [attributionPage],
  },

  *run(context) {
    const subjectOf = ({ connector }: { readonly connector: string | undefined }) =>
      subject('inbound', connector ?? '');
    yield* collidingOf(context, 'certificate', subjectOf, ['ATTR-15', 'CMIS-36']);
  },

  explain: ({ collision, own, others }) => ({
    problem: text`The inbound connector ${own.connector ?? ''} of ${own.tenant} waits for the certificate name ${collision.value}, and so does a connector of ${tenantsOf(others)}.`,
    consequence: text`A server with this certificate can count as an own server of the wrong tenant, with its trust and its right to relay.`,
    remedy: text`Use a certificate name for each tenant, and send connectors on the servers that choose it by the sender.`,
  }),
});
