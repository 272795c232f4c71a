import type { SpfParseTerm } from 'spf-parse';
import { type Text, text } from '../model/text.ts';
import { parseRecord } from '../protocols/spf/parse-record.ts';
import type { SpfTerm } from '../protocols/spf/spf-record.ts';

export interface SecondOpinion {
  readonly agrees: boolean;
  readonly says: readonly Text[];
}

/**
 * How spf-parse reads a record, beside the reading of RFC 7208 that decides. It is known to go wrong without a word
 * (`include:spf.example.ca` becomes a mechanism `a`), so a difference is a reason to look and no finding.
 */
export async function secondOpinion(record: string | null): Promise<SecondOpinion> {
  if (record === null) return { agrees: true, says: [text`There is no record to read.`] };
  const { default: parse } = await import('spf-parse');
  const other = parse(record);
  const own = parseRecord(record);
  const ours = own.terms.map(ourWords);
  const theirs = other.mechanisms.filter(({ type }) => type !== 'version').map(theirWords);
  const says: Text[] = [];
  if (other.valid !== (own.errors.length === 0)) {
    says.push(
      other.valid
        ? text`It takes the record for valid; by RFC 7208 section 12 it is a permanent error.`
        : text`It takes the record for a permanent error; by RFC 7208 section 12 the record is valid.`,
    );
  }
  for (const term of missingFrom(theirs, ours)) says.push(text`It does not see ${term}.`);
  for (const term of missingFrom(ours, theirs)) says.push(text`It sees ${term}, which the record does not hold.`);
  const agrees = says.length === 0;
  for (const { type, message } of other.messages ?? []) says.push(text`Its ${type}: ${message}`);
  return { agrees, says };
}

/** Terms of `all` that are not in `list`, counted as often as they occur. */
function missingFrom(list: readonly string[], all: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const term of list) left.set(term, (left.get(term) ?? 0) + 1);
  return all.filter((term) => {
    const count = left.get(term) ?? 0;
    left.set(term, count - 1);
    return count <= 0;
  });
}

/** Both sides in one spelling: the qualifier written out, case of names ignored. */
function ourWords(term: SpfTerm): string {
  const written = term.text.toLowerCase();
  const isModifier = /^[a-z][a-z0-9_.-]*=/u.test(written);
  return isModifier || /^[-+~?]/u.test(written) ? written : `+${written}`;
}

function theirWords({ prefix = '+', type = '', value }: SpfParseTerm): string {
  const content = (value ?? '').toLowerCase();
  if (type === 'redirect' || type === 'exp') return `${type}=${content}`;
  return `${prefix}${type}${content === '' ? '' : content.startsWith('/') ? content : `:${content}`}`;
}
