import type { Evidence, Span } from '../../../model/source.ts';
import type { AcceptedDomain } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, type ProbedTrace, subject } from '../../check.ts';
import { outcomesOf } from '../spf/handovers.ts';
import { type OwnDomain, ownAcceptedDomains } from '../spf/own-mail-domains.ts';

export interface MxHost {
  readonly preference: number;
  readonly host: string;
  readonly at: Span | undefined;
}

/** `dns:contoso.com/MX` */
export const mxSubject = (domain: string): string => `${subject('dns', domain)}/MX`;

/** Accepted domains of the organisation in which people receive mail. */
export const receivingDomains = (context: CheckContext): readonly (OwnDomain & AcceptedDomain)[] =>
  ownAcceptedDomains(context).filter((one) => !one.outboundOnly && !one.sendingToDisabled);

/** The MX records of a domain, best first; empty where none are known, and for a null MX (RFC 7505). */
export function mxHosts(context: CheckContext, domain: string): readonly MxHost[] {
  const answer = context.topology.dns.view.lookup(domain, 'MX');
  if (answer.status !== 'records') return [];
  return answer.records
    .flatMap((record, index): MxHost[] => {
      if (typeof record === 'string' || record[1] === '' || record[1] === '.') return [];
      const origin = answer.origins?.[index];
      const at = origin?.kind === 'declared' ? origin.at : undefined;
      return [{ preference: record[0], host: record[1], at }];
    })
    .sort((left, right) => left.preference - right.preference);
}

/**
 * The address that stands where a host name must. In a zone file, one without the final dot becomes a name below the
 * origin: 192.0.2.1.contoso.com.
 */
export const addressLiteral = (host: string): string | undefined => /^(?:\d{1,3}\.){3}\d{1,3}(?=$|\.)/u.exec(host)?.[0];

export const mxEvidence = (domain: string, { preference, host, at }: MxHost): Evidence => ({
  at,
  text: `${domain} MX ${preference} ${host}`,
});

/** The zone, given with its SOA, in which a name stands; undefined where none was given. */
export const completeZone = (context: CheckContext, name: string): string | undefined =>
  context.topology.dns.completeZones.find((zone) => name === zone || name.endsWith(`.${zone}`));

/** The mail of the Internet for a domain, as it comes in by the MX. */
export const tracesByMx = (context: CheckContext, domain: string): readonly ProbedTrace[] =>
  context.traces.filter(
    (probe) =>
      (probe.entry === 'mx' || (probe.entry === 'internet' && probe.message.deliverTo === undefined)) &&
      probe.message.recipients.some(({ text }) => domainOf(text) === domain),
  );

const lost = new Set(['rejected', 'bounced', 'deferred']);

/** Traces of mail for a domain that end because DNS leads nowhere. */
export const undeliveredTo = (context: CheckContext, domain: string): readonly ProbedTrace[] =>
  tracesEndedBy(context, domain, unresolved);

/** Traces of mail for a domain that end in one of these enhanced codes; in an alternative only where all else is well. */
export const tracesEndedBy = (
  context: CheckContext,
  domain: string,
  codes: ReadonlySet<string>,
): readonly ProbedTrace[] =>
  context.traces.filter((probe) => {
    const ended = (outcome: Outcome): boolean =>
      domainOf(outcome.finalRecipient) === domain &&
      lost.has(outcome.status) &&
      codes.has(outcome.reply?.enhanced ?? '');
    const { outcomes } = probe.trace;
    const isWell = outcomes.every(({ status }) => status === 'delivered' || status === 'sent');
    return outcomes.some(ended) || (isWell && outcomesOf(probe).some(ended));
  });

/** Answers to a name that DNS does not resolve (OUT-25). */
const unresolved: ReadonlySet<string> = new Set(['4.4.312', '5.4.310', '5.4.4', '5.1.2']);
