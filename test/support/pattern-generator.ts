/** Numbers below a count that follow from a seed. */
export function generator(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  };
}

export type Random = (count: number) => number;
export const one = (random: Random, items: readonly string[]): string => items[random(items.length)] ?? '';

const atoms = ['a', 'b', 'c', 'B', '.', '[ab]', '[^a]', '[a-c]', '\\.', '-', '\\d', '1'];
const places = ['^', '$', '\\b', '\\B'];
const quantifiers = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{1,}'];

/** A pattern of the syntax that .NET and JavaScript share. */
export function pattern(random: Random, depth: number): string {
  const part = (): string => {
    const kind = random(10);
    if (kind === 0) return one(random, places);
    const body =
      kind < 3 && depth > 0 ? `(${kind === 1 ? '?:' : ''}${pattern(random, depth - 1)})` : one(random, atoms);
    return random(3) === 0 ? body + one(random, quantifiers) : body;
  };
  const sequence = (): string => Array.from({ length: 1 + random(4) }, part).join('');
  return random(4) === 0 ? `${sequence()}|${sequence()}` : sequence();
}

/** A text that such a pattern may match. */
export const content = (random: Random): string =>
  Array.from({ length: random(12) }, () => one(random, ['a', 'b', 'c', 'A', '.', '-', ' ', '1'])).join('');
