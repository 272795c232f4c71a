import { defineCheck } from '../../check.ts';
import { type Noticed, noticesOf, saidByReader } from './noticed.ts';

/** A name that nothing declares. */
export const undefinedReference = defineCheck<Noticed>({
  id: 'topology/undefined-reference',
  severity: 'error',
  docs: {
    summary: 'A name refers to something that the topology does not declare.',
    why: 'What the name stands for is left out of the analysis, and Exchange would refuse or ignore such a reference too.',
    remedy: 'Declare the certificate, server, service, connector, recipient or policy, or correct the name.',
    references: [
      {
        title: 'Configure mail flow using connectors in Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/use-connectors-to-configure-mail-flow',
      },
    ],
  },
  run: (context) => noticesOf(context, 'topology/undefined-reference'),
  explain: saidByReader,
});
