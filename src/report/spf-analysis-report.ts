import { formatSet, isEmpty } from '../model/addresses/address-set.ts';
import type { DnsView } from '../model/dns.ts';
import { joined, type Text, text } from '../model/text.ts';
import { analyzeSpf, type SpfAnalysis } from '../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../protocols/spf/analyzed-record.ts';
import { authorisedBy, type DeclaredAddresses } from './spf-authorised.ts';
import { spfProblems } from './spf-problems.ts';
import type { SpfReading, SpfTerm, SpfTree } from './spf-report.ts';

/** Reads the record of a domain for any client: the whole tree, its cost, whom it authorises, what is wrong with it. */
export function spfAnalysisReport(domain: string, dns: DnsView, declared: readonly DeclaredAddresses[]): SpfReading {
  const analysis = analyzeSpf(domain, dns);
  const [root] = analysis.records;
  return {
    evaluation: null,
    lookups: root.lookups,
    voidLookups: Math.max(root.voidLookups.ipv4, root.voidLookups.ipv6),
    undetermined: analysis.missing.length > 0 || analysis.cut,
    tree: tree(root, analysis, new Set()),
    authorised: authorisedBy(analysis, declared),
    problems: spfProblems(analysis),
  };
}

/** A record that is included twice is drawn once: drawing it again could double at every level. */
function tree(record: AnalyzedRecord, analysis: SpfAnalysis, drawn: Set<string>): SpfTree {
  const [first] = record.candidates;
  const isDrawn = drawn.has(record.domain);
  drawn.add(record.domain);
  return {
    domain: record.domain,
    record: record.status === 'several' ? null : (first?.text ?? null),
    at: first?.origin?.kind === 'declared' ? first.origin.at : null,
    note: isDrawn ? text`as above` : statusNote(record),
    terms: isDrawn ? [] : record.terms.map((term) => shown(term, analysis, drawn)),
  };
}

function statusNote({ status, candidates }: AnalyzedRecord): Text | null {
  switch (status) {
    case 'valid': {
      const origin = candidates[0]?.origin;
      return origin?.kind === 'bundled' ? text`bundled: ${origin.source}, ${origin.date}` : null;
    }
    case 'syntax-errors':
      return text`permanent error: the record is not valid`;
    case 'several':
      return text`permanent error: ${candidates.length} SPF records`;
    case 'none':
      return text`no SPF record`;
    case 'malformed-domain':
      return text`no name that DNS can be asked for`;
    case 'failure':
      return text`the DNS question fails`;
    case 'not-supplied':
      return text`not supplied`;
  }
}

function shown(term: AnalyzedTerm, analysis: SpfAnalysis, drawn: Set<string>): SpfTerm {
  const leads = term.kind === 'include' || term.kind === 'redirect';
  const nested = leads && term.reachable ? analysis.records.find(({ domain }) => domain === term.target) : undefined;
  return {
    text: term.text,
    note: termNote(term),
    lookups: term.lookups,
    child: nested === undefined ? null : tree(nested, analysis, drawn),
  };
}

function termNote(term: AnalyzedTerm): Text | null {
  if (!term.reachable) return text`never reached`;
  const shows = (term.kind === 'a' || term.kind === 'mx') && !isEmpty(term.addresses);
  const parts = [...(shows ? [formatSet(term.addresses)] : []), ...(term.unknown === undefined ? [] : [term.unknown])];
  return parts.length === 0 ? null : joined(parts, '; ');
}
