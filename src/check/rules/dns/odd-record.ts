import { defineCheck } from '../../check.ts';
import { type FoundOddity, oddRecords } from './odd-records.ts';

/** A record of a zone is not taken as it is written, or not by every server. */
export const oddRecord = defineCheck<FoundOddity>({
  id: 'dns/odd-record',
  severity: 'warning',
  docs: {
    summary: 'A record of a zone is not taken as it is written, or not by every server.',
    why: 'What name servers answer may be another record than the one that the traces assume, or none.',
    remedy: 'Write the record as the finding says, and look at what the name server answers.',
    references: [{ title: 'RFC 1035 section 5', url: 'https://www.rfc-editor.org/rfc/rfc1035#section-5' }],
  },
  run: (context) =>
    oddRecords(context, ['address-as-name', 'long-string', 'outside-zone', 'unquoted-text', 'unread-record']),
  explain: ({ problem, consequence, remedy }) => ({ problem, consequence, remedy }),
});
