import { list, text } from '../../../model/text.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { hostNamesMax, lookupsMax } from '../../../protocols/spf/evaluation.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { samplesWithSpf } from './handovers.ts';
import { aboutRecord, type OwnAnalysis, ownAnalyses, ownRecords } from './own-spf.ts';
import { cheaperRecord, recordFix } from './record-edits.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface TooManyLookups extends Violation {
  readonly domain: string;
  readonly record: AnalyzedRecord;
  readonly fault:
    | { readonly kind: 'terms'; readonly lookups: number; readonly costs: readonly string[] }
    | { readonly kind: 'hosts'; readonly term: string; readonly hosts: number };
}

export const tooManyLookups = defineCheck<TooManyLookups>({
  id: 'spf/too-many-lookups',
  severity: 'error',
  covers: ['CMIS-51'],
  docs: {
    summary: 'An SPF record costs more than ten DNS look-ups.',
    why: 'Receivers stop at the eleventh and call the record a permanent error: whoever is named late, or not at all, fails.',
    remedy: 'Remove includes that are not needed, replace a or mx by ip4 and ip6, or move senders to a subdomain.',
    references: [rfc7208('4.6.4'), learnSpf],
  },
  *run(context) {
    const analyses = ownAnalyses(context);
    const over = (one: OwnAnalysis): boolean => one.root.lookups > lookupsMax;
    for (const one of analyses.filter(over)) {
      const { root, analysis } = one;
      // Where another own policy that is over the limit is all that leads there, the fault is that one's.
      const nested = analyses.some(
        (other) => other !== one && over(other) && analysis.records.some(({ domain }) => domain === other.root.domain),
      );
      if (nested) continue;
      const costs = root.terms
        .filter(({ lookups }) => lookups > 0)
        .map(({ text: term, lookups }) => `${term} (${lookups})`);
      yield {
        ...aboutRecord(root),
        semantics: ['CMIS-51', 'NET-8'],
        explains: samplesWithSpf(context, root.domain, ['permerror']),
        domain: root.domain,
        record: root,
        fault: { kind: 'terms', lookups: root.lookups, costs },
      };
    }
    for (const { record } of ownRecords(context)) {
      for (const term of record.terms) {
        if (term.mxHosts <= hostNamesMax) continue;
        yield {
          ...aboutRecord(record),
          semantics: [],
          detail: term.text,
          explains: samplesWithSpf(context, record.domain, ['permerror']),
          domain: record.domain,
          record,
          fault: { kind: 'hosts', term: term.text, hosts: term.mxHosts },
        };
      }
    }
  },
  explain({ domain, fault }) {
    const consequence = text`Receivers end the SPF check of ${domain} with a permanent error, so mail of senders that no earlier term names is refused or put into junk.`;
    if (fault.kind === 'hosts')
      return {
        problem: text`The term ${fault.term} in the SPF record of ${domain} leads to ${fault.hosts} MX hosts; more than ${hostNamesMax} are a permanent error.`,
        consequence,
        remedy: text`Replace ${fault.term} by ip4 and ip6 terms with the addresses that send.`,
      };
    return {
      problem: text`The SPF record of ${domain} costs ${fault.lookups} DNS look-ups; more than ${lookupsMax} are a permanent error.`,
      consequence,
      remedy: text`Bring the record down to ${lookupsMax} look-ups: each term costs, with everything below it, ${list(fault.costs)}. Remove what no longer sends, replace a and mx by ip4 and ip6, or let some senders use a subdomain with a record of its own.`,
    };
  },

  fix({ domain, record, fault }, context) {
    const to = cheaperRecord(context, record, (one) =>
      fault.kind === 'terms' ? one.lookups <= lookupsMax : one.terms.every((term) => term.mxHosts <= hostNamesMax),
    );
    const saved =
      to === undefined
        ? []
        : recordFix(
            context,
            record,
            to,
            text`Let the SPF record of ${domain} pass the same senders with fewer look-ups`,
            'review',
          );
    return [
      ...saved,
      byPerson(
        text`Save look-ups in the SPF record of ${domain}`,
        text`Decide which senders of ${domain} are no longer needed, and take their terms out of its SPF record; or let a sender use a subdomain of its own with a record of its own.`,
      ),
    ];
  },
});
