import type { MessageLimits } from '../../model/message-limits.ts';
import { text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import type { MessageClass, Worlds } from './message-class.ts';

/** Sizes that are followed; more limits have more classes, and are not told apart. */
const sizesMax = 4;

/** Sizes in bytes just above each limit that the topology declares, the smallest first. */
export const sizesAsked = (worlds: Worlds): readonly number[] => limitsOf(worlds).slice(0, sizesMax);

/** Whether more limits are declared than are told apart. */
export const hasMoreSizes = (worlds: Worlds): boolean => limitsOf(worlds).length > sizesMax;

function limitsOf(worlds: Worlds): readonly number[] {
  const found = worlds.flatMap(({ topology }) => declaredLimits(topology)).filter((one) => Number.isFinite(one));
  return [...new Set(found)].sort((left, right) => left - right).map((one) => one + 1);
}

function declaredLimits({ tenant, onPremises, recipients }: Topology): readonly number[] {
  const all: readonly (MessageLimits | undefined)[] = [
    tenant?.organization.limits,
    onPremises?.transportConfig.limits,
    ...recipients.map((one) => one.limits),
    ...[...(tenant?.recipients ?? []), ...(onPremises?.recipients ?? [])].map((one) => one.entry?.limits),
  ];
  const connectors = [...(onPremises?.sendConnectors ?? []), ...(onPremises?.receiveConnectors ?? [])];
  return [
    ...all.flatMap((one) => [one?.receiveSize?.value ?? [], one?.sendSize?.value ?? []].flat()),
    ...connectors.flatMap((one) => one.maxMessageSize?.value ?? []),
  ];
}

/** An ordinary message of this size. */
export function* ofSize(of: MessageClass, size: number): Generator<MessageClass> {
  const { origin, sender, witness } = of;
  const ordinary = sender.plain && origin.source?.address === undefined && origin.deliverTo === undefined;
  if (origin.kind !== 'mailbox' && origin.kind !== 'declared' && !ordinary) return;
  yield {
    ...of,
    kin: {},
    content: { companions: new Set(), plain: false, oddity: 2 },
    witness: { ...witness, name: text`${witness.name}, of ${size} bytes`, size },
  };
}
