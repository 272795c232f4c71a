import { invariant } from '../base/invariant.ts';
import { type Address, parseAddress } from '../model/addresses/address.ts';
import { type AddressSet, fromAddress, fromPrefix, unionAll } from '../model/addresses/address-set.ts';

/** The set that bundled prefixes, separated by blanks, make up. A prefix that cannot be read is a fault of the data. */
export function bundledPrefixes(joined: string): AddressSet {
  return unionAll(joined.split(' ').map(bundledPrefix));
}

export function bundledPrefix(prefix: string): AddressSet {
  const [base = '', length = ''] = prefix.split('/');
  const address = parseAddress(base);
  invariant(address !== undefined && /^\d{1,3}$/u.test(length), `bundled prefix ${prefix}`);
  // ::ffff:0:0/96 is itself bundled; its base reads as an IPv4 address, but the block is meant, which no IPv4 address is in.
  if (address.family === 4 && base.includes(':')) return fromPrefix({ family: 6, value: 0xffffn << 32n }, 96);
  return fromPrefix(address, Number(length));
}

/** What look-ups take: one address or a set. */
export const asSet = (asked: AddressSet | Address): AddressSet => ('family' in asked ? fromAddress(asked) : asked);

/** Computes a value at its first use, so that importing a module costs nothing. */
export function lazy<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}
