import { inOrder, plain, type Text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import type { Outcome, Trace } from '../../simulate/trace.ts';
import { classesOf } from '../classes/classes.ts';
import { contentsOf, type Side } from '../classes/contents.ts';
import { type MessageClass, oddityOf } from '../classes/message-class.ts';
import { otherAnswers, sameCopies, standingOf } from '../compare/compare.ts';
import { invariants } from '../invariants/invariants.ts';
import type { Property } from '../property.ts';
import type { ProofOptions } from '../prove.ts';
import { type Harm, harmKey, harmKinds, harmOfInvariant, type SingleHarm, type Way, worseThanBoth } from './harms.ts';

/** Says of mixed states what they do that neither the topology before nor the one after does. */
export interface StateJudge {
  /** Gravest first. */
  readonly harmsIn: (topology: Topology) => readonly Harm[];
  readonly classes: number;
  /** Ways followed so far. */
  readonly runs: () => number;
  /** The bound that was hit; null: every class is judged. */
  readonly bound: number | null;
  readonly notCovered: readonly Text[];
}

interface Judged {
  readonly of: MessageClass;
  readonly before: Trace;
  readonly after: Trace;
}

interface Found {
  readonly harm: SingleHarm;
  readonly answer: string | null;
  classes: number;
  example: MessageClass;
}

const progressEvery = 256;

/** Traces every class before and after the change once; each state is then one more trace of each class. */
export function stateJudge(
  before: Topology,
  after: Topology,
  sideOf: (topology: Topology) => Side,
  options: ProofOptions,
): StateJudge {
  const [old, now] = [sideOf(before), sideOf(after)];
  const classes = classesOf(old.world, now.world);
  let runs = 0;
  let traced = 0;
  const traceIn = (side: Side, of: MessageClass): Trace => {
    const trace = side.trace(of.witness, { explain: false });
    runs += 1 + (trace.followed ?? 0);
    traced += 1;
    if (traced % progressEvery === 0) options.progress?.(traced);
    return trace;
  };
  const judged: Judged[] = [];
  let bound: number | null = null;
  const divided = contentsOf([old, now]);
  const unfollowed = new Map<string, Text>();
  for (const one of classes.each()) {
    if (judged.length >= options.classesMax) {
      bound = options.classesMax;
      break;
    }
    for (const { of, traces, open } of divided(one)) {
      const [was, is] = traces;
      if (open !== undefined) unfollowed.set(plain(open), open);
      if (was === undefined || is === undefined) continue;
      for (const trace of traces) runs += 1 + (trace.followed ?? 0);
      judged.push({ of, before: was, after: is });
    }
  }
  const [provedBefore, provedAfter] = [old, now].map(({ world }) => byId(invariants(world)));
  const refutedOtherwise = (id: string, { of, before: was, after: is }: Judged): boolean =>
    refutes(provedBefore?.get(id), of, was) || refutes(provedAfter?.get(id), of, is);
  return {
    classes: judged.length,
    runs: () => runs,
    bound,
    notCovered: [...inOrder(unfollowed), ...classes.notCovered],
    harmsIn(topology) {
      const side = sideOf(topology);
      const proved = invariants(side.world);
      const found = new Map<string, Found>();
      for (const one of judged) {
        const meanwhile = traceIn(side, one.of);
        const own = fates(one, meanwhile);
        for (const { harm, answer } of own) enter(found, one.of, harm, answer);
        if (own.length > 0) continue;
        for (const property of proved)
          if (refutes(property, one.of, meanwhile) && !refutedOtherwise(property.id, one)) {
            const harm = harmOfInvariant(property.id, firstWay(property, one, meanwhile), one.of);
            if (harm !== undefined) enter(found, one.of, harm, null);
          }
      }
      const harms = [...found.values()].map(
        ({ harm, answer, classes: count, example }): Harm => ({
          ...harm,
          answer,
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
): readonly { readonly harm: SingleHarm; readonly answer: string | null }[] {
  const standing = standingOf(of);
  const ways = waysOf(before.outcomes, meanwhile.outcomes, after.outcomes, null);
  if (meanwhile.alternatives.length > 0) {
    const then = otherAnswers(before, meanwhile).filter(([, is]) => is !== meanwhile.outcomes);
    const later = otherAnswers(after, meanwhile).filter(([, is]) => is !== meanwhile.outcomes);
    for (const [was, is, answer] of then) {
      const twin = later.find(([, same]) => same === is);
      ways.push(...waysOf(was, is, twin?.[0] ?? after.outcomes, answer));
    }
  }
  return ways.flatMap(({ answer, ...way }) => {
    const harm = worseThanBoth(way, standing);
    return harm === undefined ? [] : [{ harm, answer }];
  });
}

type AnsweredWay = Way & { readonly answer: string | null };

/** Each copy beside the same copy before and after. */
function waysOf(
  before: readonly Outcome[],
  meanwhile: readonly Outcome[],
  after: readonly Outcome[],
  answer: string | null,
): AnsweredWay[] {
  const [then, later] = [[...sameCopies(meanwhile, before)], [...sameCopies(meanwhile, after)]];
  return meanwhile.map((outcome, index) => ({
    before: then[index]?.[1],
    meanwhile: outcome,
    after: later[index]?.[1],
    answer,
  }));
}

const byId = (properties: readonly Property[]): ReadonlyMap<string, Property> =>
  new Map(properties.map((one) => [one.id, one]));

const refutes = (property: Property | undefined, of: MessageClass, { outcomes, hops }: Trace): boolean =>
  property?.speaksOf(of) === true && outcomes.some((outcome) => property.against({ of, outcome, hops }) !== undefined);

const noWay: Way = { before: undefined, meanwhile: undefined, after: undefined };

function firstWay(property: Property, { of, before, after }: Judged, { outcomes, hops }: Trace): Way {
  const index = outcomes.findIndex((outcome) => property.against({ of, outcome, hops }) !== undefined);
  return waysOf(before.outcomes, outcomes, after.outcomes, null)[index] ?? noWay;
}

function enter(found: Map<string, Found>, of: MessageClass, harm: SingleHarm, answer: string | null): void {
  const key = `${answer} ${harmKey(harm)}`;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, { harm, answer, classes: 1, example: of });
    return;
  }
  known.classes += 1;
  if (oddityOf(of) < oddityOf(known.example)) found.set(key, { ...known, harm, example: of });
}
