import { type Text, text, value } from '../../../model/text.ts';
import type { Server, Service } from '../../../model/topology.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import { isExchangeServer, type World } from '../../../simulate/world.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { filteringPages } from './filtering-pages.ts';

interface Stamped extends Violation {
  readonly node: string;
  readonly header: string;
  readonly removedBy: Text;
}

/** Somebody who is not Exchange writes a header field that only Exchange may write, and an Exchange system removes it. */
export const organizationHeaderStamped = defineCheck<Stamped>({
  id: 'filtering/organization-header-stamped',
  severity: 'warning',
  covers: ['CMIS-55'],
  docs: {
    summary:
      'A service or server stamps X-MS-Exchange-Organization- or CrossPremises- fields, which Exchange Online removes.',
    why: 'Such fields count between Exchange servers of one organisation only; what they are to say, such as to skip spam filtering, does not happen.',
    remedy: 'Stamp a field with a name of your own, and let a mail flow rule act on it for the addresses of that host.',
    references: [filteringPages.allowLists],
  },

  *run(context) {
    const stamping = new Map(
      [...context.topology.services, ...(context.topology.onPremises?.servers ?? [])].flatMap((node) =>
        node.stamps.size === 0 ? [] : [[node.node, node] as const],
      ),
    );
    if (stamping.size === 0) return;
    const lost = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) =>
      removedOn(context.world, probed.trace, outcome, stamping).map((one) => ({ ...one, probed, outcome })),
    );
    for (const group of groupBy(lost, ({ node, header }) => `${node.node} ${header}`).values()) {
      const [{ node, header, field, probed, outcome }] = group;
      const onPremises = context.world.servers.has(field.by);
      yield {
        subject: node.node.toLowerCase(),
        at: node.at,
        detail: header.toLowerCase(),
        evidence: sessionEvidence(context, probed, outcome),
        semantics: ['HDR-4', 'HDR-5', 'CMIS-55', ...(onPremises ? ['OPR-8'] : [])],
        ...(field.assumption !== undefined && { assumptions: [field.assumption] }),
        node: node.node,
        header,
        removedBy: onPremises ? value(field.by) : text`Exchange Online`,
      };
    }
  },

  explain: ({ node, header, removedBy }) => ({
    problem: text`${node} stamps ${header}, which ${removedBy} takes from Exchange servers of the organisation only.`,
    consequence: text`The field is removed on arrival: what it is to say has no effect.`,
    remedy: text`Stamp a field with a name of your own, and let a mail flow rule act on it for the addresses of ${node} (SenderIpRanges).`,
  }),

  fix: ({ node, header }) => [
    byPerson(
      text`Let ${node} stamp a field of its own`,
      text`Let ${node} stamp a field with a name of your own instead of ${header}, and let a mail flow rule act on it for the addresses of ${node}.`,
    ),
  ],
});

type Stamping = Service | Server;

/** The fields that the tenant or an own Exchange server took off a copy on arrival, with the last node before it that stamps each. */
function removedOn(world: World, trace: Trace, { hops }: Outcome, stamping: ReadonlyMap<string, Stamping>) {
  const legs = hops.flatMap((index) => trace.hops[index] ?? []);
  return legs.flatMap((leg, index) =>
    (leg.removed ?? []).flatMap((field) => {
      const ours = field.by === world.own?.tenant.node || isExchangeServer(world, field.by);
      if (field.by !== leg.to || !ours) return [];
      const before = legs.slice(0, index + 1).toReversed();
      for (const { from } of before) {
        const node = stamping.get(from);
        const header = node && [...node.stamps.keys()].find((name) => name.toLowerCase() === field.name);
        if (node !== undefined && header !== undefined) return [{ node, header, field }];
      }
      return [];
    }),
  );
}
