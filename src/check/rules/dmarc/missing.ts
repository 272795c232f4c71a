import { text } from '../../../model/text.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { txtSubject } from '../spf/own-spf.ts';
import { learnDmarc, rfc7489 } from './dmarc-references.ts';
import { ownDmarc } from './own-dmarc.ts';

interface Missing extends Violation {
  readonly domain: string;
  readonly name: string;
}

export const missing = defineCheck<Missing>({
  id: 'dmarc/missing',
  severity: 'warning',
  docs: {
    summary: 'A domain has no DMARC record.',
    why: 'Receivers have no instruction for forged mail under the domain, nobody reports it, and large receivers ask bulk senders for a record.',
    remedy: 'Publish a record that begins with p=none and a report address, and tighten it when the reports are clean.',
    references: [learnDmarc, rfc7489('6.6.3')],
  },
  *run(context) {
    const all = ownDmarc(context);
    const named = new Set<string>();
    for (const { domain, found, holder } of all) {
      if (found.status !== 'none' || found.missing.length > 0 || found.discarded.length > 0) continue;
      // One record at the organizational domain serves every name below it.
      if (named.has(holder)) continue;
      named.add(holder);
      const name = `_dmarc.${holder}`;
      yield {
        subject: txtSubject(name),
        at: all.find((one) => one.domain.name === holder)?.domain.at ?? domain.at,
        evidence: [],
        semantics: ['AUTH-1'],
        domain: holder,
        name,
      };
    }
  },
  explain: ({ domain, name }) => ({
    problem: text`The domain ${domain} has no DMARC record in a zone that is complete.`,
    consequence: text`Receivers deliver mail that forges ${domain} in the From header as they see fit, and nobody learns of it.`,
    remedy: text`Add ${`${name}. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc-reports@${name.slice('_dmarc.'.length)}"`} to the zone, and go on to p=quarantine and p=reject when the reports show that all own mail passes.`,
  }),

  // Who reads the reports is not known here: a record without an address asks for none.
  fix: ({ domain, name }, context) =>
    proposed(
      text`Publish the DMARC policy none for ${domain}`,
      'safe',
      textRecordChange(context, name, { from: undefined, to: 'v=DMARC1; p=none' }),
    ),
});
