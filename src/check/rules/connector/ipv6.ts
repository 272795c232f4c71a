import { text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { removeCommand } from './power-shell.ts';
import { listAddresses } from './sender-addresses.ts';

interface Ipv6 extends Violation {
  readonly connector: InboundConnector;
  readonly entry: string;
}

/** An IPv6 address or range among the SenderIPAddresses of an inbound connector. */
export const ipv6 = defineCheck<Ipv6>({
  id: 'connector/ipv6',
  severity: 'error',
  docs: {
    summary: 'An inbound connector lists an IPv6 address.',
    why: 'SenderIPAddresses holds IPv4 only: the service refuses the value, and a session over IPv6 is never identified by address.',
    remedy: 'Take the value out and identify the sender by its certificate, or by the IPv4 address it also sends from.',
    references: [connectorPages.newInbound],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      for (const entry of connector.senderIPAddresses) {
        if (entry.family !== 6) continue;
        yield {
          subject: subject('inbound', connector.name),
          at: entry.at,
          detail: entry.text,
          evidence: [],
          semantics: ['ROUTE-7'],
          connector,
          entry: entry.text,
        };
      }
    }
  },

  explain: ({ connector, entry }) => ({
    problem: text`The inbound connector ${connector.name} lists ${entry}, and SenderIPAddresses takes IPv4 only.`,
    consequence: text`The value cannot be saved in Exchange Online, and mail that comes from ${entry} is not recognised by this connector.`,
    remedy: text`Leave ${entry} out (${removeCommand('Set-InboundConnector', connector.name, 'SenderIPAddresses', entry)}) and name the sender by certificate in TlsSenderCertificateName, or list its IPv4 address.`,
  }),

  fix: ({ connector, entry }, context) => [
    ...listAddresses(
      context,
      connector,
      connector.senderIPAddresses.filter((one) => one.text !== entry).map((one) => one.text),
      text`Take ${entry} out of ${connector.name}`,
      'safe',
    ),
    byPerson(
      text`Find out by what else the sender at ${entry} can be known`,
      text`Find out the IPv4 address or the certificate of the sender at ${entry}, and name that on the inbound connector ${connector.name}.`,
    ),
  ],
});
