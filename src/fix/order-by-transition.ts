import type { Change } from '../model/change.ts';
import { type Text, text } from '../model/text.ts';
import type { Part, PartId } from '../prove/transition/parts.ts';
import type { StepOrder } from '../prove/transition/safe-order.ts';
import type { Transition } from '../prove/transition/transition.ts';
import type { PlanTransition } from './plan.ts';
import { type ChangeProver, holds, type MadeFix, named, openedBy } from './prove-changes.ts';

/** The steps of a plan in their last order, and what happens between its parts; undefined: it has no mixed states. */
export interface OrderedFixes<I> {
  readonly made: readonly MadeFix<I>[];
  readonly onTheWay: PlanTransition | undefined;
}

/**
 * Asks the proof of the transition in which order the parts of a plan are best changed, and brings the steps into it: DNS
 * before what depends on it, or behind. Every step is made and proved again where it stands then.
 */
export async function orderByTransition<I>(
  made: readonly MadeFix<I>[],
  transitionOf: (before: I, after: I) => Transition,
  prover: ChangeProver<I>,
): Promise<OrderedFixes<I>> {
  const [first, last] = [made[0], made.at(-1)];
  if (first === undefined || last === undefined || !changesSeveral(made)) return { made, onTheWay: undefined };
  const transition = transitionOf(first.before.input, last.after.input);
  if (transition.states === 0) return { made, onTheWay: undefined };
  const { plainOrder, unsafe } = transition;
  const told = (steps: PlanTransition['steps'], because?: Text) => ({ transition, steps, because });
  if (unsafe.length === 0 && plainOrder !== undefined) return { made, onTheWay: told('free') };
  if (plainOrder === undefined) return { made, onTheWay: told('unknown') };
  const wanted = sorted(made, (change) => rankIn(transition.parts, plainOrder, change));
  if (isSame(made, wanted)) return { made, onTheWay: told('kept') };
  const again = await remade(wanted, first.before, last, prover);
  if (!again.ok) return { made, onTheWay: told('stuck', again.because) };
  return { made: again.made, onTheWay: told('moved') };
}

/** Whether there can be a state between: two record sets, DNS and objects, or objects of two sides. */
function changesSeveral<I>(made: readonly MadeFix<I>[]): boolean {
  const places = made.flatMap(({ order }) =>
    order.map((one) => (one.target === 'dns' ? `${one.owner} ${one.type}` : (sideOf(one) ?? ''))),
  );
  return new Set(places).size > 1;
}

type Wanted<I> = Pick<MadeFix<I>, 'finding' | 'fix' | 'order'>;

/** A fix stands where its last part does; within it and beside its equals the order stays. */
function sorted<I>(made: readonly MadeFix<I>[], rank: (change: Change) => number): readonly Wanted<I>[] {
  return made
    .map(({ finding, fix, order }) => ({
      finding,
      fix,
      order: [...order].sort((left, right) => rank(left) - rank(right)),
      rank: Math.max(...order.map(rank)),
    }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ finding, fix, order }) => ({ finding, fix, order }));
}

const isSame = <I>(made: readonly MadeFix<I>[], wanted: readonly Wanted<I>[]): boolean =>
  made.every(
    ({ order }, index) =>
      wanted[index]?.order.length === order.length && wanted[index]?.order.every((change, at) => change === order[at]),
  );

/** The step of the order in which the part of a change becomes new; what no message depends on comes first. */
function rankIn(parts: readonly Part[], { steps }: StepOrder, change: Change): number {
  const part = partOf(parts, change);
  return steps.findIndex(({ moves }) => moves.some((move) => move.part === part && move.to === 'new'));
}

function partOf(parts: readonly Part[], change: Change): PartId | undefined {
  if (change.target !== 'dns') return sideOf(change);
  return parts.find(({ subjects }) => subjects.includes(`dns:${change.owner}/${change.type}`))?.id;
}

const sides: Readonly<Record<string, PartId>> = {
  tenant: 'tenant',
  onPremises: 'onPremises',
  recipients: 'recipients',
  services: 'others',
  partners: 'others',
};

const sideOf = (change: Change): PartId | undefined =>
  change.target === 'object' ? sides[change.within.split('/')[1] ?? ''] : undefined;

async function remade<I>(
  wanted: readonly Wanted<I>[],
  start: MadeFix<I>['before'],
  last: MadeFix<I>,
  prover: ChangeProver<I>,
): Promise<
  { readonly ok: true; readonly made: readonly MadeFix<I>[] } | { readonly ok: false; readonly because: Text }
> {
  const made: MadeFix<I>[] = [];
  let state = start;
  for (const { finding, fix, order } of wanted) {
    if (!holds(state, finding))
      return { ok: false, because: text`${named([finding])} begins only with a step that would come later.` };
    const again = await prover.make(state, finding, fix, order, 'harmless');
    if (!again.ok) return { ok: false, because: text`${fix.title}: ${again.because}` };
    made.push(again.made);
    state = again.made.after;
  }
  const other = openedBy(state, last.after);
  return other.length === 0
    ? { ok: true, made }
    : { ok: false, because: text`In the end there would be ${named(other)}.` };
}
