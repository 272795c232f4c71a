import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import { peopleOf } from '../../simulate/rules/people.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import type { World } from '../../simulate/world.ts';
import type { RecipientClass, Worlds } from './message-class.ts';

/**
 * Own people whom a rule knows as senders by a group, an attribute or their manager: anybody may write their addresses. One of
 * each kind of recipient, for those kinds are told apart by the same.
 */
export const knownSenders = (
  worlds: Worlds,
  recipients: readonly RecipientClass[],
  rules: (world: World) => readonly TransportRule[],
): readonly string[] =>
  recipients.flatMap(({ address, members }) =>
    members > 0 && worlds.some((world) => isKnown(world, address, new Set(rules(world)))) ? [address] : [],
  );

const isKnown = (world: World, address: string, rules: ReadonlySet<TransportRule>): boolean =>
  ruleOwners(world).some((owner) => {
    const people = peopleOf(world, owner);
    const isIn = (groups: readonly { readonly text: string }[]) =>
      groups.some(({ text }) => people.isMember(text, address) === true);
    return owner.rules.some(
      (rule) =>
        rules.has(rule) && [...rule.conditions, ...rule.exceptions].some((one) => asks(world, address, one, isIn)),
    );
  });

function asks(
  world: World,
  address: string,
  one: Predicate,
  isIn: (groups: readonly { readonly text: string }[]) => boolean,
): boolean {
  switch (one.kind) {
    case 'groups':
      return one.parameter === 'FromMemberOf' && isIn(one.groups);
    case 'between':
      return isIn(one.first) || isIn(one.second);
    case 'attributes':
      return one.parameter.startsWith('Sender') && one.tests.some(({ name }) => hasAttribute(world, address, name));
    case 'manager':
      return one.evaluated === 'Sender' && hasAttribute(world, address, 'Manager');
    case 'comparison':
      return hasAttribute(world, address, one.attribute.text);
    default:
      return false;
  }
}

function hasAttribute(world: World, address: string, name: string): boolean {
  const sides = [world.own?.directory, world.premises?.directory];
  return sides.some((side) => {
    const attributes =
      side?.entries.get(address.toLowerCase())?.recipient?.attributes ?? new Map<string, string | null>();
    return [...attributes].some(([key, value]) => key.toLowerCase() === name.toLowerCase() && value !== null);
  });
}
