/*
 * Sets of numbers as strictly increasing lists of boundaries; see `AddressSet`. Generic over number and bigint, because
 * IPv4 arithmetic on bigints would cost an order of magnitude.
 */

type Numeric = number | bigint;

/** The set of numbers x for which `keep(x in left, x in right)`; `keep(false, false)` must be false. */
export function combine<N extends Numeric>(
  left: readonly N[],
  right: readonly N[],
  keep: (inLeft: boolean, inRight: boolean) => boolean,
): readonly N[] {
  const result: N[] = [];
  let inLeft = false;
  let inRight = false;
  let inside = false;
  for (let i = 0, j = 0; ; ) {
    const l = left[i];
    const r = right[j];
    const at = r === undefined || (l !== undefined && l <= r) ? l : r;
    if (at === undefined) return result;
    if (l === at) {
      inLeft = !inLeft;
      i++;
    }
    if (r === at) {
      inRight = !inRight;
      j++;
    }
    const now = keep(inLeft, inRight);
    if (now === inside) continue;
    result.push(at);
    inside = now;
  }
}

/** The union of many sets. */
export function merge<N extends Numeric>(lists: readonly (readonly N[])[]): readonly N[] {
  const runs: (readonly [N, N])[] = [];
  for (const list of lists) {
    for (let at = 0; at + 1 < list.length; at += 2) {
      const first = list[at];
      const end = list[at + 1];
      if (first !== undefined && end !== undefined) runs.push([first, end]);
    }
  }
  runs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const result: N[] = [];
  for (const [first, end] of runs) {
    const open = result.pop();
    if (open === undefined) result.push(first, end);
    else if (first > open) result.push(open, first, end);
    else if (end > open) result.push(end);
    else result.push(open);
  }
  return result;
}

/**
 * The part of a long list that can matter to `other`: its runs that reach into the span of `other`. Keeps the cost of
 * asking a few addresses of a list of thousands logarithmic. The result is a set, and equal to `list` inside the span.
 */
export function near<N extends Numeric>(list: readonly N[], other: readonly N[]): readonly N[] {
  const low = other[0];
  const high = other.at(-1);
  if (low === undefined || high === undefined) return [];
  if (list.length <= 16) return list;
  const from = countAtOrBelow(list, low) & ~1;
  const to = (countAtOrBelow(list, high) + 1) & ~1;
  return from === 0 && to >= list.length ? list : list.slice(from, to);
}

function countAtOrBelow<N extends Numeric>(list: readonly N[], value: N): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const boundary = list[middle];
    if (boundary !== undefined && boundary <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether the set holds `value`, by binary search. Twice the same text: one function for both kinds of number would be
 * compiled for neither, at half the speed.
 */
export function holdsNumber(list: readonly number[], value: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

export function holdsBigint(list: readonly bigint[], value: bigint): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}
