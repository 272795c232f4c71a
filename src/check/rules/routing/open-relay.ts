import { text } from '../../../model/text.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface OpenRelay extends Violation {
  readonly relay: string;
  readonly sender: string;
  readonly recipient: string;
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
});

/** The system that took it in first: the receive connector of a server, a service, or the tenant's connector. */
function place(
  context: CheckContext,
  outcome: Outcome,
): {
  readonly subject: string;
  readonly at: Violation['at'];
  readonly words: string;
  readonly semantics: readonly string[];
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
      words: `The receive connector ${name}`,
      semantics: ['OPR-8'],
    };
  }
  const at = context.world.servers.get(node)?.at ?? context.world.services.get(node)?.at ?? context.topology.tenant?.at;
  return {
    subject: node === 'tenant' ? 'topology:tenant' : node.toLowerCase(),
    at,
    words: node,
    semantics: node === 'tenant' ? ['ATTR-7'] : [],
  };
}
