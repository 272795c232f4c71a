import { list, text } from '../../../model/text.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { aboutRecord, ownRecords } from './own-spf.ts';
import { rfc7208 } from './spf-references.ts';

interface UnreachableTerm extends Violation {
  readonly domain: string;
  readonly terms: readonly string[];
  readonly all: string;
}

export const unreachableTerm = defineCheck<UnreachableTerm>({
  id: 'spf/unreachable-term',
  severity: 'warning',
  docs: {
    summary: 'An SPF record has terms that are never reached.',
    why: 'Everything matches all, so what stands behind it, and a redirect beside it, counts for nobody: the sender that it names does not pass.',
    remedy: 'Put the terms in front of all, or remove them.',
    references: [rfc7208('5.1'), rfc7208('6.1')],
  },
  *run(context) {
    for (const { record } of ownRecords(context)) {
      const all = record.terms.find(({ kind }) => kind === 'all');
      const terms = record.terms.filter(({ reachable }) => !reachable).map(({ text: term }) => term);
      if (all === undefined || terms.length === 0) continue;
      yield {
        ...aboutRecord(record),
        semantics: [],
        domain: record.domain,
        terms,
        all: all.text,
      };
    }
  },
  explain: ({ domain, terms, all }) => ({
    problem: text`In the SPF record of ${domain}, ${list(terms)} ${terms.length === 1 ? 'is' : 'are'} never reached, because ${all} matches everybody first.`,
    consequence: text`Senders that only ${list(terms, 'or')} would name do not pass.`,
    remedy: text`Move ${list(terms)} in front of ${all} in the record of ${domain}, or remove ${terms.length === 1 ? 'it' : 'them'}; a redirect replaces ${all} and does not stand beside it.`,
  }),
});
