import type { Probe } from './probe.ts';

/** No more messages than this are sent for one topology. */
export const probesMax = 20_000;

/**
 * At most `probesMax` of all probes: where they are more, the largest families are cut, so that none crowds out the
 * others. Families are read lazily, because the product of ten thousand of one thing and of another fits no memory.
 */
export function cutFamilies(all: readonly Iterable<Probe>[]): {
  readonly probes: readonly Probe[];
  readonly cut: boolean;
} {
  const families = all.map((family) => firstOf(family, probesMax + 1));
  const share = shareOf(families.map((family) => family.length));
  return {
    probes: families.flatMap((family) => upTo(family, share)),
    cut: families.some((family) => family.length > share),
  };
}

/** Half of one connector's messages would show half of what it takes, so the one at the cut goes whole. */
function upTo(family: readonly Probe[], share: number): readonly Probe[] {
  const next = family[share];
  const kept = family.slice(0, share);
  return next?.purpose === 'connector' ? kept.filter((probe) => probe.entry !== next.entry) : kept;
}

/** The first of them; the others are not made. */
export function firstOf<T>(items: Iterable<T>, max: number): readonly T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length >= max) break;
    found.push(item);
  }
  return found;
}

/** The most that each family may have so that together they have no more than `probesMax`. */
function shareOf(lengths: readonly number[]): number {
  const rising = [...lengths].sort((left, right) => left - right);
  let left = probesMax;
  for (const [index, length] of rising.entries()) {
    const even = Math.floor(left / (rising.length - index));
    if (length > even) return even;
    left -= length;
  }
  return probesMax;
}
