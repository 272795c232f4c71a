import { text } from '../../../model/text.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { finalRecord } from './final-record.ts';
import { isOwnName } from './own-mail-domains.ts';
import { aboutRecord, ownAnalyses, recordText } from './own-spf.ts';
import { recordFix, withTerm } from './record-edits.ts';
import { txtLine } from './sender-terms.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface WeakAll extends Violation {
  readonly domain: string;
  readonly all: string | undefined;
  readonly line: string;
  readonly record: AnalyzedRecord;
  readonly ends: (all: string) => string;
}

export const weakAll = defineCheck<WeakAll>({
  id: 'spf/weak-all',
  severity: 'warning',
  docs: {
    summary: 'An SPF record ends in ?all, or in neither all nor redirect.',
    why: 'Whoever is not named gets "neutral", which receivers treat like no record: the record protects nobody.',
    remedy: 'End the record in -all, or in ~all as long as senders are still being found.',
    references: [rfc7208('5.1'), learnSpf],
  },
  *run(context) {
    for (const { analysis } of ownAnalyses(context)) {
      const record = finalRecord(analysis);
      if (record === undefined || !isOwnName(context, record.domain)) continue;
      const all = record.terms.find(({ kind }) => kind === 'all');
      if (all !== undefined && all.qualifier !== '?') continue;
      const written = recordText(record);
      const ends = (end: string): string =>
        all === undefined ? `${written.trimEnd()} ${end}` : withTerm(record, all, end);
      yield {
        ...aboutRecord(record),
        semantics: [],
        domain: record.domain,
        all: all?.text,
        line: txtLine(record.domain, ends('-all')),
        record,
        ends,
      };
    }
  },
  explain: ({ domain, all, line }) => ({
    problem:
      all === undefined
        ? text`The SPF record of ${domain} has neither all nor redirect, so it says nothing of strangers.`
        : text`The SPF record of ${domain} ends in ${all}, so it says nothing of strangers.`,
    consequence: text`A stranger who sends as ${domain} gets the result neutral, which receivers treat as if there were no record.`,
    remedy: text`Publish ${line}`,
  }),

  fix: ({ domain, record, ends }, context) =>
    ['-all', '~all'].flatMap((all) =>
      recordFix(context, record, ends(all), text`End the SPF record of ${domain} in ${all}`, 'review'),
    ),
});
