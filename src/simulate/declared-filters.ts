import { resolveDomain } from './steps/resolve-next-hop.ts';
import type { World } from './world.ts';

/** The services that the MX of a domain leads to: what the domain's mail from the Internet is filtered by. */
export function declaredFilters(world: World, domain: string): readonly string[] {
  const resolution = resolveDomain(world, domain, 'outside');
  if (resolution.kind !== 'hosts') return [];
  const nodes = new Set(resolution.groups.flat().map((destination) => destination.node));
  return [...nodes].filter((node) => world.services.has(node));
}
