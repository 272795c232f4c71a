import type { Evidence, Span } from '../../../model/source.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { analyzeSpf, type SpfAnalysis } from '../../../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { lookupsMax, voidLookupsMax } from '../../../protocols/spf/evaluation.ts';
import { memo } from '../../../simulate/world.ts';
import { type CheckContext, type ProbedTrace, subject } from '../../check.ts';
import { isOwnName, type OwnDomain, ownMailDomains } from './own-mail-domains.ts';

/** `dns:contoso.com/TXT` */
export const txtSubject = (name: string): string => `${subject('dns', name)}/TXT`;

export const spfAnalysis = (context: CheckContext, domain: string): SpfAnalysis =>
  memo(context.world, `spf-analysis ${domain}`, () => analyzeSpf(domain, context.topology.dns.view));

/** Where a record stands; undefined for one of the bundled data. */
export function recordSpan({ candidates }: AnalyzedRecord): Span | undefined {
  const origin = candidates[0]?.origin;
  return origin?.kind === 'declared' ? origin.at : undefined;
}

/** The text of the record that counts; empty where there is none. */
export const recordText = ({ candidates }: AnalyzedRecord): string => candidates[0]?.text ?? '';

export const recordEvidence = (record: AnalyzedRecord): readonly Evidence[] =>
  record.candidates.map(({ text, origin }) => ({
    at: origin?.kind === 'declared' ? origin.at : undefined,
    text: `${record.domain} TXT "${text}"`,
  }));

/** What every violation says of the one record that it is about: whose it is, where it stands, and its text. */
export const aboutRecord = (record: AnalyzedRecord) => ({
  subject: txtSubject(record.domain),
  at: recordSpan(record),
  evidence: recordEvidence(record),
});

export interface OwnAnalysis {
  readonly domain: OwnDomain;
  readonly analysis: SpfAnalysis;
  readonly root: AnalyzedRecord;
}

/** The policy of every domain that the organisation sends as, or may. */
export const ownAnalyses = (context: CheckContext): readonly OwnAnalysis[] =>
  ownMailDomains(context).map((domain) => {
    const analysis = spfAnalysis(context, domain.name);
    return { domain, analysis, root: analysis.records[0] };
  });

/** Every record that the own policies lead to, each once; `of` is the first domain that leads there. */
export function reachedRecords(
  context: CheckContext,
): readonly { readonly record: AnalyzedRecord; readonly of: OwnDomain }[] {
  return memo(context.world, 'reached-spf-records', () => {
    const found = new Map<string, { record: AnalyzedRecord; of: OwnDomain }>();
    for (const { domain, analysis } of ownAnalyses(context))
      for (const record of analysis.records)
        if (!found.has(record.domain)) found.set(record.domain, { record, of: domain });
    return [...found.values()];
  });
}

/** The records that the organisation publishes itself; what stands in a third party's include is not its to edit. */
export const ownRecords = (context: CheckContext) =>
  reachedRecords(context).filter(({ record }) => isOwnName(context, record.domain));

/** Domains of the organisation whose policy takes in the record of `domain`; itself included. */
export const policiesThrough = (context: CheckContext, domain: string): readonly string[] =>
  ownAnalyses(context)
    .filter(({ analysis }) => analysis.records.some((record) => record.domain === domain))
    .map(({ root }) => root.domain);

/** A term that leads to another record, with that record. */
export function leadsTo(analysis: SpfAnalysis, term: AnalyzedTerm): AnalyzedRecord | undefined {
  if ((term.kind !== 'include' && term.kind !== 'redirect') || !term.reachable) return undefined;
  return analysis.records.find(({ domain }) => domain === term.target);
}

/** Nothing is wrong with the policy but that it costs more than RFC 7208 section 4.6.4 allows; and all of it is known. */
export function breaksLimitsOnly(analysis: SpfAnalysis): boolean {
  const [root] = analysis.records;
  const over = root.lookups > lookupsMax || Math.max(root.voidLookups.ipv4, root.voidLookups.ipv6) > voidLookupsMax;
  return (
    over && root.exact && analysis.loops.length === 0 && analysis.records.every((record) => record.status === 'valid')
  );
}

/**
 * Messages of strangers under a domain whose policy takes in this record, which SPF does not turn away: what a record
 * that passes too many lets in.
 */
export function forgedThrough(context: CheckContext, record: string): readonly ProbedTrace[] {
  const domains = new Set(policiesThrough(context, record));
  return context.traces.filter(
    ({ purpose, trace }) =>
      purpose === 'forged' &&
      domains.has(domainOf(trace.message.mailFrom)) &&
      trace.outcomes.some(({ spf }) => spf === 'pass' || spf === 'undetermined'),
  );
}
