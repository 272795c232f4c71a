import type { Change, Fix } from '../../../model/change.ts';
import { type TextValue, text } from '../../../model/text.ts';
import type { ReceiveConnector } from '../../../model/topology.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface OpenRelay extends Violation {
  readonly relay: TextValue;
  readonly sender: string;
  readonly recipient: string;
  readonly connector: ReceiveConnector | undefined;
}

/** A stranger's message to a stranger is accepted and sent on. */
export const openRelay = defineCheck<OpenRelay>({
  id: 'routing/open-relay',
  severity: 'error',
  docs: {
    summary: "A stranger's message to a stranger is accepted and sent on.",
    why: 'Spammers find it within hours; the address and the tenant end on block lists, and legitimate mail with them.',
    remedy:
      'Take the right to relay from anonymous clients, and let relays name the domains or the clients they serve.',
    references: [
      {
        title: 'Allow anonymous relay on Exchange servers',
        url: 'https://learn.microsoft.com/exchange/mail-flow/connectors/allow-anonymous-relay',
      },
    ],
  },

  *run(context) {
    const relayed = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) => probed.purpose === 'relay' && outcome.status === 'sent' && outcome.route.length > 2,
    );
    for (const group of groupBy(relayed, ({ outcome }) => place(context, outcome).subject).values()) {
      const [{ probed, outcome }] = group;
      const where = place(context, outcome);
      yield {
        subject: where.subject,
        at: where.at,
        relay: where.words,
        connector: where.connector,
        sender: probed.message.mailFrom,
        recipient: outcome.recipient,
        evidence: sessionEvidence(context, probed, outcome, [
          'trust-on-premises',
          'accept-recipient',
          'accept-at-relay',
          'attribute-connection',
        ]),
        semantics: where.semantics,
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
      };
    }
  },

  explain: ({ relay, sender, recipient }) => ({
    problem: text`${relay} takes a message of a stranger, ${sender}, to a stranger, ${recipient}, and sends it on.`,
    consequence: text`Anybody can send through it in your name until it is on every block list.`,
    remedy: text`Refuse recipients outside the accepted domains for anonymous clients: remove Accept-Any-Recipient of anonymous users, or narrow RemoteIPRanges to the hosts that may relay.`,
  }),

  fix({ relay, connector }, context) {
    if (connector === undefined) return [task(relay)];
    const strangers = connector.acceptAnyRecipient.filter((account) => isAnonymous(account));
    const asOwn = connector.authMechanism.includes('externalauthoritative');
    const rest = connector.authMechanism.filter((one) => one !== 'externalauthoritative');
    return [
      ...(strangers.length === 0
        ? []
        : proposed(
            text`Let anonymous clients relay no longer at ${relay}`,
            'disruptive',
            withoutRight(context, connector),
          )),
      ...(asOwn
        ? proposed(
            text`Let ${relay} take strangers no longer for secured from outside (ExternalAuthoritative)`,
            'disruptive',
            context.change(connector.at, { AuthMechanism: rest.length === 0 ? ['None'] : rest.map(spelled) }),
          )
        : []),
      task(relay),
    ];
  },
});

const task = (relay: TextValue): Fix =>
  byPerson(
    text`Let ${relay} refuse what is not for the organisation`,
    text`Let ${relay} refuse recipients outside the accepted domains for anonymous clients, or let the hosts alone connect to it that may relay.`,
  );

const isAnonymous = (account: string): boolean => /anonymous/iu.test(account);

/** As Set-ReceiveConnector spells its values. */
const spelled = (mechanism: string): string =>
  ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'None'].find(
    (one) => one.toLowerCase() === mechanism,
  ) ?? mechanism;

/** The rights of the connector without those of anonymous clients to send to anybody. */
function withoutRight(context: CheckContext, { at }: ReceiveConnector): Change | undefined {
  const written = context.change(at, { extendedRights: undefined })?.before?.extendedRights;
  if (!Array.isArray(written)) return undefined;
  const rest = written.filter((entry) => {
    const named = JSON.stringify(entry);
    return !(isAnonymous(named) && /accept-any-recipient/iu.test(named));
  });
  return context.change(at, { extendedRights: rest.length === 0 ? undefined : (rest as readonly unknown[]) });
}

/** The system that took it in first: the receive connector of a server, a service, or the tenant's connector. */
function place(
  context: CheckContext,
  outcome: Outcome,
): {
  readonly subject: string;
  readonly at: Violation['at'];
  readonly words: TextValue;
  readonly semantics: readonly string[];
  readonly connector: ReceiveConnector | undefined;
} {
  const [, node = ''] = outcome.route;
  const receive = outcome.connectors.find((name) => name.startsWith('receive:'));
  const connector = context.topology.onPremises?.receiveConnectors?.find(
    (one) => `receive:${one.server}/${one.name}` === receive,
  );
  if (connector !== undefined && receive !== undefined && node.startsWith('server:')) {
    const name = receive.slice('receive:'.length);
    return {
      subject: subject('receive', name),
      at: connector.at,
      words: text`The receive connector ${name}`,
      semantics: ['OPR-8'],
      connector,
    };
  }
  const at = context.world.servers.get(node)?.at ?? context.world.services.get(node)?.at ?? context.topology.tenant?.at;
  return {
    subject: node === 'tenant' ? 'topology:tenant' : node.toLowerCase(),
    at,
    words: node,
    semantics: node === 'tenant' ? ['ATTR-7'] : [],
    connector: undefined,
  };
}
