import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { SmartHost } from '../../../model/topology.ts';
import { mxSuffixCloud } from '../../../reference/microsoft-names.ts';
import { retiredHosts } from '../../../reference/retired-hosts.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { connectorPages } from './connector-pages.ts';

interface WrongRegion extends Violation {
  readonly owner: string;
  readonly host: string;
  readonly why: 'retired' | 'cloud';
  readonly target: string;
}

interface Named {
  readonly subject: string;
  readonly owner: string;
  readonly host: string;
  readonly at: Pointer;
}

/** A smart host or next hop under a name of Microsoft's that is given up, or belongs to another cloud. */
export const wrongRegionHost = defineCheck<WrongRegion>({
  id: 'connector/wrong-region-host',
  severity: 'error',
  covers: ['CMIS-35'],
  docs: {
    summary: "A next hop is a host of Microsoft's that is given up, or of another cloud than the tenant's.",
    why: 'Hosts of another region do not know the tenant: 451 4.4.62, Mail sent to the wrong Office 365 region.',
    remedy: "Send to the MX host of the tenant's initial domain.",
    references: [connectorPages.routeMail],
  },

  *run(context) {
    const { tenant } = context.topology;
    if (tenant === undefined) return;
    for (const { owner, host, at, subject: about } of namedHosts(context)) {
      const cloud = mxSuffixCloud(host);
      const why = retiredHosts.includes(host)
        ? ('retired' as const)
        : cloud !== undefined && !cloud.clouds.includes(tenant.cloud)
          ? ('cloud' as const)
          : undefined;
      if (why === undefined) continue;
      yield {
        subject: about,
        at,
        detail: host,
        evidence: [{ at: context.sources.locate(tenant.at), text: text`cloud of the tenant: ${tenant.cloud}` }],
        semantics: ['ATTR-20', 'CMIS-35'],
        explains: context.traces.filter((probed) => endsThere(probed, about)),
        owner,
        host,
        why,
        target: tenant.domain,
      };
    }
  },

  explain: ({ owner, host, why, target }) => ({
    problem:
      why === 'retired'
        ? text`${owner} sends to ${host}, a name that Microsoft has given up.`
        : text`${owner} sends to ${host}, a host of another cloud of Microsoft's than the tenant's.`,
    consequence: text`The mail is deferred or refused: 451 4.4.62, Mail sent to the wrong Office 365 region (ATTR35).`,
    remedy: text`Send to the host that the MX of ${target} names.`,
  }),

  fix: ({ owner, host, target }) => [
    byPerson(
      text`Let ${owner} send to the host of the tenant`,
      text`Put the host that the MX of ${target} names in the place of ${host} at ${owner}.`,
    ),
  ],
});

function* namedHosts({ topology }: CheckContext): Generator<Named> {
  const { tenant, onPremises } = topology;
  const hostsOf = (hosts: readonly SmartHost[]) => hosts.flatMap((one) => (one.kind === 'name' ? [one] : []));
  for (const one of tenant?.outboundConnectors ?? [])
    if (one.enabled)
      for (const { host, at } of hostsOf(one.smartHosts))
        yield { subject: subject('outbound', one.name), owner: one.name, host, at };
  for (const one of onPremises?.sendConnectors ?? [])
    if (one.enabled)
      for (const { host, at } of hostsOf(one.smartHosts))
        yield { subject: subject('send', one.name), owner: one.name, host, at };
  for (const one of [...(onPremises?.servers ?? []), ...topology.services])
    for (const row of one.delivers ?? [])
      if (row.to.kind === 'host')
        yield { subject: one.node.toLowerCase(), owner: one.node, host: row.to.host, at: row.to.at };
}

/** Mail that the connector or node leads there and that is not taken. */
const endsThere = ({ trace }: ProbedTrace, about: string): boolean =>
  trace.outcomes.some(
    (outcome) =>
      (outcome.reply?.enhanced === '4.4.62' || outcome.status === 'undetermined' || outcome.status === 'deferred') &&
      [...outcome.connectors, ...outcome.route].some((name) => name.toLowerCase() === about),
  );
