import type { AddressSet } from '../model/addresses/address-set.ts';
import { allAddresses, intersect, isEmpty, isSubset, toRanges } from '../model/addresses/address-set.ts';
import type { SpfAnalysis } from '../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord } from '../protocols/spf/analyzed-record.ts';
import { addressOwner, spfIncludeOwner } from './spf-owners.ts';
import { everybodyElse, type SpfAuthorised } from './spf-report.ts';

/** A declared node with its addresses. */
export interface DeclaredAddresses {
  readonly node: string;
  readonly set: AddressSet;
}

const entriesMax = 2_000;
const recordsMax = 1_000;

/** Who passes, term by term in the order of the records, each with the way to it and whose addresses they are. */
export function authorisedBy(analysis: SpfAnalysis, declared: readonly DeclaredAddresses[]): readonly SpfAuthorised[] {
  const entries: SpfAuthorised[] = [];
  let records = 0;
  const [root] = analysis.records;
  walk(root, allAddresses, [root.domain]);
  return entries;

  function walk(record: AnalyzedRecord, allowed: AddressSet, through: readonly string[]): void {
    if (records++ >= recordsMax || record.status !== 'valid') return;
    for (const term of record.terms) {
      // What the record lets pass counts only where the terms in front of its include leave it.
      const part = intersect(term.contributes, allowed);
      if (isEmpty(part) || entries.length >= entriesMax) continue;
      const leads = term.kind === 'include' || term.kind === 'redirect';
      const nested = leads ? analysis.records.find(({ domain }) => domain === term.target) : undefined;
      if (nested !== undefined && !through.includes(nested.domain)) walk(nested, part, [...through, nested.domain]);
      else if (term.kind === 'all') entries.push({ addresses: everybodyElse, through, term: term.text, owner: null });
      else {
        const owner = ownerOf(part, through);
        for (const addresses of toRanges(part)) entries.push({ addresses, through, term: term.text, owner });
      }
    }
  }

  function ownerOf(part: AddressSet, through: readonly string[]): string | null {
    const nodes = declared.filter(({ set }) => isSubset(part, set)).map(({ node }) => node);
    if (nodes.length > 0) return nodes.join(', ');
    return spfIncludeOwner(through) ?? addressOwner(part);
  }
}
