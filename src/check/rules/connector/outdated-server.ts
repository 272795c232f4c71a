import { text } from '../../../model/text.ts';
import type { Server } from '../../../model/topology.ts';
import { leastBuild, minimumFrom } from '../../../reference/exchange-builds.ts';
import { defineCheck, isQuestion, type ProbedTrace, type Violation } from '../../check.ts';
import { sessionLine } from '../../trace-evidence.ts';

interface Outdated extends Violation {
  readonly server: string;
  readonly build: string;
  readonly least: string | undefined;
}

/** An Exchange server that is too old for Exchange Online hands mail in over an OnPremises connector. */
export const outdatedServer = defineCheck<Outdated>({
  id: 'connector/outdated-server',
  severity: 'error',
  covers: ['CMIS-47'],
  docs: {
    summary: 'An Exchange server with an outdated build hands mail to the tenant over an OnPremises connector.',
    why: 'Exchange Online delays mail of such servers (450 4.7.230), longer from month to month, and refuses it in the end (550 5.7.230).',
    remedy: 'Install the current update, or move to Exchange Server Subscription Edition.',
    references: [
      {
        title: 'Throttling and blocking email from persistently vulnerable Exchange servers to Exchange Online',
        url: 'https://techcommunity.microsoft.com/blog/exchange/throttling-and-blocking-email-from-persistently-vulnerable-exchange-servers-to-e/3815328',
      },
    ],
  },

  *run(context) {
    if (context.asOf < minimumFrom) return;
    for (const server of context.topology.onPremises?.servers ?? []) {
      if (server.build === undefined || (server.role !== 'mailbox' && server.role !== 'edge')) continue;
      const verdict = leastBuild(server.build);
      if (verdict === undefined || verdict.current) continue;
      const handed = context.traces.find((probed) => handsIn(probed, server));
      if (handed === undefined) continue;
      const [outcome] = handed.trace.outcomes;
      yield {
        subject: server.node.toLowerCase(),
        at: `${server.at}/build`,
        evidence: outcome === undefined ? [] : [{ at: undefined, text: sessionLine(handed, outcome) }],
        semantics: ['HYB-12', 'CMIS-47'],
        server: server.name,
        build: server.build,
        least: verdict.least,
      };
    }
  },

  explain: ({ server, build, least }) => ({
    problem:
      least === undefined
        ? text`${server} runs Exchange build ${build}, a version that gets no updates any more, and hands mail to the tenant.`
        : text`${server} runs Exchange build ${build} and hands mail to the tenant, which wants ${least} or later.`,
    consequence: text`Its mail is delayed (450 4.7.230), longer from month to month, and refused in the end (550 5.7.230).`,
    remedy:
      least === undefined
        ? text`Move to Exchange Server Subscription Edition, or take the server off the way of mail.`
        : text`Install the update that brings build ${least} or later, or move to Exchange Server Subscription Edition.`,
  }),
});

/** The service looks at servers behind connectors of type OnPremises only (HYB-12). */
const handsIn = (probed: ProbedTrace, { node }: Server): boolean =>
  !isQuestion(probed) &&
  probed.trace.hops.some(
    (hop) =>
      hop.from === node && hop.attribution?.directionality === 'Originating' && hop.attribution.connector !== null,
  );
