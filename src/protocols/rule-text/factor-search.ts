import type { Factor } from './pattern-factors.ts';
import { unitsOf } from './text-units.ts';
import { rangesOf, type UnitSet } from './unit-set.ts';

/** Which of the owners have one of their factors in the text. */
export type FactorSearch = (content: string) => ReadonlySet<number>;

/** Transitions that the automaton may keep; it forgets its states rather than take more. */
const cellsMax = 2_000_000;
/** Units are told apart up to this many classes; the others share one, and what is found is only more. */
const classesMax = 256;

const nobody: ReadonlySet<number> = new Set();

/** One set of one factor. */
interface Place {
  readonly set: number;
  readonly owner: number;
  readonly last: boolean;
}

/** The states made so far, by number from 1; a transition is a state's number, negative where factors are complete in it. */
interface Automaton {
  /** By state and class of the next unit the transition; 0: not made yet. */
  cells: Int32Array;
  /** By state the places up to which what was read fits, ascending. */
  readonly fits: (readonly number[])[];
  /** By state the owners of factors that are complete in it. */
  readonly complete: (readonly number[])[];
  readonly known: Map<string, number>;
}

/**
 * Searches a text for the factors of all owners in one pass, each unit of the text once. The automaton is made state by
 * state as texts need it. It may find more than there is, never less.
 * @param owners The factors of each owner.
 */
export function compileFactorSearch(owners: readonly (readonly Factor[])[]): FactorSearch {
  const places: Place[] = [];
  const starts: number[] = [];
  const sets = new Map<string, { readonly units: UnitSet; readonly index: number }>();
  const numberOf = (units: UnitSet): number => {
    const key = units.join();
    const { index } = sets.get(key) ?? { index: sets.size };
    sets.set(key, { units, index });
    return index;
  };
  for (const [owner, factors] of owners.entries()) {
    for (const factor of factors) {
      starts.push(places.length);
      for (const [index, units] of factor.entries())
        places.push({ set: numberOf(units), owner, last: index === factor.length - 1 });
    }
  }
  if (places.length === 0) return () => nobody;
  const { classOf, holding } = classify([...sets.values()].map((one) => one.units));
  const width = holding.length;
  const isLast = (place: number) => places[place]?.last === true;
  const intern = (automaton: Automaton, here: readonly number[]): number => {
    const { fits, complete, known } = automaton;
    const key = here.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = fits.push(here) - 1;
    complete.push([...new Set(here.filter(isLast).flatMap((place) => places[place]?.owner ?? []))]);
    if (fits.length * width > automaton.cells.length) {
      const more = new Int32Array(2 * fits.length * width);
      more.set(automaton.cells);
      automaton.cells = more;
    }
    const transition = here.some(isLast) ? -number : number;
    known.set(key, transition);
    return transition;
  };
  const fresh = (): Automaton => {
    const made: Automaton = { cells: new Int32Array(0), fits: [[]], complete: [[]], known: new Map() };
    intern(made, []);
    return made;
  };
  const statesMax = Math.max(2, Math.floor(cellsMax / width));
  const startsOf = holding.map((held) => starts.filter((place) => held.has(places[place]?.set ?? -1)));
  const after = (here: readonly number[], unitClass: number): readonly number[] => [
    ...here.flatMap((place) =>
      !isLast(place) && holding[unitClass]?.has(places[place + 1]?.set ?? -1) ? [place + 1] : [],
    ),
    ...(startsOf[unitClass] ?? []),
  ];
  let automaton = fresh();
  const advance = (state: number, unitClass: number): number => {
    const next = after(automaton.fits[state] ?? [], unitClass);
    if (automaton.fits.length > statesMax) {
      automaton = fresh();
      return intern(automaton, next);
    }
    const transition = intern(automaton, next);
    automaton.cells[state * width + unitClass] = transition;
    return transition;
  };
  return (content) => {
    const units = unitsOf(content);
    let { cells } = automaton;
    let hits: Set<number> | undefined;
    let state = 1;
    for (let at = 0; at < content.length; at++) {
      const unitClass = classOf[units[at] ?? 0] ?? 0;
      const next = cells[state * width + unitClass] ?? 0;
      state = next === 0 ? advance(state, unitClass) : next;
      if (next === 0) cells = automaton.cells;
      if (state > 0) continue;
      state = -state;
      hits ??= new Set();
      for (const owner of automaton.complete[state] ?? []) hits.add(owner);
    }
    return hits ?? nobody;
  };
}

/** Units that no set tells apart are of one class; of each class the sets that hold it. */
function classify(sets: readonly UnitSet[]): {
  readonly classOf: Uint16Array;
  readonly holding: readonly ReadonlySet<number>[];
} {
  const edges = new Map<number, number[]>([[0, []]]);
  for (const [index, set] of sets.entries()) {
    for (const [low, high] of rangesOf(set)) {
      for (const edge of [low, high + 1]) {
        const here = edges.get(edge);
        if (here === undefined) edges.set(edge, [index]);
        else here.push(index);
      }
    }
  }
  const sorted = [...edges].sort(([left], [right]) => left - right);
  const classOf = new Uint16Array(0x10000);
  const holding: Set<number>[] = [];
  const known = new Map<string, number>();
  const current = new Set<number>();
  for (const [position, [edge, changed]] of sorted.entries()) {
    for (const index of changed) if (!current.delete(index)) current.add(index);
    const key = [...current].sort((left, right) => left - right).join();
    let unitClass = known.get(key);
    if (unitClass === undefined) {
      unitClass = Math.min(holding.length, classesMax - 1);
      known.set(key, unitClass);
      if (unitClass === holding.length) holding.push(new Set(current));
      else for (const index of current) holding[unitClass]?.add(index);
    }
    classOf.fill(unitClass, edge, sorted[position + 1]?.[0] ?? 0x10000);
  }
  return { classOf, holding };
}
