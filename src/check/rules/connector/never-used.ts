import type { Pointer } from '../../../model/source.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { InboundConnector, OutboundConnector } from '../../../model/topology.ts';
import { connectorsOf, type TransportRule } from '../../../model/transport-rule.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { readConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { covered } from '../../../simulate/steps/select-partner-connector.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { kindText } from './connector-kinds.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { isCut } from './is-cut.ts';
import { quoted } from './power-shell.ts';

interface NeverUsed extends Violation {
  readonly kind: 'inbound' | 'outbound';
  readonly name: string;
  readonly objectAt: Pointer;
  readonly why: Text;
  /** What would let mail reach it; the alternative is to remove it. */
  readonly cure: Text;
}

/** An enabled connector that no message can reach. */
export const neverUsed = defineCheck<NeverUsed>({
  id: 'connector/never-used',
  severity: 'warning',
  covers: ['CMIS-43', 'PMIS-32'],
  docs: {
    summary: 'An enabled connector that no class of messages can reach.',
    why: 'What the connector demands, such as TLS for a partner, does not happen, and mail goes another way without a word.',
    remedy: 'Name it in a mail flow rule, make its domains more specific, or remove it.',
    references: [connectorPages.conditional, connectorPages.routeMail, connectorPages.connectors],
  },

  *run(context) {
    const { own } = context.world;
    if (own === undefined || !own.tenant.licensed || context.world.down.has('tenant')) return;
    const used = usedConnectors(context);
    for (const connector of enabledInbound(context)) {
      // Other organisations of Microsoft 365 as a trusted source are not simulated.
      if (used.has(`inbound:${connector.name}`) || connector.trustedOrganizations.length > 0) continue;
      const finding = inboundFinding(context, connector);
      if (finding !== undefined && !isDoubtful(context, finding.subject)) yield finding;
    }
    for (const connector of own.tenant.outboundConnectors) {
      if (!connector.enabled || used.has(`outbound:${connector.name}`)) continue;
      const finding = outboundFinding(context, connector);
      if (finding !== undefined && !isDoubtful(context, finding.subject)) yield finding;
    }
  },

  explain: ({ kind, name, why, cure }) => ({
    problem: text`The ${kindText[kind]} connector ${name} is enabled, and no message can reach it: ${why}.`,
    consequence: text`What it demands and where it leads does not happen; the mail that it was set up for goes another way.`,
    remedy: text`${cure}, or remove the connector (${kind === 'inbound' ? 'Remove-InboundConnector' : 'Remove-OutboundConnector'} -Identity ${quoted(name)}).`,
  }),

  fix: ({ name, objectAt }, context) => [
    ...proposed(text`Disable ${name}`, 'safe', context.change(objectAt, { Enabled: false })),
    ...proposed(text`Remove ${name}`, 'safe', context.change(objectAt, null)),
  ],
});

/** A value was lost in the export, or stands under a name that nobody knows: then what is missing is no evidence. */
const isDoubtful = (context: CheckContext, of: string): boolean =>
  isCut(context, of) ||
  context.notices.some((notice) => notice.rule === 'topology/unknown-property' && notice.subject === of);

interface Ended {
  readonly outcome: Outcome;
  readonly hops: readonly Hop[];
}

function* endings(traces: Iterable<ProbedTrace>): Generator<Ended> {
  for (const { trace } of traces) {
    for (const outcome of trace.outcomes) yield { outcome, hops: trace.hops };
    for (const { outcomes, hops } of trace.alternatives) for (const outcome of outcomes) yield { outcome, hops };
  }
}

/** Connectors that some copy passed; a restriction that refused a session, too. */
function usedConnectors(context: CheckContext): ReadonlySet<string> {
  const used = new Set<string>();
  const refused = new Set<string>();
  for (const { outcome, hops } of endings(context.traces)) {
    for (const name of outcome.connectors) used.add(name);
    const last = hops[outcome.hops.at(-1) ?? -1];
    if (outcome.reply?.enhanced === '5.7.51' && last !== undefined) refused.add(domainOf(last.mailFrom));
  }
  for (const connector of enabledInbound(context)) {
    const restricts = connector.restrictDomainsToCertificate || connector.restrictDomainsToIPAddresses;
    if (connector.connectorType !== 'Partner' || !restricts) continue;
    // All restrictions that cover a refused sender had their say (DEC-8); a trace names one of them.
    if ([...refused].some((sender) => connector.senderDomains.some((pattern) => covered(pattern, sender))))
      used.add(`inbound:${connector.name}`);
  }
  return used;
}

function inboundFinding(context: CheckContext, connector: InboundConnector): NeverUsed | undefined {
  const base = {
    kind: 'inbound',
    name: connector.name,
    objectAt: connector.at,
    subject: subject('inbound', connector.name),
    evidence: [],
  } as const;
  const name = connector.tlsSenderCertificateName && readConnectorName(connector.tlsSenderCertificateName.text);
  const usable = name !== undefined && name.kind !== 'unusable';
  if (connector.connectorType === 'OnPremises' && !usable && connector.senderIPAddresses.length === 0)
    return {
      ...base,
      at: connector.at,
      semantics: ['ATTR-1', 'ATTR-7'],
      why: text`it is of type OnPremises and names neither a usable certificate nor an address, and SenderDomains does not identify anybody there`,
      cure: text`Name the certificate or the addresses of the servers (TlsSenderCertificateName, SenderIPAddresses)`,
    };
  const takers = takersOf(context, `inbound:${connector.name}`, 'inbound:');
  if (takers.length === 0) return undefined;
  return {
    ...base,
    at: `${connector.at}/${connector.connectorType === 'Partner' ? 'SenderDomains' : 'TlsSenderCertificateName'}`,
    semantics: connector.connectorType === 'Partner' ? ['INB-7', 'ATTR-23'] : ['ATTR-3', 'ATTR-6'],
    why:
      takers.length === 1
        ? text`${list(takers, 'and')} takes every session that it is for`
        : text`${list(takers, 'and')} take every session that it is for`,
    cure:
      connector.connectorType === 'Partner'
        ? text`Let the restriction of ${list(takers, 'and')} admit these senders, and demand there what is wanted of them`
        : text`Make TlsSenderCertificateName more specific than that of ${list(takers, 'and')}`,
  };
}

function outboundFinding(context: CheckContext, connector: OutboundConnector): NeverUsed | undefined {
  const base = {
    kind: 'outbound',
    name: connector.name,
    objectAt: connector.at,
    subject: subject('outbound', connector.name),
    evidence: [],
  } as const;
  if (connector.isTransportRuleScoped) {
    const rules = context.topology.tenant?.transportRules ?? [];
    const enabled = rules.filter((rule) => rule.enabled);
    const targets = enabled.flatMap(connectorsOf).map((one) => one.text.toLowerCase());
    const declared = new Set(context.topology.tenant?.outboundConnectors.map((one) => one.name.toLowerCase()));
    // A rule that has an action, or a property, which was not understood may name it.
    const open = (rule: TransportRule) =>
      rule.notUnderstood.some((gap) => gap.part === 'actions' || gap.part === 'rule');
    if (enabled.some(open)) return undefined;
    // A rule that names a connector which nobody declares may mean this one; rule/undefined-connector says so.
    if (targets.some((name) => name === connector.name.toLowerCase() || !declared.has(name))) return undefined;
    return {
      ...base,
      at: `${connector.at}/IsTransportRuleScoped`,
      semantics: ['OUT-3', 'ROUTE-1', 'CMIS-43'],
      why: text`it is used only where a mail flow rule names it, and no enabled rule does`,
      cure: text`Let a mail flow rule route to it (Set-TransportRule with -RouteMessageOutboundConnector ${quoted(connector.name)}), or let it take mail by its domains (Set-OutboundConnector -Identity ${quoted(connector.name)} -IsTransportRuleScoped $false)`,
    };
  }
  if (
    connector.recipientDomains.length === 0 &&
    !(connector.allAcceptedDomains && connector.connectorType === 'OnPremises')
  )
    return {
      ...base,
      at: connector.at,
      semantics: ['OUT-5', 'ROUTE-6'],
      why: connector.allAcceptedDomains
        ? text`it names no RecipientDomains, and AllAcceptedDomains has no effect on a connector of type Partner`
        : text`it names no RecipientDomains`,
      cure: text`Name the domains that it is for (Set-OutboundConnector -Identity ${quoted(connector.name)} -RecipientDomains)`,
    };
  const takers = takersOf(context, `outbound:${connector.name}`, 'outbound:');
  if (takers.length > 0)
    return {
      ...base,
      at: `${connector.at}/RecipientDomains`,
      semantics: ['OUT-4', 'OUT-5', 'CMIS-43'],
      why:
        takers.length === 1
          ? text`${list(takers, 'and')} takes all mail to its domains`
          : text`${list(takers, 'and')} take all mail to its domains`,
      cure: text`Make its RecipientDomains more specific than those of ${list(takers, 'and')}, or change which mail that one takes`,
    };
  return allHere(context, connector)
    ? {
        ...base,
        at: `${connector.at}/RecipientDomains`,
        semantics: ['OUT-1', 'OUT-5'],
        why: text`every recipient of its domains has a mailbox in Exchange Online, and the domains are not relayed`,
        cure: text`Make the accepted domain InternalRelay if some of its recipients are elsewhere`,
      }
    : undefined;
}

/** The connectors that took the messages which this one is for, as users know them. */
function takersOf(context: CheckContext, entry: string, kind: 'inbound:' | 'outbound:'): readonly string[] {
  const probes = context.traces.filter((probed) => probed.purpose === 'connector' && probed.entry === entry);
  const names = [...endings(probes)].flatMap(({ outcome }) =>
    outcome.connectors.filter((name) => name.startsWith(kind)),
  );
  return [...new Set(names)].map((name) => name.slice(kind.length)).sort();
}

/** Accepted domains of which all recipients are declared, so that nobody in them is elsewhere. */
function allHere(context: CheckContext, connector: OutboundConnector): boolean {
  const { own } = context.world;
  if (own === undefined) return false;
  const named = connector.recipientDomains.map((pattern) => (pattern.kind === 'exact' ? pattern.domain : ''));
  const domains = connector.allAcceptedDomains ? own.tenant.acceptedDomains.map((one) => one.name) : named;
  const probed = context.traces.some(
    (one) => one.purpose === 'connector' && one.entry === `outbound:${connector.name}`,
  );
  return (
    probed &&
    !context.topology.recipients.some(
      (one) => one.mailbox?.where === 'onPremises' && domains.includes(domainOf(one.address)),
    ) &&
    domains.every(
      (domain) => acceptedDomain(own, domain)?.type === 'Authoritative' && own.directory.completeDomains.has(domain),
    )
  );
}
