import type { SpfAnalysis } from '../../../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { leadsTo } from './own-spf.ts';

/**
 * The record that has the last word on strangers: that of the domain, or the one that its redirects lead to.
 * @returns undefined where it was not given, or is no record at all.
 */
export function finalRecord(analysis: SpfAnalysis): AnalyzedRecord | undefined {
  let record: AnalyzedRecord | undefined = analysis.records[0];
  const seen = new Set<AnalyzedRecord>();
  while (record !== undefined && record.status === 'valid' && !seen.has(record)) {
    seen.add(record);
    if (record.terms.some(({ kind }) => kind === 'all')) return record;
    const redirect = record.terms.find(({ kind }) => kind === 'redirect');
    if (redirect === undefined) return record;
    record = leadsTo(analysis, redirect);
  }
  return undefined;
}
