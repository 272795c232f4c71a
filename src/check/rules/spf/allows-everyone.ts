import { type AddressSet, isEmpty, size } from '../../../model/addresses/address-set.ts';
import { asString, type TextValue, text } from '../../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { isOwnName } from './own-mail-domains.ts';
import { aboutRecord, forgedThrough, ownAnalyses, ownRecords } from './own-spf.ts';
import { recordFix, withTerm } from './record-edits.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface AllowsEveryone extends Violation {
  readonly domain: string;
  readonly term: TextValue;
  readonly all: boolean;
  readonly addresses: bigint;
  readonly record: AnalyzedRecord;
  readonly by: AnalyzedTerm | undefined;
}

export const allowsEveryone = defineCheck<AllowsEveryone>({
  id: 'spf/allows-everyone',
  severity: 'error',
  docs: {
    summary: 'An SPF record passes everybody, or a large part of the Internet.',
    why: 'Anybody may send as the domain and passes SPF, and with it DMARC.',
    remedy: 'Name the senders alone, and end the record in -all.',
    references: [rfc7208('5.1'), learnSpf],
  },
  *run(context) {
    const found = new Set<string>();
    for (const { record } of ownRecords(context)) {
      if (record.status !== 'valid') continue;
      for (const term of record.terms) {
        // What an own record below passes is found there.
        const nested = term.target !== undefined && term.target !== record.domain && isOwnName(context, term.target);
        if ((nested && leads(term)) || !isLarge(term.contributes)) continue;
        found.add(record.domain);
        yield violation(context, record, term.text, term);
      }
    }
    for (const { root, analysis } of ownAnalyses(context)) {
      if (root.status !== 'valid' || analysis.records.some(({ domain }) => found.has(domain))) continue;
      if (size({ v4: root.authorised.v4, v6: [] }) < quarter) continue;
      yield violation(context, root, text`the terms together`, undefined);
    }
  },
  explain: ({ domain, term, all, addresses }) => ({
    problem: all
      ? text`The SPF record of ${domain} has ${term}, which passes everybody.`
      : text`The SPF record of ${domain} passes ${String(addresses)} addresses by ${term}, far more than any sender has.`,
    consequence: text`Strangers who send as ${domain} pass SPF, and DMARC with it.`,
    remedy: all
      ? text`Replace ${term} by ${'-all'} in the record of ${domain}, after the senders that the record must name.`
      : text`Replace ${term} in the record of ${domain} by the addresses that send, with their true prefix lengths.`,
  }),

  fix({ domain, term, record, by }, context) {
    const title = text`End the SPF record of ${domain} in ${'-all'}`;
    return [
      ...(by?.kind === 'all' ? recordFix(context, record, withTerm(record, by, '-all'), title, 'review') : []),
      byPerson(
        text`Name the true senders of ${domain}`,
        text`Find out from which addresses ${domain} is sent, and put them with their true prefix lengths in the place of ${term} in its SPF record.`,
      ),
    ];
  },
});

const leads = ({ kind }: AnalyzedTerm): boolean => kind === 'include' || kind === 'redirect';

/** A quarter of the IPv4 space belongs to no one sender. */
const quarter = 1n << 30n;
/** Registries hand out nothing wider than an IPv4 /8 or an IPv6 /12 to one holder. */
const widest4 = 1n << 24n;
const widest6 = 1n << 116n;

function isLarge(set: AddressSet): boolean {
  if (isEmpty(set)) return false;
  return size({ v4: set.v4, v6: [] }) > widest4 || size({ v4: [], v6: set.v6 }) > widest6;
}

function violation(
  context: CheckContext,
  record: AnalyzedRecord,
  term: TextValue,
  by: AnalyzedTerm | undefined,
): AllowsEveryone {
  return {
    ...aboutRecord(record),
    semantics: [],
    explains: forgedThrough(context, record.domain),
    detail: asString(term),
    domain: record.domain,
    term,
    all: by?.kind === 'all',
    addresses: size(by?.contributes ?? record.authorised),
    record,
    by,
  };
}
