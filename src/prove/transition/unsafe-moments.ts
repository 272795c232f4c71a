import { type Harm, harmKey, harmKinds } from './harms.ts';
import type { Mixture } from './mixed-topology.ts';
import type { Value } from './parts.ts';

/** A mixed state that was judged. */
export interface JudgedState {
  readonly mixture: Mixture;
  readonly harms: readonly Harm[];
}

/** States that share a harm, told by what they have in common. */
export interface UnsafeMoment {
  /** Members and how far they have come; members that are not named make no difference. */
  readonly when: readonly { readonly member: string; readonly value: Value }[];
  /** As it is in the first of the states. */
  readonly harm: Harm;
  /** How many of the judged states it covers. */
  readonly states: number;
}

type Literals = ReadonlyMap<string, Value>;

/**
 * The harms of all states, each with the fewest words that say when: a member is left out where the harm is there in
 * every judged state that differs in that member alone.
 */
export function unsafeMoments(judged: readonly JudgedState[]): readonly UnsafeMoment[] {
  const byHarm = new Map<string, { readonly harm: Harm; readonly states: Set<JudgedState> }>();
  for (const state of judged)
    for (const harm of state.harms) {
      const key = `${harm.answer} ${harmKey(harm)}`;
      const known = byHarm.get(key) ?? { harm, states: new Set() };
      known.states.add(state);
      byHarm.set(key, known);
    }
  const moments = [...byHarm.values()].flatMap(({ harm, states }) =>
    cover(judged, states).map((when): UnsafeMoment => {
      const covered = judged.filter(({ mixture }) => isWithin(mixture, when));
      const first = covered[0]?.harms.find((one) => harmKey(one) === harmKey(harm) && one.answer === harm.answer);
      return {
        when: [...when].map(([member, value]) => ({ member, value })),
        harm: first ?? harm,
        states: covered.length,
      };
    }),
  );
  return moments.sort(
    (left, right) =>
      harmKinds.indexOf(left.harm.kind) - harmKinds.indexOf(right.harm.kind) || right.harm.classes - left.harm.classes,
  );
}

/** Every state of the set by as few and as wide descriptions as a greedy search finds; none takes in another state. */
function cover(judged: readonly JudgedState[], states: ReadonlySet<JudgedState>): readonly Literals[] {
  const left = new Set(states);
  const found: Literals[] = [];
  for (const state of states) {
    if (!left.has(state)) continue;
    let wide: Literals = state.mixture;
    for (const member of state.mixture.keys()) {
      const wider = new Map([...wide].filter(([name]) => name !== member));
      if (judged.every((one) => states.has(one) || !isWithin(one.mixture, wider))) wide = wider;
    }
    for (const one of judged) if (isWithin(one.mixture, wide)) left.delete(one);
    found.push(wide);
  }
  return found;
}

const isWithin = (mixture: Mixture, literals: Literals): boolean =>
  [...literals].every(([member, value]) => mixture.get(member) === value);
