import type { DnsView } from '../model/dns.ts';
import { type Text, text } from '../model/text.ts';
import type { SpfNode, SpfTermNode, SpfTermOutcome } from '../protocols/spf/spf-node.ts';
import type { SpfTree } from './spf-report.ts';

/**
 * The tree of an evaluation as it is shown, with the place of each record that was declared.
 * @param before look-ups that the check had made when it came to this record; terms carry running totals.
 */
export function spfEvaluationTree(node: SpfNode, dns: DnsView, before = 0): SpfTree {
  let total = before;
  const terms = node.terms.map((term) => {
    const started = total;
    total = Math.max(total, term.lookups);
    return {
      text: term.text,
      note: termNote(term),
      lookups: total - started,
      // An include or redirect counts before its record is read (RFC 7208 4.6.4).
      child: term.nested === null ? null : spfEvaluationTree(term.nested, dns, started + 1),
    };
  });
  return {
    domain: node.domain,
    record: node.record,
    at: placeOf(node, dns),
    note: noteOf(node),
    terms,
  };
}

function placeOf(node: SpfNode, dns: DnsView): SpfTree['at'] {
  if (node.record === null) return null;
  const answer = dns.lookup(node.domain, 'TXT');
  if (answer.status !== 'records') return null;
  const origin = answer.origins?.[answer.records.indexOf(node.record)];
  return origin?.kind === 'declared' ? origin.at : null;
}

/** The result of a record, and what stands instead of one. */
function noteOf({ record, result, because }: SpfNode): Text | null {
  if (record === null) return because;
  return because === null ? text`${result}` : text`${result}: ${because}`;
}

function termNote({ outcome, because }: SpfTermNode): Text {
  return because === null ? outcomes[outcome] : text`${outcomes[outcome]}: ${because}`;
}

const outcomes: Readonly<Record<SpfTermOutcome, Text>> = {
  match: text`match`,
  'no-match': text`no match`,
  undetermined: text`undetermined`,
  temperror: text`temperror`,
  permerror: text`permerror`,
  followed: text`followed`,
  explained: text`explained`,
  ignored: text`ignored`,
  'not-evaluated': text`not evaluated`,
};
