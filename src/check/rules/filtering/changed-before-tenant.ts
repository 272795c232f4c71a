import { text } from '../../../model/text.ts';
import type { Service } from '../../../model/topology.ts';
import { nodesOfAddress } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { filteringPages } from './filtering-pages.ts';

interface Changed extends Violation {
  readonly service: string;
  readonly seals: string | undefined;
}

/** A filter in front changes messages, and the tenant has no reason to trust what it found before. */
export const changedBeforeTenant = defineCheck<Changed>({
  id: 'filtering/changed-before-tenant',
  severity: 'warning',
  covers: ['PMIS-53'],
  docs: {
    summary: 'A filter in front changes the text of messages, and no seal of it is trusted.',
    why: "The sender's DKIM signature no longer fits, SPF is judged for the filter, and honest mail under p=reject fails DMARC.",
    remedy: 'Name the filter among the trusted ARC sealers, or switch Enhanced Filtering on at its connector.',
    references: [filteringPages.trustedSealers],
  },

  *run(context) {
    const changed = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      if (probed.purpose !== 'inbound' || outcome.judgedAddress === null) return [];
      // Where the sender's address is recovered, so is a signature that broke on the way (EFC-6).
      if (!nodesOfAddress(context.world, outcome.judgedAddress).some((node) => node.startsWith('service:'))) return [];
      const service = outcome.route
        .slice(0, outcome.route.indexOf('tenant'))
        .flatMap((node) => context.world.services.get(node) ?? [])
        .find((one) => (one.modifies.body || one.modifies.subject) && !isTrusted(context, one));
      return service === undefined ? [] : [{ probed, outcome, service }];
    });
    for (const group of groupBy(changed, ({ service }) => service.node).values()) {
      const [{ probed, outcome, service }] = group;
      yield {
        subject: subject('service', service.name),
        at: service.at,
        evidence: sessionEvidence(context, probed, outcome, ['recover-source-address']),
        semantics: ['AUTH-9', 'EFC-12', 'PMIS-53'],
        assumptions: outcome.assumptions,
        service: service.name,
        seals: service.modifies.seals,
      };
    }
  },

  explain: ({ service, seals }) => ({
    problem:
      seals === undefined
        ? text`${service} changes messages before Exchange Online sees them, and seals none of them (ARC).`
        : text`${service} changes messages before Exchange Online sees them, and its seal as ${seals} is not trusted.`,
    consequence: text`DKIM signatures of senders fail there, so that honest mail of domains with p=reject or p=quarantine fails DMARC.`,
    remedy:
      seals === undefined
        ? text`Switch Enhanced Filtering on at its connector, or let ${service} seal with ARC and trust it: Set-ArcConfig -Identity Default -ArcTrustedSealers with its domain.`
        : text`Trust the seal: Set-ArcConfig -Identity Default -ArcTrustedSealers ${quoted(seals)}.`,
  }),

  fix({ service, seals }, context) {
    const trusted = context.topology.tenant?.arcTrustedSealers.map((one) => one.text) ?? [];
    const after = { ArcTrustedSealers: [...trusted, seals ?? ''] };
    const within = '/tenant/arcConfig';
    const sealed =
      seals === undefined
        ? []
        : proposed(
            text`Trust the seal of ${service}`,
            'review',
            context.change(within, after) ?? { target: 'object', within, name: undefined, before: null, after },
          );
    return [
      ...sealed,
      byPerson(
        text`Let the tenant see what senders signed`,
        text`Switch Enhanced Filtering on at the inbound connector of ${service}, or let it seal with ARC what it changes and trust its seal.`,
      ),
    ];
  },
});

const isTrusted = ({ topology }: CheckContext, { modifies }: Service): boolean =>
  modifies.seals !== undefined &&
  (topology.tenant?.arcTrustedSealers.some((one) => one.text.toLowerCase() === modifies.seals?.toLowerCase()) ?? false);
