import type { AddressSet } from '../../model/addresses/address-set.ts';
import { allAddresses, emptySet, intersect, subtract, union } from '../../model/addresses/address-set.ts';
import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import { text } from '../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm, RecordStatus } from './analyzed-record.ts';
import { answerOctets } from './answer-octets.ts';
import { hostNamesMax, isVoid } from './evaluation.ts';
import { isAskable, toALabels } from './query-name.ts';
import { compileRecord, recordCache } from './record-cache.ts';
import type { DomainSpec, Qualifier, SpfRecord, SpfTerm } from './spf-record.ts';
import { isSpfRecord } from './spf-record.ts';
import type { NamedAddresses } from './term-addresses.ts';
import {
  dependsOnClient,
  existing,
  hostAddresses,
  mxAddresses,
  networkAddresses,
  noAddresses,
  targetOf,
} from './term-addresses.ts';
import { termNotices } from './term-notices.ts';

/** Domains in one tree, terms in one record, and look-ups counted: enough to show any mistake, and bounded. */
const recordsMax = 300;
const termsMax = 2000;
const lookupsCounted = 1_000_000;

/** A domain's SPF policy, whatever the client, with everything that its includes and redirects lead to. */
export interface SpfAnalysis {
  readonly domain: string;
  /** Every domain once, the domain itself first, the others in the order in which they are reached. */
  readonly records: readonly [AnalyzedRecord, ...AnalyzedRecord[]];
  /** Cycles of includes and redirects: each begins and ends with the same domain. */
  readonly loops: readonly (readonly string[])[];
  /** Names whose records were not given. */
  readonly missing: readonly string[];
  /** True when there was more than a person could read: not every record or term is here. */
  readonly cut: boolean;
}

interface Walk {
  readonly dns: DnsView;
  readonly root: string;
  readonly known: Map<string, AnalyzedRecord | undefined>;
  readonly path: string[];
  readonly loops: string[][];
  readonly missing: Set<string>;
  cut: boolean;
}

/**
 * Analyses the record of a domain and of all it leads to. Goes on beyond the limits of RFC 7208 section 4.6.4, so that
 * the whole cost is known; `checkHost` stops at them. The macros d and o are expanded, as for a sender at the domain.
 */
export function analyzeSpf(domain: string, dns: DnsView): SpfAnalysis {
  const root = toALabels(domain.endsWith('.') ? domain.slice(0, -1) : domain).toLowerCase();
  const walk: Walk = { dns, root, known: new Map(), path: [], loops: [], missing: new Set(), cut: false };
  const first = visit(root, walk);
  const others = [...walk.known.values()].filter((record) => record !== undefined && record !== first);
  return {
    domain: root,
    records: [first, ...others.filter((record) => record !== undefined)],
    loops: walk.loops,
    missing: [...walk.missing],
    cut: walk.cut,
  };
}

function visit(domain: string, walk: Walk): AnalyzedRecord {
  // Set first, so that the order of the map is the order in which domains are reached.
  walk.known.set(domain, undefined);
  walk.path.push(domain);
  const record = analyzeRecord(domain, walk);
  walk.path.pop();
  walk.known.set(domain, record);
  return record;
}

/** The record that a term leads to; a word when there is none to be had. */
function reach(domain: string, walk: Walk): AnalyzedRecord | 'loop' | 'cut' {
  const known = walk.known.get(domain);
  if (known !== undefined) return known;
  const at = walk.path.indexOf(domain);
  if (at >= 0) {
    walk.loops.push([...walk.path.slice(at), domain]);
    return 'loop';
  }
  if (walk.known.size >= recordsMax) {
    walk.cut = true;
    return 'cut';
  }
  return visit(domain, walk);
}

function analyzeRecord(domain: string, walk: Walk): AnalyzedRecord {
  const answer: DnsAnswer = isAskable(domain) ? walk.dns.lookup(domain, 'TXT') : { status: 'no-such-name' };
  if (answer.status === 'not-supplied') walk.missing.add(domain);
  const texts = answer.status === 'records' ? answer.records.filter((record) => typeof record === 'string') : [];
  const origins = answer.status === 'records' ? answer.origins : undefined;
  const candidates = texts.flatMap((content, index) =>
    isSpfRecord(content) ? [{ text: content, origin: origins?.[index] }] : [],
  );
  const [first] = candidates;
  const record = first === undefined ? undefined : compileRecord(first.text, recordCache(walk.dns)).record;
  const counted = record === undefined ? undefined : analyzeTerms(record, domain, walk);
  const status = statusOf(domain, answer, candidates.length, record);
  const ownVoid = isAskable(domain) && isVoid(answer) ? 1 : 0;
  return {
    domain,
    status,
    candidates,
    errors: record?.errors ?? [],
    terms: counted?.terms ?? [],
    authorised: status === 'valid' && counted !== undefined ? counted.authorised : emptySet,
    exact: counted?.exact ?? (status !== 'not-supplied' && status !== 'failure'),
    lookups: counted?.lookups ?? 0,
    voidLookups: counted?.voidLookups ?? { ipv4: ownVoid, ipv6: ownVoid },
    all: counted?.all,
    notices: record === undefined ? [] : termNotices(record),
    octets: first?.text.length ?? 0,
    answerOctets: answerOctets(domain, texts),
  };
}

function statusOf(domain: string, answer: DnsAnswer, count: number, record: SpfRecord | undefined): RecordStatus {
  if (!isAskable(domain)) return 'malformed-domain';
  if (answer.status === 'not-supplied' || answer.status === 'failure') return answer.status;
  if (count > 1) return 'several';
  if (record === undefined) return 'none';
  return record.errors.length > 0 ? 'syntax-errors' : 'valid';
}

/** What the terms of a record come to, first match first. */
interface Counted {
  readonly terms: AnalyzedTerm[];
  authorised: AddressSet;
  /** The addresses that no term so far matches. */
  rest: AddressSet;
  exact: boolean;
  lookups: number;
  voidLookups: { ipv4: number; ipv6: number };
  all: Qualifier | undefined;
}

function analyzeTerms(record: SpfRecord, domain: string, walk: Walk): Counted {
  const counted: Counted = {
    terms: [],
    authorised: emptySet,
    rest: allAddresses,
    exact: true,
    lookups: 0,
    voidLookups: { ipv4: 0, ipv6: 0 },
    all: undefined,
  };
  if (record.terms.length > termsMax) walk.cut = true;
  const terms = record.terms.slice(0, termsMax);
  // Section 6.1: a redirect counts after all mechanisms, and not at all in a record with `all`.
  const hasAll = terms.some(({ kind }) => kind === 'all');
  for (const term of terms) {
    if (term.kind === 'redirect') counted.terms.push(idle(term, !hasAll));
    else if (!('qualifier' in term)) counted.terms.push(idle(term, true));
    else if (counted.all !== undefined) counted.terms.push({ ...idle(term, false), qualifier: term.qualifier });
    else addMechanism(term, domain, walk, counted);
  }
  if (record.redirect !== undefined && !hasAll) addRedirect(record.redirect, domain, walk, counted);
  return counted;
}

const idle = (term: SpfTerm, reachable: boolean): AnalyzedTerm => ({
  text: term.text,
  column: term.column,
  kind: term.kind,
  qualifier: undefined,
  target: undefined,
  addresses: emptySet,
  contributes: emptySet,
  unknown: undefined,
  reachable,
  mxHosts: 0,
  lookups: 0,
});

function addMechanism(
  term: Extract<SpfTerm, { qualifier: Qualifier }>,
  domain: string,
  walk: Walk,
  counted: Counted,
): void {
  const before = counted.lookups;
  const target = 'target' in term ? targetOf(term.target, domain, walk.root) : undefined;
  const found = addressesOf(term, target, domain, walk, counted);
  for (const name of found.missing) walk.missing.add(name);
  if (found.unknown !== undefined) counted.exact = false;
  if (found.void4) counted.voidLookups.ipv4++;
  if (found.void6) counted.voidLookups.ipv6++;
  const contributes = term.qualifier === '+' ? intersect(counted.rest, found.addresses) : emptySet;
  counted.authorised = union(counted.authorised, contributes);
  counted.rest = found.ends === true ? emptySet : subtract(counted.rest, found.addresses);
  if (term.kind === 'all') counted.all = term.qualifier;
  counted.terms.push({
    ...idle(term, true),
    qualifier: term.qualifier,
    target,
    addresses: found.addresses,
    contributes,
    unknown: found.unknown,
    mxHosts: found.mxHosts,
    lookups: counted.lookups - before,
  });
}

/** `ends`: whoever gets here gets an error, so nobody gets further. */
type Matching = NamedAddresses & { readonly ends?: boolean };

function addressesOf(
  term: Extract<SpfTerm, { qualifier: Qualifier }>,
  target: string | undefined,
  domain: string,
  walk: Walk,
  counted: Counted,
): Matching {
  switch (term.kind) {
    case 'all':
      return { ...noAddresses(), addresses: allAddresses };
    case 'ip4':
    case 'ip6':
      return { ...noAddresses(), addresses: networkAddresses(term.network) };
    case 'ptr':
      addLookups(counted, 1);
      return noAddresses(text`${'ptr'} depends on the reverse names of the client.`);
    case 'include':
      addLookups(counted, 1);
      return target === undefined ? dependsOnClient(term.text) : addNested(target, walk, counted);
    case 'exists':
    case 'a':
    case 'mx': {
      addLookups(counted, 1 + (term.target?.usesPtrMacro ? 1 : 0));
      if (target === undefined) return dependsOnClient(term.text);
      if (!isAskable(target)) return noAddresses();
      if (term.kind === 'mx') {
        const found = mxAddresses(target, term.prefix4, term.prefix6, walk.dns);
        return { ...found, ends: found.mxHosts > hostNamesMax };
      }
      if (term.kind === 'a') return hostAddresses(target, term.prefix4, term.prefix6, walk.dns);
      return existing(target, domain, walk.dns);
    }
  }
}

/** Adds the cost of the record at `target`, and gives what passes there. */
function addNested(target: string, walk: Walk, counted: Counted): Matching {
  const nested = reach(target, walk);
  if (nested === 'loop') return { ...noAddresses(), ends: true };
  if (nested === 'cut') return noAddresses(text`The record of ${target} was not read, because there are too many.`);
  addLookups(counted, nested.lookups);
  counted.voidLookups.ipv4 += nested.voidLookups.ipv4;
  counted.voidLookups.ipv6 += nested.voidLookups.ipv6;
  const unknown = nested.exact
    ? undefined
    : text`The record of ${target} has parts that depend on the message or were not given.`;
  const ends = nested.status !== 'valid' && nested.status !== 'not-supplied' && nested.status !== 'failure';
  return { ...noAddresses(unknown), addresses: nested.authorised, ends };
}

function addLookups(counted: Counted, count: number): void {
  counted.lookups = Math.min(counted.lookups + count, lookupsCounted);
}

function addRedirect(
  redirect: { readonly term: number; readonly target: DomainSpec },
  domain: string,
  walk: Walk,
  counted: Counted,
): void {
  const place = counted.terms[redirect.term];
  if (place === undefined) return;
  const before = counted.lookups;
  addLookups(counted, 1);
  const target = targetOf(redirect.target, domain, walk.root);
  const found = target === undefined ? dependsOnClient(place.text) : addNested(target, walk, counted);
  if (found.unknown !== undefined) counted.exact = false;
  const contributes = intersect(counted.rest, found.addresses);
  counted.authorised = union(counted.authorised, contributes);
  counted.all = target === undefined ? undefined : walk.known.get(target)?.all;
  counted.terms[redirect.term] = {
    ...place,
    target,
    addresses: found.addresses,
    contributes,
    unknown: found.unknown,
    lookups: counted.lookups - before,
  };
}
