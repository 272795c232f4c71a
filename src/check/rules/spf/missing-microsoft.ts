import { parseAddress } from '../../../model/addresses/address.ts';
import { containsText, emptySet, fromAddress } from '../../../model/addresses/address-set.ts';
import { text } from '../../../model/text.ts';
import { lookupsMax } from '../../../protocols/spf/evaluation.ts';
import { spfInclude } from '../../../reference/microsoft-names.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { handoverEvidence, openGroups, samplesOf } from './handovers.ts';
import { breaksLimitsOnly, recordEvidence, recordSpan, spfAnalysis, txtSubject } from './own-spf.ts';
import { type AmendedRecord, amend } from './sender-terms.ts';
import { learnSpf } from './spf-references.ts';
import { namesWrongCloud } from './wrong-cloud-terms.ts';

interface MissingMicrosoft extends Violation {
  readonly domain: string;
  readonly include: string;
  /** The record leads to the include and still does not pass the tenant: by its qualifier, or a term in front of it. */
  readonly leadsThere: boolean;
  readonly amended: AmendedRecord;
}

export const missingMicrosoft = defineCheck<MissingMicrosoft>({
  id: 'spf/missing-microsoft',
  severity: 'error',
  // Mail that leaves by the wrong way, for want of a connector, is not the record's fault.
  stage: 1,
  docs: {
    summary: 'The tenant sends mail of a domain whose SPF record does not pass it.',
    why: 'Receivers take mail from Exchange Online for forged: they refuse it or put it into junk.',
    remedy: "Add the include of the tenant's cloud to the record.",
    references: [learnSpf],
  },
  *run(context) {
    const { tenant } = context.topology;
    const include = tenant && spfInclude(tenant.cloud)?.value;
    if (tenant === undefined || include === undefined) return;
    for (const { domain, node, all } of openGroups(context)) {
      const analysis = spfAnalysis(context, domain);
      const [root] = analysis.records;
      if (node !== tenant.node || root.status !== 'valid' || namesWrongCloud(context, domain)) continue;
      const limitsOnly = breaksLimitsOnly(analysis);
      // The relay pool is left out of the include on purpose (CFWD-4), so only the regular pool counts.
      const failing = all.filter(({ outcome, ip }) => {
        if (outcome.egressPool !== 'regular') return false;
        const spf = outcome.egressSpf;
        if (spf === 'permerror') return limitsOnly && !containsText(root.authorised, ip);
        return spf === 'fail' || spf === 'softfail' || spf === 'neutral';
      });
      const [first] = failing;
      if (first === undefined) continue;
      const address = parseAddress(first.ip);
      yield {
        subject: txtSubject(domain),
        at: recordSpan(root),
        evidence: [...recordEvidence(root), handoverEvidence(first)],
        semantics: ['NET-8'],
        explains: samplesOf(failing),
        domain,
        include,
        leadsThere: analysis.records.some((record) => record.domain === include),
        amended: amend(context, root, [`include:${include}`], address === undefined ? emptySet : fromAddress(address)),
      };
    }
  },
  explain: ({ domain, include, leadsThere, amended }) => ({
    problem: leadsThere
      ? text`The SPF record of ${domain} names ${include} and still does not pass the tenant, which sends mail of ${domain} to the Internet.`
      : text`The SPF record of ${domain} does not include ${include}, and the tenant sends mail of ${domain} to the Internet.`,
    consequence: text`Receivers take mail of ${domain} from Exchange Online for forged and refuse it or put it into junk.`,
    remedy: leadsThere
      ? text`Write ${`include:${include}`} with no qualifier in front of it, ahead of every term that turns Exchange Online away, in the record of ${domain}.`
      : amended.over
        ? text`Add ${`include:${include}`} to the record: ${amended.line}. It then costs ${amended.lookups} look-ups, more than the ${lookupsMax} that are allowed, so save some first.`
        : text`Add ${`include:${include}`} to the record: ${amended.line}`,
  }),
  fix({ domain, include, leadsThere, amended }, context) {
    if (leadsThere || amended.over) return [];
    const change = textRecordChange(context, domain, amended);
    if (change === undefined) return [];
    return [
      { title: text`Add ${`include:${include}`} to the SPF record of ${domain}`, safety: 'safe', changes: [change] },
    ];
  },
});
