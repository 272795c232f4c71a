import { defineCheck } from '../../check.ts';
import { type Noticed, noticesOf, saidByReader } from './noticed.ts';

/** A value that the export cut. */
export const lossyExport = defineCheck<Noticed>({
  id: 'topology/lossy-export',
  severity: 'error',
  docs: {
    summary: 'A pasted value was cut by the export.',
    why: 'PowerShell shortens long lists and deep objects when it prints them; addresses or names that are missing here exist in the tenant.',
    remedy: 'Export the object whole with ConvertTo-Json and a sufficient depth, or raise $FormatEnumerationLimit.',
    references: [
      {
        title: 'ConvertTo-Json',
        url: 'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.utility/convertto-json',
      },
      {
        title: 'about_Preference_Variables: $FormatEnumerationLimit',
        url: 'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_preference_variables',
      },
    ],
  },
  run: (context) => noticesOf(context, 'topology/lossy-export'),
  explain: saidByReader,
});
