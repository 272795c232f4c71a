import { statusText } from '../../../model/delivery-status.ts';
import type { Pointer } from '../../../model/source.ts';
import { joined, list, type Text, type TextValue, text } from '../../../model/text.ts';
import { tlsText } from '../../../model/tls-level.ts';
import type { Topology } from '../../../model/topology.ts';
import type { Outcome, TlsLevel, Trace } from '../../../simulate/trace.ts';
import { defineCheck, isQuestion, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { kindText } from './connector-kinds.ts';
import { connectorPages } from './connector-pages.ts';
import { isLost } from './fails.ts';
import { quoted } from './power-shell.ts';

type Kind = 'inbound' | 'outbound' | 'send' | 'receive';

/** A disabled connector, and the topology in which it is enabled. */
interface Disabled {
  readonly kind: Kind;
  /** As users know it: `EX01/Default Frontend EX01` for a receive connector. */
  readonly name: string;
  readonly at: Pointer;
  readonly enabled: Topology;
}

interface DisabledButNeeded extends Violation {
  readonly kind: Kind;
  readonly name: string;
  readonly objectAt: Pointer;
  readonly flows: readonly TextValue[];
  readonly lost: boolean;
}

/** A disabled connector without which a declared flow fails or leaves with weaker TLS than the connector demands. */
export const disabledButNeeded = defineCheck<DisabledButNeeded>({
  id: 'connector/disabled-but-needed',
  severity: 'error',
  covers: ['CMIS-41', 'CMIS-43'],
  docs: {
    summary: 'A disabled connector without which mail fails, or leaves with weaker TLS than it demands.',
    why: 'A disabled connector is invisible: sessions that it identifies are anonymous, and mail that it is for goes by MX.',
    remedy: 'Enable the connector. Where the service created it disabled, Microsoft support enables it.',
    references: [connectorPages.newInbound, connectorPages.newOutbound],
  },

  *run(context) {
    for (const disabled of disabledConnectors(context.topology)) {
      const traced = context.supposing(disabled.enabled);
      const curedBy = `${disabled.kind}:${disabled.name}`;
      const cured = context.traces.filter(
        (probed) =>
          (probed.legitimate || probed.purpose === 'declared') &&
          isCured(
            probed,
            traced(probed),
            disabled.kind === 'outbound' || disabled.kind === 'send' ? curedBy : undefined,
          ),
      );
      if (cured.length === 0) continue;
      yield {
        subject: subject(disabled.kind, disabled.name),
        at: `${disabled.at}/Enabled`,
        evidence: cured.map((probed) => ({
          at: probed.message.at === '' ? undefined : context.sources.locate(probed.message.at),
          text: text`${probed.message.name}: ${joined(probed.trace.outcomes.map(endOf), '; ')}`,
        })),
        semantics: disabled.kind === 'inbound' ? ['INB-11', 'CMIS-41'] : ['OUT-9', 'CMIS-43'],
        explains: [...cured, ...context.traces.filter((probed) => !cured.includes(probed) && recovers(probed, traced))],
        kind: disabled.kind,
        name: disabled.name,
        objectAt: disabled.at,
        flows: cured.map((probed) => probed.message.name),
        lost: cured.some((probed) => probed.trace.outcomes.some(isLost)),
      };
    }
  },

  explain: ({ kind, name, flows, lost }) => ({
    problem: text`The ${kindText[kind]} connector ${name} is disabled, and mail needs it: ${shortened(flows)}.`,
    consequence: lost
      ? text`Without the connector this mail does not arrive.`
      : text`Without the connector this mail travels with weaker TLS than it demands, fails SPF, or arrives as a stranger's.`,
    remedy:
      kind === 'receive'
        ? text`Enable it: Set-ReceiveConnector -Identity ${quoted(name.replace('/', '\\'))} -Enabled $true.`
        : text`Enable it: ${{ inbound: 'Set-InboundConnector', outbound: 'Set-OutboundConnector', send: 'Set-SendConnector' }[kind]} -Identity ${quoted(name)} -Enabled $true.`,
  }),

  fix: ({ name, objectAt }, context) =>
    proposed(text`Enable ${name}`, 'review', context.change(objectAt, { Enabled: true })),
});

/** How a copy ends, and how the weakest leg of its way is protected. */
const endOf = ({ status, tls }: Outcome): Text => text`${statusText[status]}, TLS ${tlsText[tls ?? 'none']}`;

const shownMax = 3;
const shortened = (flows: readonly TextValue[]) =>
  flows.length <= shownMax
    ? list(flows, 'and')
    : list([...flows.slice(0, shownMax), text`${flows.length - shownMax} more`], 'and');

function* disabledConnectors(topology: Topology): Generator<Disabled> {
  const { tenant, onPremises } = topology;
  for (const connector of tenant?.inboundConnectors ?? []) {
    if (tenant === undefined || connector.enabled) continue;
    const inboundConnectors = enabling(tenant.inboundConnectors, connector);
    yield {
      kind: 'inbound',
      name: connector.name,
      at: connector.at,
      enabled: { ...topology, tenant: { ...tenant, inboundConnectors } },
    };
  }
  for (const connector of tenant?.outboundConnectors ?? []) {
    if (tenant === undefined || connector.enabled) continue;
    const outboundConnectors = enabling(tenant.outboundConnectors, connector);
    yield {
      kind: 'outbound',
      name: connector.name,
      at: connector.at,
      enabled: { ...topology, tenant: { ...tenant, outboundConnectors } },
    };
  }
  for (const connector of onPremises?.sendConnectors ?? []) {
    if (onPremises?.sendConnectors === undefined || connector.enabled) continue;
    const sendConnectors = enabling(onPremises.sendConnectors, connector);
    yield {
      kind: 'send',
      name: connector.name,
      at: connector.at,
      enabled: { ...topology, onPremises: { ...onPremises, sendConnectors } },
    };
  }
  for (const connector of onPremises?.receiveConnectors ?? []) {
    if (onPremises?.receiveConnectors === undefined || connector.enabled) continue;
    const receiveConnectors = enabling(onPremises.receiveConnectors, connector);
    yield {
      kind: 'receive',
      name: `${connector.server}/${connector.name}`,
      at: connector.at,
      enabled: { ...topology, onPremises: { ...onPremises, receiveConnectors } },
    };
  }
}

const enabling = <C extends { readonly enabled: boolean }>(connectors: readonly C[], one: C): readonly C[] =>
  connectors.map((connector) => (connector === one ? { ...connector, enabled: true } : connector));

const levels: readonly (TlsLevel | null)[] = [null, 'none', 'opportunistic', 'encrypted', 'verified'];

/** Whether some copy fails without the connector and not with it; `demands`: the connector whose TLS demand counts. */
function isCured(probed: ProbedTrace, after: Trace, demands: string | undefined): boolean {
  const before = probed.trace;
  if (before.expectation !== null) return !before.expectation.met && after.expectation?.met === true;
  return before.outcomes.some((outcome) => {
    const other = after.outcomes.find(
      (one) => one.recipient === outcome.recipient && one.finalRecipient === outcome.finalRecipient,
    );
    if (other === undefined || !arrived(other)) return false;
    if (isLost(outcome)) return true;
    if (!arrived(outcome)) return false;
    if (probed.purpose === 'internal' && outcome.finalAuthAs === 'Anonymous' && other.finalAuthAs === 'Internal')
      return true;
    return demands !== undefined && (leavesWeaker(outcome, other, demands) || failsSpf(outcome, other));
  });
}

/** What nobody waits for fails in the same way, and is this fault's, too. */
const recovers = (probed: ProbedTrace, traced: (trace: ProbedTrace) => Trace): boolean =>
  !isQuestion(probed) &&
  probed.trace.outcomes.some(isLost) &&
  !isSameFate(probed.trace.outcomes, traced(probed).outcomes);

const isSameFate = (before: readonly Outcome[], after: readonly Outcome[]): boolean =>
  before.length === after.length &&
  before.every((outcome, index) => {
    const other = after[index];
    return other?.status === outcome.status && other.reply?.enhanced === outcome.reply?.enhanced;
  });

const arrived = ({ status }: Outcome): boolean => status === 'delivered' || status === 'sent';

/** The SPF record names the way over the connector, and not the one that the mail takes without it. */
const failsSpf = (outcome: Outcome, other: Outcome): boolean =>
  (outcome.egressSpf === 'fail' || outcome.egressSpf === 'softfail') && other.egressSpf === 'pass';

/** The same way over the connector would be encrypted better; a connector that leads elsewhere is no demand on this way. */
function leavesWeaker(outcome: Outcome, other: Outcome, demands: string): boolean {
  return (
    other.connectors.includes(demands) &&
    outcome.route.join() === other.route.join() &&
    levels.indexOf(outcome.tls) < levels.indexOf(other.tls)
  );
}
