import type { DnsChange } from '../model/change.ts';
import { quoteString } from '../protocols/zone/record-line.ts';
import type { CheckContext } from './check.ts';

/**
 * The change that gives a name other text records.
 * @param edit the texts that shall stand there, of those that do; undefined where there is nothing to be done
 * @returns undefined where the records of the name are not declared.
 */
export function textRecordsChange(
  context: CheckContext,
  owner: string,
  edit: (before: readonly string[]) => readonly string[] | undefined,
): DnsChange | undefined {
  const name = owner.toLowerCase().replace(/\.$/u, '');
  const answer = context.topology.dns.view.lookup(name, 'TXT');
  if (answer.status === 'not-supplied' || answer.status === 'failure') return undefined;
  const isOwn = answer.status !== 'records' || (answer.aliases ?? []).length === 0;
  const isDeclared = answer.status !== 'records' || answer.origins?.every(({ kind }) => kind === 'declared') === true;
  if (!isOwn || !isDeclared) return undefined;
  const before = answer.status === 'records' ? answer.records.map(String) : [];
  const after = edit(before);
  if (after === undefined) return undefined;
  return { target: 'dns', owner: name, type: 'TXT', before: before.map(textData), after: after.map(textData) };
}

/**
 * The change that puts one text record of a name in the place of another; without `from` it is new, without `to` it goes.
 * Other text records of the name stay.
 * @returns undefined where the records of the name are not declared, or `from` is not among them exactly once.
 */
export function textRecordChange(
  context: CheckContext,
  owner: string,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): DnsChange | undefined {
  const added = to === undefined ? [] : [to];
  return textRecordsChange(context, owner, (before) => {
    if (from === undefined) return [...before, ...added];
    if (before.filter((one) => one === from).length !== 1) return undefined;
    return before.flatMap((one) => (one === from ? added : [one]));
  });
}

/** A text in character-strings of at most 255 octets (RFC 1035 section 3.3), as it stands in a master file. */
export const textData = (content: string): string => (content.match(/.{1,255}/gsu) ?? ['']).map(quoteString).join(' ');
