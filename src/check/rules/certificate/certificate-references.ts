import type { Reference } from '../../check.ts';

/** The pages that say which certificates Exchange Online takes. */
export const certificateReferences: readonly [Reference, ...Reference[]] = [
  {
    title: 'Certificate requirements for hybrid deployments',
    url: 'https://learn.microsoft.com/en-us/exchange/certificate-requirements',
  },
  {
    title: 'Set up connectors to route mail between Microsoft 365 and your own email servers',
    url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/set-up-connectors-to-route-mail',
  },
];
