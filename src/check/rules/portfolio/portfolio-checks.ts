import type { Check } from '../../check.ts';
import { addressInTwoTenants } from './address-in-two-tenants.ts';
import { certificateInTwoTenants } from './certificate-in-two-tenants.ts';
import { domainInTwoTenants } from './domain-in-two-tenants.ts';

/** What several topologies of one run show together. */
export const portfolioChecks: readonly Check[] = [domainInTwoTenants, certificateInTwoTenants, addressInTwoTenants];
