import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { isOwnDomain } from '../../../simulate/world.ts';
import type { CheckContext } from '../../check.ts';

/** Whether a remote domain is about somebody else: all domains, or one that is neither declared as own nor below one that is. */
export function isForeign({ world }: CheckContext, { domain: pattern, targetDeliveryDomain }: RemoteDomain): boolean {
  if (pattern.kind === 'all') return true;
  if (targetDeliveryDomain) return false;
  const labels = pattern.domain.split('.');
  return labels.every((_, index) => !isOwnDomain({ world }, labels.slice(index).join('.')));
}

/** The remote domains of the own tenant and those of the own servers, whose names have `onPremises/` in front. */
export function* ownRemoteDomains({ topology }: CheckContext): Generator<{
  readonly remote: RemoteDomain;
  readonly name: string;
  readonly side: 'cloud' | 'onPremises';
}> {
  for (const remote of topology.tenant?.remoteDomains ?? []) yield { remote, name: remote.name, side: 'cloud' };
  for (const remote of topology.onPremises?.remoteDomains ?? [])
    yield { remote, name: `onPremises/${remote.name}`, side: 'onPremises' };
}
