import { type Text, text } from '../../model/text.ts';
import type { Service } from '../../model/topology.ts';
import type { World } from '../../simulate/world.ts';
import { isOwnName } from './domains.ts';
import type { Worlds } from './message-class.ts';
import { hasMoreSizes } from './near-limits.ts';
import { allRules } from './relevant-rules.ts';

/** What the classes do not cover, whatever the topology: a proof holds for messages that are like their witnesses in this. */
const always: readonly Text[] = [
  text`messages whose envelope and header name two different domains, neither of which is a stranger's`,
  text`messages to more than two recipients, or in three domains, or to two where neither a mail flow rule, Enhanced Filtering nor a relay by address asks who they are`,
  text`messages that name their recipients in another order than those of their class`,
  text`messages with so many recipients that a limit refuses them, and messages over limits that are not declared`,
  text`what content filtering finds: every message is taken for clean`,
  text`strangers with a certificate under a domain that is neither theirs nor a public suffix`,
  text`clients with the credentials of a mailbox, where the topology does not say that SMTP AUTH is allowed`,
  text`DKIM signatures beside those of a From domain with a DMARC record`,
];

/** In words, what the classes leave out. `inexact`: domains whose SPF tells hosts apart by more than their address. */
export function notCovered(worlds: Worlds, inexact: readonly string[]): readonly Text[] {
  return [
    ...[...new Set(inexact)].map(
      (domain) => text`hosts that the SPF record of ${domain} tells apart by more than their address`,
    ),
    ...onlyInSome(worlds),
    ...(hasMoreSizes(worlds) ? [text`messages over the larger ones of the sizes that limits name`] : []),
    ...ownCustomers(worlds),
    ...(worlds.some(asksWordsInAddresses) ? [spokenAddresses] : []),
    ...always,
  ];
}

const spokenAddresses = text`senders and recipients that nobody declares and that only words or patterns in an address tell apart`;

const asksWordsInAddresses = (world: World): boolean =>
  allRules(world).some(({ conditions, exceptions }) =>
    [...conditions, ...exceptions].some(
      ({ kind, parameter }) => (kind === 'words' || kind === 'patterns') && parameter.includes('Address'),
    ),
  );

/** Of a node that one topology has and another has not, only one knows what it sends. */
function onlyInSome(worlds: Worlds): readonly Text[] {
  const nodesOf = ({ servers, services, partners }: World) => [
    ...servers.keys(),
    ...services.keys(),
    ...partners.keys(),
  ];
  const all = new Set(worlds.flatMap(nodesOf));
  const missing = [...all].filter((node) => !worlds.every((world) => nodesOf(world).includes(node)));
  return missing.map((node) => text`what ${node} sends, which only one of the topologies has`);
}

function ownCustomers(worlds: Worlds): readonly Text[] {
  const services = worlds.flatMap((world) =>
    [...world.services.values()].filter((one) => one.shared === true && hasOwnName(world, one)),
  );
  const names = new Set(services.map((one) => one.node));
  return [...names].map((node) => text`other customers of ${node}, whose certificate names an own domain`);
}

/** A certificate under an own accepted domain is this customer's alone: no other customer's mail comes with it (ROUTE-10). */
export const hasOwnName = (world: World, { clientCertificates }: Service): boolean =>
  clientCertificates.some((one) => one.dnsNames.some((name) => isOwnName(world, name.replace(/^\*\./u, ''))));
