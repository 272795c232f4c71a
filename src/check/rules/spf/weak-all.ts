import { text } from '../../../model/text.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { finalRecord } from './final-record.ts';
import { isOwnName } from './own-mail-domains.ts';
import { aboutRecord, ownAnalyses, recordText } from './own-spf.ts';
import { txtLine } from './sender-terms.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface WeakAll extends Violation {
  readonly domain: string;
  readonly all: string | undefined;
  readonly line: string;
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
      const amended =
        all === undefined
          ? `${written.trimEnd()} -all`
          : `${written.slice(0, all.column - 1)}-all${written.slice(all.column - 1 + all.text.length)}`;
      yield {
        ...aboutRecord(record),
        semantics: [],
        domain: record.domain,
        all: all?.text,
        line: txtLine(record.domain, amended),
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
});
