import type { CommandOrder } from './command-order.ts';
import { type Harm, type HarmKind, harmKinds, weightOf } from './harms.ts';
import type { Mixture } from './mixed-topology.ts';
import type { Part, PartId, Value } from './parts.ts';

/** One step: parts that are taken further, then a wait. */
export interface OrderStep {
  readonly moves: readonly { readonly part: PartId; readonly from: Value; readonly to: Value }[];
  /** What happens while caches turn over and until the next step, and neither before nor after the whole change. */
  readonly harms: readonly Harm[];
  /** Seconds that caches may hold the old answer; undefined: not declared, null: no cache holds what the step changes. */
  readonly wait: number | undefined | null;
  /** Of a step that changes several objects, how to go from one to the next; absent: it is one change, or not searched. */
  readonly within?: CommandOrder;
}

/** An order of steps from the topology before to the one after. */
export interface StepOrder {
  readonly steps: readonly OrderStep[];
  /** No state on the way does any harm. */
  readonly clean: boolean;
  /** The gravest harm on the way; null: none. */
  readonly worst: HarmKind | null;
}

/** How far each part has come. */
type Position = readonly Value[];
/** Harmed classes by kind, gravest first, then steps: of two orders the better one has less of the gravest. */
type Cost = readonly number[];

interface Node {
  readonly position: Position;
  readonly cost: Cost;
  readonly steps: readonly OrderStep[];
}

/** Names of DNS that may change together in one step, with each of the moments in between judged. */
const togetherMax = 4;

/**
 * The order with the least harm, of those with equal harm one with the fewest steps: shortest path over the positions of
 * the parts, each state judged when the search first comes to it. Orders that add the new before they remove the old are
 * among the candidates.
 *
 * @param harmsIn judges a mixed state; undefined: no more states are judged, and what lies behind is not searched.
 */
export function safestOrder(
  parts: readonly Part[],
  harmsIn: (mixture: Mixture) => readonly Harm[] | undefined,
): StepOrder | undefined {
  const first: Position = parts.map(() => 'old');
  const last = parts.map(() => 'new').join();
  const open: Node[] = [{ position: first, cost: [], steps: [] }];
  const done = new Set<string>();
  for (;;) {
    const index = open.reduce((best, one, at) => (compareCosts(one.cost, open[best]?.cost ?? []) < 0 ? at : best), 0);
    const [node] = open.splice(index, 1);
    if (node === undefined) return undefined;
    const key = node.position.join();
    if (done.has(key)) continue;
    done.add(key);
    if (key === last) return orderOf(node.steps);
    for (const next of nextPositions(parts, node.position)) {
      if (done.has(next.join())) continue;
      const step = stepTo(parts, node.position, next, harmsIn);
      if (step !== undefined)
        open.push({ position: next, cost: added(node.cost, costOf(step)), steps: [...node.steps, step] });
    }
  }
}

/** An order of these steps, with what its harms come to. */
export const orderOf = (steps: readonly OrderStep[]): StepOrder => {
  const all = steps.flatMap(({ harms, within }) => [...harms, ...(within?.harms ?? [])]);
  const found = new Set(all.map(weightOf));
  return { steps, clean: found.size === 0, worst: harmKinds.find((kind) => found.has(kind)) ?? null };
};

/** Of two orders the one with less harm; the first, where they do equally much. */
export function betterOrder(left: StepOrder | undefined, right: StepOrder | undefined): StepOrder | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const [one, other] = [left, right].map(({ steps }) => harmCost(steps.map(costOf).reduce<Cost>(added, [])));
  return compareCosts(other ?? [], one ?? []) < 0 ? right : left;
}

/** Without the number of steps. */
const harmCost = (cost: Cost): Cost => cost.slice(0, harmKinds.length);

/** One part taken further, or all of DNS that is still old at once. */
function* nextPositions(parts: readonly Part[], position: Position): Generator<Position> {
  for (const [index, part] of parts.entries()) {
    const from = part.chain.indexOf(position[index] ?? 'old');
    for (const value of part.chain.slice(from + 1)) yield position.map((one, at) => (at === index ? value : one));
  }
  const dns = parts.flatMap((part, index) => (isDns(part) && position[index] === 'old' ? [index] : []));
  const names = dns.flatMap((index) => parts[index]?.members ?? []);
  if (dns.length > 1 && names.length <= togetherMax)
    yield position.map((one, at): Value => (dns.includes(at) ? 'new' : one));
}

const dnsParts: ReadonlySet<PartId> = new Set(['mx', 'spf', 'policy', 'dmarc', 'hosts']);
export const isDns = ({ id }: Part): boolean => dnsParts.has(id);

/** Every member at the value of its part. */
export const mixtureAt = (parts: readonly Part[], position: Position): Mixture =>
  new Map(parts.flatMap((part, index) => part.members.map(({ id }) => [id, position[index] ?? 'old'] as const)));

/** The members that move, each already there or not yet: what caches and directories hold while the step spreads. */
function* spreading(parts: readonly Part[], from: Position, to: Position): Generator<Mixture> {
  const [start, end] = [mixtureAt(parts, from), mixtureAt(parts, to)];
  const moving = parts.flatMap((part, index) => (from[index] !== to[index] ? part.members.map(({ id }) => id) : []));
  for (let bits = 1; bits < 2 ** moving.length - 1; bits++)
    yield new Map(
      [...start].map(([member, value]) => {
        const at = moving.indexOf(member);
        return [member, at >= 0 && bits & (1 << at) ? (end.get(member) ?? value) : value] as const;
      }),
    );
}

function stepTo(
  parts: readonly Part[],
  from: Position,
  to: Position,
  harmsIn: (mixture: Mixture) => readonly Harm[] | undefined,
): OrderStep | undefined {
  const harms: Harm[] = [];
  const end = to.every((value) => value === 'new') ? [] : [mixtureAt(parts, to)];
  for (const mixture of [...spreading(parts, from, to), ...end]) {
    const found = harmsIn(mixture);
    if (found === undefined) return undefined;
    harms.push(...found);
  }
  const moved = parts.filter((_, index) => from[index] !== to[index]);
  const moves = parts.flatMap((part, index) => {
    const [was, is] = [from[index] ?? 'old', to[index] ?? 'new'];
    return was === is ? [] : [{ part: part.id, from: was, to: is }];
  });
  return { moves, harms, wait: waitOf(moved) };
}

function waitOf(moved: readonly Part[]): number | undefined | null {
  const cached = moved.map((part) => part.ttl).filter((ttl) => ttl !== null);
  if (cached.length === 0) return null;
  const known = cached.filter((ttl) => ttl !== undefined);
  return known.length < cached.length ? undefined : Math.max(...known);
}

const costOf = ({ harms }: OrderStep): Cost => [
  ...harmKinds.map((kind) => harms.reduce((sum, one) => sum + (weightOf(one) === kind ? one.classes : 0), 0)),
  1,
];

const added = (left: Cost, right: Cost): Cost => right.map((one, index) => one + (left[index] ?? 0));

function compareCosts(left: Cost, right: Cost): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
