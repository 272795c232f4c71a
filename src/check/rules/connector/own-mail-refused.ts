import { parseAddress } from '../../../model/addresses/address.ts';
import { type AddressSet, emptySet, fromAddress, isEmpty } from '../../../model/addresses/address-set.ts';
import { list, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from './connector-pages.ts';
import { quoted } from './power-shell.ts';

interface Refused extends Violation {
  readonly by: 'restriction' | 'direct-send';
  readonly node: string;
  readonly address: string | undefined;
  readonly certificate: string | undefined;
  readonly domain: string;
  readonly recipients: readonly string[];
  readonly connector: InboundConnector | undefined;
}

/** The gate that keeps strangers out refuses somebody who is declared to send (INB-4, DS-4). */
export const ownMailRefused = defineCheck<Refused>({
  id: 'connector/own-mail-refused',
  severity: 'error',
  stage: 1,
  covers: ['CMIS-07', 'CMIS-08', 'CMIS-39'],
  docs: {
    summary: 'A restriction of a Partner connector, or RejectDirectSend, refuses mail of a declared sender.',
    why: 'The gate that is closed to strangers is closed to an own application, a service or a filter, too: 5.7.51 or 5.7.68.',
    remedy:
      'Admit the sender by a Partner connector with its certificate or address, let it submit with a password, or hand its mail to the filter that the gate lets in.',
    references: [connectorPages.partner, connectorPages.connectors],
  },

  *run(context) {
    const refused = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      const by = gateOf(outcome);
      const hop = probed.trace.hops[outcome.hops.at(-1) ?? -1];
      if (by === undefined || hop === undefined || !probed.legitimate || context.accounted.has(probed)) return [];
      return isDeclared(context, hop.from) ? [{ probed, outcome, by, hop }] : [];
    });
    for (const group of groupBy(refused, ({ by, hop }) => `${by} ${hop.from} ${domainOf(hop.mailFrom)}`).values()) {
      const [{ probed, outcome, by, hop }] = group;
      yield {
        subject: hop.from.toLowerCase(),
        at: placeOf(context, hop.from),
        detail: `${by} ${domainOf(hop.mailFrom)}`,
        evidence: sessionEvidence(context, probed, outcome, ['attribute-connection', 'reject-direct-send']),
        semantics: by === 'restriction' ? ['INB-4', 'ROUTE-7', 'CMIS-07'] : ['DS-1', 'DS-4', 'CMIS-39'],
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed satisfies ProbedTrace),
        by,
        node: hop.from,
        address: hop.sourceIp ?? undefined,
        certificate: hop.certificate ?? undefined,
        domain: domainOf(hop.mailFrom),
        recipients: [...new Set(group.map((one) => one.outcome.recipient))].slice(0, 3),
        connector: restricting(context, outcome),
      };
    }
  },

  explain: ({ by, node, address, domain, recipients, connector }) => {
    const admit = text`New-InboundConnector -Name ${quoted(`From ${node}`)} -ConnectorType Partner -SenderDomains ${by === 'restriction' ? quoted('*') : domain} -RestrictDomainsToIPAddresses $true -SenderIPAddresses ${address ?? text`with its address`} -RequireTls $false`;
    const extend =
      connector?.restrictDomainsToIPAddresses === true && address !== undefined
        ? text`Set-InboundConnector -Identity ${quoted(connector.name)} -SenderIPAddresses @{Add=${quoted(address)}}`
        : admit;
    return {
      problem:
        by === 'restriction'
          ? text`${connector?.name ?? text`A Partner connector`} refuses mail that ${node} sends to ${list(recipients, 'and')}.`
          : text`RejectDirectSend refuses mail that ${node} sends to ${list(recipients, 'and')} with a sender in ${domain}.`,
      consequence:
        by === 'restriction'
          ? text`The sender sees 550 5.7.51: neither its address nor its certificate is one that the connector names.`
          : text`The sender sees 550 5.7.68: an own sender domain without a connector that identifies the host.`,
      remedy:
        by === 'restriction'
          ? text`Admit it: ${extend}; better by its certificate where it has one, or let its mail go through the filter.`
          : text`Admit it: ${admit}, which makes it the only host that may use ${domain} without signing in, or let it submit with a mailbox and password.`,
    };
  },

  fix({ by, node, address, domain, connector }, context) {
    const name = `From ${node.slice(node.indexOf(':') + 1)}`;
    const listed = connector?.senderIPAddresses.map((entry) => entry.text) ?? [];
    const isPublic = address !== undefined && isEmpty(neverConnects(setOfText(address)).set);
    const extended =
      connector?.restrictDomainsToIPAddresses === true && isPublic
        ? proposed(
            text`Admit ${node} by its address ${address} at ${connector.name}`,
            'review',
            context.change(connector.at, { SenderIPAddresses: [...listed, address] }),
          )
        : [];
    const admitted = isPublic
      ? proposed(text`Admit ${node} by a connector of its own for its address ${address}`, 'review', {
          target: 'object',
          within: '/tenant/inboundConnectors',
          name,
          before: null,
          after: {
            Name: name,
            ConnectorType: 'Partner',
            SenderDomains: [by === 'restriction' ? '*' : domain],
            RequireTls: false,
            RestrictDomainsToIPAddresses: true,
            SenderIPAddresses: [address],
          },
        })
      : [];
    return [
      ...extended,
      ...admitted,
      byPerson(
        text`Let ${node} hand in its mail another way`,
        text`Let ${node} present a certificate and name that at a connector, submit with a mailbox and password, or hand its mail to the filter that is let in.`,
      ),
    ];
  },
});

function gateOf({ status, reply }: Outcome): Refused['by'] | undefined {
  if (reply?.from !== 'tenant' || (status !== 'rejected' && status !== 'bounced')) return undefined;
  return reply.enhanced === '5.7.51' ? 'restriction' : reply.enhanced === '5.7.68' ? 'direct-send' : undefined;
}

const isDeclared = ({ world }: CheckContext, node: string): boolean =>
  world.servers.has(node) || world.services.has(node) || world.partners.has(node);

const placeOf = ({ world }: CheckContext, node: string): Violation['at'] =>
  (world.servers.get(node) ?? world.services.get(node) ?? world.partners.get(node))?.at;

const restricting = ({ topology }: CheckContext, { connectors }: Outcome): InboundConnector | undefined =>
  topology.tenant?.inboundConnectors.find((one) => connectors.includes(`inbound:${one.name}`));

function setOfText(address: string): AddressSet {
  const parsed = parseAddress(address);
  return parsed === undefined ? emptySet : fromAddress(parsed);
}
