import { has, negate, type UnitSet, union, unitSet } from './unit-set.ts';

/**
 * The general categories that .NET names in `\p{…}`. Left out are C and Cn, which change with every version of Unicode.
 */
const categories = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp Cc Cf Cs Co'.split(' '),
);

const known = new Map<string, UnitSet>();

/** The code units of a general category such as `Nd`, or undefined when the name is none that is modelled. */
export function category(name: string): UnitSet | undefined {
  if (!categories.has(name)) return undefined;
  if (name === 'Cs') return [0xd800, 0xdfff];
  const before = known.get(name);
  if (before !== undefined) return before;
  const set = unitSet([...runsOf(name, 0, 0xd7ff), ...runsOf(name, 0xe000, 0xffff)]);
  known.set(name, set);
  return set;
}

function runsOf(name: string, low: number, high: number): readonly (readonly [number, number])[] {
  const all = Array.from({ length: high - low + 1 }, (_, index) => String.fromCharCode(low + index)).join('');
  const runs = all.matchAll(new RegExp(`\\p{gc=${name}}+`, 'gu'));
  return [...runs].map((run) => [low + run.index, low + run.index + run[0].length - 1] as const);
}

/** Made when it is first asked for: most runs need none of these sets. */
function once(make: () => UnitSet): () => UnitSet {
  let made: UnitSet | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const named = (...names: readonly string[]): UnitSet => union(...names.map((name) => category(name) ?? []));

/** `\d` of .NET: decimal digits of every script. */
export const digits = once(() => named('Nd'));

/** `\w` of .NET: letters, non-spacing marks, decimal digits and connectors such as `_`. */
export const wordUnits = once(() => named('L', 'Mn', 'Nd', 'Pc'));

/**
 * What counts as a word for `\b` and `\B`: `\w` and, by UTS 18 (RL1.4), the zero width joiner and non-joiner.
 * Source: RegexCharClass of dotnet/runtime.
 */
export const boundaryWordUnits = once(() => union(wordUnits(), [0x200c, 0x200d]));

/** All units that `\b` takes for no part of a word. */
export const boundaryOtherUnits = once(() => negate(boundaryWordUnits()));

/** `\w` on the page of Exchange 2010: a letter or a decimal digit; `_` is neither. */
export const legacyWordUnits = once(() => named('L', 'Nd'));

/** `\s` of .NET: the control characters that are white space, and all separators. */
export const spaces = once(() => union([0x09, 0x0d, 0x85, 0x85], named('Z')));

/** What a dot matches unless an option makes it match everything: all but the line feed. */
export const exceptLineFeed: UnitSet = negate([0x0a, 0x0a]);

/**
 * Lower case of one code unit without a locale. A letter whose lower case is longer (U+0130) stays as it is, as it does
 * for the invariant culture of .NET.
 */
export function lowerUnit(unit: number): number {
  const lower = String.fromCharCode(unit).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}

let families: ReadonlyMap<number, readonly number[]> | undefined;

/** For each lower-case unit that others fold to, all that are equal to it when case does not count. */
function caseFamilies(): ReadonlyMap<number, readonly number[]> {
  if (families !== undefined) return families;
  const made = new Map<number, number[]>();
  for (let unit = 0x41; unit <= 0xffff; unit++) {
    const lower = lowerUnit(unit);
    if (lower === unit) continue;
    const family = made.get(lower) ?? [lower];
    made.set(lower, [...family, unit]);
  }
  families = made;
  return made;
}

/** The set with every unit that differs from one of its own in case only. */
export function ignoringCase(set: UnitSet): UnitSet {
  const [low, high] = set;
  if (set.length === 2 && low === high && low !== undefined) return familyOf(low);
  const added = [...caseFamilies().values()].filter((family) => family.some((unit) => has(set, unit)));
  return union(set, unitSet(added.flat().map((unit) => [unit, unit])));
}

function familyOf(unit: number): UnitSet {
  const family = caseFamilies().get(lowerUnit(unit)) ?? [unit];
  return unitSet(family.map((one) => [one, one]));
}
