import { list, text } from '../../../model/text.ts';
import type { DomainPattern } from '../../../model/topology.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy } from '../../trace-evidence.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';

interface Duplicate extends Violation {
  readonly kind: 'inbound' | 'outbound';
  readonly domain: string;
  readonly names: readonly string[];
}

interface Named {
  readonly kind: 'inbound' | 'outbound';
  readonly name: string;
  readonly pattern: DomainPattern;
}

/** Two connectors of one direction for the same domain: which of them takes a message is not documented. */
export const duplicatePartner = defineCheck<Duplicate>({
  id: 'connector/duplicate-partner',
  severity: 'warning',
  covers: ['PMIS-38'],
  docs: {
    summary: 'Two connectors of one direction are for the same domain.',
    why: 'Which of them takes a message is not documented; Microsoft says that mail may not be delivered.',
    remedy: 'Merge them into one.',
    whenNotToApply:
      'Inbound connectors that restrict the domain to different hosts are meant as alternatives and are not reported.',
    references: [connectorPages.partner],
  },

  *run(context) {
    for (const group of groupBy(scopes(context), ({ kind, pattern }) => `${kind} ${key(pattern)}`).values()) {
      const names = [...new Set(group.map((one) => one.name))];
      const [first, second] = group.filter(
        (one, index) => group.findIndex((other) => other.name === one.name) === index,
      );
      if (first === undefined || second === undefined) continue;
      yield {
        subject: subject(second.kind, second.name),
        at: second.pattern.at,
        detail: key(second.pattern),
        evidence: [{ at: context.sources.locate(first.pattern.at), text: `${first.name}: ${first.pattern.text}` }],
        semantics: ['OUT-7', 'ROUTE-7', 'PMIS-38'],
        kind: second.kind,
        domain: second.pattern.text,
        names,
      };
    }
  },

  explain: ({ kind, domain, names }) => ({
    problem:
      kind === 'inbound'
        ? text`The inbound connectors ${list(names, 'and')} are for the same domain, ${domain}.`
        : text`The outbound connectors ${list(names, 'and')} are for the same domain, ${domain}.`,
    consequence: text`Which of them takes a message is not documented, and so neither is where it goes nor what is demanded of it.`,
    remedy: text`Keep one of them for ${domain}, with the settings that are meant, and take the domain out of the others.`,
  }),

  fix: ({ domain, names }) => [
    byPerson(
      text`Decide which connector is for ${domain}`,
      text`Decide which of ${list(names, 'and')} takes mail for ${domain}, with the settings that are meant, and take the domain out of the others.`,
    ),
  ],
});

const key = (pattern: DomainPattern): string =>
  pattern.kind === 'all' ? '*' : pattern.kind === 'wildcard' ? `*.${pattern.domain}` : pattern.domain;

function scopes(context: CheckContext): readonly Named[] {
  // INB-8: several restricting connectors of one domain are how several hosts are admitted.
  const inbound = enabledInbound(context).filter(
    (one) => one.connectorType === 'Partner' && !one.restrictDomainsToCertificate && !one.restrictDomainsToIPAddresses,
  );
  const outbound = (context.topology.tenant?.outboundConnectors ?? []).filter(
    // HYB-5: the connector of centralised transport leaves what came from on-premises to another one.
    (one) => one.enabled && !one.isTransportRuleScoped && !one.routeAllMessagesViaOnPremises,
  );
  return [
    ...inbound.flatMap(({ name, senderDomains }) =>
      senderDomains.flatMap((pattern) => (pattern.kind === 'all' ? [] : [{ kind: 'inbound' as const, name, pattern }])),
    ),
    ...outbound.flatMap(({ name, recipientDomains }) =>
      recipientDomains.map((pattern) => ({ kind: 'outbound' as const, name, pattern })),
    ),
  ];
}
