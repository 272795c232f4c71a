import { list, text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { declaredFilters } from '../../../simulate/declared-filters.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { lockDown } from '../../lock-down.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface FilterBypass extends Violation {
  readonly filters: readonly string[];
  readonly door: string;
  readonly recipient: string;
  readonly server: string | undefined;
}

/** A message from the Internet reaches a mailbox without the filter that the MX names. */
export const filterBypass = defineCheck<FilterBypass>({
  id: 'routing/filter-bypass',
  severity: 'error',
  covers: ['CMIS-09', 'CMIS-10', 'PMIS-7'],
  docs: {
    summary: 'A message from the Internet reaches a mailbox without the filter that the MX names.',
    why: "The tenant's endpoint is public, whatever the MX says: spam and malware are handed in there directly.",
    remedy:
      'A Partner inbound connector for all senders, restricted to the certificate or the addresses of the filter; a firewall in front of own servers.',
    references: [
      {
        title: 'Manage mail flow using a third-party cloud service with Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/manage-mail-flow-using-third-party-cloud',
      },
    ],
  },

  *run(context) {
    const passed = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      if (probed.purpose !== 'inbound-direct' || outcome.status !== 'delivered') return [];
      const filters = declaredFilters(context.world, domainOf(outcome.recipient));
      return filters.length === 0 || filters.some((filter) => outcome.route.includes(filter))
        ? []
        : [{ probed, outcome, filters }];
    });
    const groups = groupBy(passed, ({ filters, outcome }) => `${filters.join()} ${outcome.route[1]}`);
    for (const group of groups.values()) {
      const [{ probed, outcome, filters }] = group;
      const [, door = ''] = outcome.route;
      const server = context.world.servers.get(door);
      // Whatever else comes in by the same door is let in by the same gap.
      const sameDoor = [...outcomesOf(context.traces)].filter(
        (one) =>
          one.probed.purpose === 'forged' &&
          one.outcome.route[1] === door &&
          !filters.some((filter) => one.outcome.route.includes(filter)),
      );
      yield {
        subject:
          server === undefined
            ? subject('service', (filters[0] ?? '').replace('service:', ''))
            : subject('server', server.name),
        at:
          server === undefined
            ? context.topology.tenant === undefined
              ? undefined
              : `${context.topology.tenant.at}/inboundConnectors`
            : `${server.at}/reachableFrom`,
        filters,
        door,
        server: server?.name,
        recipient: outcome.recipient,
        detail: door,
        evidence: [
          ...sessionEvidence(context, probed, outcome, ['attribute-connection', 'select-receive-connector']),
          ...mxEvidence(context, domainOf(outcome.recipient)),
        ],
        semantics: server === undefined ? ['INB-4', 'ACC-20', 'CMIS-09'] : ['NET-11'],
        assumptions: outcome.assumptions,
        explains: [...group, ...sameDoor].map((one) => one.probed),
      };
    }
  },

  explain: ({ filters, door, recipient, server }) => ({
    problem:
      server === undefined
        ? text`Mail that is handed in at Exchange Online directly reaches ${recipient} without ${list(filters)}.`
        : text`Mail that is handed in at ${door} directly reaches ${recipient} without ${list(filters)}.`,
    consequence: text`Whoever knows the address delivers spam, malware and forged mail past the filter.`,
    remedy:
      server === undefined
        ? text`New-InboundConnector -Name 'Only from the filter' -ConnectorType Partner -SenderDomains * -RequireTls $true -RestrictDomainsToCertificate $true -TlsSenderCertificateName with the name of the filter's certificate; or -RestrictDomainsToIPAddresses $true with its public addresses, if no other customer sends from them.`
        : text`Let the firewall in front of ${server} admit only the systems that deliver to it, and declare them under reachableFrom.`,
  }),

  fix({ filters, server }, context) {
    const services = filters.flatMap((filter) => context.world.services.get(filter) ?? []);
    if (server === undefined)
      return [
        ...(services.length === 1 ? services.flatMap((service) => lockDown(context, service)) : []),
        byPerson(
          text`Ask the provider of ${list(filters)} by what its servers are known`,
          text`Find out which certificate, or which addresses that no other customer has, ${list(filters)} delivers with, and restrict a Partner inbound connector for all senders to it.`,
        ),
      ];
    return [
      byPerson(
        text`Close the firewall in front of ${server} to strangers`,
        text`Let the firewall in front of ${server} admit on port 25 only the systems that deliver to it, and declare them under reachableFrom.`,
      ),
    ];
  },
});

function mxEvidence(context: CheckContext, domain: string): Violation['evidence'] {
  const answer = context.topology.dns.view.lookup(domain, 'MX');
  if (answer.status !== 'records') return [];
  return answer.records.map((record, index) => {
    const origin = answer.origins?.[index];
    return {
      at: origin?.kind === 'declared' ? origin.at : undefined,
      text: `${domain} MX ${typeof record === 'string' ? record : record.join(' ')}`,
    };
  });
}
