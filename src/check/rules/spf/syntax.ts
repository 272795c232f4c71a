import { list, type Text, text } from '../../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { samplesWithSpf } from './handovers.ts';
import { aboutRecord, leadsTo, ownAnalyses, policiesThrough, reachedRecords, spfAnalysis } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms } from './record-edits.ts';
import { sentences } from './sentences.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface Syntax extends Violation {
  readonly domain: string;
  readonly of: string;
  readonly problem: Text;
  readonly remedy: Text;
  readonly record: AnalyzedRecord;
  /** The term that is at fault as a whole, where there is one. */
  readonly term: AnalyzedTerm | undefined;
}

export const syntax = defineCheck<Syntax>({
  id: 'spf/syntax',
  severity: 'error',
  docs: {
    summary: 'An SPF record is a permanent error.',
    why: 'One term that cannot be read, or an include that leads nowhere, spoils the whole record: no sender passes, not even the right ones.',
    remedy: 'Correct the term that the message names.',
    references: [rfc7208('4.6'), rfc7208('5.2'), learnSpf],
  },
  *run(context) {
    for (const { record, of } of reachedRecords(context)) {
      if (record.status === 'syntax-errors') yield unreadable(context, record, of.name);
      if (record.status === 'valid') yield* deadEnds(context, record, of.name);
    }
    yield* circles(context);
  },
  explain: ({ domain, of, problem, remedy }) => ({
    problem,
    consequence:
      domain === of
        ? text`Every SPF check of ${of} ends in a permanent error, so nobody who sends for it passes.`
        : text`Every SPF check of ${of} that gets to the record of ${domain} ends in a permanent error, so senders do not pass.`,
    remedy,
  }),

  fix({ domain, remedy, record, term }, context) {
    const removed =
      term === undefined
        ? []
        : recordFix(context, record, withoutTerms(record, [term]), takeOut(text`${term.text}`, domain), 'review');
    return [...removed, byPerson(text`Correct the SPF record of ${domain}`, remedy)];
  },
});

function base(context: CheckContext, record: AnalyzedRecord, of: string) {
  return {
    ...aboutRecord(record),
    semantics: [],
    explains: policiesThrough(context, record.domain).flatMap((domain) =>
      samplesWithSpf(context, domain, ['permerror']),
    ),
    domain: record.domain,
    of,
    record,
  };
}

function unreadable(context: CheckContext, record: AnalyzedRecord, of: string): Syntax {
  const [first, ...others] = record.errors;
  const more =
    others.length === 0
      ? text``
      : others.length === 1
        ? text` ${others.length} more error is in it.`
        : text` ${others.length} more errors are in it.`;
  return {
    ...base(context, record, of),
    detail: 'grammar',
    term: undefined,
    problem: text`The SPF record of ${record.domain} is not valid at column ${first?.column ?? 1}, in ${first?.term ?? ''}: ${sentence(first?.message)}${more}`,
    remedy: text`Correct ${list(record.errors.map(({ term }) => term))} in the record of ${record.domain}: ${sentences(record.errors.map(({ message }) => message))}`,
  };
}

const sentence = (message: Text | undefined): Text => message ?? text`it cannot be read.`;

/** RFC 7208 sections 5.2 and 6.1: an include or redirect to a domain without a record. */
function* deadEnds(context: CheckContext, record: AnalyzedRecord, of: string): Generator<Syntax> {
  const analysis = spfAnalysis(context, of);
  for (const term of record.terms) {
    const target = leadsTo(analysis, term);
    if (target?.status !== 'none' && target?.status !== 'malformed-domain') continue;
    yield {
      ...base(context, record, of),
      detail: `target ${target.domain}`,
      term,
      problem: text`The term ${term.text} in the SPF record of ${record.domain} leads to ${target.domain}, which has no SPF record.`,
      remedy: text`Take ${term.text} out of the record of ${record.domain}, or write the name that the sender's provider publishes; ${target.domain} has none.`,
    };
  }
}

/** A record that leads back to itself never ends before the limit of look-ups does. */
function* circles(context: CheckContext): Generator<Syntax> {
  const seen = new Set<string>();
  for (const { analysis, domain } of ownAnalyses(context)) {
    for (const loop of analysis.loops) {
      const key = [...new Set(loop)].sort().join();
      const record = analysis.records.find((one) => one.domain === loop.at(-2));
      if (seen.has(key) || record === undefined) continue;
      seen.add(key);
      yield {
        ...base(context, record, domain.name),
        detail: `circle ${key}`,
        term: record.terms.find(({ target }) => target === loop.at(-1)),
        problem: text`The SPF records of ${domain.name} lead round in a circle: ${loop.join(' > ')}.`,
        remedy: text`Take the include or redirect of ${loop.at(-1) ?? ''} out of the record of ${record.domain}.`,
      };
    }
  }
}
