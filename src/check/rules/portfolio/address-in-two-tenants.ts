import { text } from '../../../model/text.ts';
import { defineCheck, subject } from '../../check.ts';
import { attributionPage } from './attribution-page.ts';
import { type Colliding, collidingOf, tenantsOf } from './collision.ts';

/** Addresses by which OnPremises connectors of two tenants recognise own servers. */
export const addressInTwoTenants = defineCheck<Colliding>({
  id: 'portfolio/address-in-two-tenants',
  severity: 'error',
  covers: ['CMIS-36', 'PMIS-36'],
  docs: {
    summary: 'OnPremises connectors of two tenants recognise own servers by the same address.',
    why: 'A session from the address is attributed to one of the tenants by the sender or the recipient, so that mail of one organisation appears in the other.',
    remedy: 'Recognise the servers of each tenant by a certificate name of its own.',
    references: [attributionPage],
  },

  *run(context) {
    const subjectOf = ({ connector }: { readonly connector: string | undefined }) =>
      subject('inbound', connector ?? '');
    yield* collidingOf(context, 'address', subjectOf, ['ATTR-15', 'CMIS-36']);
  },

  explain: ({ collision, own, others }) => ({
    problem: text`The inbound connector ${own.connector ?? ''} of ${own.tenant} recognises own servers by ${collision.value}, and so does a connector of ${tenantsOf(others)}.`,
    consequence: text`Mail from there can appear in the wrong tenant, with the trust of an own server and its right to relay.`,
    remedy: text`Let each tenant recognise its servers by a certificate name of its own, and take the address off the connectors.`,
  }),
});
