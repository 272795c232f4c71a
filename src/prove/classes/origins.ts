import { formatAddress } from '../../model/addresses/address.ts';
import { type AddressSet, containsText, firstAddress, isEmpty, subtract } from '../../model/addresses/address-set.ts';
import { atoms } from '../../model/addresses/atoms.ts';
import { asString, text } from '../../model/text.ts';
import { neverConnects } from '../../reference/special-purpose.ts';
import { someStranger } from '../../simulate/nodes/stranger.ts';
import { entries } from '../../simulate/probes/doors.ts';
import type { World } from '../../simulate/world.ts';
import { authorizedAddresses, mentionedAddresses } from './mentioned-addresses.ts';
import { namedDomains, type Origin, type Sender, type Worlds } from './message-class.ts';
import { takenDomains } from './taken-domains.ts';
import { type Told, toldApart } from './told-apart.ts';

/** Origins that differ in the address of the client and in the door alone, each with the senders that are told apart there. */
export type Door = readonly { readonly origin: Origin; readonly senders: ReadonlySet<Sender> }[];

/** A part of the Internet whose hosts nothing tells apart, with one of them. */
interface Part {
  readonly address: string;
  readonly oddity: number;
}

/**
 * Every connection that an outsider can make: from each part of the address space that nothing tells apart, over the MX
 * and at each door beside it, with and without TLS; and from some host of the sender's own, whichever that is.
 *
 * Only a message that names a domain is judged by the SPF record of that domain, so that the record of a stranger's domain
 * cuts the address space for his own messages. Each origin comes with the senders who are to be seen there.
 */
export function outsideDoors(
  worlds: Worlds,
  senders: readonly Sender[],
  told: Told = toldApart(worlds),
): readonly Door[] {
  const taken = takenDomains(worlds, told);
  const setsOf = (domains: readonly string[]) =>
    worlds.flatMap((world) => domains.flatMap((domain) => authorizedAddresses(world, domain).sets));
  const everybodys = [...worlds.flatMap((world) => mentionedAddresses(world, told.rules)), ...setsOf(taken)];
  const groups = new Map<string, { readonly sets: readonly AddressSet[]; readonly senders: Sender[] }>();
  for (const sender of senders) {
    const named = namedDomains(sender).filter((domain) => !taken.includes(domain));
    const sets = setsOf(named);
    const key = sets.length === 0 ? '' : named.join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { sets, senders: [sender] });
    else known.senders.push(sender);
  }
  const found = new Map<string, { readonly origin: Origin; readonly senders: Set<Sender> }>();
  for (const { sets, senders: some } of groups.values()) {
    for (const origin of originsAmong(worlds, [...everybodys, ...sets])) {
      const label = asString(origin.label);
      const known = found.get(label);
      if (known === undefined) found.set(label, { origin, senders: new Set(some) });
      else for (const sender of some) known.senders.add(sender);
    }
  }
  const doors = new Map<string, Door[number][]>();
  for (const one of found.values()) {
    const { source } = one.origin;
    const key = `${source?.address === undefined} ${source?.tls ?? ''}`;
    doors.set(key, [...(doors.get(key) ?? []), one]);
  }
  return [...doors.values()];
}

function originsAmong(worlds: Worlds, sets: readonly AddressSet[]): readonly Origin[] {
  const beside = new Map(worlds.flatMap(entries).map((one) => [`${one.node} ${one.deliverTo?.text ?? ''}`, one]));
  const doors = [
    { name: text`the MX`, deliverTo: undefined, oddity: 0 },
    ...[...beside.values()].map((one) => ({ ...one, oddity: 1 })),
  ];
  const found: Origin[] = [];
  for (const door of doors) {
    found.push({
      kind: 'stranger',
      party: 'internet',
      label: text`a host of the sender's own, at ${door.name}`,
      source: { node: 'internet' },
      deliverTo: door.deliverTo,
      claimed: false,
      oddity: door.oddity,
    });
    for (const part of outsideParts(worlds, sets))
      for (const tls of ['opportunistic', 'none'] as const)
        found.push({
          kind: 'stranger',
          party: 'internet',
          label:
            tls === 'none'
              ? text`${part.address} without TLS, at ${door.name}`
              : text`${part.address}, at ${door.name}`,
          source: { node: 'internet', address: part.address, tls },
          deliverTo: door.deliverTo,
          claimed: worlds.some((world) => claimed(world, part.address)),
          oddity: part.oddity + door.oddity + (tls === 'none' ? 2 : 0),
        });
  }
  return found;
}

/** Addresses of declared nodes are those nodes; addresses that can never connect are nobody's. */
function outsideParts(worlds: Worlds, sets: readonly AddressSet[]): readonly Part[] {
  const stranger = someStranger(worlds[0]);
  return atoms(sets).flatMap(({ set, members }): readonly Part[] => {
    const reachable = subtract(set, neverConnects(set).set);
    if (isEmpty(reachable) || worlds.every((world) => world.addresses.some((one) => overlapsNode(one.set, reachable))))
      return [];
    if (containsText(reachable, stranger)) return [{ address: stranger, oddity: 0 }];
    const first = firstAddress(reachable);
    return first === undefined ? [] : [{ address: formatAddress(first), oddity: 1 + members.length }];
  });
}

/** A part lies inside a node's addresses or outside of them: they are among the sets it was cut by. */
function overlapsNode(node: AddressSet, part: AddressSet): boolean {
  const first = firstAddress(part);
  return first !== undefined && containsText(node, formatAddress(first));
}

const claimed = (world: World, address: string): boolean =>
  world.own?.onPremisesConnectors.some(({ set }) => containsText(set, address)) === true;
