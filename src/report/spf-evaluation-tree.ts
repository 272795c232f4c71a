import type { DnsView } from '../model/dns.ts';
import { plain } from '../model/text.ts';
import type { SpfNode, SpfTermNode } from '../protocols/spf/spf-node.ts';
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
  const because = node.because === null ? '' : plain(node.because);
  return {
    domain: node.domain,
    record: node.record,
    at: placeOf(node, dns),
    note: [node.record === null ? '' : node.result, because].filter((part) => part !== '').join(': '),
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

function termNote(term: SpfTermNode): string {
  const said = term.because === null ? '' : plain(term.because);
  return [term.outcome.replaceAll('-', ' '), said].filter((part) => part !== '').join(': ');
}
