import { containsText } from '../../../model/addresses/address-set.ts';
import { text } from '../../../model/text.ts';
import { setOf } from '../../../simulate/world.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { mailExchangerChange } from '../../mail-exchanger-change.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import {
  addressLiteral,
  completeZone,
  mxEvidence,
  mxHosts,
  mxSubject,
  receivingDomains,
  tracesByMx,
  undeliveredTo,
} from './mx-hosts.ts';

type Fault =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'alias'; readonly target: string }
  | { readonly kind: 'no-address'; readonly zone: string };

interface MxUnresolvable extends Violation {
  readonly domain: string;
  readonly preference: number;
  readonly host: string;
  readonly fault: Fault;
}

export const mxUnresolvable = defineCheck<MxUnresolvable>({
  id: 'dns/mx-unresolvable',
  severity: 'error',
  docs: {
    summary: 'An MX names a host without an address, an address, or an alias.',
    why: 'An MX must name a host that has address records of its own; senders skip any other and return the mail when it was the only one.',
    remedy: 'Let the MX name a host with an A or AAAA record.',
    references: [
      { title: 'RFC 5321 section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc5321#section-5.1' },
      { title: 'RFC 2181 section 10.3', url: 'https://www.rfc-editor.org/rfc/rfc2181#section-10.3' },
    ],
  },
  *run(context) {
    for (const { name } of receivingDomains(context)) {
      for (const mx of mxHosts(context, name)) {
        const fault = faultOf(context, mx.host);
        if (fault === undefined) continue;
        const alias = context.topology.dns.view.lookup(mx.host, 'CNAME');
        const origin = alias.status === 'records' ? alias.origins?.[0] : undefined;
        yield {
          subject: mxSubject(name),
          at: mx.at,
          evidence: [
            mxEvidence(name, mx),
            ...(fault.kind === 'alias'
              ? [
                  {
                    at: origin?.kind === 'declared' ? origin.at : undefined,
                    text: `${mx.host} CNAME ${fault.target}`,
                  },
                ]
              : []),
          ],
          semantics: [],
          explains: [...undeliveredTo(context, name), ...unknownAt(context, name, mx.host)],
          detail: mx.host,
          domain: name,
          preference: mx.preference,
          host: mx.host,
          fault,
        };
      }
    }
  },
  explain({ domain, preference, host, fault }) {
    const written = `MX ${preference} ${host}`;
    switch (fault.kind) {
      case 'address':
        return {
          problem: text`The record ${written} of ${domain} names the address ${fault.address} where a host name must stand.`,
          consequence: text`Senders look for a host of that name, find none, and mail for ${domain} that tries this host does not arrive.`,
          remedy: text`Give the host a name with an address record (${`mail.${domain}. IN A ${fault.address}`}) and name it in the MX: ${`${domain}. IN MX ${preference} mail.${domain}.`}`,
        };
      case 'alias':
        return {
          problem: text`The host ${host} in the MX of ${domain} is an alias (CNAME) of ${fault.target}.`,
          consequence: text`An MX must not name an alias; some senders refuse to deliver to it, and mail for ${domain} from them is lost.`,
          remedy: text`Name the host itself: ${`${domain}. IN MX ${preference} ${fault.target}.`}, or replace the CNAME of ${host} by address records.`,
        };
      case 'no-address':
        return {
          problem: text`The host ${host} in the MX of ${domain} has no address in the zone ${fault.zone}, which is complete.`,
          consequence: text`Senders cannot connect to ${host}; where no other MX answers, mail for ${domain} is returned.`,
          remedy: text`Add ${`${host}. IN A <address>`} to the zone ${fault.zone}, or name a host that has an address in the MX of ${domain}.`,
        };
    }
  },

  fix({ domain, host, fault }, context) {
    const named = (by: string) =>
      proposed(
        text`Name ${by} in the MX of ${domain} instead of ${host}`,
        'review',
        mailExchangerChange(context, domain, (before) =>
          before.map((one) => (one.host === host ? { ...one, host: by } : one)),
        ),
      );
    const instead = fault.kind === 'alias' ? named(fault.target) : hostsInstead(context, host, fault).flatMap(named);
    const others = mxHosts(context, domain).filter((one) => one.host !== host);
    const removed =
      others.length === 0 || others.some((one) => faultOf(context, one.host) !== undefined)
        ? []
        : proposed(
            text`Take ${host} out of the MX of ${domain}`,
            'review',
            mailExchangerChange(context, domain, (before) => before.filter((one) => one.host !== host)),
          );
    const task = byPerson(
      text`Let the MX of ${domain} name a host with an address`,
      fault.kind === 'address'
        ? text`Give the host at ${fault.address} a name with an address record, and name that in the MX of ${domain}.`
        : text`Publish the address of ${host}, or name a host that has one in the MX of ${domain}.`,
    );
    return [...instead, ...removed, task];
  },
});

/** Names of a declared server with this address that lead to it. */
function hostsInstead(context: CheckContext, host: string, fault: Fault): readonly string[] {
  if (fault.kind !== 'address') return [];
  const servers = context.topology.onPremises?.servers ?? [];
  return servers
    .filter((server) => containsText(setOf(server.addresses), fault.address))
    .flatMap((server) => server.names)
    .filter((name) => name !== host && hasAddress(context, name))
    .slice(0, 1);
}

/** Mail of which nobody can say more than that it goes to this host. */
const unknownAt = (context: CheckContext, domain: string, host: string): readonly ProbedTrace[] =>
  tracesByMx(context, domain).filter(({ trace }) =>
    trace.outcomes.some(({ status, missing }) => status === 'undetermined' && missing?.values.includes(host) === true),
  );

function faultOf(context: CheckContext, host: string): Fault | undefined {
  const { view } = context.topology.dns;
  const address = addressLiteral(host);
  if (address !== undefined && !hasAddress(context, host)) return { kind: 'address', address };
  const alias = view.lookup(host, 'CNAME');
  const target = alias.status === 'records' ? alias.records[0] : undefined;
  if (typeof target === 'string') return { kind: 'alias', target };
  const zone = completeZone(context, host);
  if (zone === undefined) return undefined;
  const nothing = ['A', 'AAAA'].every((type) => {
    const { status } = view.lookup(host, type);
    return status === 'no-such-name' || status === 'no-such-type';
  });
  return nothing ? { kind: 'no-address', zone } : undefined;
}

const hasAddress = (context: CheckContext, host: string): boolean =>
  ['A', 'AAAA'].some((type) => context.topology.dns.view.lookup(host, type).status === 'records');
