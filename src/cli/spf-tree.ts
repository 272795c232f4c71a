import type { DnsView } from '../model/dns.ts';
import { plain } from '../model/text.ts';
import type { SpfNode, SpfTermNode } from '../protocols/spf/spf-node.ts';
import type { SpfTree } from '../report/spf-report.ts';

/** The tree of an evaluation as the report shows it, with the place of each record that was declared. */
export function spfTree(node: SpfNode, dns: DnsView): SpfTree {
  const note = node.because === null ? '' : plain(node.because);
  return {
    domain: node.domain,
    record: node.record,
    at: placeOf(node, dns),
    note: [node.record === null ? '' : `gives ${node.result}`, note].filter((part) => part !== '').join(': '),
    terms: node.terms.map((term) => ({
      text: term.text,
      note: termNote(term),
      lookup: term.questions.length > 0 || term.nested !== null,
      child: term.nested === null ? null : spfTree(term.nested, dns),
    })),
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
