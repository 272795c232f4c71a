import { list, text } from '../../../model/text.ts';
import type { Cloud } from '../../../model/topology.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { spfInclude, spfIncludeClouds } from '../../../reference/microsoft-names.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { forgedThrough, ownRecords, recordEvidence, recordSpan, txtSubject } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms, withTerm } from './record-edits.ts';
import { learnSpf } from './spf-references.ts';
import { wrongTerms } from './wrong-cloud-terms.ts';

interface WrongCloud extends Violation {
  readonly domain: string;
  readonly term: string;
  readonly theirs: readonly Cloud[];
  readonly cloud: Cloud;
  readonly right: string | undefined;
  readonly hasRight: boolean;
  readonly record: AnalyzedRecord;
  readonly by: AnalyzedTerm;
}

export const wrongCloud = defineCheck<WrongCloud>({
  id: 'spf/wrong-cloud',
  severity: 'error',
  docs: {
    summary: 'An SPF record includes the name of another Microsoft cloud.',
    why: 'The tenant does not send from there, so its own mail fails, and every tenant of the other cloud may send as the domain.',
    remedy: "Include the name of the tenant's own cloud.",
    references: [learnSpf],
  },
  *run(context) {
    const cloud = context.topology.tenant?.cloud;
    if (cloud === undefined) return;
    const right = spfInclude(cloud)?.value;
    for (const { record } of ownRecords(context)) {
      for (const term of wrongTerms(context, record, cloud)) {
        yield {
          subject: txtSubject(record.domain),
          at: recordSpan(record),
          evidence: [
            ...recordEvidence(record),
            {
              at: context.sources.locate(context.topology.tenant?.at ?? ''),
              text: text`cloud of the tenant: ${cloud}`,
            },
          ],
          semantics: ['NET-8'],
          explains: forgedThrough(context, record.domain),
          detail: term.target ?? term.text,
          domain: record.domain,
          term: term.text,
          theirs: spfIncludeClouds(term.target ?? '') ?? [],
          cloud,
          right,
          hasRight: record.terms.some(({ target }) => target === right),
          record,
          by: term,
        };
      }
    }
  },
  explain: ({ domain, term, theirs, cloud, right, hasRight }) => ({
    problem: text`The SPF record of ${domain} has ${term}, the name of ${theirs.length === 0 ? text`a Microsoft cloud that was closed` : text`Microsoft's cloud ${list(theirs)}`}, and the tenant is in the cloud ${cloud}.`,
    consequence: hasRight
      ? text`Every tenant of the other cloud may send as ${domain} and passes.`
      : text`Mail of ${domain} from the tenant does not pass SPF, and every tenant of the other cloud may send as ${domain}.`,
    remedy:
      hasRight || right === undefined
        ? text`Take ${term} out of the record of ${domain}.`
        : text`Replace ${term} by ${`include:${right}`} in the record of ${domain}.`,
  }),

  fix({ domain, term, right, hasRight, record, by }, context) {
    if (hasRight || right === undefined)
      return recordFix(context, record, withoutTerms(record, [by]), takeOut(text`${term}`, domain), 'review');
    const name = `${by.kind === 'redirect' ? 'redirect=' : 'include:'}${right}`;
    return recordFix(
      context,
      record,
      withTerm(record, by, name),
      text`Put ${name} in the place of ${term} in the SPF record of ${domain}`,
      'review',
    );
  },
});
