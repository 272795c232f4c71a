import { size, toPrefixes } from '../../../model/addresses/address-set.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { AddressEntry, InboundConnector } from '../../../model/topology.ts';
import { storedAddresses } from '../../../simulate/world.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';

interface RangeTooWide extends Violation {
  readonly connector: InboundConnector;
  readonly entry: AddressEntry;
}

/**
 * A value among the SenderIPAddresses of an inbound connector that is neither a single address nor a prefix of /24 to
 * /32. A range `a-b` is among them: the table of INB 3.1 knows single addresses and prefixes only.
 */
export const rangeTooWide = defineCheck<RangeTooWide>({
  id: 'connector/range-too-wide',
  severity: 'error',
  docs: {
    summary: 'An inbound connector lists a range that is wider than /24, or that is written with a dash.',
    why: 'SenderIPAddresses takes single addresses and prefixes of /24 to /32; the service refuses anything else.',
    remedy: 'List the addresses that really send, or the prefixes of /24 to /32 that make up the range.',
    references: [connectorPages.newInbound],
  },

  *run(context) {
    for (const connector of enabledInbound(context)) {
      const stored = storedAddresses(connector);
      for (const entry of connector.senderIPAddresses) {
        if (entry.family !== 4 || stored.includes(entry)) continue;
        yield {
          subject: subject('inbound', connector.name),
          at: entry.at,
          detail: entry.text,
          evidence: [],
          semantics: ['ROUTE-7'],
          connector,
          entry,
        };
      }
    }
  },

  explain: ({ connector, entry }) => ({
    problem:
      entry.prefixLength === undefined
        ? text`The inbound connector ${connector.name} lists the range ${entry.text}, and SenderIPAddresses takes single addresses and prefixes only.`
        : text`The inbound connector ${connector.name} lists ${entry.text}, and SenderIPAddresses takes prefixes of /24 to /32 only.`,
    consequence: text`The value cannot be saved in Exchange Online, so that mail from these addresses is not recognised by this connector.`,
    remedy: text`Replace ${entry.text} ${replacement(entry)}.`,
  }),

  fix({ connector, entry }, context) {
    const prefixes = prefixesOf(entry);
    const addresses = connector.senderIPAddresses.flatMap((one) => (one === entry ? prefixes : [one.text]));
    const change = context.change(connector.at, { SenderIPAddresses: addresses });
    if (prefixes.length === 0 || change === undefined) return [];
    return [{ title: text`List ${entry.text} as ${list(prefixes)}`, safety: 'safe', changes: [change] }];
  },
});

/** More prefixes than anybody would type are named by their size alone. */
const prefixesMax = 16;

function prefixesOf(entry: AddressEntry): readonly string[] {
  const prefixes = size(entry.set) > 4096n ? [] : toPrefixes(entry.set).flatMap(atMost24);
  return prefixes.length > prefixesMax ? [] : prefixes;
}

function replacement(entry: AddressEntry): Text {
  const prefixes = prefixesOf(entry);
  return prefixes.length === 0
    ? text`by the addresses that really send, or by prefixes of /24 to /32 that hold them`
    : text`by ${list(prefixes, 'and')}, or by those of them that really send`;
}

/** The /24s of a shorter prefix. */
function atMost24(prefix: string): readonly string[] {
  const [base = '', length = '32'] = prefix.split('/');
  if (Number(length) >= 24) return [Number(length) === 32 ? base : prefix];
  const octets = base.split('.').map(Number);
  return Array.from({ length: 2 ** (24 - Number(length)) }, (_, index) => {
    const third = (octets[2] ?? 0) + index;
    return `${octets[0]}.${octets[1]}.${third}.0/24`;
  });
}
