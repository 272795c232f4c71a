import type { Address } from '../model/addresses/address.ts';
import { type AddressSet, intersect, isEmpty, overlaps, subtract, unionAll } from '../model/addresses/address-set.ts';
import { asSet, bundledPrefix, lazy } from './bundled-prefixes.ts';
import type { Provenance } from './provenance.ts';
import file from './special-purpose-ranges.json' with { type: 'json' };

/** A block of the IANA special-purpose address registries (RFC 6890, RFC 8190), or multicast. */
export interface SpecialPurpose extends Provenance {
  readonly prefix: string;
  readonly set: AddressSet;
  /** As registered: `Private-Use`, `Shared Address Space`, `Loopback` … */
  readonly name: string;
  /** `private`, `cgnat`, `loopback`, `link-local`, `multicast`, `reserved`, `documentation`, `protocol-assignment` … */
  readonly category: string;
  /** RFC numbers that define the block. */
  readonly rfcs: readonly number[];
  /** undefined where the registry says "N/A" or nothing. */
  readonly globallyReachable: boolean | undefined;
  /** Whether a host of the Internet can never be seen with such an address; see `neverConnects`. */
  readonly neverConnects: boolean;
}

export interface SpecialPart {
  readonly block: SpecialPurpose;
  /** The asked addresses of the block that no longer prefix claims. */
  readonly part: AddressSet;
}

const longestFirst = lazy((): readonly SpecialPurpose[] =>
  file.ranges
    .map((range) => ({
      prefix: range.prefix,
      set: bundledPrefix(range.prefix),
      name: range.name,
      category: range.category,
      rfcs: range.rfc,
      globallyReachable: range.globallyReachable ?? undefined,
      neverConnects: never(range.category, range.globallyReachable),
      publisher: 'IANA',
      source: range.source,
      date: range.date,
    }))
    .sort((a, b) => prefixLength(b.prefix) - prefixLength(a.prefix)),
);
const everything = lazy(() => unionAll(longestFirst().map((block) => block.set)));

/*
 * Documentation blocks pass for public, because examples live there. Teredo and 6to4 have no entry for "globally
 * reachable" since it depends on the embedded address, so "never" would claim too much; a withdrawn block has none
 * because nobody is there any more.
 */
function never(category: string, globallyReachable: boolean | null): boolean {
  if (category === 'documentation') return false;
  return globallyReachable === false || category === 'deprecated';
}

const prefixLength = (prefix: string): number => Number(prefix.slice(prefix.indexOf('/') + 1));

/** All blocks, longest prefix first. */
export const specialPurposeBlocks = (): readonly SpecialPurpose[] => longestFirst();

/**
 * The special-purpose blocks that the asked addresses are in, longest prefix first, each address in the longest only:
 * inside 192.0.0.0/24, which nobody can reach, lies 192.0.0.9/32, which everybody can.
 */
export function specialPurpose(asked: AddressSet | Address): readonly SpecialPart[] {
  const parts: SpecialPart[] = [];
  let rest = intersect(asSet(asked), everything());
  for (const block of longestFirst()) {
    if (isEmpty(rest)) break;
    if (!overlaps(rest, block.set)) continue;
    parts.push({ block, part: intersect(rest, block.set) });
    rest = subtract(rest, block.set);
  }
  return parts;
}

/** The part of a set that can never connect from the Internet, with the blocks that say so. */
export interface NeverConnects {
  readonly set: AddressSet;
  readonly because: readonly SpecialPart[];
}

/**
 * The addresses from which no session of the Internet can come: private, shared, loopback, link-local, multicast,
 * reserved and the other blocks that are not globally reachable. The documentation blocks are not among them.
 */
export function neverConnects(asked: AddressSet | Address): NeverConnects {
  const because = specialPurpose(asked).filter(({ block }) => block.neverConnects);
  return { set: unionAll(because.map(({ part }) => part)), because };
}
