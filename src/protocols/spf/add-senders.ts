import { byCodeUnit } from '../../base/order.ts';
import { parseAddress } from '../../model/addresses/address.ts';
import {
  type AddressSet,
  emptySet,
  fromPrefix,
  isEmpty,
  isSubset,
  overlaps,
  toPrefixes,
  union,
  unionAll,
} from '../../model/addresses/address-set.ts';
import type { DnsView } from '../../model/dns.ts';
import { amendedView } from './amended-view.ts';
import { analyzeSpf } from './analyze-spf.ts';
import type { AnalyzedRecord, AnalyzedTerm } from './analyzed-record.ts';
import { lookupsMax, voidLookupsMax } from './evaluation.ts';
import { hostAddresses, mxAddresses } from './term-addresses.ts';

/** What fits an answer over UDP without EDNS (RFC 7208 section 3.4). */
const answerMax = 512;

/** A record with senders put in. */
export interface AmendedRecord {
  /** The text of the record as it is, and with the senders. */
  readonly from: string;
  readonly to: string;
  /** Terms that come, and terms that they take the place of. */
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  /** What it then costs, with everything below. */
  readonly lookups: number;
  readonly voidLookups: number;
  readonly answerOctets: number;
  /** More than RFC 7208 section 4.6.4 allows. */
  readonly over: boolean;
}

export interface Offers {
  /** A name that its owner publishes for his customers to include; it stays right when his addresses change. */
  readonly include: string | undefined;
  /** Hosts of the sender, for `a:`; only those whose addresses are all the sender's are used. */
  readonly hosts: readonly string[];
  /** Addresses that the sender has; nobody else's are let pass. */
  readonly own: AddressSet;
}

/**
 * Ways to let addresses pass, each of which does by the whole evaluation of RFC 7208, the best first: those within the
 * limits, the owner's include, the fewest terms, the fewest look-ups, the shortest record. An address term that would stand beside others
 * takes them into one prefix where that passes exactly the same addresses. Terms go in front of what turns the addresses
 * away: `all`, a redirect, or a term with another qualifier.
 */
export function addSenders(
  record: AnalyzedRecord,
  missing: AddressSet,
  offers: Offers,
  dns: DnsView,
): readonly AmendedRecord[] {
  const from = record.candidates[0]?.text ?? '';
  if (record.status !== 'valid' || isEmpty(missing)) return [];
  const stop = record.terms.find((term) => turnsAway(term, missing));
  const at = stop === undefined ? from.length : stop.column - 1;
  const allowed = unionAll([record.authorised, missing, offers.own]);
  const edits: readonly Edit[] = [
    ...included(record, offers),
    ...merged(record, missing, at),
    { added: addressTerms(missing), replaced: [], isName: false },
    ...hosted(record.domain, missing, allowed, offers.hosts, dns),
  ];
  const seen = new Set<string>();
  return edits
    .map((edit) => ({ edit, ...measured(record, dns, edited(from, at, edit), edit) }))
    .filter(({ edit, amended, root }) => {
      if (seen.has(amended.to)) return false;
      seen.add(amended.to);
      // Whom a name passes is its owner's to say, and not known where his record was not given.
      if (edit.isName) return !root.exact || isSubset(missing, root.authorised);
      return isSubset(missing, root.authorised) && isSubset(root.authorised, allowed);
    })
    .sort((left, right) => compare(left, right, record.answerOctets))
    .map(({ amended }) => amended);
}

interface Edit {
  readonly added: readonly string[];
  readonly replaced: readonly AnalyzedTerm[];
  /** Whether its owner says what it stands for. */
  readonly isName: boolean;
}

const turnsAway = (term: AnalyzedTerm, missing: AddressSet): boolean =>
  term.kind === 'all' ||
  term.kind === 'redirect' ||
  (term.qualifier !== undefined && term.qualifier !== '+' && overlaps(term.addresses, missing));

/** `ip4:` and `ip6:` terms for a set, a single address without its length. */
export const addressTerms = (set: AddressSet): readonly string[] =>
  toPrefixes(set).map((prefix) => {
    const six = prefix.includes(':');
    return `${six ? 'ip6' : 'ip4'}:${prefix.replace(six ? /\/128$/u : /\/32$/u, '')}`;
  });

function included(record: AnalyzedRecord, { include }: Offers): readonly Edit[] {
  if (include === undefined || record.terms.some(({ target }) => target === include.toLowerCase())) return [];
  return [{ added: [`include:${include}`], replaced: [], isName: true }];
}

/** Address terms for a set, in which terms that stand before the place already are taken up, where they make one prefix. */
function merged(record: AnalyzedRecord, missing: AddressSet, at: number): readonly Edit[] {
  const numbers = record.terms.filter(
    ({ kind, qualifier, column, addresses }) =>
      (kind === 'ip4' || kind === 'ip6') && qualifier === '+' && column <= at && !isEmpty(addresses),
  );
  const whole = union(missing, unionAll(numbers.map(({ addresses }) => addresses)));
  const added = addressTerms(whole).filter((_, index) => overlaps(setOf(toPrefixes(whole)[index]), missing));
  const set = unionAll(
    toPrefixes(whole)
      .map(setOf)
      .filter((one) => overlaps(one, missing)),
  );
  const replaced = numbers.filter(({ addresses }) => isSubset(addresses, set));
  return replaced.length === 0 ? [] : [{ added, replaced, isName: false }];
}

function setOf(prefix: string | undefined): AddressSet {
  const [base = '', length = ''] = (prefix ?? '').split('/');
  const address = parseAddress(base);
  return address === undefined ? emptySet : fromPrefix(address, Number(length));
}

/** Terms that name a host, or the hosts of the domain, where these have all that is missing and nothing that is not allowed. */
function hosted(
  domain: string,
  missing: AddressSet,
  allowed: AddressSet,
  hosts: readonly string[],
  dns: DnsView,
): readonly Edit[] {
  const length4 = 32;
  const length6 = 128;
  const named = [
    { term: 'a', found: hostAddresses(domain, length4, length6, dns) },
    { term: 'mx', found: mxAddresses(domain, length4, length6, dns) },
    ...[...new Set(hosts)]
      .filter((host) => host !== domain)
      .map((host) => ({ term: `a:${host}`, found: hostAddresses(host, length4, length6, dns) })),
  ];
  return named
    .filter(
      ({ found }) =>
        found.unknown === undefined && isSubset(missing, found.addresses) && isSubset(found.addresses, allowed),
    )
    .map(({ term }) => ({ added: [term], replaced: [], isName: false }));
}

/** The record with terms put in at a place, or where the first of those stands that they take the place of. */
function edited(from: string, at: number, { added, replaced }: Edit): string {
  const first = replaced[0]?.column ?? at + 1;
  const kept = [...replaced].reverse().reduce((text, term) => without(text, term), from);
  const place = replaced.length === 0 ? at : first - 1;
  const head = kept.slice(0, place).trimEnd();
  const tail = kept.slice(place).trimStart();
  return [head, ...added, ...(tail === '' ? [] : [tail])].join(' ');
}

/** A record without a term, and without the blank that it leaves. */
export function without(record: string, { column, text }: Pick<AnalyzedTerm, 'column' | 'text'>): string {
  const head = record.slice(0, column - 1);
  const tail = record.slice(column - 1 + text.length).trimStart();
  return tail === '' ? head.trimEnd() : head + tail;
}

function measured(record: AnalyzedRecord, dns: DnsView, to: string, edit: Edit) {
  const from = record.candidates[0]?.text ?? '';
  const [root] = analyzeSpf(record.domain, amendedView(dns, record.domain, from, to)).records;
  const voidLookups = Math.max(root.voidLookups.ipv4, root.voidLookups.ipv6);
  const amended: AmendedRecord = {
    from,
    to,
    added: edit.added,
    replaced: edit.replaced.map(({ text }) => text),
    lookups: root.lookups,
    voidLookups,
    answerOctets: root.answerOctets,
    over: root.lookups > lookupsMax || voidLookups > voidLookupsMax,
  };
  return { amended, root };
}

interface Measured {
  readonly edit: Edit;
  readonly amended: AmendedRecord;
}

function compare(left: Measured, right: Measured, octetsNow: number): number {
  const long = ({ answerOctets }: AmendedRecord) => (octetsNow <= answerMax && answerOctets > answerMax ? 1 : 0);
  const rank = ({ edit, amended }: Measured): readonly number[] => [
    amended.over ? 1 : 0,
    long(amended),
    edit.isName ? 0 : 1,
    amended.added.length - amended.replaced.length,
    amended.lookups,
    amended.to.length,
  ];
  const theirs = rank(right);
  const difference = rank(left)
    .map((value, index) => value - (theirs[index] ?? 0))
    .find((one) => one !== 0);
  return difference ?? byCodeUnit(left.amended.to, right.amended.to);
}
