import { list, type Text, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { removeCommand } from './power-shell.ts';
import { entriesWithout, listAddresses } from './sender-addresses.ts';
import { type SharedUse, sharedUses } from './shared-use.ts';

interface SharedIp extends Violation {
  readonly connector: InboundConnector;
  readonly use: SharedUse;
}

/** An OnPremises inbound connector identifies the organisation by an address from which others send, too. */
export const sharedIp = defineCheck<SharedIp>({
  id: 'connector/shared-ip',
  severity: 'error',
  covers: ['CMIS-10', 'CMIS-36'],
  docs: {
    summary: 'An OnPremises inbound connector identifies the organisation by an address that others use, too.',
    why: "A session that matches an OnPremises connector counts as the organisation's own: it may relay to the Internet, and no Partner connector, edge blocking or Direct Send gate looks at it.",
    remedy:
      'Identify own servers by a certificate or by addresses of their own, and third parties by a Partner connector.',
    references: [connectorPages.routeMail, connectorPages.attribution, connectorPages.relay],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      if (connector.connectorType !== 'OnPremises') continue;
      for (const use of sharedUses(context, connector)) {
        const [first] = use.entries;
        yield {
          subject: subject('inbound', connector.name),
          at: first?.at,
          detail: use.owner,
          evidence: [{ at: use.at === undefined ? undefined : context.sources.locate(use.at), text: use.basis }],
          semantics: semanticsOf[use.kind],
          explains: takenForOwn(context, connector, use),
          connector,
          use,
        };
      }
    }
  },

  explain: ({ connector, use }) => {
    const entries = use.entries.map((entry) => entry.text);
    return {
      problem: text`The OnPremises inbound connector ${connector.name} identifies the organisation by ${list(entries, 'and')}, ${users[use.kind](use.name)}.`,
      consequence: text`What others send from there with an own sender domain counts as the organisation's own mail: it may be relayed to the Internet in its name, and nothing restricts it.`,
      remedy: text`Take the shared addresses out (${list(
        entries.map((entry) => removeCommand('Set-InboundConnector', connector.name, 'SenderIPAddresses', entry)),
        'and',
      )}), ${instead[use.kind]}.`,
    };
  },

  fix: ({ connector, use }, context) =>
    listAddresses(
      context,
      connector,
      entriesWithout(connector.senderIPAddresses, use.set),
      text`Take ${list(
        use.entries.map((entry) => entry.text),
        'and',
      )} out of ${connector.name}`,
      'review',
    ),
});

const semanticsOf: Readonly<Record<SharedUse['kind'], readonly string[]>> = {
  service: ['ATTR-15', 'INB-12', 'CMIS-10'],
  provider: ['ATTR-15', 'INB-12', 'CMIS-10'],
  partner: ['ATTR-15'],
  tenant: ['ATTR-15', 'CMIS-36'],
};

const users: Readonly<Record<SharedUse['kind'], (name: string) => Text>> = {
  service: (name) => text`from which the service ${name} sends mail of its other customers, too`,
  provider: (name) => text`which belongs to ${name} and is shared between its customers`,
  partner: (name) => text`from which the partner ${name} sends`,
  tenant: (name) => text`by which another tenant's connector ${name} identifies its own organisation`,
};

const instead: Readonly<Record<SharedUse['kind'], Text>> = {
  service: text`and let a Partner connector with RestrictDomainsToCertificate or RestrictDomainsToIPAddresses admit the service`,
  provider: text`and identify own mail by a certificate, or admit the provider by a Partner connector`,
  partner: text`and admit the partner by a Partner connector for its own domains`,
  tenant: text`and give each tenant a certificate and a send connector of its own`,
};

/** Sessions of strangers that count as own because of the shared addresses. */
function takenForOwn(context: CheckContext, connector: InboundConnector, use: SharedUse): readonly ProbedTrace[] {
  return context.traces.filter(
    (probed) =>
      !probed.legitimate &&
      probed.trace.hops.some(
        (hop) =>
          hop.from === use.owner &&
          hop.attribution?.by === 'address' &&
          hop.attribution.connector === `inbound:${connector.name}`,
      ),
  );
}
