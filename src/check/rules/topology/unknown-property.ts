import { defineCheck } from '../../check.ts';
import { type Noticed, noticesOf, saidByReader } from './noticed.ts';

/** A property of a pasted Exchange object that nobody knows. */
export const unknownProperty = defineCheck<Noticed>({
  id: 'topology/unknown-property',
  severity: 'warning',
  docs: {
    summary: 'A pasted Exchange object has a property that is not known.',
    why: 'A misspelled setting has no effect in the analysis, so its verdicts speak of another configuration than the one that was meant.',
    remedy: 'Correct the spelling, or remove the property.',
    references: [
      {
        title: 'Get-InboundConnector',
        url: 'https://learn.microsoft.com/en-us/powershell/module/exchange/get-inboundconnector',
      },
    ],
  },
  run: (context) => noticesOf(context, 'topology/unknown-property'),
  explain: saidByReader,
});
