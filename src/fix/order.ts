import type { Change, Properties } from '../model/change.ts';

/**
 * When a change should come: 0 what is added or made longer, 1 what is only otherwise, 2 what is taken away or made shorter.
 * Nothing is to be locked down before what it would lock out is let in. A first guess that saves proofs; they decide.
 */
export function rankOf(change: Change): 0 | 1 | 2 {
  switch (change.target) {
    case 'person':
      return 1;
    case 'dns':
      return growth(change.before.length, change.after.length);
    case 'object':
      if (change.before === null) return 0;
      return change.after === null ? 2 : rankOfSettings(change.before, change.after);
  }
}

function rankOfSettings(before: Properties, after: Properties): 0 | 1 | 2 {
  const ranks = [...new Set([...Object.keys(before), ...Object.keys(after)])].map((key) => {
    const [was, is] = [before[key], after[key]];
    return Array.isArray(was) && Array.isArray(is) ? growth(was.length, is.length) : 1;
  });
  if (ranks.every((rank) => rank === 0)) return 0;
  return ranks.includes(2) ? 2 : 1;
}

const growth = (before: number, after: number): 0 | 1 | 2 => (after > before ? 0 : after < before ? 2 : 1);

/** More orders than this are not tried for the changes of one fix. */
const ordersMax = 6;

/** Orders in which the changes of a fix could be made, the likeliest first. */
export function ordersOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const likely = [...changes].sort((left, right) => rankOf(left) - rankOf(right));
  const all = changes.length <= 3 ? permutations(likely) : [likely, [...changes], [...likely].reverse()];
  const seen = new Map(all.map((order) => [order.map((one) => changes.indexOf(one)).join(), order]));
  return [...seen.values()].slice(0, ordersMax);
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
