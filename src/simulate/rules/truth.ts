/** An answer of a predicate; undefined: nobody declared what decides it. */
export type Truth = boolean | undefined;

/** Kleene's or: one that holds is enough; otherwise one that is unknown leaves it unknown. */
export function anyOf<Item>(items: readonly Item[], holds: (item: Item) => Truth): Truth {
  let answer: Truth = false;
  for (const item of items) {
    const one = holds(item);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

/** Kleene's and of two. */
export function both(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
}

/** Kleene's or of two. */
export const either = (left: Truth, right: Truth): Truth =>
  left === true || right === true ? true : left === undefined || right === undefined ? undefined : false;
