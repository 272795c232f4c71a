import { lowerUnit } from './character-sets.ts';
import type { PatternNode } from './pattern-node.ts';
import { has, type UnitSet } from './unit-set.ts';

const attempts = 100;
const lengthMax = 4096;

/** What may have to stand around a match for `\b`, `\B` and the ends of lines to hold. */
const surroundings = ['', 'a', ' ', '\n'].flatMap((before) =>
  ['', 'a', ' ', '\n'].map((behind) => ({ before, behind })),
);

/** What a reader likes to see in an example, in this order. */
const preferred = [...'ab01-.@_ \n!'].map((character) => character.charCodeAt(0));

/** Gives a number from 0 up to, but not including, `count`. */
type Pick = (count: number) => number;

/**
 * A text that the pattern matches, short and in plain letters where it can be; `matches` has the last word. Undefined
 * when none was found, which does not prove that there is none.
 */
export function witness(node: PatternNode, matches: (text: string) => boolean): string | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = built(node, attempt === 0 ? () => 0 : picker(attempt));
    if (found.length > lengthMax) continue;
    const fits = surroundings.find(({ before, behind }) => matches(before + found + behind));
    if (fits !== undefined) return fits.before + found + fits.behind;
  }
  return undefined;
}

/** A sequence of numbers that depends on the attempt only; the first attempt takes the first of everything. */
function picker(attempt: number): Pick {
  let state = attempt;
  return (count) => {
    // Numerical Recipes' linear congruential generator; the high bits are the good ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  };
}

function built(node: PatternNode, pick: Pick): string {
  switch (node.kind) {
    case 'set':
      return unitOf(node.units, pick);
    case 'sequence':
      return node.parts.map((part) => built(part, pick)).join('');
    case 'choice': {
      const option = node.options[pick(node.options.length)];
      return option === undefined ? '' : built(option, pick);
    }
    case 'repeat': {
      const spare = Math.min(3, (node.max ?? node.min + 2) - node.min + 1);
      const times = node.min + pick(Math.max(1, spare));
      let result = '';
      for (let time = 0; time < times && result.length <= lengthMax; time++) result += built(node.part, pick);
      return result;
    }
    case 'place':
      return '';
  }
}

function unitOf(units: UnitSet, pick: Pick): string {
  const low = units[0];
  if (low === undefined) return '';
  const lower = lowerUnit(low);
  const nice = preferred.filter((unit) => has(units, unit));
  const candidates = nice.length > 0 ? nice : [has(units, lower) ? lower : low];
  return String.fromCharCode(candidates[pick(candidates.length)] ?? low);
}
