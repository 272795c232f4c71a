import { text } from '../../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { aboutRecord, ownRecords } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms } from './record-edits.ts';
import { rfc7208 } from './spf-references.ts';

interface DeprecatedPtr extends Violation {
  readonly domain: string;
  readonly term: string;
  readonly record: AnalyzedRecord;
  readonly by: AnalyzedTerm;
}

export const deprecatedPtr = defineCheck<DeprecatedPtr>({
  id: 'spf/deprecated-ptr',
  severity: 'warning',
  docs: {
    summary: 'An SPF record uses the mechanism ptr.',
    why: 'It is slow and unreliable, large receivers skip it, and whoever rules the reverse zone of an address decides.',
    remedy: 'Name the addresses with ip4, ip6, a or mx.',
    references: [rfc7208('5.5')],
  },
  *run(context) {
    for (const { record } of ownRecords(context)) {
      for (const term of record.terms) {
        // One that is never reached does no harm: spf/unreachable-term.
        if (term.kind !== 'ptr' || !term.reachable) continue;
        yield {
          ...aboutRecord(record),
          semantics: [],
          detail: term.text,
          domain: record.domain,
          term: term.text,
          record,
          by: term,
        };
      }
    }
  },
  explain: ({ domain, term }) => ({
    problem: text`The SPF record of ${domain} uses ${term}, which RFC 7208 says not to publish.`,
    consequence: text`Receivers that skip ${term} do not pass the senders that only it names, and the check is slow for the others.`,
    remedy: text`Replace ${term} in the record of ${domain} by ip4 and ip6 terms with the addresses that it stands for.`,
  }),

  fix: ({ domain, term, record, by }, context) => [
    ...recordFix(context, record, withoutTerms(record, [by]), takeOut(text`${term}`, domain), 'review'),
    byPerson(
      text`Find out whom ${term} stands for`,
      text`Find out which senders of ${domain} pass by ${term} alone, and name their addresses by ip4 and ip6 in its place.`,
    ),
  ],
});
