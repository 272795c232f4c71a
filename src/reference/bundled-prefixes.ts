import { invariant } from '../base/invariant.ts';
import { type Address, ipv4Value, parseAddress } from '../model/addresses/address.ts';
import { type AddressSet, fromAddress, fromPrefix } from '../model/addresses/address-set.ts';
import { merge } from '../model/addresses/boundaries.ts';

/**
 * The set that bundled prefixes, separated by blanks, make up. Made for the first look-up of a run, which reads some four
 * thousand of them before anything is compiled: it trusts the data to be in canonical form, and test/reference holds the
 * data to what the strict readers make of it.
 */
export function bundledPrefixes(joined: string): AddressSet {
  const v4: number[] = [];
  const v6: bigint[] = [];
  for (const prefix of joined.split(' ')) {
    const slash = prefix.indexOf('/');
    const base = prefix.slice(0, slash);
    const length = Number(prefix.slice(slash + 1));
    if (base.includes(':')) {
      const first = canonicalIpv6(base);
      v6.push(first, first + (1n << BigInt(128 - length)));
    } else {
      const first = ipv4Value(base);
      v4.push(first, first + 2 ** (32 - length));
    }
  }
  return { v4: merge([v4]), v6: merge([v6]) };
}

/** The native reader of hexadecimal digits, an order of magnitude cheaper than shifting group by group. */
function canonicalIpv6(text: string): bigint {
  const gap = text.indexOf('::');
  if (gap < 0) return BigInt(`0x${hexDigits(text)}`);
  const left = hexDigits(text.slice(0, gap));
  const right = hexDigits(text.slice(gap + 2));
  return BigInt(`0x${left.padEnd(32 - right.length, '0')}${right}`);
}

function hexDigits(groups: string): string {
  let digits = '';
  if (groups !== '') for (const group of groups.split(':')) digits += group.padStart(4, '0');
  return digits;
}

/** The set of one bundled prefix, by the strict reader. */
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
