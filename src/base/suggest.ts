import { byCodeUnit } from './order.ts';

/** Damerau-Levenshtein distance (adjacent transpositions count once), bounded: anything over `max` answers `max + 1`. */
export function distance(left: string, right: string, max = Number.POSITIVE_INFINITY): number {
  if (Math.abs(left.length - right.length) > max) return max + 1;
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? max + 1;
}

/** The known names that a person may have meant by `word`, nearest first, at most `count`; case is ignored. */
export function nearest(word: string, known: Iterable<string>, count = 3): readonly string[] {
  const wanted = word.toLowerCase().slice(0, 200);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { name: string; cost: number }[] = [];
  for (const name of known) {
    const lower = name.toLowerCase();
    const cost = lower === wanted ? 0 : distance(wanted, lower, limit);
    const contains = wanted.length > 3 && (lower.includes(wanted) || wanted.includes(lower)) && lower.length > 3;
    if (cost <= limit || contains) scored.push({ name, cost: Math.min(cost, limit + 1) });
  }
  scored.sort((a, b) => a.cost - b.cost || byCodeUnit(a.name, b.name));
  return scored.slice(0, count).map((entry) => entry.name);
}
