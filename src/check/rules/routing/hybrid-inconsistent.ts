import type { Fix } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import type { OutboundConnector } from '../../../model/topology.ts';
import { domainOf, sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import {
  type CheckContext,
  defineCheck,
  type Message,
  type ProbedTrace,
  subject,
  type Violation,
} from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface Inconsistent extends Violation {
  readonly message: Message;
  readonly fixes: readonly Fix[];
}

type Pair = { readonly probed: ProbedTrace; readonly outcome: Outcome };

/** MX, connectors and accepted-domain types contradict each other, as the messages between them show. */
export const hybridInconsistent = defineCheck<Inconsistent>({
  id: 'routing/hybrid-inconsistent',
  severity: 'error',
  stage: 1,
  covers: ['CMIS-18', 'CMIS-29', 'CMIS-32', 'CMIS-33'],
  docs: {
    summary: 'MX, connectors and accepted-domain types of a hybrid organisation contradict each other.',
    why: 'Part of the mail takes a way that nobody planned: round the compliance system, over the Internet, or nowhere.',
    remedy:
      'Bring the part that the finding names in line with the rest: the connector of centralised transport, directory synchronisation, the coexistence domain, the hybrid connectors.',
    references: [
      {
        title: 'Transport routing in Exchange hybrid deployments',
        url: 'https://learn.microsoft.com/exchange/transport-routing',
      },
    ],
  },

  *run(context) {
    if (context.world.premises === undefined || context.world.own === undefined) return;
    const pairs = [...outcomesOf(context.traces)].filter(({ probed }) => !context.accounted.has(probed));
    yield* centralisedBypassed(context, pairs);
    yield* routingDomainMissing(context, pairs);
    yield* unreachable(context, pairs);
    yield* leavesOnTheWay(context, pairs);
  },

  explain: ({ message }) => message,

  fix: ({ fixes, message }) => [...fixes, byPerson(text`Bring the hybrid settings in line`, message.remedy)],
});

/** Centralised transport is declared, and a message passes no own server (HYB-4, HYB-7). */
function* centralisedBypassed(context: CheckContext, pairs: readonly Pair[]): Generator<Inconsistent> {
  const tenant = context.topology.tenant;
  const connector = tenant?.outboundConnectors.find((one) => one.routeAllMessagesViaOnPremises);
  const feature =
    context.topology.onPremises?.hybridConfiguration?.features.some(
      (one) => one.toLowerCase() === 'centralizedtransport',
    ) === true;
  if (connector === undefined && !feature) return;
  const bypassing = pairs.filter(({ probed, outcome }) => {
    if (outcome.route.some((node) => node.startsWith('server:'))) return false;
    if (probed.purpose === 'outbound') return outcome.status === 'sent' && outcome.route[0] === 'tenant';
    return probed.purpose === 'inbound' && outcome.status === 'delivered' && outcome.endsAt === 'tenant';
  });
  const [first] = bypassing;
  if (first === undefined) return;
  yield violation(
    context,
    bypassing,
    connector === undefined ? 'topology:onpremises' : subject('outbound', connector.name),
    placeOfCentral(context, connector),
    ['HYB-4', 'OUT-4'],
    'centralised',
    {
      problem: text`Centralised mail transport is declared, and ${first.probed.trace.name} goes ${first.outcome.route.join(' → ')}, past every own server.`,
      consequence: text`The compliance system on-premises does not see this mail.`,
      remedy:
        connector === undefined
          ? text`Run the Hybrid Configuration Wizard again with centralised transport, or remove CentralizedTransport from the hybrid configuration.`
          : text`Set-OutboundConnector -Identity '${connector.name}' -Enabled $true -IsTransportRuleScoped $false -RecipientDomains * , of type OnPremises; or turn RouteAllMessagesViaOnPremises off.`,
    },
    connector === undefined
      ? []
      : [
          ...proposed(
            text`Let ${connector.name} take all mail, as centralised transport needs`,
            'review',
            context.change(connector.at, {
              Enabled: true,
              IsTransportRuleScoped: false,
              RecipientDomains: ['*'],
              ConnectorType: 'OnPremises',
            }),
          ),
          ...proposed(
            text`Give up centralised transport by ${connector.name}`,
            'review',
            context.change(connector.at, { RouteAllMessagesViaOnPremises: false }),
          ),
        ],
  );
}

const placeOfCentral = (context: CheckContext, connector: OutboundConnector | undefined): string | undefined =>
  connector === undefined
    ? context.topology.onPremises?.hybridConfiguration?.at
    : `${connector.at}/RouteAllMessagesViaOnPremises`;

/** HYB-3: a mailbox in the cloud has no routing address, because there is no coexistence domain. */
function* routingDomainMissing(context: CheckContext, pairs: readonly Pair[]): Generator<Inconsistent> {
  const missing = pairs.filter(
    ({ probed, outcome }) =>
      probed.legitimate && outcome.reply?.enhanced === '5.1.1' && outcome.reply.from.startsWith('server:'),
  );
  const [first] = missing;
  if (first === undefined) return;
  const coexistence = context.topology.tenant?.acceptedDomains.find((one) => one.isCoexistence);
  const initial = context.topology.tenant?.domain.replace(/\.onmicrosoft\./u, '.mail.onmicrosoft.') ?? '';
  const words =
    coexistence === undefined
      ? text`The tenant lists no coexistence domain. Add ${initial} (IsCoexistenceDomain) by running the Hybrid Configuration Wizard, so that remote mailboxes get a routing address in it.`
      : text`Set-RemoteMailbox ${first.outcome.finalRecipient} -RemoteRoutingAddress with its address in ${coexistence.name}.`;
  yield violation(
    context,
    missing,
    coexistence === undefined ? 'topology:tenant' : subject('recipient', first.outcome.finalRecipient),
    coexistence === undefined
      ? `${context.topology.tenant?.at ?? ''}/acceptedDomains`
      : recipientPlace(context, first.outcome.finalRecipient),
    ['HYB-3', 'CMIS-32'],
    'routing-domain',
    {
      problem: text`On-premises servers have no routing address for mailboxes in the cloud: mail to ${first.outcome.finalRecipient} is returned.`,
      consequence: text`Senders on-premises and everybody who writes through the servers get 5.1.1.`,
      remedy: words,
    },
    coexistence === undefined ? [] : routedTo(context, first.outcome.finalRecipient, coexistence.name),
  );
}

/** Gives a remote mailbox the address in the coexistence domain by which the tenant knows the mailbox (HYB-3). */
function routedTo(context: CheckContext, address: string, coexistence: string): readonly Fix[] {
  const pasted = context.topology.onPremises?.recipients.find((one) => sameAddress(one.address, address));
  const known = [...(context.world.own?.directory.entries ?? [])].find(
    ([one, entry]) => domainOf(one) === coexistence && sameAddress(entry.primary, address),
  );
  if (pasted === undefined || known === undefined) return [];
  const [routing] = known;
  return proposed(
    text`Let on-premises servers send mail of ${address} to ${routing}`,
    'review',
    context.change(pasted.at, { RemoteRoutingAddress: `SMTP:${routing}` }),
  );
}

/** Where the servers' idea of a recipient stands: the pasted object, which replaces the shorthand, else the shorthand. */
function recipientPlace(context: CheckContext, address: string): string | undefined {
  const same = (one: { readonly address: string }) => sameAddress(one.address, address);
  return context.topology.onPremises?.recipients.find(same)?.at ?? context.topology.recipients.find(same)?.at;
}

/** A mailbox on-premises that the MX does not lead to (ACC-18, CMIS-18). */
function* unreachable(context: CheckContext, pairs: readonly Pair[]): Generator<Inconsistent> {
  const lost = pairs.filter(({ probed, outcome }) => {
    if (probed.purpose !== 'inbound' && probed.purpose !== 'internal') return false;
    if (!probed.legitimate || outcome.reply === null) return false;
    return (
      (outcome.reply.enhanced === '5.4.1' || outcome.reply.enhanced === '5.1.10') &&
      outcome.reply.from === 'tenant' &&
      isOnPremises(context, outcome.finalRecipient)
    );
  });
  const groups = groupBy(lost, ({ outcome }) => outcome.finalRecipient);
  for (const [recipient, group] of groups) {
    const domain = context.world.own && acceptedDomain(context.world.own, domainOf(recipient));
    yield violation(
      context,
      group,
      subject('recipient', recipient),
      context.topology.recipients.find((one) => one.address === recipient)?.at,
      ['ACC-18', 'ACC-8', 'CMIS-18'],
      'unreachable',
      {
        problem: text`${recipient} has a mailbox on-premises, is no recipient of the tenant, and ${domain?.name ?? domainOf(recipient)} is ${domain?.type ?? text`accepted`} there: the tenant refuses its mail.`,
        consequence: text`Mail that comes in at Exchange Online does not reach it; the sender sees ${group[0].outcome.reply?.enhanced ?? ''}.`,
        remedy: text`Synchronise ${recipient} to the tenant as a mail user, or Set-AcceptedDomain ${domain?.name ?? ''} -DomainType InternalRelay with an outbound connector to the servers.`,
      },
      domain === undefined || domain.type === 'InternalRelay'
        ? []
        : proposed(
            text`Make ${domain.name} InternalRelay, so that unknown recipients go to the servers`,
            'review',
            context.change(domain.at, { DomainType: 'InternalRelay' }),
          ),
    );
  }
}

function isOnPremises(context: CheckContext, address: string): boolean {
  return context.world.premises?.directory.entries.get(address.toLowerCase())?.kind === 'mailbox';
}

/** Mail between own mailboxes that leaves the organisation on its way (HYB-8, HDR-8). */
function* leavesOnTheWay(context: CheckContext, pairs: readonly Pair[]): Generator<Inconsistent> {
  const outside = (node: string) =>
    node === 'internet' || node.startsWith('service:') || node.startsWith('mx:') || node.startsWith('partner:');
  const leaving = pairs.filter(
    ({ probed, outcome }) =>
      probed.purpose === 'internal' &&
      outcome.status === 'delivered' &&
      outcome.finalAuthAs === 'Anonymous' &&
      outcome.route.some(outside),
  );
  for (const group of groupBy(leaving, ({ outcome }) => outcome.route.join()).values()) {
    const [{ outcome, probed }] = group;
    const from = outcome.route[outcome.route.findIndex(outside) - 1] ?? outcome.route[0] ?? 'tenant';
    const words: Text =
      from === 'tenant'
        ? text`Add an outbound connector of type OnPremises for ${domainOf(outcome.finalRecipient)} with the servers as smart host.`
        : text`Give ${from} a send connector for the coexistence domain of the tenant, and cloud mailboxes a routing address in it.`;
    yield violation(
      context,
      group,
      from === 'tenant' ? 'topology:tenant' : from.toLowerCase(),
      from === 'tenant'
        ? `${context.topology.tenant?.at ?? ''}/outboundConnectors`
        : context.world.servers.get(from)?.at,
      ['HYB-8', 'HDR-8', 'OUT-9'],
      `leaves ${from}`,
      {
        problem: text`Mail between own mailboxes leaves the organisation: ${probed.trace.name} goes ${outcome.route.join(' → ')}.`,
        consequence: text`It arrives as a stranger's, filtered and marked as external.`,
        remedy: words,
      },
      [],
    );
  }
}

function violation(
  context: CheckContext,
  pairs: readonly Pair[],
  about: string,
  at: Violation['at'],
  semantics: readonly string[],
  detail: string,
  message: Message,
  fixes: readonly Fix[],
): Inconsistent {
  const [first] = pairs;
  return {
    subject: about,
    at,
    message,
    fixes,
    detail,
    semantics,
    assumptions: first?.outcome.assumptions ?? [],
    evidence:
      first === undefined
        ? []
        : sessionEvidence(context, first.probed, first.outcome, [
            'select-outbound-connector',
            'resolve-recipient',
            'block-unknown-recipient',
          ]),
    explains: pairs.map((one) => one.probed),
  };
}
