import { text } from '../../../model/text.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { textRecordsChange } from '../../text-record-change.ts';
import { samplesWithSpf } from './handovers.ts';
import { isOwnName } from './own-mail-domains.ts';
import { policiesThrough, reachedRecords, recordEvidence, txtSubject } from './own-spf.ts';
import { txtLine } from './sender-terms.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface Multiple extends Violation {
  readonly domain: string;
  readonly count: number;
  /** The domain whose policy leads there; the same where the record is its own. */
  readonly of: string;
  /** The records in one; undefined where they are not the organisation's. */
  readonly merged: string | undefined;
  readonly content: string;
  readonly record: AnalyzedRecord;
}

export const multiple = defineCheck<Multiple>({
  id: 'spf/multiple',
  severity: 'error',
  covers: ['CMIS-51'],
  docs: {
    summary: 'A domain has more than one SPF record.',
    why: 'Receivers choose none of several records: every check ends in a permanent error, so no sender passes.',
    remedy: 'Merge them into one record.',
    references: [learnSpf, rfc7208('4.5')],
  },
  *run(context) {
    for (const { record, of } of reachedRecords(context)) {
      if (record.status !== 'several') continue;
      const last = record.candidates.at(-1)?.origin;
      yield {
        subject: txtSubject(record.domain),
        at: last?.kind === 'declared' ? last.at : undefined,
        evidence: recordEvidence(record),
        semantics: ['CMIS-51'],
        explains: policiesThrough(context, record.domain).flatMap((domain) =>
          samplesWithSpf(context, domain, ['permerror']),
        ),
        domain: record.domain,
        count: record.candidates.length,
        of: of.name,
        merged: isOwnName(context, record.domain) ? txtLine(record.domain, merge(record)) : undefined,
        content: merge(record),
        record,
      };
    }
  },
  explain: ({ domain, count, of, merged }) => ({
    problem:
      domain === of
        ? text`The domain ${domain} has ${count} SPF records where one may stand.`
        : text`The name ${domain}, which the SPF record of ${of} takes in, has ${count} SPF records where one may stand.`,
    consequence:
      domain === of
        ? text`Every SPF check of ${of} ends in a permanent error, so nobody who sends for it passes.`
        : text`Every SPF check of ${of} that gets there ends in a permanent error, so senders do not pass.`,
    remedy:
      merged === undefined
        ? text`Ask the owner of ${domain} to publish one record, or take the term that names it out of the record of ${of}.`
        : text`Delete the ${count} records and publish one in their place: ${merged}`,
  }),

  fix({ domain, of, merged, content, record }, context) {
    if (merged === undefined)
      return [
        byPerson(
          text`Ask the owner of ${domain} to publish one SPF record`,
          text`Ask the owner of ${domain}, which the SPF record of ${of} takes in, to publish one record; or take the term that names it out of the record of ${of}.`,
        ),
      ];
    const all = new Set(record.candidates.map((one) => one.text));
    const change = textRecordsChange(context, domain, (before) => {
      const first = before.findIndex((one) => all.has(one));
      return before.flatMap((one, index) => (index === first ? [content] : all.has(one) ? [] : [one]));
    });
    return proposed(text`Merge the SPF records of ${domain} into one`, 'review', change);
  },
});

/** The terms of all records, each once, then the `all` of the first record that has one. */
function merge({ candidates }: AnalyzedRecord): string {
  const terms = candidates.flatMap(({ text: record }) => record.split(' ').slice(1)).filter((term) => term !== '');
  const isAll = (term: string): boolean => /^[-+~?]?all$/iu.test(term);
  const all = terms.find(isAll) ?? '-all';
  return ['v=spf1', ...new Set(terms.filter((term) => !isAll(term))), all].join(' ');
}
