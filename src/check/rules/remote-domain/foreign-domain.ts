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
