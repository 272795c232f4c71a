import type { Pointer } from '../../../model/source.ts';
import { list, type Text, type TextValue, text } from '../../../model/text.ts';
import type { OutboundConnector } from '../../../model/topology.ts';
import { domainOf, sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface Loop extends Violation {
  readonly circle: readonly string[];
  readonly example: TextValue;
  readonly recipient: string;
  readonly code: string;
  readonly closedBy: Text;
  readonly ways: readonly Way[];
}

/** A setting that would break the circle. */
interface Way {
  readonly title: Text;
  readonly at: Pointer;
  readonly after: Readonly<Record<string, unknown>>;
}

/** A class of messages that goes round until the hop limit. */
export const loop = defineCheck<Loop>({
  id: 'routing/loop',
  severity: 'error',
  stage: 1,
  covers: ['CMIS-14', 'CMIS-15', 'CMIS-16', 'CMIS-17', 'CMIS-21', 'CMIS-60'],
  docs: {
    summary: 'A class of messages goes round between systems until the hop limit returns it.',
    why: 'Nobody receives the message; the sender gets 5.4.14 or 5.4.6 after twenty rounds.',
    remedy:
      'Break the circle where the finding points: a smart host instead of MX, an Authoritative domain, or a connector for the domain.',
    references: [
      {
        title: 'Fix NDR error 550 5.4.6 through 5.4.20',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/fix-error-code-5-4-6-through-5-4-20-in-exchange-online',
      },
    ],
  },

  *run(context) {
    const looped = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) => outcome.status === 'looped' && !context.accounted.has(probed),
    );
    const groups = groupBy(
      looped,
      ({ outcome }) => `${circleOf(outcome).toSorted().join()} ${closing(context, outcome).subject}`,
    );
    for (const group of groups.values()) {
      const [{ probed, outcome }] = group;
      const closed = closing(context, outcome);
      const circle = circleOf(outcome);
      yield {
        subject: closed.subject,
        at: closed.at,
        circle,
        closedBy: closed.words,
        ways: closed.ways,
        example: probed.trace.name,
        recipient: outcome.recipient,
        code: outcome.reply?.enhanced ?? '',
        detail: circle.toSorted().join(),
        evidence: sessionEvidence(context, probed, outcome, [
          'select-outbound-connector',
          'select-send-connector',
          'resolve-next-hop',
        ]),
        semantics: ['ACC-15', ...closed.semantics],
        assumptions: outcome.assumptions,
        explains: [...group, ...returned(context, outcome)].map((one) => one.probed),
      };
    }
  },

  explain: ({ circle, recipient, code, closedBy }) => ({
    problem:
      circle.length === 1
        ? text`Mail to ${recipient} goes round: ${circle[0] ?? ''} sends it to itself again and again.`
        : text`Mail to ${recipient} goes round: ${list(circle, 'and')} hand it to each other.`,
    consequence: text`It is never delivered; after the hop limit the sender gets ${code}.`,
    remedy: closedBy,
  }),

  fix: ({ recipient, closedBy, ways }, context) => [
    ...ways.flatMap(({ title, at, after }) => proposed(title, 'review', context.change(at, after))),
    byPerson(text`Break the circle of mail to ${recipient}`, closedBy),
  ],
});

/** The nodes that the route visits again and again. */
function circleOf(outcome: Outcome): readonly string[] {
  const last = outcome.route.at(-1);
  const first = outcome.route.indexOf(last ?? '');
  const round = outcome.route.slice(first, first === outcome.route.length - 1 ? undefined : -1);
  return [...new Set(round)];
}

/** Mail that takes the same connector into the same circle and is refused where it comes back: one cause, one finding. */
function returned(context: CheckContext, outcome: Outcome): readonly { readonly probed: ProbedTrace }[] {
  const connector = outcome.connectors.findLast((one) => one.startsWith('outbound:'));
  if (connector === undefined) return [];
  const circle = circleOf(outcome);
  return [...outcomesOf(context.traces)].filter(
    ({ outcome: other }) =>
      other.reply !== null &&
      other.connectors.includes(connector) &&
      circle.includes(other.endsAt) &&
      other.route.indexOf(other.endsAt) < other.route.length - 1,
  );
}

/** The setting that sends the message back: the last outbound connector of the way, else the MX of the domain. */
function closing(
  context: CheckContext,
  outcome: Outcome,
): {
  readonly subject: string;
  readonly at: Violation['at'];
  readonly words: Text;
  readonly semantics: readonly string[];
  readonly ways: readonly Way[];
} {
  const name = outcome.connectors.findLast((one) => one.startsWith('outbound:'));
  const connector = context.topology.tenant?.outboundConnectors.find((one) => `outbound:${one.name}` === name);
  if (connector !== undefined) {
    const words = connector.useMXRecord
      ? text`The connector ${connector.name} follows the MX, which leads back: Set-OutboundConnector -Identity '${connector.name}' -UseMXRecord $false -SmartHosts with the host that holds the mailboxes.`
      : text`The connector ${connector.name} hands the message to ${connector.smartHosts.map((host) => host.text).join(', ')}, which returns it: let that system deliver, or take the domain off the connector's RecipientDomains.`;
    return {
      subject: subject('outbound', connector.name),
      at: connector.useMXRecord ? `${connector.at}/UseMXRecord` : `${connector.at}/SmartHosts`,
      words,
      semantics: connector.useMXRecord ? ['ACC-12', 'OUT-10'] : ['ACC-15'],
      ways: [
        ...hostsOf(context, outcome.finalRecipient).map((host) => ({
          title: text`Let ${connector.name} hand mail to ${host}, where the mailbox is`,
          at: connector.at,
          after: { UseMXRecord: false, SmartHosts: [host] },
        })),
        ...withoutDomain(connector, domainOf(outcome.finalRecipient)),
      ],
    };
  }
  const domain = domainOf(outcome.finalRecipient) || domainOf(outcome.recipient);
  const central = context.topology.tenant?.outboundConnectors.find(
    (one) =>
      one.enabled &&
      one.routeAllMessagesViaOnPremises &&
      !one.recipientDomains.some((pattern) => pattern.kind === 'all'),
  );
  if (central !== undefined && outcome.route.length === new Set(outcome.route).size) {
    return {
      subject: subject('outbound', central.name),
      at: `${central.at}/RecipientDomains`,
      words: text`Centralised transport needs a connector for all domains: Set-OutboundConnector -Identity '${central.name}' -RecipientDomains *.`,
      semantics: ['OUT-4'],
      ways: [
        {
          title: text`Let ${central.name} take mail to all domains, as centralised transport needs`,
          at: central.at,
          after: { RecipientDomains: ['*'] },
        },
      ],
    };
  }
  const accepted = context.world.own && acceptedDomain(context.world.own, domain);
  const words =
    accepted?.type === 'InternalRelay'
      ? text`${accepted.name} is InternalRelay and no connector takes its unknown recipients elsewhere: Set-AcceptedDomain ${accepted.name} -DomainType Authoritative, or an outbound connector with a smart host.`
      : text`The MX of ${domain} leads back to the system that looks it up: give that system a connector with a smart host, or deliver the domain there.`;
  return {
    subject: subject('domain', domain),
    at: accepted === undefined ? undefined : `${accepted.at}/DomainType`,
    words,
    semantics: accepted?.type === 'InternalRelay' ? ['ACC-11'] : [],
    ways:
      accepted?.type === 'InternalRelay'
        ? [
            {
              title: text`Make ${accepted.name} Authoritative, so that unknown recipients are refused`,
              at: accepted.at,
              after: { DomainType: 'Authoritative' },
            },
          ]
        : [],
  };
}

/** The names of the server that holds a mailbox, the first of them. */
function hostsOf({ world, topology }: CheckContext, address: string): readonly string[] {
  const mailbox = topology.recipients.find((one) => sameAddress(one.address, address))?.mailbox;
  if (mailbox?.where !== 'onPremises') return [];
  const [first, another] = [...world.servers.values()].filter(({ role }) => role === 'mailbox' || role === 'mta');
  // Which of several servers holds it is not said here.
  return first === undefined || another !== undefined ? [] : first.names.slice(0, 1);
}

/** The connector without the domain, where it has others. */
function withoutDomain(connector: OutboundConnector, domain: string): readonly Way[] {
  const rest = connector.recipientDomains.filter((one) => one.kind === 'all' || one.domain !== domain);
  if (rest.length === connector.recipientDomains.length || rest.length === 0) return [];
  return [
    {
      title: text`Take ${domain} out of the RecipientDomains of ${connector.name}`,
      at: connector.at,
      after: { RecipientDomains: rest.map((one) => one.text) },
    },
  ];
}
