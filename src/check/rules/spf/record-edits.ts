import { isEmpty, isSubset, subtract, unionAll } from '../../../model/addresses/address-set.ts';
import type { DnsChange, Fix, Safety } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import { addressTerms, without } from '../../../protocols/spf/add-senders.ts';
import { amendedView } from '../../../protocols/spf/amended-view.ts';
import { analyzeSpf } from '../../../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import type { CheckContext } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { isOwnName } from './own-mail-domains.ts';
import { recordText } from './own-spf.ts';

/** The change that gives a record another text; undefined for one of a third party, which is not the organisation's to edit. */
export function recordChange(context: CheckContext, record: AnalyzedRecord, to: string): DnsChange | undefined {
  const from = recordText(record);
  if (to === from || !isOwnName(context, record.domain)) return undefined;
  return textRecordChange(context, record.domain, { from, to });
}

/** The fix that gives a record another text. */
export const recordFix = (
  context: CheckContext,
  record: AnalyzedRecord,
  to: string,
  title: Text,
  safety: Safety,
): readonly Fix[] => proposed(title, safety, recordChange(context, record, to));

/** A record with other words in the place of terms; without a term where the words are empty. */
export const rewritten = (
  record: AnalyzedRecord,
  edits: readonly { readonly term: AnalyzedTerm; readonly by: string }[],
): string =>
  [...edits]
    .sort((left, right) => right.term.column - left.term.column)
    .reduce(
      (rest, { term, by }) =>
        by === ''
          ? without(rest, term)
          : `${rest.slice(0, term.column - 1)}${by}${rest.slice(term.column - 1 + term.text.length)}`,
      recordText(record),
    );

/** A record without some of its terms. */
export const withoutTerms = (record: AnalyzedRecord, terms: readonly AnalyzedTerm[]): string =>
  rewritten(
    record,
    terms.map((term) => ({ term, by: '' })),
  );

/** A record with other words in the place of a term. */
export const withTerm = (record: AnalyzedRecord, term: AnalyzedTerm, by: string): string =>
  rewritten(record, [{ term, by }]);

/** The record of a domain as it would be with another text. */
export const analyzedAs = (context: CheckContext, record: AnalyzedRecord, to: string): AnalyzedRecord =>
  analyzeSpf(record.domain, amendedView(context.topology.dns.view, record.domain, recordText(record), to)).records[0];

/** More addresses in the place of a name are no longer a record that somebody reads. */
const addressesMax = 8;

/**
 * A record that passes the same addresses with fewer look-ups: without terms that pass nobody whom no other does, and with
 * addresses in the place of `a` and `mx`. It stops as soon as `enough` says so.
 * @returns undefined where that is not to be had; includes of others are left alone, because their owners change them.
 */
export function cheaperRecord(
  context: CheckContext,
  record: AnalyzedRecord,
  enough: (record: AnalyzedRecord) => boolean,
): string | undefined {
  let now = record;
  for (let step = 0; step <= record.terms.length; step++) {
    if (enough(now)) return now === record ? undefined : recordText(now);
    const next = [...now.terms]
      .sort((left, right) => right.lookups - left.lookups)
      .flatMap((term) => cheaper(now, term) ?? [])
      .map((to) => analyzedAs(context, record, to))
      .find((after) => isSame(now, after));
    if (next === undefined) return undefined;
    now = next;
  }
  return undefined;
}

function cheaper(record: AnalyzedRecord, term: AnalyzedTerm): string | undefined {
  if (term.lookups === 0 || term.unknown !== undefined || !term.reachable || term.kind === 'redirect') return undefined;
  if (isEmpty(term.contributes) && term.qualifier === '+') return withoutTerms(record, [term]);
  if (term.kind !== 'a' && term.kind !== 'mx') return undefined;
  const terms = addressTerms(term.addresses);
  const sign = term.qualifier === '+' || term.qualifier === undefined ? '' : term.qualifier;
  return terms.length === 0 || terms.length > addressesMax
    ? undefined
    : withTerm(record, term, terms.map((one) => `${sign}${one}`).join(' '));
}

/**
 * A record that passes the same addresses in fewer octets: neighbouring `ip4` and `ip6` terms as one prefix, and without
 * terms that pass nobody whom no other does.
 */
export function shorterRecord(context: CheckContext, record: AnalyzedRecord): string | undefined {
  const idle = record.terms.filter(
    (term) => term.reachable && term.qualifier === '+' && term.unknown === undefined && isEmpty(term.contributes),
  );
  const lean = analyzedAs(context, record, withoutTerms(record, idle));
  const numbers = lean.terms.filter(({ kind, qualifier }) => (kind === 'ip4' || kind === 'ip6') && qualifier === '+');
  const [first, ...others] = numbers;
  const merged = addressTerms(unionAll(numbers.map(({ addresses }) => addresses)));
  const joined = others.map((term) => ({ term, by: '' }));
  const whole =
    first === undefined || merged.length >= numbers.length
      ? lean
      : analyzedAs(context, record, rewritten(lean, [{ term: first, by: merged.join(' ') }, ...joined]));
  const best = [whole, lean].find((one) => isSame(record, one) && one.octets < record.octets);
  return best === undefined ? undefined : recordText(best);
}

const isSame = (before: AnalyzedRecord, after: AnalyzedRecord): boolean =>
  after.status === 'valid' &&
  after.all === before.all &&
  isSubset(before.authorised, after.authorised) &&
  isEmpty(subtract(after.authorised, before.authorised));

/** What a fix is called that takes terms out. */
export const takeOut = (terms: Text, domain: string): Text => text`Take ${terms} out of the SPF record of ${domain}`;
