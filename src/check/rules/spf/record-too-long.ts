import { text } from '../../../model/text.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { ownRecords, recordSpan, txtSubject } from './own-spf.ts';
import { rfc7208 } from './spf-references.ts';

interface RecordTooLong extends Violation {
  readonly domain: string;
  readonly octets: number;
  readonly answerOctets: number;
}

/** What fits an answer over UDP without EDNS (RFC 1035 section 4.2.1). */
const answerMax = 512;

export const recordTooLong = defineCheck<RecordTooLong>({
  id: 'spf/record-too-long',
  severity: 'warning',
  docs: {
    summary: 'The answer that holds an SPF record is longer than 512 octets.',
    why: 'Such an answer may be cut, and is then asked for again over TCP, which some firewalls block: the check ends without a result.',
    remedy: 'Shorten the record, and remove TXT records of the same name that are no longer needed.',
    references: [rfc7208('3.4'), rfc7208('3.3')],
  },
  *run(context) {
    for (const { record } of ownRecords(context)) {
      if (record.candidates.length === 0 || record.answerOctets <= answerMax) continue;
      const answer = context.topology.dns.view.lookup(record.domain, 'TXT');
      const texts = answer.status === 'records' ? answer.records : [];
      yield {
        subject: txtSubject(record.domain),
        at: recordSpan(record),
        evidence: texts.map((content, index) => {
          const origin = answer.status === 'records' ? answer.origins?.[index] : undefined;
          return {
            at: origin?.kind === 'declared' ? origin.at : undefined,
            text: `${record.domain} TXT of ${content.length} octets`,
          };
        }),
        semantics: [],
        domain: record.domain,
        octets: record.octets,
        answerOctets: record.answerOctets,
      };
    }
  },
  explain: ({ domain, octets, answerOctets }) => ({
    problem: text`The answer with the TXT records of ${domain} has about ${answerOctets} octets, of which ${octets} are the SPF record; over ${answerMax} it may not fit one packet.`,
    consequence: text`Where larger answers or DNS over TCP are blocked, the SPF check of ${domain} ends without a result and its mail is treated as suspect.`,
    remedy: text`Shorten the record of ${domain} (whole networks in place of single addresses, an include for a list of one's own), and remove TXT records of the name that are no longer needed.`,
  }),
});
