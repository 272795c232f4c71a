import { text } from '../../../model/text.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { characterStringMax } from '../../../protocols/zone/record-data.ts';
import { quoteString } from '../../../protocols/zone/record-line.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { textData, textRecordsChange } from '../../text-record-change.ts';
import { ownRecords, recordSpan, recordText, txtSubject } from './own-spf.ts';
import { recordFix, shorterRecord } from './record-edits.ts';
import { txtLine } from './sender-terms.ts';
import { rfc7208 } from './spf-references.ts';

interface RecordTooLong extends Violation {
  readonly domain: string;
  readonly octets: number;
  readonly answerOctets: number;
  /** Octets of a character-string that is longer than one may be. */
  readonly longString: number | undefined;
  /** The record in strings that fit. */
  readonly line: string;
  readonly record: AnalyzedRecord;
}

/** What fits an answer over UDP without EDNS (RFC 1035 section 4.2.1). */
const answerMax = 512;

export const recordTooLong = defineCheck<RecordTooLong>({
  id: 'spf/record-too-long',
  severity: 'warning',
  docs: {
    summary: 'An SPF record has a string of more than 255 octets, or its answer is longer than 512 octets.',
    why: 'A name server refuses a longer string, or cuts it where it likes. A longer answer may be cut, and is then asked for again over TCP, which some firewalls block: the check ends without a result.',
    remedy:
      'Write the record as several strings of at most 255 octets; shorten it, and remove TXT records of the same name that are no longer needed.',
    references: [rfc7208('3.4'), rfc7208('3.3')],
  },
  *run(context) {
    for (const { record } of ownRecords(context)) {
      const origin = record.candidates[0]?.origin;
      const longString = origin?.kind === 'declared' ? origin.longString : undefined;
      if (record.candidates.length === 0) continue;
      if (record.answerOctets <= answerMax && longString === undefined) continue;
      const answer = context.topology.dns.view.lookup(record.domain, 'TXT');
      const texts = answer.status === 'records' ? answer.records : [];
      yield {
        subject: txtSubject(record.domain),
        at: recordSpan(record),
        evidence: texts.map((content, index) => {
          const origin = answer.status === 'records' ? answer.origins?.[index] : undefined;
          return {
            at: origin?.kind === 'declared' ? origin.at : undefined,
            text: text`${record.domain} TXT of ${content.length} octets`,
          };
        }),
        semantics: [],
        domain: record.domain,
        octets: record.octets,
        answerOctets: record.answerOctets,
        longString,
        line: txtLine(record.domain, recordText(record)),
        record,
      };
    }
  },
  explain: ({ domain, octets, answerOctets, longString, line }) => {
    if (longString !== undefined)
      return {
        problem: text`The SPF record of ${domain} has a string of ${longString} octets, and a string of a TXT record holds at most ${characterStringMax}.`,
        consequence: text`Name servers refuse a zone with such a string, or cut it where they like: the record is missing, or ends in the middle of a term.`,
        remedy: text`Write the record as several strings, which receivers join without a space: ${line}`,
      };
    return {
      problem: text`The answer with the TXT records of ${domain} has about ${answerOctets} octets, of which ${octets} are the SPF record; over ${answerMax} it may not fit one packet.`,
      consequence: text`Where larger answers or DNS over TCP are blocked, the SPF check of ${domain} ends without a result and its mail is treated as suspect.`,
      remedy: text`Shorten the record of ${domain} (whole networks in place of single addresses, an include for a list of one's own), and remove TXT records of the name that are no longer needed.`,
    };
  },

  fix({ domain, longString, record, octets }, context) {
    if (longString !== undefined) {
      const change = textRecordsChange(context, domain, (before) => before);
      const content = recordText(record);
      // The text stays; only its strings are cut otherwise.
      const whole = change && {
        ...change,
        before: change.before.map((one) => (one === textData(content) ? quoteString(content) : one)),
      };
      return proposed(
        text`Write the SPF record of ${domain} in strings of at most ${characterStringMax} octets`,
        'safe',
        whole,
      );
    }
    const to = shorterRecord(context, record);
    return [
      ...(to === undefined
        ? []
        : recordFix(
            context,
            record,
            to,
            text`Let the SPF record of ${domain} pass the same senders in fewer octets`,
            'safe',
          )),
      byPerson(
        text`Shorten the TXT records of ${domain}`,
        text`Take out TXT records of ${domain} that are no longer needed, and senders that no longer send from its SPF record of ${octets} octets.`,
      ),
    ];
  },
});
