import type { Reference } from '../../check.ts';

/** Microsoft's page about the ways of mail in a hybrid organisation. */
export const transportRouting: Reference = {
  title: 'Transport routing in Exchange hybrid deployments',
  url: 'https://learn.microsoft.com/exchange/transport-routing',
};
