import { toPrefixes } from '../../model/addresses/address-set.ts';
import { parseEntry } from '../../model/addresses/parse-entry.ts';
import type { Pointer } from '../../model/source.ts';
import type { AddressEntry } from '../../model/topology.ts';
import type { Provider } from '../../reference/providers.ts';

/**
 * Where a provider sends from, by its own lists and the expansion of its SPF includes. Addresses that were merely seen,
 * or that its network announces, are not enough to say that mail comes from there.
 */
export function providerAddresses(provider: Provider, at: Pointer): readonly AddressEntry[] {
  return provider.ranges
    .filter((range) => range.kind === 'published' || range.kind === 'spf-expansion')
    .flatMap((range) =>
      toPrefixes(range.set).flatMap((prefix) => {
        const entry = parseEntry(prefix);
        return entry.ok
          ? [{ text: prefix, at, set: entry.set, family: entry.family, prefixLength: entry.prefixLength }]
          : [];
      }),
    );
}
