import type { ObjectChange } from '../compare/object-changes.ts';
import { type Harm, harmKey, harmKinds, weightOf } from './harms.ts';

/** The changes of one step in an order, each in force before the next is made. */
export interface CommandOrder {
  readonly commands: readonly ObjectChange[];
  /** What happens between two of them, and neither before nor after the step. */
  readonly harms: readonly Harm[];
  /** What would happen if another of them were made first. */
  readonly avoided: readonly { readonly first: ObjectChange; readonly harm: Harm }[];
}

interface Node {
  readonly done: readonly ObjectChange[];
  readonly harms: readonly Harm[];
  readonly cost: readonly number[];
  readonly judged: boolean;
}

/** Changes of one step that are put in order; more have more orders than are searched. */
export const commandsMax = 12;

/** What adds something before what changes it, and that before what takes away; domains before what stands on them. */
const ranks: readonly ObjectChange['change'][] = ['added', 'changed', 'removed'];
const rankOf = ({ subject, change }: ObjectChange): number =>
  2 * ranks.indexOf(change) + (subject.startsWith('domain:') ? 0 : 1);

/**
 * The order of the changes of one step with the least harm in between: best first, a moment judged when the search comes to
 * it, and what adds before what removes where both do equally little.
 *
 * @param harmsAt judges the moment when these are made and the others are not; undefined: no more moments are judged.
 * @param known harms of the moments before and after the step.
 * @returns undefined where no order was found within the bound.
 */
export function safestCommands(
  changes: readonly ObjectChange[],
  harmsAt: (done: readonly ObjectChange[]) => readonly Harm[] | undefined,
  known: readonly Harm[],
): CommandOrder | undefined {
  if (changes.length > commandsMax) return undefined;
  const sorted = [...changes].sort((left, right) => rankOf(left) - rankOf(right));
  const ofEnds = new Set(known.map(keyOf));
  const judge = (done: readonly ObjectChange[]): readonly Harm[] | undefined => {
    if (done.length === 0 || done.length === sorted.length) return [];
    return harmsAt(done)?.filter((one) => !ofEnds.has(keyOf(one)));
  };
  const found = search(sorted, judge);
  if (found === undefined) return undefined;
  const avoided = sorted.flatMap((first) => {
    if (first === found.done[0]) return [];
    const [harm] = judge([first]) ?? [];
    return harm === undefined ? [] : [{ first, harm }];
  });
  return { commands: found.done, harms: found.harms, avoided };
}

function search(
  all: readonly ObjectChange[],
  judge: (done: readonly ObjectChange[]) => readonly Harm[] | undefined,
): Node | undefined {
  const open: Node[] = [{ done: [], harms: [], cost: [], judged: true }];
  const closed = new Set<string>();
  for (;;) {
    const node = open.splice(bestOf(open), 1)[0];
    if (node === undefined) return undefined;
    const key = all.map((one) => node.done.includes(one)).join();
    if (closed.has(key)) continue;
    if (!node.judged) {
      const harms = judge(node.done);
      if (harms === undefined) return undefined;
      open.push({
        ...node,
        judged: true,
        harms: [...node.harms, ...harms],
        cost: harmKinds.map(
          (kind, at) =>
            (node.cost[at] ?? 0) + harms.reduce((sum, one) => sum + (weightOf(one) === kind ? one.classes : 0), 0),
        ),
      });
      continue;
    }
    closed.add(key);
    if (node.done.length === all.length) return node;
    for (const next of all)
      if (!node.done.includes(next)) open.push({ ...node, done: [...node.done, next], judged: false });
  }
}

/** The least harm, then the furthest, then what is judged already, then the first. */
function bestOf(open: readonly Node[]): number {
  return open.reduce((best, one, at) => {
    const than = open[best];
    if (than === undefined || at === best) return best;
    for (let kind = 0; kind < harmKinds.length; kind++) {
      const difference = (one.cost[kind] ?? 0) - (than.cost[kind] ?? 0);
      if (difference !== 0) return difference < 0 ? at : best;
    }
    const further = one.done.length - than.done.length;
    return further > 0 || (further === 0 && one.judged && !than.judged) ? at : best;
  }, 0);
}

const keyOf = (one: Harm): string => `${one.answer} ${harmKey(one)}`;
