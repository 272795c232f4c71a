import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import { isAboutPeople } from '../../simulate/probes/whom-rules-mean.ts';
import type { World } from '../../simulate/world.ts';
import type { RelevantRules } from './relevant-rules.ts';

/** Whom settings name, in lower case. */
export interface MentionedPeople {
  /** Every mail address that stands anywhere, in whatever setting. */
  readonly addresses: ReadonlySet<string>;
  /** Other references to people, where settings refer to people: an alias, a display name, a distinguished name. */
  readonly names: ReadonlySet<string>;
  /** Groups of which a setting asks who is a member. */
  readonly groups: readonly string[];
  /** A rule compares attributes of two people, or asks for a manager. */
  readonly attributes: boolean;
}

/** Whom rules, connectors, policies, lists and intents name; entries of the directory name whom they concern themselves. */
export function mentionedPeople(world: World, relevant: RelevantRules): MentionedPeople {
  const rules = relevant(world);
  const policies = world.tenants.flatMap(({ tenant }) => [
    tenant.hostedOutboundSpamFilterRules,
    tenant.hostedContentFilterRules ?? [],
    tenant.antiPhishRules ?? [],
  ]);
  const referring = [
    ...policies,
    ...world.tenants.map(({ tenant }) => [tenant.journalRules, tenant.inboundConnectors.map((one) => one.efUsers)]),
    world.topology.onPremises?.journalRules ?? [],
    rules.map((rule) => [predicatesOf(rule), rule.actions]),
    asksManagers(rules) ? managers(world) : [],
  ];
  const groups = rules.flatMap((rule) => predicatesOf(rule).flatMap(groupsIn));
  return {
    addresses: new Set([...addressesIn(world, rules)]),
    names: new Set(textsIn(referring).map(bare)),
    groups: [...new Set([...groups, ...textsIn(policies)])],
    attributes: asksManagers(rules),
  };
}

/** Those of which rules are not asked about somebody alone (`rule-answers.ts`). */
const predicatesOf = ({ conditions, exceptions }: TransportRule): readonly Predicate[] =>
  [...conditions, ...exceptions].filter((one) => !isAboutPeople(one));

function groupsIn(predicate: Predicate): readonly string[] {
  if (predicate.kind === 'groups') return predicate.groups.map(({ text }) => text);
  return predicate.kind === 'between' ? [...predicate.first, ...predicate.second].map(({ text }) => text) : [];
}

/** Whether it matters to a rule who somebody's manager is, or what else two people have in common. */
const asksManagers = (rules: readonly TransportRule[]): boolean =>
  rules.some(
    (rule) =>
      predicatesOf(rule).some(
        ({ kind }) => kind === 'manager' || kind === 'managementRelationship' || kind === 'comparison',
      ) || rule.actions.some(({ kind }) => kind === 'addManager' || kind === 'moderateByManager'),
  );

const managers = (world: World): readonly { readonly text: string }[] =>
  world.topology.recipients.flatMap(({ attributes }) =>
    [...attributes].flatMap(([name, text]) => (name.toLowerCase() === 'manager' && text !== null ? [{ text }] : [])),
  );

const bare = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^smtp:/u, '');

const address = /[^\s<>"'`,;:=()[\]{}\\]+@[\p{L}\p{N}._-]+/gu;

/** Addresses in all texts of the topology, but for samples, rules that do not matter, and who is declared to exist. */
function addressesIn({ topology, tenants }: World, rules: readonly TransportRule[]): readonly string[] {
  const lists = topology.recipients.flatMap((one) => [one.safeSenders, one.blockedSenders]);
  const { recipients: _, transportRules: __, ...premises } = topology.onPremises ?? {};
  const texts = stringsIn([
    tenants.map(({ tenant: { recipients: _none, transportRules: _all, ...tenant } }) => tenant),
    rules.map((rule) => [predicatesOf(rule), rule.actions]),
    premises,
    topology.services,
    topology.partners.map(({ tenant: _, ...partner }) => partner),
    topology.intents,
    lists.filter((list) => list.length > 0),
  ]);
  return texts.flatMap((text) => (text.includes('@') ? (text.toLowerCase().match(address) ?? []) : []));
}

/** Every string in a piece of the model. */
function stringsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  if (value instanceof Map) return stringsIn([...value], depth + 1);
  return Object.values(value).flatMap((item) => stringsIn(item, depth + 1));
}

/** Every `text` in a piece of the model: names stand there as they were written. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, depth + 1));
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'text' && typeof item === 'string' ? [item] : textsIn(item, depth + 1),
  );
}
