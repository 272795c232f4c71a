import { overlaps, subtract, unionAll } from '../../../model/addresses/address-set.ts';
import { list, text } from '../../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { aboutRecord, ownRecords } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms } from './record-edits.ts';
import { rfc7208 } from './spf-references.ts';

interface UnreachableTerm extends Violation {
  readonly domain: string;
  readonly terms: readonly string[];
  readonly all: string;
  readonly record: AnalyzedRecord;
  readonly unreached: readonly AnalyzedTerm[];
  readonly end: AnalyzedTerm;
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
        record,
        unreached: record.terms.filter(({ reachable }) => !reachable),
        end: all,
      };
    }
  },
  explain: ({ domain, terms, all }) => ({
    problem:
      terms.length === 1
        ? text`In the SPF record of ${domain}, ${list(terms)} is never reached, because ${all} matches everybody first.`
        : text`In the SPF record of ${domain}, ${list(terms)} are never reached, because ${all} matches everybody first.`,
    consequence: text`Senders that only ${list(terms, 'or')} would name do not pass.`,
    remedy:
      terms.length === 1
        ? text`Move ${list(terms)} in front of ${all} in the record of ${domain}, or remove it; a redirect replaces ${all} and does not stand beside it.`
        : text`Move ${list(terms)} in front of ${all} in the record of ${domain}, or remove them; a redirect replaces ${all} and does not stand beside it.`,
  }),

  fix({ domain, terms, record, unreached, end }, context) {
    const removed = withoutTerms(record, unreached);
    const moved = unreached.filter(({ kind }) => kind !== 'redirect' && kind !== 'exp');
    const names = list(moved.map((term) => term.text));
    const first = `${removed.slice(0, end.column - 1)}${moved.map((term) => `${term.text} `).join('')}${removed.slice(end.column - 1)}`;
    const declared = unionAll(context.world.addresses.map(({ set }) => set));
    const isWanted = moved.some(({ addresses }) => overlaps(subtract(addresses, record.authorised), declared));
    const move = recordFix(
      context,
      record,
      first,
      text`Move ${names} in front of ${end.text} in the SPF record of ${domain}`,
      'review',
    );
    const remove = recordFix(context, record, removed, takeOut(list(terms), domain), 'safe');
    // Whom a term names that belongs to somebody declared, it was to let pass.
    return isWanted ? [...move, ...remove] : [...remove, ...move];
  },
});
