import {
  type AddressSet,
  emptySet,
  intersect,
  isEmpty,
  subtract,
  toRanges,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { setOf, storedAddresses } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { removeCommand } from './power-shell.ts';
import { entriesWithout, listAddresses } from './sender-addresses.ts';
import { sharedUses } from './shared-use.ts';

interface OverlappingIp extends Violation {
  readonly first: InboundConnector;
  readonly second: InboundConnector;
  readonly addresses: readonly string[];
  readonly set: AddressSet;
  /** `tie`: nothing documented says which one takes the session; `first`: the first one always does. */
  readonly wins: 'tie' | 'first';
}

/** A connector that competes with more than these says nothing new by naming them all. */
const competitorsMax = 3;

/**
 * An address stands on two enabled connectors that compete for the same sessions. A lock-down Partner connector beside an
 * OnPremises connector for the same addresses is what Microsoft describes (INB-5) and competes for nothing.
 */
export const overlappingIp = defineCheck<OverlappingIp>({
  id: 'connector/overlapping-ip',
  severity: 'warning',
  docs: {
    summary: 'An address is listed on more than one enabled inbound connector, and which one wins matters.',
    why: 'Trust, TLS demands, enhanced filtering and relaying follow the connector that takes the session; the other one has no effect.',
    remedy: 'List each address on one connector only.',
    whenNotToApply:
      'A Partner connector that restricts everybody (SenderDomains *) may list the addresses of an OnPremises connector.',
    references: [connectorPages.connectors, connectorPages.attribution],
  },

  *run(context) {
    const connectors = enabledInbound(context);
    // Where the addresses should not be on the OnPremises connector at all, that is the finding, and its cure is this one's.
    const elsewhere = new Map(
      connectors.map((connector) => [
        connector,
        connector.connectorType === 'OnPremises'
          ? unionAll(sharedUses(context, connector).map((use) => use.set))
          : { v4: [], v6: [] },
      ]),
    );
    const sets = new Map(connectors.map((connector) => [connector, setOf(storedAddresses(connector))]));
    const named = new Map<InboundConnector, number>();
    for (const [index, left] of connectors.entries()) {
      for (const right of connectors.slice(index + 1)) {
        const [first, second] =
          left.connectorType === 'Partner' && right.connectorType === 'OnPremises' ? [right, left] : [left, right];
        const wins = winner(first, second);
        const times = named.get(second) ?? 0;
        if (wins === undefined || times >= competitorsMax) continue;
        const both = intersect(sets.get(first) ?? emptySet, sets.get(second) ?? emptySet);
        const set = [first, second].reduce((kept, one) => subtract(kept, elsewhere.get(one) ?? kept), both);
        if (isEmpty(set)) continue;
        named.set(second, times + 1);
        yield violation(context, first, second, set, wins);
      }
    }
  },

  explain: ({ first, second, addresses, wins }) => ({
    problem:
      wins === 'tie'
        ? text`${list(addresses, 'and')} is listed on the inbound connectors ${first.name} and ${second.name}, and nothing documented says which of them takes the session.`
        : text`${list(addresses, 'and')} is listed on the inbound connectors ${first.name} and ${second.name}; ${first.name} (OnPremises) takes the session, and ${second.name} (Partner) never sees it.`,
    consequence:
      wins === 'tie'
        ? text`The demands, the trust and the filtering of a session depend on which connector the service happens to take.`
        : text`What ${second.name} demands or filters does not apply to mail from there that has an own domain as sender or recipient.`,
    remedy: text`Keep the address on one of them only: ${takeOut(second, addresses)}, or ${takeOut(first, addresses)}.`,
  }),

  fix: ({ first, second, addresses, set }, context) =>
    [second, first].flatMap((connector) =>
      listAddresses(
        context,
        connector,
        entriesWithout(connector.senderIPAddresses, set),
        text`Take ${list(addresses, 'and')} out of ${connector.name}`,
        'review',
      ),
    ),
});

function violation(
  context: CheckContext,
  first: InboundConnector,
  second: InboundConnector,
  set: AddressSet,
  wins: OverlappingIp['wins'],
): OverlappingIp {
  const holding = (connector: InboundConnector) =>
    storedAddresses(connector).find((entry) => !isEmpty(intersect(entry.set, set)));
  const loser = holding(second);
  const other = holding(first);
  return {
    subject: subject('inbound', second.name),
    at: loser?.at,
    detail: first.name,
    evidence:
      other === undefined
        ? []
        : [{ at: context.sources.locate(other.at), text: text`SenderIPAddresses of ${first.name}: ${other.text}` }],
    semantics: wins === 'tie' ? ['CUNC-3', 'DEC-5'] : ['INB-6', 'ATTR-8'],
    first,
    second,
    addresses: toRanges(set),
    set,
    wins,
  };
}

/** The command that takes out the entry as written; an entry that holds more has to be written anew without it. */
function takeOut(connector: InboundConnector, addresses: readonly string[]): Text {
  const [entry, ...others] = storedAddresses(connector).filter((one) => addresses.includes(one.text));
  return entry !== undefined && others.length === 0 && addresses.length === 1
    ? text`${removeCommand('Set-InboundConnector', connector.name, 'SenderIPAddresses', entry.text)}`
    : text`list the SenderIPAddresses of ${connector.name} without ${list(addresses, 'and')}`;
}

/** Who takes a session from an address that both list; undefined: they do not compete for one. `first` is the OnPremises one of two types. */
function winner(first: InboundConnector, second: InboundConnector): OverlappingIp['wins'] | undefined {
  if (first.connectorType !== second.connectorType) return isLockDown(second) ? undefined : 'first';
  if (first.connectorType === 'OnPremises') return associatedApart(first, second) ? undefined : 'tie';
  if (keyUse(first) === undefined || keyUse(first) !== keyUse(second)) return undefined;
  return first.senderDomains.some((one) =>
    second.senderDomains.some((other) => other.kind === one.kind && domainOf(other) === domainOf(one)),
  )
    ? 'tie'
    : undefined;
}

/** INB-4, INB-5: it only turns away what comes from elsewhere; enhanced filtering would make it matter who wins. */
const isLockDown = (connector: InboundConnector): boolean =>
  (connector.restrictDomainsToIPAddresses || connector.restrictDomainsToCertificate) &&
  connector.senderDomains.some((pattern) => pattern.kind === 'all') &&
  !connector.efSkipLastIP &&
  connector.efSkipIPs.length === 0;

/** What the addresses of a Partner connector are good for: a restriction, or the key of one for everybody (DEC-10). */
function keyUse(connector: InboundConnector): 'restriction' | 'key' | undefined {
  if (connector.restrictDomainsToIPAddresses) return 'restriction';
  const open = !connector.restrictDomainsToCertificate;
  return open && connector.senderDomains.some((pattern) => pattern.kind === 'all') ? 'key' : undefined;
}

const domainOf = (pattern: InboundConnector['senderDomains'][number]): string =>
  pattern.kind === 'all' ? '*' : pattern.domain;

function associatedApart(first: InboundConnector, second: InboundConnector): boolean {
  const left = first.associatedAcceptedDomains.map((one) => one.text.toLowerCase());
  const right = second.associatedAcceptedDomains.map((one) => one.text.toLowerCase());
  return left.length > 0 && right.length > 0 && !left.some((one) => right.includes(one));
}
