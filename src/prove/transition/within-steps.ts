import { type Text, text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import { type ObjectChange, objectChanges } from '../compare/object-changes.ts';
import { commandsMax, safestCommands } from './command-order.ts';
import type { Harm } from './harms.ts';
import type { Mixture } from './mixed-topology.ts';
import { partWay } from './part-way.ts';
import { type Part, sideOf, type Value } from './parts.ts';
import { mixtureAt, type OrderStep, orderOf, type StepOrder } from './safe-order.ts';

/** How the moments within a step are judged. */
export interface WithinSteps {
  readonly topologyOf: (mixture: Mixture) => Topology;
  /** Harms of a moment between two steps. */
  readonly harmsBetween: (mixture: Mixture) => readonly Harm[];
  /** Harms of a moment within a step; undefined: no more are judged. */
  readonly harmsIn: (topology: Topology) => readonly Harm[] | undefined;
}

/** An order of steps with the order of the changes within each, and what was not put in order. */
export function orderWithinSteps(
  order: StepOrder,
  parts: readonly Part[],
  judge: WithinSteps,
): { readonly order: StepOrder; readonly notCovered: readonly Text[] } {
  const notCovered: Text[] = [];
  let position: readonly Value[] = parts.map(() => 'old');
  const steps = order.steps.map((step): OrderStep => {
    const from = position;
    const to = parts.map(({ id }, index) => step.moves.find(({ part }) => part === id)?.to ?? from[index] ?? 'old');
    position = to;
    const [start, end] = [mixtureAt(parts, from), mixtureAt(parts, to)];
    const [was, is] = [judge.topologyOf(start), judge.topologyOf(end)];
    const changes = changesWithin(step, was, is);
    if (changes.length < 2) return step;
    const title = parts.find(({ id }) => id === step.moves[0]?.part)?.title ?? text`${step.moves[0]?.part ?? ''}`;
    if (changes.length > commandsMax) {
      notCovered.push(text`the order of the ${changes.length} changes of one step in ${title}`);
      return step;
    }
    const within = safestCommands(
      changes,
      (done) => judge.harmsIn(partWay(was, is, new Set(done.map(({ subject }) => subject)))),
      [...judge.harmsBetween(start), ...judge.harmsBetween(end)],
    );
    if (within !== undefined) return { ...step, within };
    notCovered.push(text`the order of the changes of one step in ${title}: there are more moments than are judged`);
    return step;
  });
  return { order: orderOf(steps), notCovered };
}

/** What one part of the own side changes by several commands; DNS is seen name by name, and the others are not ours. */
function changesWithin({ moves }: OrderStep, was: Topology, is: Topology): readonly ObjectChange[] {
  const [move] = moves;
  if (move === undefined || moves.length > 1 || (move.part !== 'tenant' && move.part !== 'onPremises')) return [];
  return objectChanges(was, is).filter((one) => sideOf(one) === move.part && !one.subject.startsWith('certificate:'));
}
