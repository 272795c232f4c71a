import { resolveDomain } from '../../../simulate/steps/resolve-next-hop.ts';
import type { CheckContext } from '../../check.ts';

/** The services that the MX of a domain leads to, by the simulator's own answer: what the domain's mail is filtered by. */
export function declaredFilters(context: CheckContext, domain: string): readonly string[] {
  const resolution = resolveDomain(context.world, domain);
  if (resolution.kind !== 'hosts') return [];
  const nodes = new Set(resolution.groups.flat().map((destination) => destination.node));
  return [...nodes].filter((node) => context.world.services.has(node));
}
