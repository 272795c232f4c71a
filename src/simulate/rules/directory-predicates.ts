import type { Written } from '../../model/topology.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Resolved } from './fork.ts';
import type { RuleTexts } from './match-text.ts';
import { addressOf, headerSender, type Scene, type Test } from './scene.ts';
import { anyOf, both, either, type Truth } from './truth.ts';

/** An object of the directory, none, or one of a domain whose recipients nobody declared. */
type Person = DirectoryEntry | 'none' | 'open';

/** RULE-35: attribute, manager and group-pair predicates look at the From header whatever SenderAddressLocation says. */
const sender = ({ people, message }: Scene): Person => {
  const address = headerSender(message.transit);
  return address === '' ? 'none' : people.objectOf(address);
};

const recipient = ({ people }: Scene, one: Resolved): Person => one.entry ?? people.objectOf(one.copy.address);

/** The attribute of a person; null where it is empty or there is no such person. */
function attributeOf({ people }: Scene, person: Person, attribute: string): string | null | undefined {
  if (person === 'none') return null;
  return person === 'open' ? undefined : people.attribute(person, attribute);
}

/** PRED-7, PRED-8, PRED-18, PRED-19: individuals only, so groups never match. */
export function compileAttributes(
  predicate: Extract<Predicate, { kind: 'attributes' }>,
  legacy: boolean,
  texts: RuleTexts,
): Test {
  const ofSender = predicate.parameter.startsWith('Sender');
  const tests = predicate.tests.map(({ name, values }) => ({
    name,
    match: predicate.matching === 'words' ? texts.words(values) : texts.patterns(values, legacy),
  }));
  return (scene, one) => {
    const person = ofSender ? sender(scene) : recipient(scene, one);
    if (typeof person !== 'string' && person.kind === 'group') return false;
    return anyOf(tests, ({ name, match }) => {
      const value = attributeOf(scene, person, name);
      return typeof value === 'string' ? match.holds(scene.run, value) : value === null ? false : undefined;
    });
  };
}

/** PRED-48 */
export function compileManager(evaluated: 'Sender' | 'Recipient', managers: readonly Written[]): Test {
  return (scene, one) => {
    const manager = attributeOf(scene, evaluated === 'Sender' ? sender(scene) : recipient(scene, one), 'Manager');
    if (typeof manager !== 'string') return manager === null ? false : undefined;
    return anyOf(managers, ({ text }) => samePerson(scene, manager, text));
  };
}

/** PRED-46: `Manager`: the sender manages the recipient. */
export function compileRelationship(relationship: 'Manager' | 'DirectReport'): Test {
  return (scene, one) => {
    const [managed, other] =
      relationship === 'Manager'
        ? [recipient(scene, one), headerSender(scene.message.transit)]
        : [sender(scene), one.entry?.primary ?? addressOf(one)];
    const manager = attributeOf(scene, managed, 'Manager');
    if (typeof manager !== 'string') return manager === null ? false : undefined;
    return scene.people.isPerson(manager, other);
  };
}

/** PRED-47: one in each group, in either direction as far as is known (PUNC-20). */
export function compileBetween(first: readonly Written[], second: readonly Written[]): Test {
  return (scene, one) => {
    const isIn = (groups: readonly Written[], address: string) =>
      anyOf(groups, ({ text }) => scene.people.isMember(text, address));
    const from = headerSender(scene.message.transit);
    const to = one.entry?.primary ?? one.copy.address;
    const onward = both(isIn(first, from), isIn(second, to));
    const any = either(onward, both(isIn(second, from), isIn(first, to)));
    if (any === onward) return any;
    return scene.run.assume('rules.betweenMembersDirection', ['either', 'first-to-second']) === 'either' ? any : onward;
  };
}

/** PRED-49: users only; two empty attributes are documented neither as equal nor as different. */
export function compileComparison(attribute: string, operator: 'Equal' | 'NotEqual'): Test {
  return (scene, one) => {
    const [left, right] = [sender(scene), recipient(scene, one)];
    if ([left, right].some((person) => person === 'none' || (person !== 'open' && person.kind === 'group')))
      return false;
    const [mine, theirs] = [attributeOf(scene, left, attribute), attributeOf(scene, right, attribute)];
    if (mine === undefined || theirs === undefined || (mine === null && theirs === null)) return undefined;
    return (mine?.toLowerCase() === theirs?.toLowerCase()) === (operator === 'Equal');
  };
}

/** Two references mean one person; unknown where neither is an address or declared. */
function samePerson({ people }: Scene, left: string, right: string): Truth {
  if (left.trim().toLowerCase() === right.trim().toLowerCase()) return true;
  const [one, other] = [people.find(left), people.find(right)];
  if (one !== undefined) return people.isPerson(right, one.primary);
  return other === undefined ? undefined : people.isPerson(left, other.primary);
}

/** The address of somebody's manager (ACT-2, ACT-12); null: none. */
export function managerOfSender(scene: Scene): string | null | undefined {
  const manager = attributeOf(scene, sender(scene), 'Manager');
  return typeof manager === 'string' ? (scene.people.find(manager)?.primary ?? manager) : manager;
}
