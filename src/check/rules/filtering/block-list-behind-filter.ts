import { intersect, isEmpty } from '../../../model/addresses/address-set.ts';
import type { ConnectionFilterPolicy } from '../../../model/mail-policies.ts';
import { list, text } from '../../../model/text.ts';
import type { AddressEntry } from '../../../model/topology.ts';
import { setOf } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { connectionLists, entriesExcept } from './connection-lists.ts';

interface BehindFilter extends Violation {
  readonly policy: ConnectionFilterPolicy;
  readonly entries: readonly AddressEntry[];
  readonly filters: readonly string[];
}

/** The block list names hosts of the Internet, and none of them connects: all Internet mail comes through a filter. */
export const blockListBehindFilter = defineCheck<BehindFilter>({
  id: 'filtering/block-list-behind-filter',
  severity: 'warning',
  covers: ['PMIS-49'],
  docs: {
    summary: 'The IP block list names senders of the Internet, and all Internet mail comes from a filter in front.',
    why: 'The list is compared with the address that connects, which is always the filter: what somebody believes to be blocked is not.',
    remedy: 'Block the senders at the filter.',
    references: [connectorPages.connectionFilter],
  },

  *run(context) {
    const filters = filtersInFront(context);
    if (filters === undefined) return;
    for (const { policy, list: name, entries } of connectionLists(context)) {
      if (name !== 'IPBlockList') continue;
      const idle = entries.filter((entry) => !isOfFilter(context, filters.nodes, entry));
      const [first] = idle;
      if (first === undefined) continue;
      yield {
        subject: subject('policy', policy.name),
        at: first.at,
        evidence: filters.evidence,
        semantics: ['CF-7', 'CF-8', 'PMIS-49'],
        policy,
        entries: idle,
        filters: filters.nodes,
      };
    }
  },

  explain: ({ policy, entries, filters }) => ({
    problem: text`The IP block list of ${policy.name} holds ${list(
      entries.map((entry) => entry.text),
      'and',
    )}, and mail from the Internet reaches the tenant through ${list(filters, 'and')}, whose address is compared.`,
    consequence: text`Mail from the listed addresses that takes the way of the MX is not blocked; only a host that goes round the filter would be.`,
    remedy: text`Block these addresses at ${list(filters, 'and')}, and take them out of the list.`,
  }),

  fix({ policy, entries, filters }, context) {
    const named = entries.map((entry) => entry.text);
    return proposed(
      text`Take ${list(named)} out of the IP block list of ${policy.name}, and block them at ${list(filters)}`,
      'review',
      context.change(policy.at, { IPBlockList: entriesExcept(policy.ipBlockList, named) }),
      { target: 'person', instruction: text`Block ${list(named)} at ${list(filters)}.` },
    );
  },
});

/** The services that hand in all mail of the Internet that takes the MX; undefined: some mail comes directly, or none is seen. */
function filtersInFront(context: CheckContext) {
  const nodes = new Set<string>();
  let evidence: Violation['evidence'] = [];
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    if (probed.purpose !== 'inbound' || outcome.route[0] !== 'internet') continue;
    const before = outcome.route[outcome.route.indexOf('tenant') - 1];
    if (before === undefined) continue;
    if (!before.startsWith('service:')) return undefined;
    if (nodes.size === 0) evidence = sessionEvidence(context, probed, outcome);
    nodes.add(before);
  }
  return nodes.size === 0 ? undefined : { nodes: [...nodes], evidence };
}

const isOfFilter = ({ world }: CheckContext, filters: readonly string[], entry: AddressEntry): boolean =>
  filters.some((node) => !isEmpty(intersect(entry.set, setOf(world.services.get(node)?.addresses ?? []))));
