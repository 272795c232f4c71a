import {
  intersect,
  isEmpty,
  isSubset,
  overlaps,
  subtract,
  union,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, text } from '../../../model/text.ts';
import type { AddressEntry, InboundConnector, Server } from '../../../model/topology.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { setOf, storedAddresses } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { fails } from './fails.ts';
import { removeCommand } from './power-shell.ts';
import { entriesWithout, listAddresses, storable } from './sender-addresses.ts';

interface PrivateIp extends Violation {
  readonly connector: InboundConnector;
  readonly entry: string;
  readonly blocks: readonly string[];
  /** The own server that has the address inside, where one is declared. */
  readonly server: Server | undefined;
}

/** An inbound connector holds an address that no session of the Internet can come from. */
export const privateIp = defineCheck<PrivateIp>({
  id: 'connector/private-ip',
  severity: 'error',
  docs: {
    summary: 'An inbound connector lists a private or otherwise special-purpose address.',
    why: 'Exchange Online sees the address behind NAT, never the one inside the network, so that the entry identifies nobody.',
    remedy: 'List the public address from which the server reaches the Internet.',
    whenNotToApply: 'EFSkipIPs is another list, and private hops in it are another matter.',
    references: [
      connectorPages.routeMail,
      { title: 'RFC 6890: Special-Purpose IP Address Registries', url: 'https://www.rfc-editor.org/rfc/rfc6890' },
    ],
  },

  *run(context) {
    const servers = context.topology.onPremises?.servers ?? [];
    for (const connector of enabledInbound(context)) {
      let explains: readonly ProbedTrace[] | undefined;
      const stored = storedAddresses(connector);
      for (const entry of connector.senderIPAddresses) {
        if (entry.family !== 4) continue;
        const never = neverConnects(entry.set);
        // A prefix that the service does not take at all and that also holds public addresses has another fault.
        if (isEmpty(never.set) || !(stored.includes(entry) || isSubset(entry.set, never.set))) continue;
        const server = servers.find((one) =>
          overlaps(union(setOf(one.internalAddresses), setOf(one.addresses)), entry.set),
        );
        explains ??= unrecognised(context, connector);
        yield {
          subject: subject('inbound', connector.name),
          at: entry.at,
          detail: entry.text,
          evidence: never.because.map(({ block }) => ({
            at: undefined,
            text: text`${block.prefix} is ${block.name} (${block.rfcs.map((number) => `RFC ${number}`).join(', ')}), IANA registry of ${block.date}`,
          })),
          semantics: ['ATTR-1'],
          explains,
          connector,
          entry: entry.text,
          blocks: [...new Set(never.because.map(({ block }) => block.name))],
          server,
        };
      }
    }
  },

  explain: ({ connector, entry, blocks, server }) => {
    const remove = removeCommand('Set-InboundConnector', connector.name, 'SenderIPAddresses', entry);
    const outside = outsideOf(server).map((one) => one.text);
    return {
      problem: text`The inbound connector ${connector.name} lists ${entry}, which can never connect to Exchange Online: it is ${list(blocks, 'and')}.`,
      consequence: text`Exchange Online sees the public address behind NAT, so that the entry identifies nobody, and mail that was meant to match the connector arrives as a stranger's or is refused.`,
      remedy:
        server === undefined || outside.length === 0
          ? text`List the public address from which that host reaches the Internet, and take ${entry} out: ${remove}.`
          : text`List ${list(outside, 'and')}, the address of ${server.name} that the Internet sees, and take ${entry} out: ${remove}.`,
    };
  },

  fix({ connector, entry, server }, context) {
    const never = neverConnects(unionAll(connector.senderIPAddresses.map((one) => one.set))).set;
    const listed = connector.senderIPAddresses.filter((one) => one.text === entry);
    const gone = intersect(never, setOf(listed));
    const rest = entriesWithout(connector.senderIPAddresses, gone);
    const known = setOf(connector.senderIPAddresses);
    const outside = outsideOf(server);
    const missing = storable(subtract(setOf(outside), known));
    const instead =
      rest === undefined || missing === undefined || missing.length === 0
        ? []
        : listAddresses(
            context,
            connector,
            [...rest, ...missing],
            text`List ${list(missing)} instead of ${entry} on ${connector.name}`,
            'review',
          );
    return [
      ...instead,
      ...listAddresses(context, connector, rest, text`Take ${entry} out of ${connector.name}`, 'safe'),
      ...(outside.length > 0
        ? []
        : [
            byPerson(
              text`Find out the public address of the sender behind ${entry}`,
              text`Find out from which public address the host with ${entry} reaches the Internet, and list that on the inbound connector ${connector.name}.`,
            ),
          ]),
    ];
  },
});

/** The addresses of a server that can connect from the Internet. */
const outsideOf = (server: Server | undefined): readonly AddressEntry[] =>
  server?.addresses.filter((one) => isEmpty(neverConnects(one.set).set)) ?? [];

/** What own servers hand in and no connector takes, where this connector holds nothing but addresses that never connect. */
function unrecognised(context: CheckContext, connector: InboundConnector): readonly ProbedTrace[] {
  if (connector.tlsSenderCertificateName !== undefined || connector.connectorType !== 'OnPremises') return [];
  const whole = unionAll(connector.senderIPAddresses.map((entry) => entry.set));
  if (!isSubset(whole, neverConnects(whole).set)) return [];
  return context.traces.filter(
    (probed) =>
      fails(probed) &&
      probed.trace.hops.some(
        (hop) => hop.from.startsWith('server:') && hop.attribution !== undefined && hop.attribution.by === null,
      ),
  );
}
