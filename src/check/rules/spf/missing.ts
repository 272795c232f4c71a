import { parseAddress } from '../../../model/addresses/address.ts';
import { emptySet, fromAddress, subtract, unionAll } from '../../../model/addresses/address-set.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { type Handover, handoverEvidence, handoverGroups, samplesOf } from './handovers.ts';
import { ownMailDomains } from './own-mail-domains.ts';
import { spfAnalysis, txtSubject } from './own-spf.ts';
import { declaredAddresses, termsFor, txtLine } from './sender-terms.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface Missing extends Violation {
  readonly domain: string;
  readonly senders: readonly (string | Text)[];
  readonly record: string;
  readonly content: string;
}

export const missing = defineCheck<Missing>({
  id: 'spf/missing',
  severity: 'error',
  docs: {
    summary: 'A domain that sends mail to the Internet has no SPF record.',
    why: 'Receivers cannot tell its mail from forged mail; many put it into junk or refuse it.',
    remedy: 'Publish one TXT record that names everybody who sends for the domain and ends in -all.',
    references: [learnSpf, rfc7208('3')],
  },
  *run(context) {
    const groups = handoverGroups(context);
    for (const domain of new Set(groups.map((group) => group.domain))) {
      const senders = groups.filter((group) => group.domain === domain);
      const analysis = spfAnalysis(context, domain);
      if (analysis.records[0].status !== 'none') continue;
      const terms = senders.flatMap(({ node, all }) => {
        const declared = declaredAddresses(context, node);
        const sending = unionAll([declared, ...all.map(addressOf)]);
        return termsFor(context, node, subtract(sending, neverConnects(sending).set), analysis);
      });
      const content = ['v=spf1', ...new Set(terms), '-all'].join(' ');
      yield {
        subject: txtSubject(domain),
        at: ownMailDomains(context).find(({ name }) => name === domain)?.at,
        evidence: senders.map(({ all }) => handoverEvidence(all[0])),
        semantics: ['NET-8'],
        explains: samplesOf(senders.flatMap(({ all }) => all)),
        domain,
        senders: senders.map(({ node }) => (node === context.topology.tenant?.node ? text`the tenant` : node)),
        record: txtLine(domain, content),
        content,
      };
    }
  },
  explain: ({ domain, senders, record }) => ({
    problem:
      senders.length === 1
        ? text`The domain ${domain} has no SPF record, and ${list(senders)} sends its mail to the Internet.`
        : text`The domain ${domain} has no SPF record, and ${list(senders)} send its mail to the Internet.`,
    consequence: text`Receivers cannot tell mail of ${domain} from forged mail and treat it as suspect; DMARC has nothing but DKIM to rest on.`,
    remedy: text`Add to the zone: ${record}`,
  }),

  fix: ({ domain, content }, context) =>
    proposed(
      text`Publish an SPF record for ${domain}`,
      'review',
      textRecordChange(context, domain, { from: undefined, to: content }),
    ),
});

function addressOf({ ip }: Handover) {
  const address = parseAddress(ip);
  return address === undefined ? emptySet : fromAddress(address);
}
