import type { AddressSet } from '../model/addresses/address-set.ts';
import { isSubset } from '../model/addresses/address-set.ts';
import { spfIncludeClouds } from '../reference/microsoft-names.ts';
import { microsoftOwner } from '../reference/microsoft-ranges.ts';
import { providerBySpfInclude, providersByAddress } from '../reference/providers.ts';

/** Whose record it is that names an address, judged by the includes on the way to it; the outermost known one decides. */
export function spfIncludeOwner(through: readonly string[]): string | null {
  for (const name of through.slice(1)) {
    const clouds = spfIncludeClouds(name);
    if (clouds !== undefined)
      return `Microsoft Exchange Online (${clouds.length === 0 ? 'closed cloud' : clouds.join(', ')})`;
    const provider = providerBySpfInclude(name)?.provider;
    if (provider !== undefined) return provider.name;
  }
  return null;
}

/** Whose list holds all the addresses; null says that the bundled data does not know, not that nobody's does. */
export function addressOwner(part: AddressSet): string | null {
  const microsoft = microsoftOwner(part).find((hit) => isSubset(part, hit.part))?.range;
  if (microsoft !== undefined) return `Microsoft ${microsoft.product} (${microsoft.cloud})`;
  return providersByAddress(part).find((hit) => isSubset(part, hit.part))?.provider.name ?? null;
}
