import type { Text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import type { Outcome, Trace } from '../../simulate/trace.ts';
import type { Side } from '../classes/contents.ts';
import { isAbout, type MessageClass, oddityOf } from '../classes/message-class.ts';
import { otherAnswers, sameCopies, standingOf } from '../compare/compare.ts';
import { invariants } from '../invariants/invariants.ts';
import type { Property } from '../property.ts';
import type { ProofOptions } from '../prove.ts';
import { type Harm, harmKey, harmKinds, harmOfInvariant, type SingleHarm, type Way, worseThanBoth } from './harms.ts';
import { type Judged, RecordedClasses } from './recorded-classes.ts';

/** Says of mixed states what they do that neither the topology before nor the one after does. */
export interface StateJudge {
  /** Gravest first. */
  readonly harmsIn: (topology: Topology) => readonly Harm[];
  readonly classes: number;
  /** Ways followed so far. */
  readonly runs: () => number;
  /** The bound that was hit; null: every class is judged. */
  readonly bound: number | null;
  readonly notCovered: () => readonly Text[];
}

/** The answer that a way rests on, and the point of the documents that it answers. */
type Given = Pick<Harm, 'answer' | 'assumption'>;
const asDefault: Given = { answer: null, assumption: null };

interface Found {
  readonly harm: SingleHarm;
  readonly given: Given;
  classes: number;
  example: MessageClass;
}

const progressEvery = 256;

/**
 * Traces every class before and after the change once; each state is then one more trace of each class, and of what only
 * there rules tell apart.
 */
export function stateJudge(
  before: Topology,
  after: Topology,
  sideOf: (topology: Topology) => Side,
  options: ProofOptions,
): StateJudge {
  let runs = 0;
  let traced = 0;
  const counted = (topology: Topology): Side => {
    const { world, trace } = sideOf(topology);
    return {
      world,
      trace(message, given) {
        const found = trace(message, given);
        runs += 1 + (found.followed ?? 0);
        traced += 1;
        if (traced % progressEvery === 0) options.progress?.(traced);
        return found;
      },
    };
  };
  const [old, now] = [counted(before), counted(after)];
  const recorded = new RecordedClasses(old, now, options.classesMax);
  const [provedBefore, provedAfter] = [old, now].map(({ world }) => byId(invariants(world)));
  const refutedOtherwise = (id: string, { of, before: was, after: is }: Judged): boolean =>
    refutes(provedBefore?.get(id), of, was) || refutes(provedAfter?.get(id), of, is);
  return {
    classes: recorded.count,
    runs: () => runs,
    bound: recorded.bound,
    notCovered: () => recorded.notCovered(),
    harmsIn(topology) {
      const side = counted(topology);
      const proved = invariants(side.world);
      const found = new Map<string, Found>();
      for (const [one, meanwhile] of recorded.tracedIn(side)) {
        const own = fates(one, meanwhile);
        for (const { harm, given } of own) enter(found, one.of, harm, given);
        if (own.length > 0) continue;
        for (const property of proved)
          if (refutes(property, one.of, meanwhile) && !refutedOtherwise(property.id, one)) {
            const harm = harmOfInvariant(property.id, firstWay(property, one, meanwhile), one.of);
            if (harm !== undefined) enter(found, one.of, harm, asDefault);
          }
      }
      const harms = [...found.values()].map(
        ({ harm, given, classes: count, example }): Harm => ({
          ...harm,
          ...given,
          classes: count,
          example: example.witness,
        }),
      );
      return harms.sort((left, right) => harmKinds.indexOf(left.kind) - harmKinds.indexOf(right.kind));
    },
  };
}

/** The default way and each other answer to an open question, beside the same answer before and after. */
function fates(
  { of, before, after }: Judged,
  meanwhile: Trace,
): readonly { readonly harm: SingleHarm; readonly given: Given }[] {
  const standing = standingOf(of);
  const about = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => isAbout(of, outcome));
  const waysBetween = (was: readonly Outcome[], is: readonly Outcome[], later: readonly Outcome[], given: Given) =>
    waysOf(about(was), about(is), about(later), given);
  const ways = waysBetween(before.outcomes, meanwhile.outcomes, after.outcomes, asDefault);
  if (meanwhile.alternatives.length > 0) {
    const then = otherAnswers(before, meanwhile).filter(([, is]) => is !== meanwhile.outcomes);
    const later = otherAnswers(after, meanwhile).filter(([, is]) => is !== meanwhile.outcomes);
    for (const [was, is, answer, assumption] of then) {
      const twin = later.find(([, same]) => same === is);
      ways.push(...waysBetween(was, is, twin?.[0] ?? after.outcomes, { answer, assumption }));
    }
  }
  return ways.flatMap(({ given, ...way }) => {
    const harm = worseThanBoth(way, standing);
    return harm === undefined ? [] : [{ harm, given }];
  });
}

type AnsweredWay = Way & { readonly given: Given };

/** Each copy beside the same copy before and after. */
function waysOf(
  before: readonly Outcome[],
  meanwhile: readonly Outcome[],
  after: readonly Outcome[],
  given: Given,
): AnsweredWay[] {
  const [then, later] = [[...sameCopies(meanwhile, before)], [...sameCopies(meanwhile, after)]];
  return meanwhile.map((outcome, index) => ({
    before: then[index]?.[1],
    meanwhile: outcome,
    after: later[index]?.[1],
    given,
  }));
}

const byId = (properties: readonly Property[]): ReadonlyMap<string, Property> =>
  new Map(properties.map((one) => [one.id, one]));

const refutes = (property: Property | undefined, of: MessageClass, { outcomes, hops }: Trace): boolean =>
  property?.speaksOf(of) === true &&
  outcomes.some((outcome) => isAbout(of, outcome) && property.against({ of, outcome, hops }) !== undefined);

const noWay: Way = { before: undefined, meanwhile: undefined, after: undefined };

function firstWay(property: Property, { of, before, after }: Judged, { outcomes, hops }: Trace): Way {
  const index = outcomes.findIndex((outcome) => property.against({ of, outcome, hops }) !== undefined);
  return waysOf(before.outcomes, outcomes, after.outcomes, asDefault)[index] ?? noWay;
}

function enter(found: Map<string, Found>, of: MessageClass, harm: SingleHarm, given: Given): void {
  const key = `${given.answer} ${harmKey(harm)}`;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, { harm, given, classes: 1, example: of });
    return;
  }
  known.classes += 1;
  if (oddityOf(of) < oddityOf(known.example)) found.set(key, { ...known, harm, example: of });
}
