import type { World } from '../../simulate/world.ts';
import { certificatesAsked, withCertificate } from './certified-strangers.ts';
import { asClient, mayAuthenticate } from './clients.ts';
import { companions, inCompany } from './company.ts';
import type { MessageClass, RecipientClass, Worlds } from './message-class.ts';
import { ofSize, sizesAsked } from './near-limits.ts';

/** What further makes of one class others, where the topology asks for it. */
export type Further = (of: MessageClass) => Iterable<MessageClass>;

/**
 * Sessions that differ from those of the plain classes in what few topologies ask about: who else gets the message, a
 * certificate of the client, credentials, a size. undefined: this topology asks for none of it.
 */
export function furtherClasses(worlds: Worlds, recipients: readonly RecipientClass[]): Further | undefined {
  const certificates = certificatesAsked(worlds);
  const sizes = sizesAsked(worlds);
  const company = companions(worlds, recipients);
  const clients = worlds.some((world) => mayAuthenticate(world));
  if (certificates.length === 0 && sizes.length === 0 && company === undefined && !clients) return undefined;
  return function* (of) {
    if (company !== undefined) for (const other of company(of)) yield inCompany(of, other);
    for (const names of certificates) yield* withCertificate(worlds, of, names);
    for (const size of sizes) yield* ofSize(of, size);
    if (clients && worlds.every((world: World) => mayAuthenticate(world, of.sender.from))) yield* asClient(of);
  };
}
