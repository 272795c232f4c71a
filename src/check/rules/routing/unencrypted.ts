import type { Change } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import type { DomainPattern, OutboundConnector } from '../../../model/topology.ts';
import { connectorsOf, type TransportRule } from '../../../model/transport-rule.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { unknownCertificate } from '../../unknown-certificate.ts';

interface Unencrypted extends Violation {
  readonly from: string;
  readonly to: string;
  readonly level: string;
  readonly remedy: Text;
  readonly ways: readonly Way[];
}

/** A title with the change that it makes. */
type Way = readonly [Text, Change | undefined];

interface Leg {
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
  readonly hop: Hop;
}

/** A hop that is meant to be encrypted can run in clear: nothing on it demands TLS. */
export const unencrypted = defineCheck<Unencrypted>({
  id: 'routing/unencrypted',
  severity: 'error',
  stage: 1,
  covers: ['CMIS-43'],
  docs: {
    summary: 'A hop that is meant to be encrypted can run in clear.',
    why: 'Opportunistic TLS falls back to clear text whenever somebody on the way removes STARTTLS.',
    remedy:
      'Demand TLS on the connector of the hop: TlsSettings in Exchange Online, RequireTLS and TlsAuthLevel on a send connector.',
    references: [
      {
        title: 'Set up connectors for secure mail flow with a partner organization',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/set-up-connectors-for-secure-mail-flow-with-a-partner',
      },
    ],
  },

  *run(context) {
    const legs: Leg[] = [];
    for (const { probed, outcome } of outcomesOf(context.traces)) {
      if (!(probed.legitimate || probed.purpose === 'declared') || context.accounted.has(probed)) continue;
      if (unknownCertificate(context, probed, outcome) !== undefined) continue;
      for (const index of outcome.hops) {
        const hop = probed.trace.hops[index];
        if (hop === undefined || hop.from === hop.to) continue;
        if ((hop.tls === 'none' || hop.tls === 'opportunistic') && meant(context, hop))
          legs.push({ probed, outcome, hop });
      }
    }
    for (const group of groupBy(legs, ({ hop }) => `${hop.from} ${hop.to}`).values()) {
      const [{ probed, outcome, hop }] = group;
      const cause = causeOf(context, outcome, hop);
      yield {
        subject: cause.subject,
        at: cause.at,
        from: hop.from,
        to: hop.to,
        level: hop.tls ?? 'none',
        remedy: cause.remedy,
        ways: cause.ways,
        detail: `${hop.from} ${hop.to}`,
        evidence: [{ at: undefined, text: sessionLine(probed, outcome) }],
        semantics: ['OUT-21', 'NET-2'],
        assumptions: outcome.assumptions,
      };
    }
  },

  explain: ({ from, to, level, remedy }) => ({
    problem:
      level === 'none'
        ? text`Mail from ${from} to ${to} runs in clear.`
        : text`Mail from ${from} to ${to} can run in clear: nothing demands TLS there.`,
    consequence: text`Somebody on the way can read and change it; for hybrid mail the trust between the two sides goes with the encryption.`,
    remedy,
  }),

  fix: ({ from, to, remedy, ways }) => [
    ...ways.flatMap(([title, change]) => proposed(title, 'review', change)),
    ...(ways.length > 0 ? [] : [byPerson(text`Let TLS be demanded from ${from} to ${to}`, remedy)]),
  ],
});

/** Hybrid legs, and legs of a partner for whom TLS is declared on either side. */
function meant(context: CheckContext, hop: Hop): boolean {
  const own = (node: string) => node === 'tenant' && context.world.own !== undefined;
  const exchange = (node: string) => {
    const role = context.world.servers.get(node)?.role;
    return role === 'mailbox' || role === 'edge';
  };
  if (own(hop.from) && exchange(hop.to)) return true;
  // Without send connectors, how own servers hand mail to the tenant is supposed, and its TLS is not known.
  if (exchange(hop.from) && own(hop.to)) return context.topology.onPremises?.sendConnectors !== undefined;
  if (hop.from === 'tenant' && hop.recipients.some((address) => demanded(context, domainOf(address)) !== undefined))
    return true;
  const partner = context.world.partners.get(hop.from) ?? context.world.partners.get(hop.to);
  if (partner === undefined) return false;
  if (partner.tls === 'required' || partner.encrypts === 'required' || partner.encrypts === 'verified') return true;
  return (
    partner.domains.some((domain) => demanded(context, domain) !== undefined) ||
    context.topology.tenant?.inboundConnectors.some(
      (one) =>
        one.enabled &&
        one.requireTls &&
        // Of the other direction it says what was agreed only where somebody wrote it: on is the default (INB 3.1).
        (hop.to === 'tenant' || isWritten(context, one.at, 'RequireTls')) &&
        one.connectorType === 'Partner' &&
        partner.domains.some((domain) => one.senderDomains.some((pattern) => names(pattern, domain))),
    ) === true
  );
}

/** Whether a property stands in the document; the place of one that does not is that of the object. */
function isWritten({ sources }: CheckContext, at: string, property: string): boolean {
  const place = sources.locate(`${at}/${property}`);
  const object = sources.locate(at);
  return place !== undefined && (place.line !== object?.line || place.column !== object.column);
}

/** An enabled outbound connector with TLS settings that names the domain, unless a rule chooses the mail it is for. */
function demanded(context: CheckContext, domain: string): OutboundConnector | undefined {
  const tenant = context.topology.tenant;
  return tenant?.outboundConnectors.find(
    (one) =>
      one.enabled &&
      one.tlsSettings !== undefined &&
      one.recipientDomains.some((pattern) => names(pattern, domain)) &&
      !(one.isTransportRuleScoped && tenant.transportRules.some((rule) => routesTo(rule, one.name))),
  );
}

const routesTo = (rule: TransportRule, connector: string): boolean =>
  connectorsOf(rule).some((one) => one.text.toLowerCase() === connector.toLowerCase());

/** A pattern for this domain; `*` is for nobody in particular. */
const names = (pattern: DomainPattern, domain: string): boolean =>
  pattern.kind !== 'all' &&
  (domain === pattern.domain || (pattern.kind === 'wildcard' && domain.endsWith(`.${pattern.domain}`)));

function causeOf(
  context: CheckContext,
  outcome: Outcome,
  hop: Hop,
): { readonly subject: string; readonly at: Violation['at']; readonly remedy: Text; readonly ways: readonly Way[] } {
  const { topology } = context;
  const used = (prefix: string) => outcome.connectors.findLast((name) => name.startsWith(prefix));
  if (hop.from === 'tenant') {
    const outbound = topology.tenant?.outboundConnectors.find((one) => `outbound:${one.name}` === used('outbound:'));
    if (outbound !== undefined) {
      return {
        subject: subject('outbound', outbound.name),
        at: `${outbound.at}/TlsSettings`,
        remedy: text`Set-OutboundConnector -Identity '${outbound.name}' -TlsSettings DomainValidation -TlsDomain with the name in the certificate of ${hop.to}.`,
        ways: demandsOf(context, hop.to).map(([title, after]) => [
          text`${title}, by ${outbound.name}`,
          context.change(outbound.at, after),
        ]),
      };
    }
    const idle = hop.recipients.flatMap((address) => demanded(context, domainOf(address)) ?? [])[0];
    if (idle?.isTransportRuleScoped === true) {
      return {
        subject: subject('outbound', idle.name),
        at: `${idle.at}/IsTransportRuleScoped`,
        remedy: text`Set-OutboundConnector -Identity '${idle.name}' -IsTransportRuleScoped $false: it demands TLS, and no rule routes to it.`,
        ways: [
          [text`Let ${idle.name} take mail by its domains`, context.change(idle.at, { IsTransportRuleScoped: false })],
        ],
      };
    }
    return {
      subject: hop.to.toLowerCase(),
      at: nodePlace(context, hop.to),
      remedy: text`New-OutboundConnector for the domains of ${hop.to} with -TlsSettings DomainValidation.`,
      ways: demandsOf(context, hop.to).flatMap(([title, after]) => newOutbound(context, hop.to, title, after)),
    };
  }
  const send = topology.onPremises?.sendConnectors?.find((one) => `send:${one.name}` === used('send:'));
  if (send !== undefined && hop.from.startsWith('server:')) {
    return {
      subject: subject('send', send.name),
      at: `${send.at}/RequireTLS`,
      remedy: text`Set-SendConnector -Identity '${send.name}' -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com.`,
      ways:
        hop.to === 'tenant'
          ? [
              [
                text`Let ${send.name} demand TLS, with the name of Exchange Online in the certificate`,
                context.change(send.at, {
                  RequireTLS: true,
                  TlsAuthLevel: 'DomainValidation',
                  TlsDomain: 'mail.protection.outlook.com',
                }),
              ],
            ]
          : [[text`Let ${send.name} demand TLS`, context.change(send.at, { RequireTLS: true })]],
    };
  }
  const inbound = topology.tenant?.inboundConnectors.find((one) => `inbound:${one.name}` === used('inbound:'));
  if (inbound !== undefined && hop.to === 'tenant') {
    return {
      subject: subject('inbound', inbound.name),
      at: `${inbound.at}/RequireTls`,
      remedy: text`Set-InboundConnector -Identity '${inbound.name}' -RequireTls $true.`,
      ways: [[text`Let ${inbound.name} demand TLS`, context.change(inbound.at, { RequireTls: true })]],
    };
  }
  return {
    subject: hop.from.toLowerCase(),
    at: nodePlace(context, hop.from),
    remedy: hop.from.startsWith('server:')
      ? text`Give ${hop.from} a send connector that requires TLS for this leg.`
      : text`New-InboundConnector of type Partner for the domains of ${hop.from} with -RequireTls $true.`,
    ways: hop.to === 'tenant' ? newInbound(context, hop.from) : [],
  };
}

/** What can be demanded of a system: the name in its certificate where that is declared, then encryption alone. */
function demandsOf(
  context: CheckContext,
  node: string,
): readonly (readonly [Text, Readonly<Record<string, unknown>>])[] {
  const { servers, services, partners } = context.world;
  const certificates =
    servers.get(node)?.certificates ?? (services.get(node) ?? partners.get(node))?.serverCertificates ?? [];
  const [name] = certificates.flatMap((one) => certificateNames(one).all);
  return [
    ...(name === undefined
      ? []
      : [
          [
            text`Demand TLS with the name ${name} of ${node}`,
            { TlsSettings: 'DomainValidation', TlsDomain: name },
          ] as const,
        ]),
    [text`Demand TLS of ${node}`, { TlsSettings: 'EncryptionOnly' }],
  ];
}

const newOutbound = (
  { world }: CheckContext,
  node: string,
  title: Text,
  demand: Readonly<Record<string, unknown>>,
): readonly Way[] => {
  const partner = world.partners.get(node);
  if (partner === undefined) return [];
  const name = `To ${partner.name}`;
  const after = {
    Name: name,
    ConnectorType: 'Partner',
    RecipientDomains: partner.domains,
    UseMXRecord: true,
    ...demand,
  };
  return [[title, { target: 'object', within: '/tenant/outboundConnectors', name, before: null, after }]];
};

const newInbound = ({ world }: CheckContext, node: string): readonly Way[] => {
  const partner = world.partners.get(node);
  if (partner === undefined) return [];
  const name = `From ${partner.name}`;
  const after = { Name: name, ConnectorType: 'Partner', SenderDomains: partner.domains, RequireTls: true };
  return [
    [
      text`Take mail of ${partner.name} over TLS alone`,
      { target: 'object', within: '/tenant/inboundConnectors', name, before: null, after },
    ],
  ];
};

function nodePlace(context: CheckContext, node: string): Violation['at'] {
  return (context.world.servers.get(node) ?? context.world.partners.get(node) ?? context.world.services.get(node))?.at;
}
