/**
 * A set of UTF-16 code units as ascending, disjoint ranges: low, high, low, high. .NET matches code units, not
 * characters: an emoji is two of them, and a dot takes one.
 */
export type UnitSet = readonly number[];

const last = 0xffff;

/** The set of these ranges, in any order, overlapping or not. */
export function unitSet(ranges: readonly (readonly [low: number, high: number])[]): UnitSet {
  const sorted = [...ranges].sort((left, right) => left[0] - right[0]);
  const result: number[] = [];
  let end = -2;
  for (const [low, high] of sorted) {
    if (low > end + 1) {
      result.push(low, high);
      end = high;
    } else if (high > end) {
      result[result.length - 1] = high;
      end = high;
    }
  }
  return result;
}

export const everyUnit: UnitSet = [0, last];

export function union(...sets: readonly UnitSet[]): UnitSet {
  return sets.length === 1 && sets[0] !== undefined ? sets[0] : unitSet(sets.flatMap(rangesOf));
}

export function negate(set: UnitSet): UnitSet {
  const result: number[] = [];
  let from = 0;
  for (const [low, high] of rangesOf(set)) {
    if (low > from) result.push(from, low - 1);
    from = high + 1;
  }
  if (from <= last) result.push(from, last);
  return result;
}

export function intersect(left: UnitSet, right: UnitSet): UnitSet {
  const result: number[] = [];
  let other = 0;
  for (const [low, high] of rangesOf(left)) {
    while (other < right.length && (right[other + 1] ?? 0) < low) other += 2;
    for (let index = other; index < right.length && (right[index] ?? 0) <= high; index += 2) {
      result.push(Math.max(low, right[index] ?? 0), Math.min(high, right[index + 1] ?? 0));
    }
  }
  return result;
}

export const subtract = (left: UnitSet, right: UnitSet): UnitSet => intersect(left, negate(right));

export function has(set: UnitSet, unit: number): boolean {
  let low = 0;
  let high = set.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (unit < (set[2 * middle] ?? 0)) high = middle - 1;
    else if (unit > (set[2 * middle + 1] ?? last)) low = middle + 1;
    else return true;
  }
  return false;
}

export function rangesOf(set: UnitSet): readonly (readonly [low: number, high: number])[] {
  const result: (readonly [number, number])[] = [];
  for (let index = 0; index < set.length; index += 2) result.push([set[index] ?? 0, set[index + 1] ?? 0]);
  return result;
}
