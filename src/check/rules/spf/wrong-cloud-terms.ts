import type { Cloud } from '../../../model/topology.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { spfIncludeClouds } from '../../../reference/microsoft-names.ts';
import type { CheckContext } from '../../check.ts';
import { ownRecords, spfAnalysis } from './own-spf.ts';

/** The includes and redirects that lead to another cloud; not one that a declared service sends under. */
export function wrongTerms(context: CheckContext, record: AnalyzedRecord, cloud: Cloud): readonly AnalyzedTerm[] {
  return record.terms.filter(({ kind, target }) => {
    if ((kind !== 'include' && kind !== 'redirect') || target === undefined) return false;
    const clouds = spfIncludeClouds(target);
    if (clouds === undefined || clouds.includes(cloud)) return false;
    return !context.topology.services.some((service) => service.spfInclude?.toLowerCase() === target);
  });
}

/** Whether the policy of a domain names another cloud in a record of the organisation's. */
export function namesWrongCloud(context: CheckContext, domain: string): boolean {
  const cloud = context.topology.tenant?.cloud;
  if (cloud === undefined) return false;
  const own = new Set(ownRecords(context).map(({ record }) => record.domain));
  return spfAnalysis(context, domain).records.some(
    (record) => own.has(record.domain) && wrongTerms(context, record, cloud).length > 0,
  );
}
