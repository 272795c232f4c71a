import type { Change } from '../../../model/change.ts';
import { list, text } from '../../../model/text.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import type { ProbedTrace } from '../../check.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { decisionsOf, groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { unknownCertificate } from '../../unknown-certificate.ts';

interface TrustLost extends Violation {
  readonly sender: string;
  readonly recipient: string;
  readonly way: string;
  readonly connectors: readonly string[];
}

/** Mail between the organisation's own mailboxes arrives as Anonymous. */
export const trustLost = defineCheck<TrustLost>({
  id: 'routing/trust-lost',
  severity: 'error',
  stage: 2,
  covers: ['CMIS-05', 'CMIS-27', 'CMIS-30', 'CMIS-54', 'PMIS-35'],
  docs: {
    summary: "Mail between the organisation's own mailboxes arrives as Anonymous.",
    why: 'It is spam-filtered, shown as external, refused by groups that take internal senders only, and rooms do not book.',
    remedy:
      'CloudServicesMailEnabled on both connectors of the leg, a certificate that the receiving side recognises, and no system in between.',
    references: [
      {
        title: 'Demystifying and troubleshooting hybrid mail flow: when is a message internal?',
        url: 'https://techcommunity.microsoft.com/blog/exchange/demystifying-and-troubleshooting-hybrid-mail-flow-when-is-a-message-internal/1420838',
      },
    ],
  },

  *run(context) {
    const lost = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) =>
        probed.purpose === 'internal' &&
        outcome.status === 'delivered' &&
        outcome.finalAuthAs === 'Anonymous' &&
        !context.accounted.has(probed) &&
        unknownCertificate(context, probed, outcome) === undefined,
    );
    for (const group of groupBy(lost, ({ outcome }) => `${outcome.endsAt} ${outcome.connectors.join()}`).values()) {
      const [{ probed, outcome }] = group;
      const cause = causeOf(context, probed, outcome);
      yield {
        subject: cause.subject,
        at: cause.at,
        sender: probed.message.from,
        recipient: outcome.finalRecipient,
        way: outcome.route.join(' → '),
        connectors: outcome.connectors,
        detail: outcome.endsAt,
        about: group.map((one) => `${one.probed.trace.name} ${one.outcome.finalRecipient.toLowerCase()}`),
        evidence: sessionEvidence(context, probed, outcome, [
          'attribute-connection',
          'establish-trust',
          'trust-on-premises',
        ]),
        semantics: ['HDR-1', 'HDR-4', 'HDR-7'],
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
      };
    }
  },

  explain: ({ sender, recipient, way }) => ({
    problem: text`Mail of ${sender} to ${recipient} arrives as Anonymous: ${way}.`,
    consequence: text`Internal mail is filtered and marked like a stranger's, and groups and rooms that take internal senders only refuse it.`,
    remedy: text`Set CloudServicesMailEnabled to $true on the sending and on the receiving connector, and let the receiving side recognise the sender's certificate (TlsSenderCertificateName in Exchange Online, TlsDomainCapabilities on-premises).`,
  }),

  fix({ connectors }, context) {
    const changes = connectors.flatMap((name) => trusting(context, name) ?? []);
    const [change, ...more] = changes;
    return change === undefined
      ? []
      : proposed(
          text`Let the connectors of the way (${list(connectors)}) carry what one side knows of a message to the other`,
          'review',
          change,
          ...more,
        );
  },
});

/** What Microsoft's certificate is trusted with by the wizard (HDR-4). */
const capability = 'mail.protection.outlook.com:AcceptCloudServicesMail';

/** The change that makes a connector keep the trust of the hybrid organisation; undefined where it does. */
function trusting(context: CheckContext, name: string): Change | undefined {
  const { tenant, onPremises } = context.topology;
  const connector = [
    ...(tenant?.outboundConnectors ?? []).map((one) => ({ ...one, label: `outbound:${one.name}` })),
    ...(tenant?.inboundConnectors ?? []).map((one) => ({ ...one, label: `inbound:${one.name}` })),
    ...(onPremises?.sendConnectors ?? []).map((one) => ({ ...one, label: `send:${one.name}` })),
  ].find(({ label }) => label === name);
  if (connector !== undefined)
    return connector.cloudServicesMailEnabled
      ? undefined
      : context.change(connector.at, { CloudServicesMailEnabled: true });
  const receive = onPremises?.receiveConnectors?.find((one) => `receive:${one.server}/${one.name}` === name);
  if (receive === undefined || receive.tlsDomainCapabilities.length > 0) return undefined;
  return context.change(receive.at, { TlsDomainCapabilities: [capability] });
}

/** The end of the last leg that broke the chain: the sender's connector where it strips the headers, else the receiver's. */
function causeOf(
  context: CheckContext,
  probed: ProbedTrace,
  outcome: Outcome,
): { readonly subject: string; readonly at: Violation['at'] } {
  const { topology } = context;
  const [last = ''] = outcome.connectors.toReversed();
  const sending = outcome.connectors.findLast((name) => name.startsWith('outbound:') || name.startsWith('send:'));
  const outbound = topology.tenant?.outboundConnectors.find((one) => `outbound:${one.name}` === sending);
  const send = topology.onPremises?.sendConnectors?.find((one) => `send:${one.name}` === sending);
  if (outbound !== undefined && !outbound.cloudServicesMailEnabled)
    return { subject: subject('outbound', outbound.name), at: `${outbound.at}/CloudServicesMailEnabled` };
  if (send !== undefined && !send.cloudServicesMailEnabled)
    return { subject: subject('send', send.name), at: `${send.at}/CloudServicesMailEnabled` };
  const inbound = topology.tenant?.inboundConnectors.find((one) => `inbound:${one.name}` === last);
  if (inbound !== undefined)
    return { subject: subject('inbound', inbound.name), at: `${inbound.at}/CloudServicesMailEnabled` };
  const receive = topology.onPremises?.receiveConnectors?.find((one) => `receive:${one.server}/${one.name}` === last);
  if (receive !== undefined)
    return {
      subject: subject('receive', `${receive.server}/${receive.name}`),
      at: `${receive.at}/TlsDomainCapabilities`,
    };
  const decision = decisionsOf(context.explained(probed), outcome).find(
    (one) => one.step === 'establish-trust' || one.step === 'trust-on-premises',
  );
  return {
    subject: outcome.endsAt === 'tenant' ? 'topology:tenant' : outcome.endsAt.toLowerCase(),
    at: decision?.evidence.find((one) => one.at !== undefined)?.at,
  };
}
