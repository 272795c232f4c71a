import { defineCheck } from '../../check.ts';
import { type FoundOddity, oddRecords } from './odd-records.ts';

/** Records of one name and type have different TTLs, or one that no server keeps. */
export const ttlDiffers = defineCheck<FoundOddity>({
  id: 'dns/ttl-differs',
  severity: 'info',
  docs: {
    summary: 'Records of one name and type have different TTLs, or one that no server keeps.',
    why: 'Name servers give all of them one TTL, so that a change takes longer, or shorter, than the file says.',
    remedy: 'Write the same TTL on each.',
    references: [{ title: 'RFC 2181 section 5.2', url: 'https://www.rfc-editor.org/rfc/rfc2181#section-5.2' }],
  },
  run: (context) => oddRecords(context, ['ttl-differs', 'ttl-too-large']),
  explain: ({ problem, consequence, remedy }) => ({ problem, consequence, remedy }),
});
