import { defineCheck } from '../../check.ts';
import { type FoundOddity, oddRecords } from './odd-records.ts';

/** A name in a zone file looks complete and lacks the dot at its end. */
export const missingTrailingDot = defineCheck<FoundOddity>({
  id: 'dns/missing-trailing-dot',
  severity: 'warning',
  docs: {
    summary: 'A name in a zone file looks complete and lacks the dot at its end.',
    why: 'The zone is appended to it: an MX or an alias then leads to a name that nobody has.',
    remedy: 'Write the dot at the end of a complete name.',
    references: [{ title: 'RFC 1035 section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc1035#section-5.1' }],
  },
  run: (context) => oddRecords(context, ['missing-trailing-dot']),
  explain: ({ problem, consequence, remedy }) => ({ problem, consequence, remedy }),
});
