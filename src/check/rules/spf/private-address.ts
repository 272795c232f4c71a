import {
  type AddressSet,
  emptySet,
  formatSet,
  isEmpty,
  isSubset,
  overlaps,
  size,
  subtract,
  union,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, text } from '../../../model/text.ts';
import { addressTerms } from '../../../protocols/spf/add-senders.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { setOf } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { isOwnName } from './own-mail-domains.ts';
import { aboutRecord, reachedRecords, recordSpan } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms, withTerm } from './record-edits.ts';
import { rfc7208 } from './spf-references.ts';

interface PrivateAddress extends Violation {
  readonly domain: string;
  readonly term: string;
  /** The addresses where the term names others, or a host. */
  readonly addresses: string | undefined;
  readonly blocks: readonly string[];
  readonly record: AnalyzedRecord;
  readonly by: AnalyzedTerm;
}

export const privateAddress = defineCheck<PrivateAddress>({
  id: 'spf/private-address',
  severity: 'warning',
  docs: {
    summary: 'A public SPF record names an address that can never connect from the Internet.',
    why: 'Receivers never see such an address, so the term helps nobody; the public address that was meant is often missing, and the record tells how the network inside is built.',
    remedy: 'Name the public address that receivers see, or remove the term.',
    references: [
      rfc7208('5.6'),
      {
        title: 'IANA IPv4 Special-Purpose Address Registry',
        url: 'https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml',
      },
    ],
  },
  *run(context) {
    for (const { record } of reachedRecords(context)) {
      // A third party's record counts where the user's own zones hold it, so that it is theirs to have corrected.
      if (!isOwnName(context, record.domain) && recordSpan(record) === undefined) continue;
      for (const term of record.terms) {
        if (!naming.has(term.kind) || isEmpty(term.addresses)) continue;
        const { set, because } = neverConnects(term.addresses);
        // A range as wide as the Internet holds special blocks by accident: spf/allows-everyone.
        if (isEmpty(set) || (isTooWide(term) && !isSubset(term.addresses, set))) continue;
        const whole = isSubset(term.addresses, set) && term.kind.startsWith('ip');
        yield {
          ...aboutRecord(record),
          semantics: [],
          detail: term.text,
          domain: record.domain,
          term: term.text,
          addresses: whole ? undefined : formatSet(set),
          blocks: [...new Set(because.map(({ block }) => `${block.prefix} ${block.name}`))],
          record,
          by: term,
        };
      }
    }
  },
  explain: ({ domain, term, addresses, blocks }) => ({
    problem:
      addresses === undefined
        ? text`The term ${term} in the SPF record of ${domain} is never seen on the Internet: it lies in ${list(blocks)}.`
        : text`The term ${term} in the SPF record of ${domain} stands for ${addresses}, which is never seen on the Internet: it lies in ${list(blocks)}.`,
    consequence: text`No receiver ever sees such a sender, so the term passes nobody, and the public address behind which it sends may not pass.`,
    remedy: text`Replace ${term} in the record of ${domain} by the public address that receivers see, or remove the term where that address is named already.`,
  }),

  fix({ domain, term, addresses, record, by }, context) {
    const seen = addresses === undefined ? publicOf(context, by) : emptySet;
    const instead = subtract(seen, record.authorised);
    const terms = isEmpty(instead) ? [] : addressTerms(instead);
    const named = list(terms);
    return [
      ...(terms.length === 0
        ? []
        : recordFix(
            context,
            record,
            withTerm(record, by, terms.join(' ')),
            text`Put ${named} in the place of ${term} in the SPF record of ${domain}`,
            'review',
          )),
      ...(addresses === undefined
        ? recordFix(context, record, withoutTerms(record, [by]), takeOut(text`${term}`, domain), 'safe')
        : []),
      byPerson(
        text`Find out the public address behind ${term}`,
        text`Find out which public address receivers see of the sender that ${term} is to name, and have that in the SPF record of ${domain} in its place.`,
      ),
    ];
  },
});

/** What the Internet sees of the servers that have the addresses of a term inside. */
const publicOf = (context: CheckContext, { addresses }: AnalyzedTerm): AddressSet =>
  unionAll(
    (context.topology.onPremises?.servers ?? [])
      .filter((server) => overlaps(union(setOf(server.internalAddresses), setOf(server.addresses)), addresses))
      .map((server) => setOf(server.addresses))
      .map((set) => subtract(set, neverConnects(set).set)),
  );

const naming: ReadonlySet<AnalyzedTerm['kind']> = new Set(['ip4', 'ip6', 'a', 'mx']);

const isTooWide = ({ addresses }: AnalyzedTerm): boolean =>
  size({ v4: addresses.v4, v6: [] }) > 1n << 24n || size({ v4: [], v6: addresses.v6 }) > 1n << 116n;
