import { list, type Text, text } from '../../../model/text.ts';
import { addressTerms } from '../../../protocols/spf/add-senders.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { voidLookupsMax } from '../../../protocols/spf/evaluation.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { samplesWithSpf } from './handovers.ts';
import { aboutRecord, type OwnAnalysis, ownAnalyses } from './own-spf.ts';
import { recordFix, rewritten } from './record-edits.ts';
import { rfc7208 } from './spf-references.ts';

interface TooManyVoidLookups extends Violation {
  readonly domain: string;
  readonly count: number;
  readonly names: readonly (string | Text)[];
  readonly record: AnalyzedRecord;
  /** Terms of the record itself whose names have no records. */
  readonly terms: readonly AnalyzedTerm[];
}

export const tooManyVoidLookups = defineCheck<TooManyVoidLookups>({
  id: 'spf/too-many-void-lookups',
  severity: 'error',
  docs: {
    summary: 'More than two DNS look-ups of an SPF record find nothing.',
    why: 'Receivers may end the check with a permanent error at the third, so senders that are named behind it fail.',
    remedy: 'Remove the terms whose names no longer exist.',
    references: [rfc7208('4.6.4')],
  },
  *run(context) {
    const analyses = ownAnalyses(context);
    for (const one of analyses.filter((it) => voids(it) > voidLookupsMax)) {
      const { root, analysis } = one;
      const nested = analyses.some(
        (other) =>
          other !== one &&
          voids(other) > voidLookupsMax &&
          analysis.records.some(({ domain }) => domain === other.root.domain),
      );
      if (nested) continue;
      yield {
        ...aboutRecord(root),
        semantics: [],
        explains: samplesWithSpf(context, root.domain, ['permerror']),
        domain: root.domain,
        count: voids(one),
        names: voidTerms(context, one).map(({ record, term }) =>
          record === root ? term.text : text`${term.text} in the record of ${record.domain}`,
        ),
        record: root,
        terms: voidTerms(context, one).flatMap(({ record, term }) => (record === root ? [term] : [])),
      };
    }
  },
  explain: ({ domain, count, names }) => ({
    problem: text`For the SPF record of ${domain}, ${count} DNS look-ups find nothing; more than ${voidLookupsMax} are a permanent error.`,
    consequence: text`Receivers that keep the limit end the SPF check of ${domain} with a permanent error, so senders that no earlier term names do not pass.`,
    remedy: text`Take the terms out whose names have no records: ${list(names)}.`,
  }),

  fix: ({ domain, names, record, terms }, context) => [
    ...recordFix(
      context,
      record,
      // What a name stands for at the other family is kept as addresses.
      rewritten(
        record,
        terms.map((term) => ({ term, by: addressTerms(term.addresses).join(' ') })),
      ),
      text`Take the look-ups that find nothing out of the SPF record of ${domain}`,
      'safe',
    ),
    byPerson(
      text`Take out the terms whose names no longer exist`,
      text`Take the terms out whose names have no records, or have their owners do it: ${list(names)}.`,
    ),
  ],
});

/** The client's family decides which address records are asked for, so the worse of the two counts. */
const voids = ({ root }: OwnAnalysis): number => Math.max(root.voidLookups.ipv4, root.voidLookups.ipv6);

function voidTerms(context: CheckContext, { analysis, root }: OwnAnalysis) {
  const six = root.voidLookups.ipv6 > root.voidLookups.ipv4;
  return analysis.records.flatMap((record) =>
    record.terms.flatMap((term) => {
      const type = term.kind === 'mx' ? 'MX' : term.kind === 'a' && six ? 'AAAA' : 'A';
      if (!['a', 'mx', 'exists'].includes(term.kind) || term.target === undefined || !term.reachable) return [];
      const { status } = context.topology.dns.view.lookup(term.target, type);
      const found = status !== 'no-such-name' && status !== 'no-such-type';
      return found ? [] : [{ record, term }];
    }),
  );
}
