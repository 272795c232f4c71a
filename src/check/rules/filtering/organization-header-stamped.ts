import { text } from '../../../model/text.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { filteringPages } from './filtering-pages.ts';

interface Stamped extends Violation {
  readonly node: string;
  readonly header: string;
}

/** Somebody who is not Exchange writes a header field that only Exchange may write, and Exchange Online removes it. */
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
    const stamping = [...context.topology.services, ...(context.topology.onPremises?.servers ?? [])].flatMap((node) =>
      [...node.stamps.keys()].filter((name) => reserved.test(name)).map((header) => ({ node, header })),
    );
    const arriving = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) =>
      stamping.flatMap((one) =>
        outcome.route.some((node, index) => node === one.node.node && outcome.route[index + 1] === 'tenant')
          ? [{ ...one, probed, outcome }]
          : [],
      ),
    );
    for (const group of groupBy(arriving, ({ node, header }) => `${node.node} ${header}`).values()) {
      const [{ node, header, probed, outcome }] = group;
      yield {
        subject: node.node.toLowerCase(),
        at: node.at,
        detail: header.toLowerCase(),
        evidence: sessionEvidence(context, probed, outcome),
        semantics: ['HDR-4', 'HDR-5', 'CMIS-55'],
        node: node.node,
        header,
      };
    }
  },

  explain: ({ node, header }) => ({
    problem: text`${node} stamps ${header}, which Exchange Online takes from Exchange servers of the organisation only.`,
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

const reserved = /^x-ms-exchange-(?:organization|crosspremises)-/iu;
