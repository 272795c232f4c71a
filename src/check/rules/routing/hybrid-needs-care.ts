import { text } from '../../../model/text.ts';
import { hybridSupport, mxPlaceNames } from '../../../reference/hybrid-support.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { hybridWays, type SeenWay } from '../../hybrid-way.ts';
import { sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { transportRouting } from './transport-routing.ts';

interface NeedsCare extends Violation {
  readonly seen: SeenWay;
}

/** MX, centralised transport and Enhanced Filtering are combined in a way that is supported under conditions only. */
export const hybridNeedsCare = defineCheck<NeedsCare>({
  id: 'routing/hybrid-needs-care',
  severity: 'info',
  docs: {
    summary:
      'MX, centralised transport and Enhanced Filtering of a hybrid are combined in a way that is supported under conditions.',
    why: 'The combination works, and somebody has to know what it leaves out; `mxproof explain hybrid-support` shows all of them.',
    remedy: 'Read the conditions that the finding names, or choose a combination that needs none.',
    references: [transportRouting, connectorPages.enhancedFiltering],
  },

  *run(context) {
    if ((context.world.premises?.mailboxServers.length ?? 0) === 0) return;
    for (const seen of hybridWays(context)) {
      const support = hybridSupport(seen.way);
      if (support.answer !== 'care' || support.reportedBy !== undefined) continue;
      yield {
        subject: 'topology:tenant',
        at: `${context.topology.tenant?.at ?? ''}/inboundConnectors`,
        detail: seen.way.mx,
        evidence: sessionEvidence(context, seen.probed, seen.outcome),
        semantics: support.semantics.filter((id) => !/^[CP]MIS-/u.test(id)),
        assumptions: seen.outcome.assumptions,
        seen,
      };
    }
  },

  explain: ({ seen: { way } }) => ({
    problem: way.enhancedFiltering
      ? text`This combination needs care: ${mxPlaceNames[way.mx]}, and Enhanced Filtering is on.`
      : way.centralised
        ? text`This combination needs care: ${mxPlaceNames[way.mx]}, and mail transport is centralised.`
        : text`This combination needs care: ${mxPlaceNames[way.mx]}, and Enhanced Filtering is off.`,
    consequence: text`It works under a condition: ${hybridSupport(way).because}.`,
    remedy: text`See which combinations are supported: mxproof explain hybrid-support.`,
  }),
});
