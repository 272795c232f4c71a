import type { ZoneSource } from '../../input/dns/zone-source.ts';
import { type Text, text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import type { Side } from '../classes/contents.ts';
import type { ProofOptions } from '../prove.ts';
import type { Harm } from './harms.ts';
import { InsideQuestions } from './inside-questions.ts';
import { stateJudge } from './judge-state.ts';
import { type Mixture, mixer } from './mixed-topology.ts';
import { namesMax, type Part, partsOf, seenInside, type Value } from './parts.ts';
import { type ChangedSet, changedSets } from './record-sets.ts';
import { betterOrder, isDns, type StepOrder, safestOrder } from './safe-order.ts';
import { type JudgedState, type UnsafeMoment, unsafeMoments } from './unsafe-moments.ts';
import { orderWithinSteps } from './within-steps.ts';

/** A topology and the records that it declares: what their names and TTLs are told by. */
export interface TransitionSide {
  readonly topology: Topology;
  readonly zones: readonly ZoneSource[];
}

export interface TransitionOptions extends ProofOptions {
  /** Mixed states that are judged; what is left out is said. */
  readonly statesMax?: number;
  /** Told before each state which one it is, and how many are known to come. */
  readonly judging?: (state: number, states: number) => void;
}

/** What happens between two topologies, and in which order to go from one to the other. */
export interface Transition {
  /** What changes, each at a time of its own. Empty: nothing that mail depends on. */
  readonly parts: readonly Part[];
  readonly records: readonly ChangedSet[];
  /** Harms of the moments in between, gravest first. */
  readonly unsafe: readonly UnsafeMoment[];
  /** The order with the least harm; undefined: nothing to order, or none was found within the bound. */
  readonly order: StepOrder | undefined;
  /** The same of the orders that take every part from old to new in one step; undefined as for `order`. */
  readonly plainOrder: StepOrder | undefined;
  /** Mixed states that were judged. */
  readonly states: number;
  readonly classes: number;
  readonly runs: number;
  /** The bound on classes that was hit; null: every class was judged. */
  readonly bound: number | null;
  /** What the states do not cover, in words. */
  readonly notCovered: readonly Text[];
}

/** Traces of all states together; a large topology has fewer states judged. */
const tracesMax = 400_000;
const statesRange = { least: 16, most: 128 };
/** Moments within the steps of an order that are judged beyond the states between them. */
const withinMax = 64;

/**
 * Traces every class of messages in the states between two topologies: caches that hold old and new answers side by
 * side, the tenant before or after the own servers, both before or after DNS. A state is unsafe where a message fares
 * worse than before and than after, or where an invariant is refuted that is not refuted before or after.
 *
 * @param sideOf compiles a topology and gives its tracer.
 */
export function exploreTransition(
  before: TransitionSide,
  after: TransitionSide,
  sideOf: (topology: Topology) => Side,
  options: TransitionOptions,
): Transition {
  const records = changedSets(
    { view: before.topology.dns.view, zones: before.zones },
    { view: after.topology.dns.view, zones: after.zones },
  );
  const topologyOf = mixer(before.topology, after.topology, records);
  const plainParts = partsOf(before.topology, after.topology, records);
  const questions = new InsideQuestions();
  const [first, last] = (['old', 'new'] as const).map((value) =>
    questions.notedIn(topologyOf(allAt(plainParts, value))),
  );
  const judge = stateJudge(
    first ?? before.topology,
    last ?? after.topology,
    (topology) => questions.whileTracing(sideOf(topology)),
    options,
  );
  const parts = seenInside(plainParts, questions.names);
  const members = parts.flatMap((part) => part.members.map(({ id }) => id));
  const affordable = Math.floor(tracesMax / Math.max(1, judge.classes));
  const statesMax = options.statesMax ?? Math.min(statesRange.most, Math.max(statesRange.least, affordable));
  const judged = new Map<string, JudgedState>();
  let cut = false;
  const keyOf = (mixture: Mixture): string => members.map((member) => mixture.get(member)).join();
  const harmsIn = (mixture: Mixture): readonly Harm[] | undefined => {
    const key = keyOf(mixture);
    const state = judged.get(key);
    if (state !== undefined) return state.harms;
    if (judged.size >= statesMax) {
      cut = true;
      return undefined;
    }
    const known = 2 ** members.length - 2;
    options.judging?.(judged.size + 1, Math.max(known, judged.size + 1));
    const harms = judge.harmsIn(topologyOf(mixture));
    judged.set(key, { mixture, harms });
    return harms;
  };
  for (const mixture of plainMixtures(members)) harmsIn(mixture);
  const plain = [...judged.values()];
  // What was and what will be harms nobody by definition.
  const ends = (['old', 'new'] as const).map((value): JudgedState => ({ mixture: allAt(parts, value), harms: [] }));
  const steps = leastHarm(parts, harmsIn);
  let left = Math.min(withinMax, statesMax);
  let within = 0;
  const ordered =
    steps &&
    orderWithinSteps(steps, parts, {
      topologyOf,
      harmsBetween: (mixture) => judged.get(keyOf(mixture))?.harms ?? [],
      harmsIn(topology) {
        if (left === 0) return undefined;
        left -= 1;
        within += 1;
        options.judging?.(judged.size + within, judged.size + within);
        return judge.harmsIn(topology);
      },
    });
  const order = ordered?.order;
  const plainOrder = parts.length === 0 || isPlain(order) ? order : safestOrder(parts.map(inOneStep), harmsIn);
  return {
    parts,
    records,
    unsafe: unsafeMoments([...plain, ...ends]),
    order,
    plainOrder,
    states: judged.size + within,
    classes: judge.classes,
    runs: judge.runs(),
    bound: judge.bound,
    notCovered: [
      ...(cut ? [text`states beyond the first ${statesMax}`] : []),
      ...parts
        .filter((part) => isDns(part) && part.members[0]?.id === part.id)
        .map(
          (part) =>
            text`more than ${namesMax} names (${part.id}) that caches hold old and new side by side: they are seen alike`,
        ),
      ...(ordered?.notCovered ?? []),
      ...betweenMoments,
      ...judge.notCovered(),
    ],
  };
}

/** Also of the orders that are not searched for then, it is one with the least harm. */
const isPlain = (order: StepOrder | undefined): boolean =>
  order?.steps.every(({ moves }) => moves.every(({ from, to }) => from === 'old' && to === 'new')) ?? false;

const inOneStep = (part: Part): Part => ({ ...part, chain: ['old', 'new'] });

const betweenMoments: readonly Text[] = [
  text`orders that make some changes of one part before and some after those of another part`,
  text`hosts inside of which one has the old and another the new answer to the same question`,
  text`settings of the service that take longer to be in force than the step`,
];

/** Where every plain order does harm, those that have the old and the new at once for a time are tried, too. */
function leastHarm(
  parts: readonly Part[],
  harmsIn: (mixture: Mixture) => readonly Harm[] | undefined,
): StepOrder | undefined {
  if (parts.length === 0) return undefined;
  const plain = safestOrder(parts, harmsIn);
  const isLong = parts.some((one) => one.longChain.length > one.chain.length);
  if (!isLong || plain?.worst === null || plain?.worst === 'early') return plain;
  const long = safestOrder(
    parts.map((one) => ({ ...one, chain: one.longChain })),
    harmsIn,
  );
  return betterOrder(plain, long);
}

const allAt = (parts: readonly Part[], value: Value): Mixture =>
  new Map(parts.flatMap((part) => part.members.map(({ id }) => [id, value] as const)));

/** Every member old or new, but not all alike. */
function* plainMixtures(members: readonly string[]): Generator<Mixture> {
  for (let bits = 1; bits < 2 ** members.length - 1; bits++)
    yield new Map(members.map((member, index) => [member, bits & (1 << index) ? 'new' : 'old'] as const));
}
