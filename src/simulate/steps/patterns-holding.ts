import type { DomainPattern } from '../../model/topology.ts';

interface Index {
  readonly byDomain: ReadonlyMap<string, readonly number[]>;
  readonly all: readonly number[];
}

const indexes = new WeakMap<readonly DomainPattern[], Index>();

/**
 * The patterns of a list that hold a domain, in their order; INB-22: `*.contoso.com` is the domain and everything below.
 * A list of ten thousand domains is asked about once for each of as many messages.
 */
export function patternsHolding<P extends DomainPattern>(patterns: readonly P[], domain: string): readonly P[] {
  const index = indexes.get(patterns) ?? indexOf(patterns);
  const places = [...index.all];
  for (let at = 0, name = domain; ; name = domain.slice(at)) {
    places.push(...(index.byDomain.get(name) ?? []));
    at = domain.indexOf('.', at) + 1;
    if (at === 0) break;
  }
  return places
    .sort((left, right) => left - right)
    .flatMap((place) => patterns[place] ?? [])
    .filter((pattern) => pattern.kind !== 'exact' || pattern.domain === domain);
}

function indexOf(patterns: readonly DomainPattern[]): Index {
  const byDomain = new Map<string, number[]>();
  const all: number[] = [];
  for (const [place, pattern] of patterns.entries()) {
    if (pattern.kind === 'all') all.push(place);
    else {
      const known = byDomain.get(pattern.domain);
      if (known === undefined) byDomain.set(pattern.domain, [place]);
      else known.push(place);
    }
  }
  const index = { byDomain, all };
  indexes.set(patterns, index);
  return index;
}
